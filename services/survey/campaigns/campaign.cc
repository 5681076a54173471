#include "services/survey/campaigns/campaign.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/text/lists.h"
#include "common/text/person.h"
#include "common/text/rules.h"

namespace mainstay::survey {
namespace {

using Violations = std::vector<status::FieldViolation>;
using text::Lines;

constexpr size_t kMostWaves = 50, kMostQuotas = 50, kMostRegions = 50, kMostNamed = 1000;
constexpr int kMostQuota = 1'000'000;

void CheckNumber(std::string_view field, int value, int least, int most, Violations& violations) {
  if (value < least || value > most) {
    violations.push_back({std::string(field), absl::StrCat("must be ", least, " to ", most)});
  }
}

void CheckSize(std::string_view field, size_t size, size_t most, Violations& violations) {
  if (size > most) violations.push_back({std::string(field), absl::StrCat("at most ", most)});
}

void CheckAudience(const Audience& audience, Violations& violations) {
  CheckSize("audience.regions", audience.regions.size(), kMostRegions, violations);
  CheckSize("audience.accounts", audience.accounts.size(), kMostNamed, violations);
  CheckSize("audience.contacts", audience.contacts.size(), kMostNamed, violations);
  for (size_t i = 0; i < audience.regions.size(); ++i) {
    text::CheckText(absl::StrCat("audience.regions[", i, "]"), audience.regions[i], 1, 100,
                    Lines::kOne, violations);
  }
  for (size_t i = 0; i < audience.contacts.size(); ++i) {
    if (text::IsContactName(audience.contacts[i])) continue;
    violations.push_back({absl::StrCat("audience.contacts[", i, "]"),
                          "name a contact as lists show it: accounts/0190…/contacts/0190…"});
  }
  CheckNumber("audience.not_asked_days", audience.not_asked_days, 0, 366, violations);
}

void CheckQuotas(const Campaign& c, Violations& violations) {
  CheckSize("quotas", c.quotas.size(), kMostQuotas, violations);
  for (size_t i = 0; i < c.quotas.size(); ++i) {
    const Quota& quota = c.quotas[i];
    const std::string at = absl::StrCat("quotas[", i, "].");
    if (quota.dimension.empty()) {
      violations.push_back({at + "dimension", "say what respondents are counted by"});
    }
    if (quota.dimension == "role" && c.anonymous()) {
      violations.push_back({at + "dimension", "an anonymous campaign does not know roles"});
    }
    text::CheckText(at + "value", quota.value, 1, 100, Lines::kOne, violations);
    CheckNumber(at + "maximum", quota.maximum, 1, kMostQuota, violations);
    for (size_t j = 0; j < i; ++j) {
      if (c.quotas[j].dimension != quota.dimension || c.quotas[j].value != quota.value) continue;
      violations.push_back({at + "value", absl::StrCat("is that of quotas[", j, "] already")});
    }
  }
}

void CheckWaves(const std::vector<Wave>& waves, Violations& violations) {
  CheckSize("waves", waves.size(), kMostWaves, violations);
  for (size_t i = 0; i < waves.size(); ++i) {
    const std::string at = absl::StrCat("waves[", i, "].asked_start_time");
    const absl::Time time = waves[i].asked_time;
    if (time == absl::InfinitePast()) {
      violations.push_back({at, "say when the wave is to begin"});
      continue;
    }
    const auto year = absl::ToCivilYear(time, absl::UTCTimeZone()).year();
    if (year < 2000 || year > 2100) {
      violations.push_back({at, "must be between the years 2000 and 2100"});
    }
    if (i > 0 && waves[i - 1].asked_time == time) {
      violations.push_back({at, "another wave begins then already"});
    }
  }
}

void CheckTexts(const InvitationTexts& texts, Violations& violations) {
  const auto check = [&](const std::string& at, const std::string& subject,
                         const std::string& body) {
    text::CheckText(at + ".subject", subject, 0, 200, Lines::kOne, violations);
    text::CheckText(at + ".body", body, 0, 4000, Lines::kMany, violations);
  };
  check("invitation_zh", texts.subject.zh, texts.body.zh);
  check("invitation_en", texts.subject.en, texts.body.en);
}

}  // namespace

bool Quota::Holds(const QuotaFacts& facts) const {
  if (dimension == "tier") return facts.tier == value;
  if (dimension == "region") return facts.region == value;
  return dimension == "role" && facts.role == value;
}

const Wave* Campaign::FindWave(int number) const {
  const auto wave = std::find_if(waves.begin(), waves.end(),
                                 [&](const Wave& one) { return one.number == number; });
  return wave == waves.end() ? nullptr : &*wave;
}

void Complete(Campaign& c) {
  for (std::string* line : {&c.display_name, &c.texts.subject.zh, &c.texts.subject.en,
                            &c.texts.body.zh, &c.texts.body.en}) {
    *line = text::Trim(*line);
  }
  if (c.language.empty()) c.language = "zh";
  if (c.channel.empty()) c.channel = "email";
  if (c.calendar.empty()) c.calendar = "cn";
  if (c.valid_days == 0) c.valid_days = 30;
  if (c.reminder_working_days == 0) c.reminder_working_days = 5;
  for (std::vector<std::string>* list :
       {&c.audience.tiers, &c.audience.regions, &c.audience.accounts, &c.audience.buying_roles,
        &c.audience.contacts}) {
    text::CutRepeats(*list);
  }
  for (Quota& quota : c.quotas) {
    quota.value = text::Trim(quota.value);
    if (quota.when_full.empty()) quota.when_full = "stop_inviting";
  }
  std::stable_sort(c.waves.begin(), c.waves.end(),
                   [](const Wave& a, const Wave& b) { return a.asked_time < b.asked_time; });
  for (size_t i = 0; i < c.waves.size(); ++i) c.waves[i].number = static_cast<int>(i + 1);
}

absl::Status Validate(const Campaign& c) {
  Violations violations;
  text::CheckText("display_name", c.display_name, 1, 200, Lines::kOne, violations);
  if (c.purpose.empty()) {
    violations.push_back({"purpose", "say what it is for, such as CAMPAIGN_PURPOSE_SATISFACTION"});
  }
  if (c.privacy.empty()) {
    violations.push_back({"privacy",
                          "say what is kept of who said what, such as "
                          "CAMPAIGN_PRIVACY_CONFIDENTIAL"});
  }
  if (c.questionnaire_id.empty() || c.questionnaire_version < 1) {
    violations.push_back(
        {"questionnaire_version",
         "say which published version of which questionnaire is asked, as the list of its versions "
         "shows it: questionnaires/0190…/versions/3"});
  }
  if (c.language != "zh" && c.language != "en") {
    violations.push_back({"language", "must be \"zh\" or \"en\""});
  }
  if (c.channel == "paper") {
    violations.push_back({"channel",
                          "a campaign on paper has no waves to send: leave its channel "
                          "and its waves out, and import its answers"});
  }
  if (c.channel == "link" && !c.waves.empty()) {
    violations.push_back({"waves",
                          "links are passed on one by one: leave the waves out, or choose "
                          "a channel that reaches people by itself"});
  }
  CheckAudience(c.audience, violations);
  CheckQuotas(c, violations);
  CheckWaves(c.waves, violations);
  CheckTexts(c.texts, violations);
  text::CheckText("working_calendar", c.calendar, 1, 40, Lines::kOne, violations);
  CheckNumber("valid_days", c.valid_days, 1, 365, violations);
  CheckNumber("max_reminders", c.max_reminders, 0, 5, violations);
  CheckNumber("reminder_working_days", c.reminder_working_days, 1, 60, violations);
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

const Quota* FullQuota(absl::Span<const Quota> quotas, const QuotaFacts& facts,
                       std::string_view when_full) {
  for (const Quota& quota : quotas) {
    if (quota.when_full == when_full && quota.full() && quota.Holds(facts)) return &quota;
  }
  return nullptr;
}

bool TakesAnswers(const Campaign& c) { return c.state == "running" || c.state == "paused"; }

}  // namespace mainstay::survey
