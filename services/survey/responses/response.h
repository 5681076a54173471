// A submitted response (答卷): what one respondent answered to one version of a questionnaire.
// Domain code: no SQL, no proto. Immutable but for its flags and the mark that it is counted in
// figures.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/survey/invitations/invitation.h"
#include "services/survey/questionnaires/answer.h"
#include "services/survey/questionnaires/facts.h"

namespace mainstay::survey {

// UUIDs are bare; empty: none. Of an anonymous campaign's responses only what is said to be is set.
struct Response {
  // UUIDv7 of identified campaigns; of others a random UUIDv4, which tells no time.
  std::string id;
  std::string campaign_id;
  int wave = 0;
  std::string questionnaire_id;
  int questionnaire_version = 0;
  std::string account_id;     // never in anonymous campaigns
  std::string contact_id;     // never in anonymous campaigns
  std::string invitation_id;  // never in anonymous campaigns
  // It answered no invitation: a paper of nobody who was invited. In anonymous campaigns this alone
  // is kept of an invitation.
  bool uninvited = false;
  std::string channel;   // "link", "email", "webhook", "phone" or "paper"
  std::string language;  // "zh" or "en"
  // What was known of the respondent when they began; in anonymous campaigns only tier and region.
  Facts facts;
  // Of the questions that were shown, in the end.
  Answers answers;
  // Of the order of options (flow.h); 0: as they stand in the questionnaire.
  uint64_t seed = 0;
  std::optional<absl::Time> start_time;    // never in anonymous campaigns
  absl::Time submit_time;                  // in anonymous campaigns the beginning of the day in UTC
  std::optional<double> duration_seconds;  // never in anonymous campaigns
  // What quality found, "speeder", "straight_lining", …: ascending, each once.
  std::vector<std::string> flags;
  // What a paper or another system calls it, unique in the campaign; empty: nothing. Never in
  // anonymous campaigns, where it would be a link to somebody.
  std::string external_id;
  // Who entered it, of a phone interview or a paper: user id. Empty when respondents did
  // themselves.
  std::string recorded_by;
};

// The beginning of its day in UTC.
inline absl::Time DayOf(absl::Time time) {
  return absl::FromCivil(absl::ToCivilDay(time, absl::UTCTimeZone()), absl::UTCTimeZone());
}

// A response about to be recorded.
struct ResponseDraft {
  // As it happened, exact times and all: quality looks at these. `id` is given by RecordResponses;
  // an anonymous campaign's loses there what it must not have.
  Response response;
  // Which one it answers, locked by the caller and open; none: a paper without one. It is consumed
  // with the response.
  std::optional<Invitation> invitation = {};
  // Why it cannot be recorded, in fields of a response ("answers.nps"); it is left out then.
  absl::Status error;
};

// A response that was recorded, as it was written.
struct SubmittedResponse {
  const Response* response = nullptr;  // never null
};

}  // namespace mainstay::survey
