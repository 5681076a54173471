// A campaign's row, for the stores that read it.
#pragma once

#include <pqxx/result>

#include "services/survey/campaigns/campaign.h"

namespace mainstay::survey {

// To be selected of campaigns c; FromCampaignRow reads them from `first` on.
#define MAINSTAY_CAMPAIGN_COLUMNS                                                               \
  "c.campaign_id, c.version, c.display_name, c.purpose, c.questionnaire_id, "                   \
  "c.questionnaire_version, c.privacy, c.language, c.channel, c.tiers, c.regions, c.accounts, " \
  "c.buying_roles, c.contacts, c.not_asked_days, c.keep_contact_budget, c.subject_zh, "         \
  "c.subject_en, c.body_zh, c.body_en, c.calendar, c.valid_days, c.max_reminders, "             \
  "c.reminder_working_days, c.state, c.close_reason, c.launch_time, c.close_time, c.creator, "  \
  "c.create_time, c.update_time"
inline constexpr int kCampaignColumns = 31;

// Without its waves and quotas, which are rows of their own.
Campaign FromCampaignRow(const pqxx::row& row, int first = 0);

// To be selected of campaign_quotas q; QuotaOfRow reads them from `first` on.
#define MAINSTAY_QUOTA_COLUMNS "q.dimension, q.value, q.maximum, q.when_full, q.answered"
Quota QuotaOfRow(const pqxx::row& row, int first);

}  // namespace mainstay::survey
