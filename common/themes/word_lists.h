// What single words are to the analysis of themes: our own lists for Chinese and English.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mainstay::themes {

enum class WordClass : uint8_t {
  kContent,      // in no list: what people speak of
  kEvaluation,   // says alone that something is good, bad or wrong: 脏 (dirty), 漏水 (leaks)
  kMeasure,      // an adjective that needs its noun: 小 (small)
  kTransparent,  // degree, structure, emphasis: 很, 的, very, the; words on both sides are
                 // neighbours
  kBreak,        // function, time, number, telling: I, 因为, 昨天; phrases end here
  kNegator,      // joins the word that follows: 不, 没有, not, no
  kDenied,       // a word with its negator: 不好, 没有热水, "no room"
};

// Of a word in plain text (lower case), before negators join: never kDenied.
WordClass ClassOf(std::string_view word);

// How a negator is written in a theme, so that one is told in one way: 没 and 无 → 没有, 不太 → 不,
// 无法 → 不能, never → not. Empty for a word that is not a kNegator.
std::string_view NegatorForm(std::string_view word);

// Whether a word of two Latin letters is what people speak of: tv, ac, pc.
bool IsShortName(std::string_view word);

// Whether words that ICU's dictionary cuts apart are one: 服务员, 性价比, 客服.
bool IsCompound(std::string_view word);
// Characters of the longest compound.
inline constexpr int kMaxCompoundCharacters = 5;

// Whether a word that begins with an adverb or ends with a particle is whole as it is: 最好, 目的.
bool IsWhole(std::string_view word);

// Whether an evaluation praises: 不错, 方便, clean. What is denied is another word.
bool IsPraiseWord(std::string_view word);
// Things of which it is good to be big: 房间, 床. Noise is none.
bool IsBetterBig(std::string_view word);

// A Chinese number or ordinal, alone or with a measure word: 三, 第二, 一个, 两次. Not 一般.
bool IsChineseNumber(std::string_view word);

}  // namespace mainstay::themes
