#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/themes/words.h"

namespace mainstay::themes {
namespace {

// Words between a negator and what it denies.
constexpr size_t kWindow = 4;
// Chinese words that deny themselves begin with it: 不好.
constexpr std::string_view kNot = "不";

bool IsIn(std::string_view word, std::string_view list) {
  if (word.empty()) return false;
  for (size_t at = list.find(word); at != std::string_view::npos; at = list.find(word, at + 1)) {
    const size_t end = at + word.size();
    if ((at == 0 || list[at - 1] == ' ') && (end == list.size() || list[end] == ' ')) return true;
  }
  return false;
}

// Words that end phrases but may stand between a negator and its word.
bool IsDeterminer(std::string_view word) {
  return IsIn(word, "一个 个 任何 什么 一点 怎么 想象 any all that to have get been one");
}

// Words that end phrases but say something when they are denied: 不会再来.
bool IsToldWhenDenied(std::string_view word) {
  return IsIn(word, "来 去 住 选择 入住 建议 用 work use");
}

// That somebody will not come back, or warns others, is one thing however it is said; empty for
// what is something else.
std::string_view Staying(std::string_view form, std::string_view word) {
  if (!IsIn(word, "来 去 住 去住 选择 入住 光顾 光临")) return {};
  return form == "不会" ? "不会再来" : form == "不要" ? "不要去" : "";
}

bool DeniesItself(std::string_view word) {
  return word.size() > kNot.size() && absl::StartsWith(word, kNot) && !IsWhole(word);
}

bool IsAscii(std::string_view text) {
  return !text.empty() && static_cast<unsigned char>(text[0]) < 0x80;
}

// rooms → room, batteries → battery, boxes → box; bus, glass and analysis stay.
std::string Singular(std::string_view word) {
  if (word.size() < 4 || !IsAscii(word) || word.back() != 's') return std::string(word);
  for (std::string_view end : {"ss", "us", "is"}) {
    if (absl::EndsWith(word, end)) return std::string(word);
  }
  if (word.size() > 4 && absl::EndsWith(word, "ies")) {
    return absl::StrCat(word.substr(0, word.size() - 3), "y");
  }
  for (std::string_view end : {"sses", "shes", "ches", "xes", "zes"}) {
    if (absl::EndsWith(word, end)) return std::string(word.substr(0, word.size() - 2));
  }
  return std::string(word.substr(0, word.size() - 1));
}

// "don't" → "not" behind the verb, "it's" → "it"; other words stay.
void ExpandEnglish(CutWord& word) {
  if (!IsAscii(word.text) || !absl::StrContains(word.text, '\'')) return;
  if (absl::EndsWith(word.text, "n't")) {
    word.text = "not";
  } else {
    word.text.resize(word.text.find('\''));
    if (word.text.size() < 2) word.text.clear();
  }
  word.word_class = word.text.empty() ? WordClass::kBreak : ClassOf(word.text);
}

class Joiner {
 public:
  explicit Joiner(std::vector<CutWord> cut) : cut_(std::move(cut)) {}

  std::vector<Word> Join() {
    for (CutWord& word : cut_) ExpandEnglish(word);
    for (size_t i = 0; i < cut_.size();) {
      switch (cut_[i].word_class) {
        case WordClass::kTransparent:
          ++i;
          break;
        case WordClass::kBreak:
          Break(cut_[i++]);
          break;
        case WordClass::kNegator:
          i = Deny(i);
          break;
        default:
          Add(cut_[i].text, cut_[i].begin, cut_[i]);
          ++i;
      }
    }
    return std::move(words_);
  }

 private:
  void Break(const CutWord& at) {
    if (!words_.empty() && words_.back().word_class == WordClass::kBreak) return;
    words_.push_back({.begin = at.begin, .end = at.end, .word_class = WordClass::kBreak});
  }

  void Add(std::string_view text, uint32_t begin, const CutWord& last) {
    Word word{
        .text = Singular(text), .begin = begin, .end = last.end, .word_class = last.word_class};
    if (word.text != text) word.shown = std::string(text);
    if (word.word_class == WordClass::kContent && DeniesItself(text)) {
      word.word_class = WordClass::kDenied;
    }
    words_.push_back(std::move(word));
  }

  // 有没有, 好不好: what stands before the negator stands behind it as well.
  bool IsQuestion(size_t at) const {
    if (at == 0) return false;
    const CutWord& before = cut_[at - 1];
    // What stands between words has no text, and every word begins with that.
    if (before.text.empty() || before.end != cut_[at].begin) return false;
    if (cut_[at].text == "没有") return before.text == "有";
    return at + 1 < cut_.size() && absl::StartsWith(cut_[at + 1].text, before.text);
  }

  // What the negator at `at` makes; the position to go on from.
  size_t Deny(size_t at) {
    const std::string_view form = NegatorForm(cut_[at].text);
    if (IsQuestion(at)) return at + 1;
    bool denied = true;
    for (size_t i = at + 1; i < cut_.size() && i <= at + 1 + kWindow; ++i) {
      const CutWord& word = cut_[i];
      if (word.word_class == WordClass::kTransparent || IsDeterminer(word.text)) continue;
      if (word.word_class == WordClass::kNegator) {
        denied = !denied;
        continue;
      }
      if (word.word_class == WordClass::kBreak && !IsToldWhenDenied(word.text)) break;
      Deny(form, denied, cut_[at], word);
      return i + 1;
    }
    if (form == "没有") DenyBehind(at);
    return at + 1;
  }

  void Deny(std::string_view form, bool denied, const CutWord& negator, const CutWord& word) {
    const bool denies_itself = DeniesItself(word.text);
    const std::string_view positive =
        std::string_view(word.text).substr(denies_itself ? kNot.size() : 0);
    if (denied == denies_itself) {
      Add(positive, negator.begin, word);
      words_.back().word_class = ClassOf(positive);
      return;
    }
    const std::string_view staying = Staying(form, positive);
    const std::string_view space = IsAscii(positive) && IsAscii(form) ? " " : "";
    const std::string text = absl::StrCat(form, space, positive);
    Add(!staying.empty() ? staying : denies_itself ? word.text : text, negator.begin, word);
    words_.back().word_class = WordClass::kDenied;
  }

  // 拖鞋都没有: nothing follows, and 都 or 也 stands before.
  void DenyBehind(size_t at) {
    if (at == 0 || !IsIn(cut_[at - 1].text, "都 也") || words_.empty()) return;
    Word& word = words_.back();
    if (word.word_class != WordClass::kContent || IsAscii(word.text)) return;
    word.text = absl::StrCat("没有", word.text);
    word.shown.clear();
    word.end = cut_[at].end;
    word.word_class = WordClass::kDenied;
  }

  std::vector<CutWord> cut_;
  std::vector<Word> words_;
};

}  // namespace

std::vector<Word> JoinNegators(std::vector<CutWord> cut) { return Joiner(std::move(cut)).Join(); }

}  // namespace mainstay::themes
