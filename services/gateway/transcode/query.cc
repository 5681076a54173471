#include "services/gateway/transcode/query.h"

#include "absl/strings/str_split.h"
#include "common/status/status.h"
#include "services/gateway/transcode/percent.h"

namespace mainstay::gateway {

absl::StatusOr<std::vector<QueryParameter>> ParseQuery(std::string_view query) {
  std::vector<QueryParameter> parameters;
  for (absl::string_view part : absl::StrSplit(absl::string_view(query), '&', absl::SkipEmpty())) {
    std::pair<std::string_view, std::string_view> halves =
        absl::StrSplit(part, absl::MaxSplits('=', 1));
    ASSIGN_OR_RETURN(std::string name, PercentDecode(halves.first, PercentRule::kQuery));
    ASSIGN_OR_RETURN(std::string value, PercentDecode(halves.second, PercentRule::kQuery));
    parameters.push_back({std::move(name), std::move(value)});
  }
  return parameters;
}

}  // namespace mainstay::gateway
