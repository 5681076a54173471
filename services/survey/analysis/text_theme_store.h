// What respondents wrote in their own words, for the analysis of themes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/pg/session.h"
#include "common/themes/themes.h"
#include "services/survey/analysis/response_groups.h"
#include "services/survey/analysis/text_themes.h"
#include "services/survey/responses/response_store.h"

namespace mainstay::survey {

// Most that is read at once: texts, and bytes of them together. Their analysis takes a second.
inline constexpr int64_t kMostTexts = 50'000;
inline constexpr int64_t kMostTextBytes = int64_t{4} << 20;

// Which texts: of the counted responses of a campaign that the reader sees.
struct TextSelection {
  std::string campaign_id;
  std::string privacy;   // the campaign's
  std::string question;  // the key of one with texts
  Selection responses;   // but for the wave
  // Of this wave, and as group kBefore of those before it, from 1; 0: of all, with none before.
  int wave = 0;
  // Only those who scored on a side of it, high or low, and of the wave as group kAgainst those of
  // the other.
  std::optional<ScoreSides> sides;
  bool high = false;
};

struct RespondentText {
  std::string response_id;
  themes::Group group = themes::Group::kNow;
  std::string text;
};

struct RespondentTexts {
  int64_t responses = 0;  // selected, of the wave, whether or not they wrote something
  int64_t left_out = 0;   // texts that were not read: the oldest, beyond kMost…
  // The oldest day first, and those of a day in the order of ids: when it was on that day is not
  // told of every response.
  std::vector<RespondentText> texts;
};

RespondentTexts ReadRespondentTexts(pg::Tx& tx, const TextSelection& selection,
                                    const ResponseReader& reader);

}  // namespace mainstay::survey
