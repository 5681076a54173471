#include "services/engagement/gatherings/gathering_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/pg/statement.h"

namespace mainstay::engagement {
namespace {

constexpr pg::Statement kInsert{"gathering_insert", R"sql(
INSERT INTO gatherings (gathering_id, version, kind, title, description, place, start_time,
  end_time, time_zone, organizer, budget, budget_currency, cost, cost_currency, capacity, state,
  outcome, cancel_reason, create_time, update_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
)sql"};

constexpr pg::Statement kUpdate{"gathering_update", R"sql(
UPDATE gatherings SET version = $2, kind = $3, title = $4, description = $5, place = $6,
  start_time = $7, end_time = $8, time_zone = $9, organizer = $10, budget = $11,
  budget_currency = $12, cost = $13, cost_currency = $14, capacity = $15, state = $16,
  outcome = $17, cancel_reason = $18, create_time = $19, update_time = $20
WHERE gathering_id = $1
)sql"};

#define MAINSTAY_GATHERING_COLUMNS                                                         \
  "g.gathering_id, g.version, g.kind, g.title, g.description, g.place, g.start_time, "     \
  "g.end_time, g.time_zone, g.organizer, trim_scale(g.budget), g.budget_currency, "        \
  "trim_scale(g.cost), g.cost_currency, g.capacity, g.state, g.outcome, g.cancel_reason, " \
  "g.create_time, g.update_time"
constexpr int kColumns = 20;

// Of `FROM invitations i`.
#define MAINSTAY_INVITATION_COUNTS                                       \
  "count(*) FILTER (WHERE i.reply <> 'withdrawn' AND NOT i.walked_in), " \
  "count(*) FILTER (WHERE i.reply = 'accepted'), "                       \
  "count(*) FILTER (WHERE i.reply = 'declined'), "                       \
  "count(*) FILTER (WHERE i.attendance = 'attended')"
#define MAINSTAY_COUNTED_GATHERINGS                                                             \
  " FROM gatherings g CROSS JOIN LATERAL (SELECT " MAINSTAY_INVITATION_COUNTS                   \
  " FROM invitations i WHERE i.gathering_id = g.gathering_id) c (invited, accepted, declined, " \
  "attended) WHERE "

constexpr pg::Statement kRead{"gathering_read",
                              "SELECT " MAINSTAY_GATHERING_COLUMNS
                              ", c.*" MAINSTAY_COUNTED_GATHERINGS "g.gathering_id = $1"};
constexpr pg::Statement kLock{"gathering_lock",
                              "SELECT " MAINSTAY_GATHERING_COLUMNS
                              " FROM gatherings g WHERE g.gathering_id = $1 FOR UPDATE"};
constexpr pg::Statement kCount{"invitations_count",
                               "SELECT " MAINSTAY_INVITATION_COUNTS
                               " FROM invitations i WHERE i.gathering_id = $1"};

pg::Param DecimalParam(const text::Amount& amount) {
  return amount.said() ? pg::ToParam(amount.decimal) : pg::Param();
}

// Parameters $1 to $20 of both kInsert and kUpdate.
std::vector<pg::Param> Row(const Gathering& g) {
  return {pg::ToParam(g.id),          pg::ToParam(g.version),       pg::ToParam(g.kind),
          pg::ToParam(g.title),       pg::ToParam(g.description),   pg::ToParam(g.place),
          pg::ToParam(g.start_time),  pg::ToParam(g.end_time),      pg::ToParam(g.time_zone),
          pg::ToParam(g.organizer),   DecimalParam(g.budget),       pg::ToParam(g.budget.currency),
          DecimalParam(g.cost),       pg::ToParam(g.cost.currency), pg::ToParam(g.capacity),
          pg::ToParam(g.state),       pg::ToParam(g.outcome),       pg::ToParam(g.cancel_reason),
          pg::ToParam(g.create_time), pg::ToParam(g.update_time)};
}

text::Amount AmountFrom(const pqxx::row& row, pqxx::row::size_type column) {
  if (row[column].is_null()) return {};
  return {row[column].c_str(), row[column + 1].c_str()};
}

// A row that begins with MAINSTAY_GATHERING_COLUMNS.
Gathering FromRow(const pqxx::row& row) {
  Gathering g;
  g.id = row[0].c_str();
  g.version = row[1].as<int64_t>();
  g.kind = row[2].c_str();
  g.title = row[3].c_str();
  g.description = row[4].c_str();
  g.place = row[5].c_str();
  g.start_time = pg::ParseTime(row[6].c_str());
  g.end_time = pg::ParseTime(row[7].c_str());
  g.time_zone = row[8].c_str();
  g.organizer = row[9].c_str();
  g.budget = AmountFrom(row, 10);
  g.cost = AmountFrom(row, 12);
  g.capacity = row[14].as<int>();
  g.state = row[15].c_str();
  g.outcome = row[16].c_str();
  g.cancel_reason = row[17].c_str();
  g.create_time = pg::ParseTime(row[18].c_str());
  g.update_time = pg::ParseTime(row[19].c_str());
  return g;
}

// The four of MAINSTAY_INVITATION_COUNTS from `column` on.
InvitationCounts CountsFrom(const pqxx::row& row, pqxx::row::size_type column) {
  return {.invited = row[column].as<int>(),
          .accepted = row[column + 1].as<int>(),
          .declined = row[column + 2].as<int>(),
          .attended = row[column + 3].as<int>()};
}

CountedGathering CountedFrom(const pqxx::row& row) {
  return {FromRow(row), CountsFrom(row, kColumns)};
}

}  // namespace

void InsertGathering(pg::Tx& tx, const Gathering& gathering) {
  tx.RunParams(kInsert, Row(gathering));
}

void UpdateGathering(pg::Tx& tx, const Gathering& gathering) {
  tx.RunParams(kUpdate, Row(gathering));
}

std::optional<CountedGathering> ReadGathering(pg::Tx& tx, const std::string& gathering_id) {
  const pqxx::result rows = tx.Run(kRead, gathering_id);
  if (rows.empty()) return std::nullopt;
  return CountedFrom(rows[0]);
}

std::optional<Gathering> LockGathering(pg::Tx& tx, const std::string& gathering_id) {
  const pqxx::result rows = tx.Run(kLock, gathering_id);
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0]);
}

InvitationCounts CountInvitations(pg::Tx& tx, const std::string& gathering_id) {
  return CountsFrom(tx.Run(kCount, gathering_id)[0], 0);
}

std::vector<api::FilterField> GatheringFilterFields() {
  using enum api::FilterType;
  return {
      {"kind", "g.kind", kEnum,
       api::EnumFilterValues("GATHERING_KIND_", {"customer_event", "training_course", "seminar",
                                                 "exhibition", "plant_tour"})},
      {"state", "g.state", kEnum,
       api::EnumFilterValues("GATHERING_STATE_", {"planned", "open", "held", "cancelled"})},
      {"title", "g.title", kText},
      {"organizer", "g.organizer", kText},
      {"start_time", "g.start_time", kTime},
      {"end_time", "g.end_time", kTime},
      {"create_time", "g.create_time", kTime},
      {"update_time", "g.update_time", kTime},
  };
}

absl::Span<const api::Sort> GatheringSorts() {
  static constexpr api::Sort kSorts[] = {
      {"start_time", true, "g.start_time", "timestamptz"},
      {"start_time", false, "g.start_time", "timestamptz"},
      {"update_time", true, "g.update_time", "timestamptz"},
  };
  return kSorts;
}

api::Rows<CountedGathering> ListGatherings(pg::Tx& tx, const api::ListQuery& query) {
  api::ListParams params(query);
  std::string sql = absl::StrCat("SELECT " MAINSTAY_GATHERING_COLUMNS ", c.*",
                                 api::KeyColumns(query, "g.gathering_id"),
                                 MAINSTAY_COUNTED_GATHERINGS, query.filter.where);
  absl::StrAppend(&sql, api::KeysetEnd(query, "g.gathering_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, CountedFrom);
}

}  // namespace mainstay::engagement
