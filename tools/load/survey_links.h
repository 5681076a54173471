// Links to a survey, made by inviting.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace mainstay::load {

struct SurveyLinksOptions {
  std::string server;                 // host:port of the gateway's HTTP
  std::string token;                  // bearer token of somebody who may invite
  std::string campaign;               // "campaigns/{uuid}", which is running
  std::vector<std::string> accounts;  // bare UUIDs, invited in turn
  int64_t count = 0;
  int in_flight = 16;
};

// The tokens of so many invitations. The first error when one could not be made.
absl::StatusOr<std::vector<std::string>> MakeSurveyLinks(const SurveyLinksOptions& options);

}  // namespace mainstay::load
