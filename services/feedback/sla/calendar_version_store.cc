#include "services/feedback/sla/calendar_version_store.h"

#include <pqxx/result>

#include "common/pg/param.h"
#include "common/pg/statement.h"

namespace mainstay::feedback {
namespace {

constexpr pg::Statement kKeep{"sla_calendar_keep", R"sql(
INSERT INTO sla_calendars (name, version, content)
SELECT name, version, content FROM calendar_replica WHERE name = $1 ON CONFLICT DO NOTHING
)sql"};
constexpr pg::Statement kRead{"sla_calendar_read",
                              "SELECT content FROM sla_calendars WHERE name = $1 AND version = $2"};
constexpr pg::Statement kRequest{"sla_replan_request",
                                 "INSERT INTO sla_replans (request_time) VALUES ($1)"};
constexpr pg::Statement kRequested{"sla_replan_requested",
                                   "SELECT EXISTS (SELECT FROM sla_replans)"};
constexpr pg::Statement kEnd{"sla_replan_end", "DELETE FROM sla_replans WHERE request_time < $1"};

}  // namespace

void KeepCalendarVersion(pg::Tx& tx, const std::string& name) { tx.Run(kKeep, name); }

std::optional<std::string> ReadCalendarVersion(pg::Tx& tx, const std::string& name,
                                               int64_t version) {
  const pqxx::result rows = tx.Run(kRead, name, version);
  if (rows.empty()) return std::nullopt;
  return pg::ParseBytes(rows[0][0].c_str());
}

void RequestReplan(pg::Tx& tx, absl::Time now) { tx.Run(kRequest, now); }

bool ReplanRequested(pg::Tx& tx) { return tx.Run(kRequested)[0][0].as<bool>(); }

void EndReplan(pg::Tx& tx, absl::Time until) { tx.Run(kEnd, until); }

}  // namespace mainstay::feedback
