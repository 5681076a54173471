#include "services/survey/responses/masking.h"

namespace mainstay::survey {

bool IsMasked(std::string_view privacy, bool identities) {
  return privacy == "anonymous" || (privacy == "confidential" && !identities);
}

std::vector<std::string> Mask(std::string_view privacy, bool identities, Response& response) {
  if (!IsMasked(privacy, identities)) return {};
  response.facts = Facts();
  response.wave = 0;
  response.channel.clear();
  response.language.clear();
  response.external_id.clear();
  if (privacy == "anonymous") return {};
  response.account_id.clear();
  response.contact_id.clear();
  response.invitation_id.clear();
  response.start_time.reset();
  response.submit_time = DayOf(response.submit_time);
  response.duration_seconds.reset();
  response.recorded_by.clear();
  return {"account",          "contact",     "invitation", "wave", "channel",
          "language",         "tier",        "region",     "role", "start_time",
          "duration_seconds", "external_id", "recorded_by"};
}

}  // namespace mainstay::survey
