// Themes between the API's messages and the domain.
#pragma once

#include <vector>

#include <mainstay/feedback/v1/theme_service.pb.h>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/themes/themes.h"
#include "services/feedback/themes/theme_text_store.h"

namespace mainstay::feedback {

// What a request asks for; its account is still to be found.
struct ThemeQuestion {
  ThemeSelection selection;
  themes::ThemeOptions options;
};
// INVALID_ARGUMENT names the fields that cannot be accepted.
absl::StatusOr<ThemeQuestion> ThemeQuestionOf(const v1::FindThemesRequest& request, absl::Time now);

// The texts as the analysis takes them, with what themes are counted by. The texts must outlive it.
class ThemeSources {
 public:
  explicit ThemeSources(const std::vector<ThemeText>& texts);
  const std::vector<themes::SourceText>& sources() const { return sources_; }
  v1::FindThemesResponse ToProto(const themes::ThemeReport& report) const;

 private:
  const std::vector<ThemeText>& texts_;
  std::vector<std::vector<std::string>> labels_;  // "account=<id>", "month=2026-03"
  std::vector<themes::SourceText> sources_;
};

}  // namespace mainstay::feedback
