#include "services/survey/responses/masking.h"

namespace mainstay::survey {

std::vector<std::string> Mask(std::string_view privacy, bool identities, Response& response) {
  const bool anonymous = privacy == "anonymous";
  const bool confidential = privacy == "confidential" && !identities;
  if (!anonymous && !confidential) return {};
  response.facts = Facts();
  response.external_id.clear();
  if (anonymous) return {};
  response.account_id.clear();
  response.contact_id.clear();
  response.invitation_id.clear();
  response.start_time.reset();
  response.submit_time = DayOf(response.submit_time);
  response.duration_seconds.reset();
  response.recorded_by.clear();
  return {"account", "contact",    "invitation",       "tier",        "region",
          "role",    "start_time", "duration_seconds", "external_id", "recorded_by"};
}

}  // namespace mainstay::survey
