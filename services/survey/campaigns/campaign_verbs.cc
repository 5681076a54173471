#include "services/survey/campaigns/campaign_verbs.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace mainstay::survey {
namespace {

constexpr std::string_view kDraft[] = {"draft"};
constexpr std::string_view kRunning[] = {"running"};
constexpr std::string_view kPaused[] = {"paused"};
constexpr std::string_view kBegun[] = {"running", "paused"};
constexpr std::string_view kStays[] = {"purpose", "questionnaire_version", "privacy", "channel"};

absl::Status Check(const Campaign& campaign, std::string_view verb,
                   absl::Span<const std::string_view> from) {
  return status::CheckState("the campaign", campaign.state, verb, from);
}

}  // namespace

absl::Status Launch(Campaign& campaign, absl::Time now) {
  RETURN_IF_ERROR(Check(campaign, ":launch", kDraft));
  campaign.state = "running";
  campaign.launch_time = now;
  return absl::OkStatus();
}

absl::Status Pause(Campaign& campaign) {
  RETURN_IF_ERROR(Check(campaign, ":pause", kRunning));
  campaign.state = "paused";
  return absl::OkStatus();
}

absl::Status Resume(Campaign& campaign) {
  RETURN_IF_ERROR(Check(campaign, ":resume", kPaused));
  campaign.state = "running";
  return absl::OkStatus();
}

absl::Status Close(Campaign& campaign, std::string_view reason, absl::Time now) {
  RETURN_IF_ERROR(Check(campaign, ":close", kBegun));
  campaign.state = "closed";
  campaign.close_reason = std::string(reason);
  campaign.close_time = now;
  return absl::OkStatus();
}

absl::Status PlaceWaves(const Campaign& before, const calendar::WorkingTime& working,
                        Campaign& after) {
  for (const Wave& begun : before.waves) {
    if (begun.state == "planned") continue;
    const auto place = static_cast<size_t>(begun.number - 1);
    if (place >= after.waves.size() || after.waves[place].asked_time != begun.asked_time) {
      return status::BadField("waves", absl::StrCat("wave ", begun.number,
                                                    " has begun: leave it as it is, and put "
                                                    "others after it"));
    }
    after.waves[place] = begun;
  }
  for (Wave& wave : after.waves) {
    if (wave.state != "planned") continue;
    wave.start_time = working.Next(wave.asked_time).value_or(wave.asked_time);
  }
  return absl::OkStatus();
}

absl::Status CheckUpdate(const Campaign& before, const Campaign& after) {
  if (before.state == "draft") return absl::OkStatus();
  if (before.state == "closed") {
    return status::Error(absl::StatusCode::kFailedPrecondition, "CAMPAIGN_CLOSED",
                         "the campaign is closed; make another one");
  }
  for (const CampaignField& field : CampaignFields()) {
    const bool stays =
        std::find(std::begin(kStays), std::end(kStays), field.name) != std::end(kStays);
    if (!stays || field.text(before) == field.text(after)) continue;
    return status::Error(
        absl::StatusCode::kFailedPrecondition, "CAMPAIGN_LAUNCHED",
        absl::StrCat("the campaign was launched: its ", field.name,
                     " stays as it was, so that all its answers are to the same; close it and make "
                     "another one"),
        {{"field", std::string(field.name)}});
  }
  return absl::OkStatus();
}

}  // namespace mainstay::survey
