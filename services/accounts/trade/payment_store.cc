#include "services/accounts/trade/payment_store.h"

#include <pqxx/result>

#include "common/pg/statement.h"

namespace mainstay::accounts {
namespace {

constexpr pg::Statement kInsert{"payment_insert", R"sql(
INSERT INTO payments (payment_id, account_id, payment_number, amount, currency_code, payment_time,
  method, order_number, actor, create_time)
VALUES ($1::uuid, $2::uuid, $3, $4::numeric, $5, $6::timestamptz, $7, $8, $9, $10::timestamptz)
)sql"};

// One range of the index an account of the family: a page costs the same at any depth.
constexpr pg::Statement kList{"payment_list", R"sql(
SELECT p.* FROM account_family($1::uuid) f (account_id) CROSS JOIN LATERAL (
  SELECT payment_id, payment_number, amount, currency_code, payment_time, method, order_number,
    actor, create_time
  FROM payments
  WHERE account_id = f.account_id AND (payment_time, payment_id) < ($2::timestamptz, $3::uuid)
  ORDER BY payment_time DESC, payment_id DESC LIMIT $4::int) p
ORDER BY payment_time DESC, payment_id DESC LIMIT $4::int
)sql"};

}  // namespace

void InsertPayment(pg::Tx& tx, const Payment& payment) {
  tx.Run(kInsert, payment.id, payment.account_id, payment.payment_number, payment.amount,
         payment.currency_code, payment.payment_time, payment.method, payment.order_number,
         payment.actor, payment.create_time);
}

std::vector<Payment> ListPayments(pg::Tx& tx, const std::string& account_id,
                                  const std::vector<std::string>& after, int limit) {
  const std::string time = after.empty() ? "infinity" : after[0];
  const std::string id = after.empty() ? "ffffffff-ffff-ffff-ffff-ffffffffffff" : after[1];
  std::vector<Payment> payments;
  for (const auto& row : tx.Run(kList, account_id, time, id, limit)) {
    payments.push_back({.id = row[0].c_str(),
                        .account_id = account_id,
                        .payment_number = row[1].c_str(),
                        .amount = row[2].c_str(),
                        .currency_code = row[3].c_str(),
                        .payment_time = pg::ParseTime(row[4].c_str()),
                        .method = row[5].c_str(),
                        .order_number = row[6].c_str(),
                        .actor = row[7].c_str(),
                        .create_time = pg::ParseTime(row[8].c_str())});
  }
  return payments;
}

std::vector<std::string> PaymentCursor(const Payment& last) {
  return {*pg::ToParam(last.payment_time), last.id};
}

}  // namespace mainstay::accounts
