#include "services/survey/responses/response_store.h"

#include <nlohmann/json.hpp>
#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/directory/directory_store.h"
#include "common/pg/column.h"
#include "common/pg/copy_rows.h"
#include "common/pg/statement.h"
#include "common/status/status.h"
#include "services/survey/responses/answer_document.h"

namespace mainstay::survey {
namespace {

#define MAINSTAY_RESPONSES_TO_FILL                                                               \
  "responses (response_id, campaign_id, wave, questionnaire_id, questionnaire_version, "         \
  "account_id, contact_id, invitation_id, channel, language, facts, answers, seed, start_time, " \
  "submit_time, duration_seconds, flags, external_id, recorded_by, uninvited)"
constexpr pg::Statement kInsertOne{
    "response_insert", "INSERT INTO " MAINSTAY_RESPONSES_TO_FILL
                       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, "
                       "$16, $17, $18, $19, $20)"};

// The account is the one under which it is seen now.
#define MAINSTAY_RESPONSE_COLUMNS                                                             \
  "r.response_id, r.campaign_id, r.wave, r.questionnaire_id, r.questionnaire_version, "       \
  "coalesce(seen.survivor_id, r.account_id), r.contact_id, r.invitation_id, r.channel, "      \
  "r.language, r.facts, r.answers, r.seed, r.start_time, r.submit_time, r.duration_seconds, " \
  "r.flags, r.external_id, r.recorded_by, coalesce(r.uninvited, r.channel = 'paper'), c.privacy"
#define MAINSTAY_RESPONSE_TABLES                            \
  " FROM responses r JOIN campaigns c USING (campaign_id) " \
  "LEFT JOIN account_directory seen ON seen.account_id = r.account_id "

constexpr pg::Statement kTaken{
    "responses_external_ids_taken",
    "SELECT external_id FROM responses WHERE campaign_id = $1 AND external_id = ANY ($2::text[])"};

// Of a response r of a campaign c: IsMasked only where it is told; `identities` is SQL.
#define MAINSTAY_MAY_BE_SEEN(identities) \
  "(r.tallied OR c.privacy = 'identified' OR (c.privacy = 'confidential' AND " identities "))"

constexpr pg::Statement kRead{
    "response_read", "SELECT " MAINSTAY_RESPONSE_COLUMNS MAINSTAY_RESPONSE_TABLES
                     "WHERE r.campaign_id = $1 AND r.response_id = $2 "
                     "AND " MAINSTAY_MAY_BE_SEEN("$4::boolean") " AND ($3::text IS NULL OR "
                     "(r.account_id IN " MAINSTAY_ACCOUNTS_OF_TEAMS(
                         "$3") " AND ($4::boolean OR c.privacy <> 'confidential')))"};

pg::Param OrNull(const std::string& text) { return text.empty() ? pg::Param() : pg::Param(text); }

std::string FactsDocument(const Facts& facts) {
  nlohmann::json document = nlohmann::json::object();
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) document[name] = value;
  };
  add("tier", facts.account_tier);
  add("region", facts.account_region);
  add("segment", facts.account_segment);
  add("role", facts.contact_role);
  return document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Facts ParseFacts(std::string_view text, const Response& response) {
  const auto document = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  const auto fact = [&](const char* name) {
    return document.is_object() ? document.value(name, std::string()) : std::string();
  };
  Facts facts;
  facts.account_tier = fact("tier");
  facts.account_region = fact("region");
  facts.account_segment = fact("segment");
  facts.contact_role = fact("role");
  if (response.wave > 0) facts.wave = response.wave;
  facts.channel = response.channel;
  facts.language = response.language;
  return facts;
}

std::vector<pg::Param> RowOf(const Response& r) {
  return {pg::ToParam(r.id),
          pg::ToParam(r.campaign_id),
          pg::ToParam(r.wave),
          pg::ToParam(r.questionnaire_id),
          pg::ToParam(r.questionnaire_version),
          OrNull(r.account_id),
          OrNull(r.contact_id),
          OrNull(r.invitation_id),
          pg::ToParam(r.channel),
          pg::ToParam(r.language),
          FactsDocument(r.facts),
          AnswerDocument(r.answers),
          pg::ToParam(static_cast<int64_t>(r.seed)),
          pg::ToParam(r.start_time),
          pg::ToParam(r.submit_time),
          pg::ToParam(r.duration_seconds),
          pg::ToParam(r.flags),
          OrNull(r.external_id),
          pg::ToParam(r.recorded_by),
          pg::ToParam(r.uninvited)};
}

FoundResponse FromRow(const pqxx::row& row) {
  FoundResponse found;
  Response& r = found.response;
  r.id = row[0].c_str();
  r.campaign_id = row[1].c_str();
  r.wave = row[2].as<int>();
  r.questionnaire_id = row[3].c_str();
  r.questionnaire_version = row[4].as<int>();
  r.account_id = row[5].c_str();
  r.contact_id = row[6].c_str();
  r.invitation_id = row[7].c_str();
  r.channel = row[8].c_str();
  r.language = row[9].c_str();
  r.facts = ParseFacts(row[10].c_str(), r);
  r.answers = ParseAnswerDocument(row[11].c_str()).value_or(Answers());
  r.seed = static_cast<uint64_t>(row[12].as<int64_t>());
  r.start_time = pg::TimeOf(row[13]);
  r.submit_time = pg::ParseTime(row[14].c_str());
  if (!row[15].is_null()) r.duration_seconds = row[15].as<double>();
  r.flags = pg::ParseArray(row[16].c_str());
  r.external_id = row[17].c_str();
  r.recorded_by = row[18].c_str();
  r.uninvited = row[19].as<bool>();
  found.privacy = row[20].c_str();
  return found;
}

// `time`: the SQL of when they were submitted.
std::vector<api::FilterField> FiltersOf(const char* time, bool masked) {
  std::vector<api::FilterField> filters = {
      {"version_number", "r.questionnaire_version", api::FilterType::kNumber},
      {"flags", "array_to_string(r.flags, ' ')"},
      {"submit_time", time, api::FilterType::kTime}};
  if (masked) return filters;
  filters.push_back({"channel", "r.channel", api::FilterType::kEnum,
                     api::EnumFilterValues("INVITATION_CHANNEL_",
                                           {"link", "email", "webhook", "phone", "paper"})});
  filters.push_back({"language", "r.language"});
  filters.push_back({"wave_number", "r.wave", api::FilterType::kNumber});
  return filters;
}

struct ResponseFields {
  ResponseFields(const char* time, bool masked)
      : filters(FiltersOf(time, masked)),
        sorts{{"submit_time", true, time, "timestamptz"},
              {"submit_time", false, time, "timestamptz"}},
        fields{filters, sorts} {}
  ResponseFields(const ResponseFields&) = delete;
  ResponseFields& operator=(const ResponseFields&) = delete;

  const std::vector<api::FilterField> filters;
  const std::vector<api::Sort> sorts;
  const api::ListFields fields;
};

}  // namespace

absl::Status InsertResponses(pg::Tx& tx, absl::Span<const Response* const> responses) {
  // A COPY is planned anew and waits for its client twice: one row by it takes five times as long.
  if (responses.size() == 1) {
    tx.RunParams(kInsertOne, RowOf(*responses[0]));
    return absl::OkStatus();
  }
  std::vector<std::vector<pg::Param>> rows;
  rows.reserve(responses.size());
  for (const Response* response : responses) rows.push_back(RowOf(*response));
  return pg::CopyRows(tx, MAINSTAY_RESPONSES_TO_FILL, rows).status();
}

absl::flat_hash_set<std::string> ExternalIdsTaken(pg::Tx& tx, const std::string& campaign_id,
                                                  const std::vector<std::string>& external_ids) {
  absl::flat_hash_set<std::string> taken;
  if (external_ids.empty()) return taken;
  for (const auto& row : tx.Run(kTaken, campaign_id, external_ids)) taken.insert(row[0].c_str());
  return taken;
}

std::optional<FoundResponse> ReadResponse(pg::Tx& tx, const std::string& campaign_id,
                                          const std::string& response_id,
                                          const ResponseReader& reader) {
  const pqxx::result rows =
      tx.Run(kRead, campaign_id, response_id, reader.scope.user(), reader.identities);
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0]);
}

const api::ListFields& ResponseListFields(bool masked) {
  static const auto& all = *new ResponseFields("r.submit_time", false);
  static const auto& some = *new ResponseFields("date_trunc('day', r.submit_time, 'UTC')", true);
  return masked ? some.fields : all.fields;
}

api::Rows<FoundResponse> ListResponses(pg::Tx& tx, const api::ListQuery& query,
                                       const std::string& campaign_id,
                                       const std::string& account_id,
                                       const ResponseReader& reader) {
  api::ListParams params(query);
  std::string sql = absl::StrCat(
      "SELECT " MAINSTAY_RESPONSE_COLUMNS, api::KeyColumns(query, "r.response_id"),
      MAINSTAY_RESPONSE_TABLES "WHERE ", query.filter.where, " AND ",
      reader.identities ? MAINSTAY_MAY_BE_SEEN("true") : MAINSTAY_MAY_BE_SEEN("false"));
  if (!campaign_id.empty()) {
    absl::StrAppend(&sql, " AND r.campaign_id = ", params.Add(campaign_id), "::uuid");
  }
  if (!account_id.empty() || !reader.scope.all()) {
    absl::StrAppend(&sql,
                    directory::AccountsPredicate(params, "r.account_id", account_id, reader.scope));
    if (!reader.identities) absl::StrAppend(&sql, " AND c.privacy <> 'confidential'");
  }
  absl::StrAppend(&sql, api::KeysetEnd(query, "r.response_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, FromRow);
}

}  // namespace mainstay::survey
