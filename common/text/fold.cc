#include "common/text/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <array>
#include <memory>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"

namespace mainstay::text {
namespace {

icu::UnicodeString FromUtf8(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

std::string ToUtf8(const icu::UnicodeString& text) {
  std::string result;
  text.toUTF8String(result);
  return result;
}

bool IsHan(UChar32 c) {
  UErrorCode error = U_ZERO_ERROR;
  return uscript_getScript(c, &error) == USCRIPT_HAN;
}

// Character by character through a transliterator, each looked up once: transliterating whole
// texts costs some 60 µs, a look-up well under one.
class CharacterMap {
 public:
  explicit CharacterMap(const char* id) : id_(id) {}

  icu::UnicodeString Get(UChar32 c) {
    absl::MutexLock lock(&mutex_);
    auto [entry, inserted] = known_.try_emplace(c);
    if (!inserted) return entry->second;
    if (transliterator_ == nullptr) {
      UErrorCode error = U_ZERO_ERROR;
      transliterator_.reset(icu::Transliterator::createInstance(id_, UTRANS_FORWARD, error));
    }
    icu::UnicodeString text(c);
    if (transliterator_ != nullptr) transliterator_->transliterate(text);
    return entry->second = text;
  }

 private:
  const char* id_;
  absl::Mutex mutex_;
  std::unique_ptr<icu::Transliterator> transliterator_;
  absl::flat_hash_map<UChar32, icu::UnicodeString> known_;
};

CharacterMap& Simplified() {
  static CharacterMap& map = *new CharacterMap("Traditional-Simplified");
  return map;
}

CharacterMap& Readings() {
  static CharacterMap& map = *new CharacterMap("Han-Latin; Latin-ASCII");
  return map;
}

// Where a company's name reads otherwise than a character's first reading; longer entries first.
struct Reading {
  const char16_t* text;
  std::array<const char*, 2> syllables;
};
constexpr Reading kNameReadings[] = {
    {u"重庆", {"chong", "qing"}}, {u"厦门", {"xia", "men"}},   {u"银行", {"yin", "hang"}},
    {u"商行", {"shang", "hang"}}, {u"行业", {"hang", "ye"}},   {u"音乐", {"yin", "yue"}},
    {u"单县", {"shan", "xian"}},  {u"朝阳", {"chao", "yang"}}, {u"西藏", {"xi", "zang"}},
    {u"六安", {"lu", "an"}},      {u"长", {"chang", nullptr}}, {u"都", {"du", nullptr}},
    {u"曾", {"zeng", nullptr}},
};

const Reading* SpecialReading(const icu::UnicodeString& text, int32_t at) {
  for (const Reading& reading : kNameReadings) {
    icu::UnicodeString special(reading.text);
    if (text.compare(at, special.length(), special) == 0) return &reading;
  }
  return nullptr;
}

void Add(std::string_view syllable, Pinyin& pinyin) {
  if (syllable.empty()) return;
  pinyin.full += syllable;
  pinyin.initials += syllable[0];
}

}  // namespace

std::string Fold(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* casefold = icu::Normalizer2::getNFKCCasefoldInstance(error);
  const icu::Normalizer2* decompose = icu::Normalizer2::getNFDInstance(error);
  const icu::Normalizer2* compose = icu::Normalizer2::getNFCInstance(error);
  if (U_FAILURE(error)) return std::string(text);
  icu::UnicodeString apart =
      decompose->normalize(casefold->normalize(FromUtf8(text), error), error);
  icu::UnicodeString kept;
  for (int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1)) {
    UChar32 c = apart.char32At(i);
    if (c >= 0x300 && c <= 0x36f) continue;  // accents
    bool mark = u_charType(c) == U_NON_SPACING_MARK || u_charType(c) == U_COMBINING_SPACING_MARK;
    if (!mark && !u_isalnum(c)) continue;
    if (IsHan(c)) {
      kept.append(Simplified().Get(c));
    } else {
      kept.append(c);
    }
  }
  icu::UnicodeString folded = compose->normalize(kept, error);
  return U_FAILURE(error) ? std::string(text) : ToUtf8(folded);
}

Pinyin PinyinOf(std::string_view folded) {
  Pinyin pinyin;
  bool any_han = false;
  icu::UnicodeString text = FromUtf8(folded);
  for (int32_t i = 0; i < text.length();) {
    UChar32 c = text.char32At(i);
    if (!IsHan(c)) {
      std::string kept = ToUtf8(icu::UnicodeString(c));
      pinyin.full += kept;
      pinyin.initials += kept;
      i = text.moveIndex32(i, 1);
      continue;
    }
    any_han = true;
    if (const Reading* reading = SpecialReading(text, i)) {
      for (const char* syllable : reading->syllables) {
        if (syllable == nullptr) continue;
        Add(syllable, pinyin);
        i = text.moveIndex32(i, 1);
      }
      continue;
    }
    Add(ToUtf8(Readings().Get(c).trim()), pinyin);
    i = text.moveIndex32(i, 1);
  }
  return any_han ? pinyin : Pinyin{};
}

}  // namespace mainstay::text
