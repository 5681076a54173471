#include "common/themes/terms.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>

#include "absl/strings/match.h"

namespace mainstay::themes {
namespace {

constexpr size_t kHanBytes = 3;
constexpr size_t kMaxHanOfPhrase = 8;
constexpr size_t kDeniedVerbBytes = 4 * kHanBytes;  // 不能 and a verb of two characters

bool IsAscii(const std::string& text) { return static_cast<unsigned char>(text[0]) < 0x80; }

// Whether a denied word tells by itself what is missing or not done: 没有热水, but not 不好.
bool TellsWhat(std::string_view denied) {
  constexpr std::string_view kForms[] = {"没有", "不能", "不会", "不愿", "不要", "no "};
  return std::any_of(std::begin(kForms), std::end(kForms), [&](std::string_view form) {
    return denied.size() > form.size() && absl::StartsWith(denied, form);
  });
}

// Whether what is denied is that somebody does something: 不能入账.
bool DeniesDoing(std::string_view denied) {
  constexpr std::string_view kForms[] = {"不能", "不会", "不愿", "不要"};
  return std::any_of(std::begin(kForms), std::end(kForms),
                     [&](std::string_view form) { return absl::StartsWith(denied, form); });
}

bool IsPredicate(WordClass word_class) {
  return word_class == WordClass::kEvaluation || word_class == WordClass::kMeasure ||
         word_class == WordClass::kDenied;
}

class TermFinder {
 public:
  TermFinder(const Corpus& corpus, const Phrases& phrases, int64_t counted, const TermRules& rules)
      : corpus_(corpus), common_(corpus.words()) {
    if (counted < rules.common_from) return;
    for (const Phrase& phrase : phrases.all()) {
      common_[phrase.words[0]] =
          common_[phrase.words[0]] ||
          (phrase.words.size() == 1 && corpus.ClassOf(phrase.words[0]) == WordClass::kContent &&
           static_cast<double>(phrase.texts) > rules.common_share * static_cast<double>(counted));
    }
  }

  bool IsTerm(const Phrase& phrase) const {
    const std::vector<uint32_t>& words = phrase.words;
    if (words.size() == 1) return !common_[words[0]] && StandsAlone(words[0]);
    if (!phrase.coherent || std::adjacent_find(words.begin(), words.end()) != words.end()) {
      return false;
    }
    if (IsClause(words)) return false;
    const bool subject = words.size() == 2 && KindOf(phrase) == TermKind::kStatement;
    return (!common_[words.front()] || subject) && (!common_[words.back()] || subject);
  }

  TermKind KindOf(const Phrase& phrase) const {
    const std::vector<uint32_t>& words = phrase.words;
    const WordClass last = corpus_.ClassOf(words.back());
    if (words.size() == 1) {
      if (last == WordClass::kDenied && TellsWhat(corpus_.Text(words[0]))) {
        return TermKind::kStatement;
      }
      return IsPredicate(last) ? TermKind::kEvaluation : TermKind::kWord;
    }
    // A Chinese adjective before a noun only names a kind (大床, big bed); an English one tells.
    const bool tells = std::any_of(words.begin(), words.end(), [&](uint32_t word) {
      const WordClass word_class = corpus_.ClassOf(word);
      return word_class == WordClass::kDenied ||
             (IsPredicate(word_class) && IsAscii(corpus_.Text(word)));
    });
    return tells || IsPredicate(last) ? TermKind::kStatement : TermKind::kName;
  }

  double Weight(const Phrase& phrase) const {
    const double words = std::log2(1.0 + static_cast<double>(phrase.words.size()));
    switch (KindOf(phrase)) {
      case TermKind::kStatement:
        return words;
      case TermKind::kEvaluation:
        return words * (corpus_.Text(phrase.words[0]).size() > kHanBytes ? 1.0 / 3 : 1.0 / 10);
      case TermKind::kName:
        return words * 2 / 5;
      case TermKind::kWord:
        return words / 10;
    }
    return 0;
  }

 private:
  // Whether it is a sentence rather than the name of a theme: it is long, or says who cannot or
  // will not do what, which the end says by itself (财务不能入账 → 不能入账). "Not there" needs its
  // place, and a verb of one character its thing: 房间没有热水, 空调不能用.
  bool IsClause(const std::vector<uint32_t>& words) const {
    size_t han = 0;
    for (const uint32_t word : words) {
      const std::string& text = corpus_.Text(word);
      if (!IsAscii(text)) han += text.size() / kHanBytes;
    }
    if (han > kMaxHanOfPhrase) return true;
    for (size_t i = 1; i < words.size(); ++i) {
      const std::string& text = corpus_.Text(words[i]);
      if (corpus_.ClassOf(words[i]) == WordClass::kDenied && DeniesDoing(text) &&
          (text.size() >= kDeniedVerbBytes || i + 1 < words.size())) {
        return true;
      }
    }
    return false;
  }

  bool StandsAlone(uint32_t word) const {
    const WordClass word_class = corpus_.ClassOf(word);
    if (word_class == WordClass::kEvaluation || word_class == WordClass::kDenied) return true;
    const std::string& text = corpus_.Text(word);
    return word_class == WordClass::kContent && (IsAscii(text) || text.size() > kHanBytes);
  }

  const Corpus& corpus_;
  std::vector<char> common_;  // by word
};

}  // namespace

std::vector<Term> FindTerms(const Corpus& corpus, const Phrases& phrases, int64_t counted,
                            const TermRules& rules) {
  const TermFinder finder(corpus, phrases, counted, rules);
  std::vector<Term> terms;
  for (uint32_t i = 0; i < phrases.all().size(); ++i) {
    const Phrase& phrase = phrases.all()[i];
    if (!finder.IsTerm(phrase)) continue;
    terms.push_back({.phrase = i, .kind = finder.KindOf(phrase), .weight = finder.Weight(phrase)});
  }
  return terms;
}

bool IsPraise(const Corpus& corpus, const Phrase& phrase) {
  bool praises = false, big = false, better_big = false;
  for (const uint32_t word : phrase.words) {
    const std::string& text = corpus.Text(word);
    const WordClass word_class = corpus.ClassOf(word);
    if (IsPraiseWord(text)) {
      praises = true;
    } else if (text == "大" || text == "big" || text == "large") {
      big = true;
    } else if (word_class == WordClass::kEvaluation || word_class == WordClass::kMeasure ||
               word_class == WordClass::kDenied) {
      return false;
    }
    better_big = better_big || IsBetterBig(text);
  }
  return praises || (big && better_big);
}

std::string ShownTerm(const Corpus& corpus, const Phrase& phrase) {
  std::string shown;
  for (const uint32_t word : phrase.words) {
    const std::string& text = corpus.Shown(word);
    if (!shown.empty() && static_cast<unsigned char>(shown.back()) < 0x80 && IsAscii(text)) {
      shown += ' ';
    }
    shown += text;
  }
  return shown;
}

std::string TermKey(const Corpus& corpus, const Phrase& phrase) {
  std::string key;
  for (const uint32_t word : phrase.words) {
    if (!key.empty()) key += ' ';
    key += corpus.Text(word);
  }
  return key;
}

TermCounter::TermCounter(const Corpus& corpus, const Phrases& phrases,
                         const std::vector<Term>& terms)
    : corpus_(corpus), phrases_(phrases), term_of_(phrases.all().size(), Phrases::kNone) {
  for (uint32_t i = 0; i < terms.size(); ++i) term_of_[terms[i].phrase] = i;
}

uint32_t TermCounter::TermAt(size_t words, size_t position) const {
  const uint32_t phrase = phrases_.At(words, position);
  return phrase == Phrases::kNone ? Phrases::kNone : term_of_[phrase];
}

std::vector<TermCount> TermCounter::Count(size_t text) const {
  std::vector<TermCount> counts;
  const size_t start = corpus_.Start(text);
  for (size_t i = start; i < corpus_.Start(text + 1); ++i) {
    for (size_t words = 1; words <= kMaxPhraseWords; ++words) {
      const uint32_t term = TermAt(words, i);
      if (term == Phrases::kNone) continue;
      bool own = true;
      for (size_t longer = words + 1; longer <= kMaxPhraseWords && own; ++longer) {
        // A longer term around it begins here or before, and ends at its end or later.
        const size_t first = i + words >= start + longer ? i + words - longer : start;
        for (size_t at = first; at <= i && own; ++at) own = TermAt(longer, at) == Phrases::kNone;
      }
      counts.push_back({.term = term, .occurrences = 1, .own = own ? 1 : 0, .first = i});
    }
  }
  std::stable_sort(counts.begin(), counts.end(),
                   [](const TermCount& a, const TermCount& b) { return a.term < b.term; });
  size_t kept = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    if (kept > 0 && counts[kept - 1].term == counts[i].term) {
      counts[kept - 1].occurrences += counts[i].occurrences;
      counts[kept - 1].own += counts[i].own;
    } else {
      counts[kept++] = counts[i];
    }
  }
  counts.resize(kept);
  return counts;
}

}  // namespace mainstay::themes
