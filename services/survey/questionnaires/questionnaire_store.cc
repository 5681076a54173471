#include "services/survey/questionnaires/questionnaire_store.h"

#include <pqxx/result>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/pg/column.h"
#include "common/pg/statement.h"

namespace mainstay::survey {
namespace {

constexpr pg::Statement kInsert{"questionnaire_insert", R"sql(
INSERT INTO questionnaires (questionnaire_id, version, display_name, content, question_count, state,
  published_version, draft_changed, publish_time, update_time, delete_time, create_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
)sql"};
constexpr pg::Statement kUpdate{"questionnaire_update", R"sql(
UPDATE questionnaires SET version = $2, display_name = $3, content = $4, question_count = $5,
  state = $6, published_version = $7, draft_changed = $8, publish_time = $9, update_time = $10,
  delete_time = $11
WHERE questionnaire_id = $1
)sql"};
constexpr pg::Statement kInsertVersion{"questionnaire_version_insert", R"sql(
INSERT INTO questionnaire_versions (questionnaire_id, number, content, publisher, reason,
  publish_time)
VALUES ($1, $2, $3, $4, $5, $6)
)sql"};

// The content comes last, so that lists can leave it out.
#define MAINSTAY_QUESTIONNAIRE_COLUMNS                                                   \
  "q.questionnaire_id, q.version, q.display_name, q.question_count, q.state, "           \
  "q.published_version, q.draft_changed, q.publish_time, q.create_time, q.update_time, " \
  "q.delete_time"
#define MAINSTAY_QUESTIONNAIRE_READ        \
  "SELECT " MAINSTAY_QUESTIONNAIRE_COLUMNS \
  ", q.content FROM questionnaires q "     \
  "WHERE q.questionnaire_id = $1"
constexpr pg::Statement kRead{"questionnaire_read", MAINSTAY_QUESTIONNAIRE_READ};
constexpr pg::Statement kLock{"questionnaire_lock", MAINSTAY_QUESTIONNAIRE_READ " FOR UPDATE"};
constexpr int kContentColumn = 11;

// Parameters $1 to $11 of both kInsert and kUpdate.
std::vector<pg::Param> Row(const Questionnaire& q) {
  return {pg::ToParam(q.id),
          pg::ToParam(q.version),
          pg::ToParam(q.display_name),
          pg::ToParam(q.content),
          pg::ToParam(q.question_count),
          pg::ToParam(q.state),
          pg::ToParam(q.published_version),
          pg::ToParam(q.draft_changed),
          pg::ToParam(q.publish_time),
          pg::ToParam(q.update_time),
          pg::ToParam(q.delete_time)};
}

// A row of MAINSTAY_QUESTIONNAIRE_COLUMNS.
Questionnaire FromRow(const pqxx::row& row) {
  Questionnaire q;
  q.id = row[0].c_str();
  q.version = row[1].as<int64_t>();
  q.display_name = row[2].c_str();
  q.question_count = row[3].as<int>();
  q.state = row[4].c_str();
  q.published_version = row[5].as<int>();
  q.draft_changed = row[6].as<bool>();
  q.publish_time = pg::TimeOf(row[7]);
  q.create_time = pg::ParseTime(row[8].c_str());
  q.update_time = pg::ParseTime(row[9].c_str());
  q.delete_time = pg::TimeOf(row[10]);
  return q;
}

std::optional<Questionnaire> First(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  Questionnaire questionnaire = FromRow(rows[0]);
  questionnaire.content = rows[0][kContentColumn].c_str();
  return questionnaire;
}

}  // namespace

void InsertQuestionnaire(pg::Tx& tx, const Questionnaire& questionnaire) {
  std::vector<pg::Param> params = Row(questionnaire);
  params.push_back(pg::ToParam(questionnaire.create_time));
  tx.RunParams(kInsert, params);
}

void UpdateQuestionnaire(pg::Tx& tx, const Questionnaire& questionnaire) {
  tx.RunParams(kUpdate, Row(questionnaire));
}

void InsertVersion(pg::Tx& tx, const Questionnaire& questionnaire, const std::string& publisher,
                   const std::string& reason) {
  tx.Run(kInsertVersion, questionnaire.id, questionnaire.published_version, questionnaire.content,
         publisher, reason, questionnaire.publish_time);
}

std::optional<Questionnaire> ReadQuestionnaire(pg::Tx& tx, const std::string& id) {
  return First(tx.Run(kRead, id));
}

std::optional<Questionnaire> LockQuestionnaire(pg::Tx& tx, const std::string& id) {
  return First(tx.Run(kLock, id));
}

api::ListFields QuestionnaireListFields() {
  using enum api::FilterType;
  static const auto& filters = *new std::vector<api::FilterField>{
      {"display_name", "q.display_name", kText},
      {"state", "q.state", kEnum,
       api::EnumFilterValues("QUESTIONNAIRE_STATE_", {"draft", "published", "retired"})},
      {"draft_changed", "q.draft_changed", kBool},
      {"published_version", "q.published_version", kNumber},
      {"create_time", "q.create_time", kTime},
      {"update_time", "q.update_time", kTime},
      {"publish_time", "q.publish_time", kTime},
  };
  static constexpr api::Sort kSorts[] = {
      {"update_time", true, "q.update_time", "timestamptz"},
      {"create_time", true, "q.create_time", "timestamptz"},
      {"display_name", false, "q.display_name COLLATE \"C\"", "text"},
  };
  return {filters, kSorts};
}

api::Rows<Questionnaire> ListQuestionnaires(pg::Tx& tx, const api::ListQuery& query,
                                            bool show_deleted) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat("SELECT " MAINSTAY_QUESTIONNAIRE_COLUMNS,
                   api::KeyColumns(query, "q.questionnaire_id"), " FROM questionnaires q WHERE ",
                   query.filter.where, show_deleted ? "" : " AND q.delete_time IS NULL");
  absl::StrAppend(&sql, api::KeysetEnd(query, "q.questionnaire_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, FromRow);
}

absl::Span<const api::Sort> VersionSorts() {
  static constexpr api::Sort kSorts[] = {{"number", true, "v.number", "int"}};
  return kSorts;
}

api::Rows<VersionEntry> ListVersions(pg::Tx& tx, const api::ListQuery& query,
                                     const std::string& questionnaire_id) {
  api::ListParams params(query);
  std::string sql = absl::StrCat(
      "SELECT v.questionnaire_id, v.number, v.publisher, v.reason, v.publish_time",
      api::KeyColumns(query, "v.questionnaire_id"),
      " FROM questionnaire_versions v WHERE v.questionnaire_id = ", params.Add(questionnaire_id),
      "::uuid AND ", query.filter.where);
  absl::StrAppend(&sql, api::KeysetEnd(query, "v.questionnaire_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, [](const pqxx::row& row) {
    return VersionEntry{.questionnaire_id = row[0].c_str(),
                        .number = row[1].as<int>(),
                        .publisher = row[2].c_str(),
                        .reason = row[3].c_str(),
                        .publish_time = pg::ParseTime(row[4].c_str())};
  });
}

}  // namespace mainstay::survey
