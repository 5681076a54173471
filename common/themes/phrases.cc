#include "common/themes/phrases.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "common/themes/significance.h"

namespace mainstay::themes {
namespace {

constexpr double kLeastCohesion = 3.84;
constexpr double kLeastEntropy = 0.5;

// Counts occurrences, and texts of them, as texts are gone through in order.
struct Counter {
  Phrase phrase;
  size_t last_text = static_cast<size_t>(-1);

  void Count(size_t text) {
    ++phrase.occurrences;
    if (std::exchange(last_text, text) != text) ++phrase.texts;
  }
};

// A phrase and the word beside one of its occurrences.
using Neighbour = std::pair<uint32_t, uint32_t>;

// The entropy in nats of the words beside each phrase, by its number. A break beside it counts as a
// word of its own.
std::vector<double> Entropies(std::vector<Neighbour> neighbours,
                              const std::vector<Phrase>& phrases) {
  std::vector<double> entropies(phrases.size());
  std::sort(neighbours.begin(), neighbours.end());
  for (size_t i = 0; i < neighbours.size();) {
    size_t end = i;
    while (end < neighbours.size() && neighbours[end] == neighbours[i]) ++end;
    const auto [phrase, word] = neighbours[i];
    const double all = static_cast<double>(phrases[phrase].occurrences);
    const double times = static_cast<double>(end - i);
    entropies[phrase] +=
        word == Corpus::kBreak ? times / all * std::log(all) : times / all * std::log(all / times);
    i = end;
  }
  return entropies;
}

}  // namespace

Phrases Phrases::Find(const Corpus& corpus, const std::vector<bool>& counted, int64_t min_texts) {
  Phrases phrases;
  for (std::vector<uint32_t>& at : phrases.at_) at.assign(corpus.positions(), kNone);
  phrases.CountWords(corpus, counted, min_texts);
  for (size_t words = 2; words <= kMaxPhraseWords; ++words) {
    phrases.CountRuns(corpus, counted, min_texts, words);
  }
  phrases.MarkCoherent(corpus, counted);
  return phrases;
}

void Phrases::CountWords(const Corpus& corpus, const std::vector<bool>& counted,
                         int64_t min_texts) {
  std::vector<Counter> words(corpus.words());
  for (size_t text = 0; text < corpus.texts(); ++text) {
    for (size_t i = corpus.Start(text); i < corpus.Start(text + 1); ++i) {
      const uint32_t word = corpus.WordAt(i);
      if (word == Corpus::kBreak) continue;
      at_[0][i] = word;
      if (counted[text]) words[word].Count(text);
    }
  }
  std::vector<Phrase> found(words.size());
  for (uint32_t word = 0; word < words.size(); ++word) {
    found[word] = std::move(words[word].phrase);
    found[word].words = {word};
  }
  Prune(std::move(found), min_texts, 1);
}

// A run can only be frequent when the runs one shorter are that begin and end it, so only those are
// counted: memory stays near what is kept.
void Phrases::CountRuns(const Corpus& corpus, const std::vector<bool>& counted, int64_t min_texts,
                        size_t words) {
  std::vector<Counter> runs;
  absl::flat_hash_map<uint64_t, uint32_t> numbers;
  const std::vector<uint32_t>& shorter = at_[words - 2];
  for (size_t text = 0; text < corpus.texts(); ++text) {
    for (size_t i = corpus.Start(text); i + 1 < corpus.Start(text + 1); ++i) {
      const uint32_t prefix = shorter[i], suffix = shorter[i + 1];
      if (prefix == kNone || suffix == kNone) continue;
      const uint64_t key = uint64_t{prefix} << 32 | suffix;
      const auto [entry, inserted] = numbers.try_emplace(key, static_cast<uint32_t>(runs.size()));
      if (inserted) runs.push_back({.phrase = {.prefix = prefix, .suffix = suffix}});
      at_[words - 1][i] = entry->second;
      if (counted[text]) runs[entry->second].Count(text);
    }
  }
  std::vector<Phrase> found(runs.size());
  for (size_t i = 0; i < runs.size(); ++i) {
    found[i] = std::move(runs[i].phrase);
    if (found[i].texts < min_texts) continue;
    found[i].words = phrases_[found[i].prefix].words;
    found[i].words.push_back(phrases_[found[i].suffix].words.back());
  }
  Prune(std::move(found), min_texts, words);
}

// Keeps the frequent ones of `counted`, whose numbers at_ holds, and renumbers.
void Phrases::Prune(std::vector<Phrase> counted, int64_t min_texts, size_t words) {
  std::vector<uint32_t> renumbered(counted.size(), kNone);
  for (size_t i = 0; i < counted.size(); ++i) {
    if (counted[i].texts < min_texts) continue;
    renumbered[i] = static_cast<uint32_t>(phrases_.size());
    phrases_.push_back(std::move(counted[i]));
  }
  for (uint32_t& phrase : at_[words - 1]) {
    if (phrase != kNone) phrase = renumbered[phrase];
  }
}

// Whether the parts `left` and `right` of `phrase` meet more often than by chance.
bool Phrases::Meet(const Phrase& phrase, uint32_t left, uint32_t right) const {
  const int64_t left_times = phrases_[left].occurrences, right_times = phrases_[right].occurrences;
  const double expected = static_cast<double>(left_times) * static_cast<double>(right_times) /
                          static_cast<double>(counted_positions_);
  if (static_cast<double>(phrase.occurrences) <= expected) return false;
  // Of what follows `left`, and of what follows anything else, how much is `right`.
  return LogLikelihoodRatio({.with = phrase.occurrences,
                             .all = left_times,
                             .other_with = std::max<int64_t>(0, right_times - phrase.occurrences),
                             .other_all = counted_positions_ - left_times}) >= kLeastCohesion;
}

void Phrases::MarkCoherent(const Corpus& corpus, const std::vector<bool>& counted) {
  std::vector<Neighbour> before, after;
  for (size_t text = 0; text < corpus.texts(); ++text) {
    if (!counted[text]) continue;
    counted_positions_ += static_cast<int64_t>(corpus.Start(text + 1) - corpus.Start(text));
    for (size_t i = corpus.Start(text); i < corpus.Start(text + 1); ++i) {
      for (size_t words = 2; words <= kMaxPhraseWords; ++words) {
        const uint32_t phrase = At(words, i);
        if (phrase == kNone) continue;
        before.emplace_back(phrase,
                            i == corpus.Start(text) ? Corpus::kBreak : corpus.WordAt(i - 1));
        after.emplace_back(phrase, corpus.WordAt(i + words));
      }
    }
  }
  const std::vector<double> left = Entropies(std::move(before), phrases_);
  const std::vector<double> right = Entropies(std::move(after), phrases_);
  std::vector<uint32_t> single(corpus.words(), kNone);
  for (uint32_t i = 0; i < phrases_.size() && phrases_[i].words.size() == 1; ++i) {
    single[phrases_[i].words[0]] = i;
  }
  for (uint32_t i = 0; i < phrases_.size(); ++i) {
    Phrase& phrase = phrases_[i];
    if (phrase.words.size() < 2 || std::min(left[i], right[i]) < kLeastEntropy) continue;
    phrase.coherent = Meet(phrase, phrase.prefix, single[phrase.words.back()]) &&
                      Meet(phrase, single[phrase.words.front()], phrase.suffix) &&
                      (phrase.words.size() < 4 || Meet(phrase, phrases_[phrase.prefix].prefix,
                                                       phrases_[phrase.suffix].suffix));
  }
}

}  // namespace mainstay::themes
