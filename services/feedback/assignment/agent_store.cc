#include "services/feedback/assignment/agent_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/pg/statement.h"

namespace mainstay::feedback {
namespace {

constexpr pg::Statement kInsert{"agent_insert", R"sql(
INSERT INTO agents (agent_id, user_id, version, skills, capacity, absence_from, absence_to,
  absence_notes, create_time, update_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
)sql"};

constexpr pg::Statement kUpdate{"agent_update", R"sql(
UPDATE agents SET user_id = $2, version = $3, skills = $4, capacity = $5, absence_from = $6,
  absence_to = $7, absence_notes = $8, create_time = $9, update_time = $10
WHERE agent_id = $1
)sql"};

#define MAINSTAY_AGENT_COLUMNS                                                             \
  "a.agent_id, a.user_id, a.version, a.skills, a.capacity, a.absence_from, a.absence_to, " \
  "a.absence_notes, a.create_time, a.update_time"
#define MAINSTAY_AGENT_READ "SELECT " MAINSTAY_AGENT_COLUMNS " FROM agents a"
constexpr pg::Statement kRead{"agent_read", MAINSTAY_AGENT_READ " WHERE a.user_id = $1"};
constexpr pg::Statement kLock{"agent_lock", MAINSTAY_AGENT_READ " WHERE a.user_id = $1 FOR UPDATE"};
constexpr pg::Statement kAll{"agents_all", MAINSTAY_AGENT_READ " ORDER BY a.user_id COLLATE \"C\""};

std::vector<pg::Param> Row(const Agent& agent) {
  std::vector<std::string> from, to, notes;
  for (const Absence& absence : agent.absences) {
    from.push_back(*pg::ToParam(absence.from));
    to.push_back(*pg::ToParam(absence.to));
    notes.push_back(absence.note);
  }
  return {pg::ToParam(agent.id),
          pg::ToParam(agent.user),
          pg::ToParam(agent.version),
          pg::ToParam(agent.skills),
          pg::ToParam(agent.capacity),
          pg::ToParam(from),
          pg::ToParam(to),
          pg::ToParam(notes),
          pg::ToParam(agent.create_time),
          pg::ToParam(agent.update_time)};
}

Agent FromRow(const pqxx::row& row) {
  Agent agent;
  agent.id = row[0].c_str();
  agent.user = row[1].c_str();
  agent.version = row[2].as<int64_t>();
  agent.skills = pg::ParseArray(row[3].c_str());
  agent.capacity = row[4].as<int>();
  const std::vector<std::string> from = pg::ParseArray(row[5].c_str());
  const std::vector<std::string> to = pg::ParseArray(row[6].c_str());
  const std::vector<std::string> notes = pg::ParseArray(row[7].c_str());
  for (size_t i = 0; i < from.size(); ++i) {
    agent.absences.push_back({pg::ParseTime(from[i]), pg::ParseTime(to[i]), notes[i]});
  }
  agent.create_time = pg::ParseTime(row[8].c_str());
  agent.update_time = pg::ParseTime(row[9].c_str());
  return agent;
}

std::optional<Agent> First(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0]);
}

}  // namespace

void InsertAgent(pg::Tx& tx, const Agent& agent) { tx.RunParams(kInsert, Row(agent)); }

void UpdateAgent(pg::Tx& tx, const Agent& agent) { tx.RunParams(kUpdate, Row(agent)); }

std::optional<Agent> ReadAgent(pg::Tx& tx, const std::string& user) {
  return First(tx.Run(kRead, user));
}

std::optional<Agent> LockAgent(pg::Tx& tx, const std::string& user) {
  return First(tx.Run(kLock, user));
}

std::vector<Agent> AllAgents(pg::Tx& tx) {
  std::vector<Agent> agents;
  for (const auto& row : tx.Run(kAll)) agents.push_back(FromRow(row));
  return agents;
}

api::ListFields AgentListFields() {
  using enum api::FilterType;
  static const auto& filters = *new std::vector<api::FilterField>{
      {"user", "a.user_id", kText},
      {"capacity", "a.capacity", kNumber},
      {"create_time", "a.create_time", kTime},
      {"update_time", "a.update_time", kTime},
  };
  static constexpr api::Sort kSorts[] = {
      {"user", false, "a.user_id COLLATE \"C\"", "text"},
      {"update_time", true, "a.update_time", "timestamptz"},
  };
  return {filters, kSorts};
}

api::Rows<Agent> ListAgents(pg::Tx& tx, const api::ListQuery& query) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat("SELECT " MAINSTAY_AGENT_COLUMNS, api::KeyColumns(query, "a.agent_id"),
                   " FROM agents a WHERE ", query.filter.where);
  absl::StrAppend(&sql, api::KeysetEnd(query, "a.agent_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, FromRow);
}

}  // namespace mainstay::feedback
