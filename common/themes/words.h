// Chinese and English text cut into words, with negators joined to what they deny.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "common/themes/plain_text.h"
#include "common/themes/word_lists.h"

namespace mainstay::themes {

// A word where it stands in the original text.
struct Word {
  std::string text;   // as themes are compared: "不干净", "no room"; empty where phrases end
  std::string shown;  // as it was written, when that differs: "no rooms"
  uint32_t begin = 0, end = 0;  // bytes, the negator included
  // kContent, kEvaluation, kMeasure, kDenied or kBreak.
  WordClass word_class = WordClass::kContent;
};

// A word as cut, before negators join.
struct CutWord {
  std::string text;
  uint32_t begin = 0, end = 0;
  WordClass word_class = WordClass::kContent;
};

// Cuts plain text at ICU's word boundaries (Chinese by its dictionary), then mends what that
// dictionary does: joins compounds it does not know (word_lists.h) and complements (睡|不着), and
// takes adverbs and particles off (太差 → 太 差, 都没有 → 都 没有, 坏了 → 坏). Words that begin
// with a digit, Latin words of one or two letters (but tv, ac and such) and units are kBreak, and
// so is everything between words but spaces, and a space between two Chinese words. Not
// thread-safe; a cutter a thread.
class WordCutter {
 public:
  WordCutter();
  ~WordCutter();

  // In the order of the text. The words of at most kMaxTextCharacters.
  std::vector<CutWord> Cut(const PlainText& plain);

 private:
  struct Iterator;
  std::unique_ptr<Iterator> iterator_;
};

// The words of `cut` that carry meaning, and one kBreak word where phrases end.
// - A negator and the content word that follows become one word, over at most four transparent
//   words and determiners (不太干净 → "不干净", not very good → "not good", no hot → "no hot").
// - Two negators cancel (不是不干净 → "干净"). Words such as 不错 (good) are whole and deny
// nothing.
// - What is said not to be there is denied from behind too: 拖鞋都没有 → "没有拖鞋".
// - 不会再来 stands for all ways of saying that one will not come, stay or choose again, 不要去 for
//   all warnings not to.
// - A question denies nothing: 有没有热水, 好不好.
// English words lose a plural s (rooms → room, batteries → battery, boxes → box).
std::vector<Word> JoinNegators(std::vector<CutWord> cut);

}  // namespace mainstay::themes
