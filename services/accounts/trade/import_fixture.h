// What the tests of imports have in common.
#pragma once

#include <string>
#include <vector>

#include "services/accounts/trade/trade_fixture.h"

namespace mainstay::accounts {

class ImportFixture : public TradeFixture {
 protected:
  static constexpr char kOrders[] =
      "Invoice,Sku,Text,Qty,When,Price,Customer,Land\n"
      "101,A,\"lamp, \"\"oak\"\"\",10,2026-01-05 10:00:00,12.50,K1,France\n"
      "101,A,\"lamp, \"\"oak\"\"\",10,2026-01-05 10:00:00,12.50,K1,France\n"  // a duplicate is kept
      "102,B,\"two\nlines\",1,2026-01-06 10:00:00,0.001,K2,Spain\n"
      "101,C,late line,2,2026-01-05 10:00:00,1,K1,France\n"
      "C103,A,lamp back,-2,2026-02-05 10:00:00,12.50,K1,Italy\n"
      "104,A,nobody's,1,2026-02-05 10:00:00,1.00,,Spain\n"
      "105,A,bad number,x,2026-02-05 10:00:00,1.00,K1,Spain\n"
      "105,A,bad day,1,2026-02-30 10:00:00,1.00,K1,Spain\n";
  // "REASON count" of each, the most frequent first.
  static std::vector<std::string> RejectsOf(const v1::TradeImport& import) {
    std::vector<std::string> rejects;
    for (const auto& reject : import.rejects()) {
      rejects.push_back(absl::StrCat(reject.reason(), " ", reject.records()));
    }
    return rejects;
  }
  // "external id number kind total lines" of every order, in order.
  std::string Books() {
    return Sql(
        "SELECT string_agg(concat_ws(' ', a.external_id, o.order_number, o.kind, o.total, "
        "array_to_string(o.products, '+'), array_to_string(o.quantities, '+')), '; ' "
        "ORDER BY o.order_number, a.external_id) FROM orders o JOIN accounts a USING (account_id)");
  }
};

}  // namespace mainstay::accounts
