#include "services/engagement/gifts/gift_limit_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/directory/directory_store.h"
#include "common/pg/statement.h"

namespace mainstay::engagement {
namespace {

#define MAINSTAY_GIFT_LIMIT_READ                                                                  \
  "SELECT limit_id, version, trim_scale(amount), actor, create_time, update_time, currency FROM " \
  "gift_limits "
constexpr pg::Statement kRead{"gift_limit_read", MAINSTAY_GIFT_LIMIT_READ "WHERE currency = $1"};
constexpr pg::Statement kLock{"gift_limit_lock",
                              MAINSTAY_GIFT_LIMIT_READ "WHERE currency = $1 FOR UPDATE"};
constexpr pg::Statement kList{
    "gift_limit_list", MAINSTAY_GIFT_LIMIT_READ "WHERE amount IS NOT NULL ORDER BY currency"};

constexpr pg::Statement kInsert{"gift_limit_insert", R"sql(
INSERT INTO gift_limits (currency, limit_id, version, amount, actor, create_time, update_time)
VALUES ($1, $2, $3, nullif($4, '')::numeric, $5, $6, $7)
)sql"};
constexpr pg::Statement kUpdate{"gift_limit_update", R"sql(
UPDATE gift_limits SET version = $2, amount = nullif($3, '')::numeric, actor = $4, update_time = $5
WHERE currency = $1
)sql"};

GiftLimit FromRow(const pqxx::row& row) {
  return {.id = row[0].c_str(),
          .currency = row[6].c_str(),
          .version = row[1].as<int64_t>(),
          .decimal = row[2].is_null() ? "" : row[2].c_str(),
          .setter = row[3].c_str(),
          .create_time = pg::ParseTime(row[4].c_str()),
          .update_time = pg::ParseTime(row[5].c_str())};
}

GiftLimit FirstOr(const pqxx::result& rows, const std::string& currency) {
  return rows.empty() ? GiftLimit{.currency = currency} : FromRow(rows[0]);
}

}  // namespace

GiftLimit ReadGiftLimit(pg::Tx& tx, const std::string& currency) {
  return FirstOr(tx.Run(kRead, currency), currency);
}

GiftLimit LockGiftLimit(pg::Tx& tx, const std::string& currency) {
  return FirstOr(tx.Run(kLock, currency), currency);
}

std::vector<GiftLimit> ListGiftLimits(pg::Tx& tx) {
  std::vector<GiftLimit> limits;
  for (const auto& row : tx.Run(kList)) limits.push_back(FromRow(row));
  return limits;
}

void SaveGiftLimit(pg::Tx& tx, const GiftLimit& limit) {
  if (limit.version == 1) {
    tx.Run(kInsert, limit.currency, limit.id, limit.version, limit.decimal, limit.setter,
           limit.create_time, limit.update_time);
  } else {
    tx.Run(kUpdate, limit.currency, limit.version, limit.decimal, limit.setter, limit.update_time);
  }
}

std::vector<GiftTotal> ListGiftTotals(pg::Tx& tx, int year, const std::string& account_id,
                                      const auth::AccountScope& scope,
                                      const std::vector<std::string>& after, int limit) {
  api::ListParams params{api::ListQuery()};
  std::string where =
      absl::StrCat("g.year = ", params.Add(year), "::int",
                   directory::AccountsPredicate(params, "g.account_id", account_id, scope));
  if (!after.empty()) {
    absl::StrAppend(&where, " AND (g.direction, g.recipient, g.currency) > (", params.Add(after[0]),
                    ", ", params.Add(after[1]), ", ", params.Add(after[2]), ")");
  }
  const std::string sql = absl::StrCat(
      "SELECT t.*, trim_scale(l.amount), CASE WHEN t.direction = 'given' OR ",
      // What one of ours has got is known from all accounts only.
      account_id.empty() && scope.all() ? "true" : "false",
      " THEN trim_scale(l.amount - t.total) END FROM ("
      "SELECT g.direction, g.recipient, max(coalesce(d.survivor_id, g.account_id)::text), "
      "g.currency, trim_scale(coalesce(sum(g.amount) FILTER (WHERE g.state IN ('pending', "
      "'approved')), 0)) AS total, "
      "count(*) FILTER (WHERE g.state IN ('pending', 'approved')), "
      "count(*) FILTER (WHERE g.state = 'refused') "
      "FROM gifts g LEFT JOIN account_directory d USING (account_id) WHERE ",
      where,
      " GROUP BY g.direction, g.recipient, g.currency "
      "ORDER BY g.direction, g.recipient, g.currency LIMIT ",
      params.Add(limit),
      "::int) t LEFT JOIN gift_limits l USING (currency) ORDER BY t.direction, t.recipient, "
      "t.currency");
  std::vector<GiftTotal> totals;
  for (const auto& row : tx.Exec(sql, params.values())) {
    totals.push_back({.direction = row["direction"].c_str(),
                      .recipient = row["recipient"].c_str(),
                      .account_id = row["max"].c_str(),
                      .currency = row["currency"].c_str(),
                      .total = row["total"].c_str(),
                      .count = row[5].as<int>(),
                      .refused = row[6].as<int>(),
                      .limit = row[7].is_null() ? "" : row[7].c_str(),
                      .left = row[8].is_null() ? "" : row[8].c_str()});
  }
  return totals;
}

}  // namespace mainstay::engagement
