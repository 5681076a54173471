// The campaign (调查活动): which questionnaire is asked, of whom, when, and by what rules. Domain
// code: no SQL, no proto.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/history/change.h"
#include "services/survey/questionnaires/questionnaire.h"

namespace mainstay::survey {

// Whom a campaign asks: contacts of accounts. Each condition that is there must hold; without any,
// every contact of every account.
struct Audience {
  std::vector<std::string> tiers;         // "core", "potential", "general", "none"
  std::vector<std::string> regions;       // as accounts write them
  std::vector<std::string> accounts;      // "accounts/{uuid}"
  std::vector<std::string> buying_roles;  // "decision_maker", …; "none": not known
  std::vector<std::string> contacts;      // "accounts/{uuid}/contacts/{uuid}"
  // Who was invited to any campaign within so many days is not asked again; 0: everybody is.
  int not_asked_days = 0;
  // Accounts whose contact budget (engagement) is used up are not asked.
  bool keep_contact_budget = true;

  bool operator==(const Audience&) const = default;
};

// What a respondent is counted by. Of an anonymous campaign there is no role.
struct QuotaFacts {
  std::string tier, region, role;  // empty: not known
};

// How many answers of one kind of respondent are wanted (配额).
struct Quota {
  std::string dimension;  // "tier", "region", "role"
  std::string value;      // "core", "华东", "decision_maker"
  int maximum = 0;        // answers, at least 1
  std::string when_full;  // "stop_inviting": links that are out stay open; "close_links"
  int64_t answered = 0;   // so far; not part of what people write

  bool Holds(const QuotaFacts& facts) const;
  bool full() const { return answered >= maximum; }
};

// One round of invitations.
struct Wave {
  int number = 0;  // from 1, in order of start times
  // As asked for, and as it will be: moved into working time of the campaign's calendar.
  absl::Time asked_time;
  absl::Time start_time;
  std::string state = "planned";  // "planned", "inviting", "invited"
};

// What goes around the link; the service's own words where a text is empty.
struct InvitationTexts {
  LocalText subject;  // at most 200 characters
  LocalText body;     // at most 4,000; the link stands under it
  bool operator==(const InvitationTexts& other) const {
    return subject.zh == other.subject.zh && subject.en == other.subject.en &&
           body.zh == other.body.zh && body.en == other.body.en;
  }
};

// A campaign as it is stored. Enums are the lower-case tail of the proto's value names.
struct Campaign {
  std::string id;       // bare UUID
  int64_t version = 1;  // counts its writes, from 1
  std::string display_name;
  std::string purpose;  // "satisfaction", "nps_pulse", "churn", "market_research", …
  std::string questionnaire_id;
  int questionnaire_version = 0;
  std::string privacy;            // "identified", "confidential", "anonymous"
  std::string language = "zh";    // of invitations; the page follows the browser
  std::string channel = "email";  // of its waves: "email", "webhook", "link", "phone"
  Audience audience;
  std::vector<Quota> quotas;
  std::vector<Wave> waves;
  InvitationTexts texts;
  std::string calendar = "cn";    // whose working days count
  int valid_days = 30;            // of a link, 1 to 365
  int max_reminders = 2;          // 0 to 5
  int reminder_working_days = 5;  // between the sendings, 1 to 60
  std::string state = "draft";    // "draft", "running", "paused", "closed"
  std::string close_reason;
  std::optional<absl::Time> launch_time;
  std::optional<absl::Time> close_time;
  std::string creator;
  absl::Time create_time;
  absl::Time update_time;

  bool anonymous() const { return privacy == "anonymous"; }
  // The wave of that number; null when there is none.
  const Wave* FindWave(int number) const;
};

// Fills in what may be absent, cuts spaces around lines and repeats out of lists, and numbers the
// waves by their asked times.
void Complete(Campaign& campaign);

// Checks what people write of a completed campaign; INVALID_ARGUMENT names all that cannot be
// accepted.
absl::Status Validate(const Campaign& campaign);

// The first full quota that holds `facts` and whose rule is `when_full`; null when there is none.
const Quota* FullQuota(absl::Span<const Quota> quotas, const QuotaFacts& facts,
                       std::string_view when_full);

// Takes answers for now: it runs or is paused (no new invitations, but links stay open).
bool TakesAnswers(const Campaign& campaign);

// A field that people change by Update, by its name in the API.
struct CampaignField {
  std::string_view name;
  std::string (*text)(const Campaign&);  // for the change history
  void (*copy)(const Campaign& from, Campaign& to);
};
absl::Span<const CampaignField> CampaignFields();

// What `after` has else than `before`, verbs' fields included.
std::vector<history::Change> CampaignChanges(const Campaign& before, const Campaign& after);

}  // namespace mainstay::survey
