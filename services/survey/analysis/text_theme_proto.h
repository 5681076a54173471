// Text themes between the API's messages and the domain.
#pragma once

#include <mainstay/survey/v1/analysis_service.pb.h>

#include <string>

#include "absl/status/statusor.h"
#include "common/themes/themes.h"
#include "services/survey/analysis/response_groups.h"

namespace mainstay::survey {

// What a request asks for; its questions are still to be found in the questionnaire.
struct TextThemeQuestion {
  Selection responses;  // but for the wave
  int wave = 0;         // 0: all
  bool contrast = false;
  bool high = false;  // of the side that scored high
  themes::ThemeOptions options;
};
// INVALID_ARGUMENT names the fields that cannot be accepted.
absl::StatusOr<TextThemeQuestion> FromProto(const v1::GetTextThemesRequest& request);

// `campaign_id`: the campaign whose responses examples name; empty: they name none.
void ToProto(const themes::ThemeReport& report, const std::string& campaign_id,
             v1::TextThemes& message);

}  // namespace mainstay::survey
