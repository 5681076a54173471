#include "services/survey/campaigns/campaign_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/pg/statement.h"
#include "services/survey/campaigns/campaign_row.h"

namespace mainstay::survey {
namespace {

constexpr pg::Statement kInsert{"campaign_insert", R"sql(
INSERT INTO campaigns (campaign_id, version, display_name, purpose, questionnaire_id,
  questionnaire_version, privacy, language, channel, tiers, regions, accounts, buying_roles,
  contacts, not_asked_days, keep_contact_budget, subject_zh, subject_en, body_zh, body_en,
  calendar, valid_days, max_reminders, reminder_working_days, state, close_reason, launch_time,
  close_time, creator, create_time, update_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
  $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31)
)sql"};

constexpr pg::Statement kUpdate{"campaign_update", R"sql(
UPDATE campaigns SET version = $2, display_name = $3, purpose = $4, questionnaire_id = $5,
  questionnaire_version = $6, privacy = $7, language = $8, channel = $9, tiers = $10,
  regions = $11, accounts = $12, buying_roles = $13, contacts = $14, not_asked_days = $15,
  keep_contact_budget = $16, subject_zh = $17, subject_en = $18, body_zh = $19, body_en = $20,
  calendar = $21, valid_days = $22, max_reminders = $23, reminder_working_days = $24, state = $25,
  close_reason = $26, launch_time = $27, close_time = $28, creator = $29, create_time = $30,
  update_time = $31
WHERE campaign_id = $1
)sql"};

#define MAINSTAY_CAMPAIGN_READ \
  "SELECT " MAINSTAY_CAMPAIGN_COLUMNS " FROM campaigns c WHERE c.campaign_id = $1::uuid"
constexpr pg::Statement kRead{"campaign_read", MAINSTAY_CAMPAIGN_READ};
constexpr pg::Statement kLock{"campaign_lock", MAINSTAY_CAMPAIGN_READ " FOR NO KEY UPDATE OF c"};

constexpr pg::Statement kWaves{"campaign_waves_read", R"sql(
SELECT campaign_id, number, asked_time, start_time, state FROM campaign_waves
WHERE campaign_id = ANY ($1::uuid[]) ORDER BY campaign_id, number
)sql"};
constexpr pg::Statement kDropWaves{
    "campaign_waves_drop",
    "DELETE FROM campaign_waves WHERE campaign_id = $1::uuid AND state = 'planned'"};
constexpr pg::Statement kAddWaves{"campaign_waves_add", R"sql(
INSERT INTO campaign_waves (campaign_id, number, asked_time, start_time, state)
SELECT $1::uuid, * FROM unnest($2::int[], $3::timestamptz[], $4::timestamptz[], $5::text[])
ON CONFLICT (campaign_id, number) DO NOTHING
)sql"};

constexpr pg::Statement kQuotas{"campaign_quotas_read", R"sql(
SELECT q.campaign_id, )sql" MAINSTAY_QUOTA_COLUMNS R"sql( FROM campaign_quotas q
WHERE q.campaign_id = ANY ($1::uuid[]) ORDER BY q.campaign_id, q.position
)sql"};
constexpr pg::Statement kDropQuotas{"campaign_quotas_drop", R"sql(
DELETE FROM campaign_quotas q WHERE q.campaign_id = $1::uuid AND NOT EXISTS (
  SELECT FROM unnest($2::text[], $3::text[]) kept (dimension, value)
  WHERE kept.dimension = q.dimension AND kept.value = q.value)
)sql"};
constexpr pg::Statement kAddQuotas{"campaign_quotas_add", R"sql(
INSERT INTO campaign_quotas (campaign_id, dimension, value, maximum, when_full, position)
SELECT $1::uuid, * FROM unnest($2::text[], $3::text[], $4::int[], $5::text[]) WITH ORDINALITY
ON CONFLICT (campaign_id, dimension, value) DO UPDATE SET maximum = excluded.maximum,
  when_full = excluded.when_full, position = excluded.position
)sql"};

// Parameters $1 to $31 of both kInsert and kUpdate.
std::vector<pg::Param> Row(const Campaign& c) {
  return {pg::ToParam(c.id),
          pg::ToParam(c.version),
          pg::ToParam(c.display_name),
          pg::ToParam(c.purpose),
          pg::ToParam(c.questionnaire_id),
          pg::ToParam(c.questionnaire_version),
          pg::ToParam(c.privacy),
          pg::ToParam(c.language),
          pg::ToParam(c.channel),
          pg::ToParam(c.audience.tiers),
          pg::ToParam(c.audience.regions),
          pg::ToParam(c.audience.accounts),
          pg::ToParam(c.audience.buying_roles),
          pg::ToParam(c.audience.contacts),
          pg::ToParam(c.audience.not_asked_days),
          pg::ToParam(c.audience.keep_contact_budget),
          pg::ToParam(c.texts.subject.zh),
          pg::ToParam(c.texts.subject.en),
          pg::ToParam(c.texts.body.zh),
          pg::ToParam(c.texts.body.en),
          pg::ToParam(c.calendar),
          pg::ToParam(c.valid_days),
          pg::ToParam(c.max_reminders),
          pg::ToParam(c.reminder_working_days),
          pg::ToParam(c.state),
          pg::ToParam(c.close_reason),
          pg::ToParam(c.launch_time),
          pg::ToParam(c.close_time),
          pg::ToParam(c.creator),
          pg::ToParam(c.create_time),
          pg::ToParam(c.update_time)};
}

// Writes the waves that have not begun and the quotas, without what was counted.
void WriteParts(pg::Tx& tx, const Campaign& c) {
  std::vector<int64_t> numbers;
  std::vector<std::string> asked, starts, states;
  for (const Wave& wave : c.waves) {
    numbers.push_back(wave.number);
    asked.push_back(*pg::ToParam(wave.asked_time));
    starts.push_back(*pg::ToParam(wave.start_time));
    states.push_back(wave.state);
  }
  tx.Run(kDropWaves, c.id);
  if (!numbers.empty()) tx.Run(kAddWaves, c.id, numbers, asked, starts, states);
  std::vector<std::string> dimensions, values, rules;
  std::vector<int64_t> maxima;
  for (const Quota& quota : c.quotas) {
    dimensions.push_back(quota.dimension);
    values.push_back(quota.value);
    maxima.push_back(quota.maximum);
    rules.push_back(quota.when_full);
  }
  tx.Run(kDropQuotas, c.id, dimensions, values);
  if (!values.empty()) tx.Run(kAddQuotas, c.id, dimensions, values, maxima, rules);
}

// Reads the waves and quotas of campaigns, each of which stands there once.
void ReadParts(pg::Tx& tx, std::vector<Campaign>& campaigns) {
  if (campaigns.empty()) return;
  std::vector<std::string> ids;
  absl::flat_hash_map<std::string, Campaign*> by_id;
  for (Campaign& campaign : campaigns) {
    ids.push_back(campaign.id);
    by_id[campaign.id] = &campaign;
  }
  for (const auto& row : tx.Run(kWaves, ids)) {
    by_id[row[0].c_str()]->waves.push_back({.number = row[1].as<int>(),
                                            .asked_time = pg::ParseTime(row[2].c_str()),
                                            .start_time = pg::ParseTime(row[3].c_str()),
                                            .state = row[4].c_str()});
  }
  for (const auto& row : tx.Run(kQuotas, ids)) {
    by_id[row[0].c_str()]->quotas.push_back(QuotaOfRow(row, 1));
  }
}

std::optional<Campaign> First(pg::Tx& tx, const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  std::vector<Campaign> one = {FromCampaignRow(rows[0])};
  ReadParts(tx, one);
  return std::move(one[0]);
}

}  // namespace

void InsertCampaign(pg::Tx& tx, const Campaign& campaign) {
  tx.RunParams(kInsert, Row(campaign));
  WriteParts(tx, campaign);
}

void UpdateCampaign(pg::Tx& tx, const Campaign& campaign) {
  tx.RunParams(kUpdate, Row(campaign));
  WriteParts(tx, campaign);
}

std::optional<Campaign> ReadCampaign(pg::Tx& tx, const std::string& campaign_id) {
  return First(tx, tx.Run(kRead, campaign_id));
}

std::optional<Campaign> LockCampaign(pg::Tx& tx, const std::string& campaign_id) {
  return First(tx, tx.Run(kLock, campaign_id));
}

const api::ListFields& CampaignListFields() {
  using enum api::FilterType;
  static const auto& filters = *new std::vector<api::FilterField>{
      {"display_name", "c.display_name", kText},
      {"purpose", "c.purpose", kEnum,
       api::EnumFilterValues("CAMPAIGN_PURPOSE_",
                             {"satisfaction", "nps_pulse", "churn", "market_research", "risk_check",
                              "kano", "case_follow_up"})},
      {"privacy", "c.privacy", kEnum,
       api::EnumFilterValues("CAMPAIGN_PRIVACY_", {"identified", "confidential", "anonymous"})},
      {"state", "c.state", kEnum,
       api::EnumFilterValues("CAMPAIGN_STATE_", {"draft", "running", "paused", "closed"})},
      {.name = "questionnaire",
       .column = "c.questionnaire_id",
       .type = kUuid,
       .prefix = "questionnaires/"},
      {"create_time", "c.create_time", kTime},
      {"update_time", "c.update_time", kTime},
  };
  static constexpr api::Sort kSorts[] = {
      {"create_time", true, "c.create_time", "timestamptz"},
      {"display_name", false, "c.display_name COLLATE \"C\"", "text"},
      {"update_time", true, "c.update_time", "timestamptz"},
  };
  static const auto& fields = *new api::ListFields{filters, kSorts};
  return fields;
}

api::Rows<Campaign> ListCampaigns(pg::Tx& tx, const api::ListQuery& query) {
  api::ListParams params(query);
  const std::string sql =
      absl::StrCat("SELECT " MAINSTAY_CAMPAIGN_COLUMNS, api::KeyColumns(query, "c.campaign_id"),
                   " FROM campaigns c WHERE ", query.filter.where,
                   api::KeysetEnd(query, "c.campaign_id", params));
  api::Rows<Campaign> rows =
      api::ReadRows(tx.Exec(sql, params.values()), query,
                    [](const pqxx::row& row) { return FromCampaignRow(row); });
  ReadParts(tx, rows.items);
  return rows;
}

}  // namespace mainstay::survey
