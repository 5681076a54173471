#include "services/engagement/gifts/gift_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/directory/directory_store.h"
#include "common/pg/advisory_lock.h"
#include "common/pg/day.h"
#include "common/pg/statement.h"

namespace mainstay::engagement {
namespace {

constexpr pg::Statement kInsert{"gift_insert", R"sql(
INSERT INTO gifts (gift_id, account_id, version, direction, kind, description, amount, currency,
  contact_id, user_id, recipient, day, occasion, state, approver, close_reason, create_time,
  update_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
)sql"};

constexpr pg::Statement kUpdate{"gift_update", R"sql(
UPDATE gifts SET version = $2, description = $3, occasion = $4, state = $5, approver = $6,
  close_reason = $7, update_time = $8
WHERE gift_id = $1
)sql"};

// $5: the amount that is to be registered.
constexpr pg::Statement kUse{"gift_use", R"sql(
SELECT trim_scale(used.total), trim_scale(l.amount), trim_scale(l.amount - used.total),
  coalesce(used.total + $5::numeric <= l.amount, true)
FROM (SELECT coalesce(sum(amount), 0) FROM gifts
      WHERE year = $1::int AND direction = $2 AND recipient = $3 AND currency = $4
        AND state IN ('pending', 'approved')) used (total)
  LEFT JOIN gift_limits l ON l.currency = $4
)sql"};

#define MAINSTAY_GIFT_COLUMNS                                                        \
  "g.gift_id, g.version, g.direction, g.kind, g.description, trim_scale(g.amount), " \
  "g.currency, g.contact_id, g.user_id, g.day, g.occasion, g.state, g.approver, "    \
  "g.close_reason, g.create_time, g.update_time"
constexpr int kColumns = 16;

#define MAINSTAY_GIFT_READ        \
  "SELECT " MAINSTAY_GIFT_COLUMNS \
  " FROM gifts g WHERE g.gift_id = $2 AND g.account_id IN " MAINSTAY_FAMILY("$1")
constexpr pg::Statement kRead{"gift_read", MAINSTAY_GIFT_READ};
constexpr pg::Statement kLock{"gift_lock", MAINSTAY_GIFT_READ " FOR UPDATE OF g"};

// A row of MAINSTAY_GIFT_COLUMNS, seen under `account_id`.
Gift FromRow(const pqxx::row& row, const std::string& account_id) {
  Gift g;
  g.account_id = account_id;
  g.id = row[0].c_str();
  g.version = row[1].as<int64_t>();
  g.direction = row[2].c_str();
  g.kind = row[3].c_str();
  g.description = row[4].c_str();
  g.value = {row[5].c_str(), row[6].c_str()};
  g.contact_id = row[7].c_str();
  g.user = row[8].c_str();
  g.day = pg::ParseDay(row[9].c_str());
  g.occasion = row[10].c_str();
  g.state = row[11].c_str();
  g.approver = row[12].c_str();
  g.close_reason = row[13].c_str();
  g.create_time = pg::ParseTime(row[14].c_str());
  g.update_time = pg::ParseTime(row[15].c_str());
  return g;
}

std::optional<Gift> First(const pqxx::result& rows, const std::string& account_id) {
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0], account_id);
}

}  // namespace

int64_t GiftLimitLock(const Gift& gift) {
  return pg::AdvisoryKey(absl::StrCat("engagement/gift_limit/", gift.direction, "/",
                                      RecipientOf(gift), "/", gift.day.year(), "/",
                                      gift.value.currency));
}

GiftUse ReadGiftUse(pg::Tx& tx, const Gift& gift) {
  const pqxx::result rows = tx.Run(kUse, static_cast<int64_t>(gift.day.year()), gift.direction,
                                   RecipientOf(gift), gift.value.currency, gift.value.decimal);
  return {.total = rows[0][0].c_str(),
          .limit = rows[0][1].is_null() ? "" : rows[0][1].c_str(),
          .left = rows[0][2].is_null() ? "" : rows[0][2].c_str(),
          .fits = rows[0][3].as<bool>()};
}

void InsertGift(pg::Tx& tx, const Gift& g) {
  tx.Run(kInsert, g.id, g.account_id, g.version, g.direction, g.kind, g.description,
         g.value.decimal, g.value.currency, g.contact_id, g.user, RecipientOf(g),
         pg::DayText(g.day), g.occasion, g.state, g.approver, g.close_reason, g.create_time,
         g.update_time);
}

void UpdateGift(pg::Tx& tx, const Gift& g) {
  tx.Run(kUpdate, g.id, g.version, g.description, g.occasion, g.state, g.approver, g.close_reason,
         g.update_time);
}

std::optional<Gift> ReadGift(pg::Tx& tx, const std::string& account_id,
                             const std::string& gift_id) {
  return First(tx.Run(kRead, account_id, gift_id), account_id);
}

std::optional<Gift> LockGift(pg::Tx& tx, const std::string& account_id,
                             const std::string& gift_id) {
  return First(tx.Run(kLock, account_id, gift_id), account_id);
}

std::vector<api::FilterField> GiftFilterFields() {
  using enum api::FilterType;
  return {
      {"direction", "g.direction", kEnum,
       api::EnumFilterValues("GIFT_DIRECTION_", {"given", "received"})},
      {"kind", "g.kind", kEnum,
       api::EnumFilterValues("GIFT_KIND_",
                             {"gift", "meal", "travel", "entertainment", "cash_equivalent"})},
      {"state", "g.state", kEnum,
       api::EnumFilterValues("GIFT_STATE_", {"pending", "approved", "refused", "cancelled"})},
      {"user", "g.user_id", kText},
      {"currency", "g.currency", kText},
      {"amount", "g.amount", kNumber},
      {"year", "g.year", kNumber},
      {"create_time", "g.create_time", kTime},
      {"update_time", "g.update_time", kTime},
  };
}

absl::Span<const api::Sort> GiftSorts() {
  static constexpr api::Sort kSorts[] = {
      {"date", true, "g.day", "date"},
      {"date", false, "g.day", "date"},
      {"update_time", true, "g.update_time", "timestamptz"},
  };
  return kSorts;
}

api::Rows<Gift> ListGifts(pg::Tx& tx, const api::ListQuery& query, const std::string& account_id,
                          const auth::AccountScope& scope) {
  api::ListParams params(query);
  std::string sql = absl::StrCat(
      "SELECT " MAINSTAY_GIFT_COLUMNS ", coalesce(d.survivor_id, g.account_id)",
      api::KeyColumns(query, "g.gift_id"),
      " FROM gifts g LEFT JOIN account_directory d USING (account_id) WHERE ", query.filter.where);
  absl::StrAppend(&sql, directory::AccountsPredicate(params, "g.account_id", account_id, scope),
                  api::KeysetEnd(query, "g.gift_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query,
                       [](const pqxx::row& row) { return FromRow(row, row[kColumns].c_str()); });
}

}  // namespace mainstay::engagement
