// The table of a campaign's fields and their texts.
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/survey/campaigns/campaign.h"

namespace mainstay::survey {
namespace {

std::string AsText(const std::string& text) { return text; }
std::string AsText(int number) { return absl::StrCat(number); }

// "zh / en".
std::string AsText(const LocalText& text) {
  return text.empty() ? "" : absl::StrCat(text.zh, " / ", text.en);
}

std::string AsText(const Audience& a) {
  std::vector<std::string> parts;
  const auto add = [&](std::string_view name, const std::vector<std::string>& values) {
    if (!values.empty()) parts.push_back(absl::StrCat(name, ": ", absl::StrJoin(values, ", ")));
  };
  add("tiers", a.tiers);
  add("regions", a.regions);
  add("accounts", a.accounts);
  add("buying_roles", a.buying_roles);
  add("contacts", a.contacts);
  if (a.not_asked_days > 0) parts.push_back(absl::StrCat("not_asked_days: ", a.not_asked_days));
  if (!a.keep_contact_budget) parts.push_back("ignore_contact_budget");
  return absl::StrJoin(parts, "; ");
}

std::string AsText(const std::vector<Quota>& quotas) {
  return absl::StrJoin(quotas, "; ", [](std::string* out, const Quota& quota) {
    absl::StrAppend(out, quota.dimension, " ", quota.value, ": ", quota.maximum, ", ",
                    quota.when_full);
  });
}

std::string AsText(const std::vector<Wave>& waves) {
  return absl::StrJoin(waves, ", ", [](std::string* out, const Wave& wave) {
    absl::StrAppend(out, history::VerbTime(wave.asked_time));
  });
}

template <auto member>
constexpr CampaignField Of(std::string_view name) {
  return {name, [](const Campaign& campaign) { return AsText(campaign.*member); },
          [](const Campaign& from, Campaign& to) { to.*member = from.*member; }};
}

constexpr CampaignField kFields[] = {
    Of<&Campaign::display_name>("display_name"),
    Of<&Campaign::purpose>("purpose"),
    {"questionnaire_version",
     [](const Campaign& c) {
       return absl::StrCat("questionnaires/", c.questionnaire_id, "/versions/",
                           c.questionnaire_version);
     },
     [](const Campaign& from, Campaign& to) {
       to.questionnaire_id = from.questionnaire_id;
       to.questionnaire_version = from.questionnaire_version;
     }},
    Of<&Campaign::privacy>("privacy"),
    Of<&Campaign::language>("language"),
    Of<&Campaign::channel>("channel"),
    Of<&Campaign::audience>("audience"),
    Of<&Campaign::quotas>("quotas"),
    Of<&Campaign::waves>("waves"),
    {"invitation_zh",
     [](const Campaign& c) {
       return AsText(LocalText{c.texts.subject.zh, c.texts.body.zh});
     },
     [](const Campaign& from, Campaign& to) {
       to.texts.subject.zh = from.texts.subject.zh;
       to.texts.body.zh = from.texts.body.zh;
     }},
    {"invitation_en",
     [](const Campaign& c) {
       return AsText(LocalText{c.texts.subject.en, c.texts.body.en});
     },
     [](const Campaign& from, Campaign& to) {
       to.texts.subject.en = from.texts.subject.en;
       to.texts.body.en = from.texts.body.en;
     }},
    Of<&Campaign::calendar>("working_calendar"),
    Of<&Campaign::valid_days>("valid_days"),
    Of<&Campaign::max_reminders>("max_reminders"),
    Of<&Campaign::reminder_working_days>("reminder_working_days"),
};

}  // namespace

absl::Span<const CampaignField> CampaignFields() { return kFields; }

std::vector<history::Change> CampaignChanges(const Campaign& before, const Campaign& after) {
  std::vector<history::Change> changes;
  const auto compare = [&](std::string_view name, std::string old_value, std::string new_value) {
    if (old_value == new_value) return;
    changes.push_back({std::string(name), std::move(old_value), std::move(new_value)});
  };
  for (const CampaignField& field : kFields) {
    compare(field.name, field.text(before), field.text(after));
  }
  compare("state", before.state, after.state);
  compare("close_reason", before.close_reason, after.close_reason);
  return changes;
}

}  // namespace mainstay::survey
