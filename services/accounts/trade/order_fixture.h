// What the tests of orders, payments and summaries have in common.
#pragma once

#include <string>
#include <vector>

#include "services/accounts/trade/trade_fixture.h"

namespace mainstay::accounts {

inline constexpr int64_t kDay = 86400;
inline constexpr int64_t kNewYear = 1767225600;  // 2026-01-01T00:00:00Z

class OrderFixture : public TradeFixture {
 protected:
  std::string MakeAccount(const std::string& external_id, std::string_view user = "ada",
                          std::string_view role = "admin") {
    v1::CreateAccountRequest request;
    request.mutable_account()->set_display_name("Account " + external_id);
    request.mutable_account()->set_external_id(external_id);
    return Must(service_.Call<v1::Account>("mainstay.accounts.v1.AccountService/CreateAccount",
                                           request, user, role))
        .name();
  }
  // quantity × price of one product.
  static v1::RecordOrderRequest OrderOf(const std::string& parent, const std::string& number,
                                        const std::string& quantity, const std::string& price,
                                        int64_t time = kNewYear, const std::string& product = "A") {
    v1::RecordOrderRequest request;
    request.set_parent(parent);
    v1::Order& order = *request.mutable_order();
    order.set_order_number(number);
    order.mutable_order_time()->set_seconds(time);
    order.set_currency_code("CNY");
    v1::OrderLine& line = *order.add_lines();
    line.set_product(product);
    line.set_description("thing " + product);
    line.set_quantity(quantity);
    line.set_unit_price(price);
    return request;
  }
  absl::StatusOr<v1::Order> Record(const v1::RecordOrderRequest& request,
                                   std::string_view user = "ada", std::string_view role = "admin") {
    return Call<v1::Order>("RecordOrder", request, user, role);
  }
  absl::StatusOr<v1::Payment> Pay(const std::string& parent, const std::string& number,
                                  int64_t units, int64_t time = kNewYear) {
    v1::RecordPaymentRequest request;
    request.set_parent(parent);
    v1::Payment& payment = *request.mutable_payment();
    payment.set_payment_number(number);
    payment.mutable_amount()->set_units(units);
    payment.mutable_amount()->set_currency_code("CNY");
    payment.mutable_payment_time()->set_seconds(time);
    return Call<v1::Payment>("RecordPayment", request);
  }
  absl::StatusOr<v1::TradeSummary> Summary(const v1::GetTradeSummaryRequest& request,
                                           std::string_view user = "ada",
                                           std::string_view role = "admin") {
    return Call<v1::TradeSummary>("GetTradeSummary", request, user, role);
  }
  // The numbers of a list's pages.
  std::vector<std::string> Numbers(v1::ListOrdersRequest request) {
    std::vector<std::string> numbers;
    do {
      const auto page = Must(Call<v1::ListOrdersResponse>("ListOrders", request));
      for (const v1::Order& order : page.orders()) {
        EXPECT_EQ(order.lines_size(), 0);
        numbers.push_back(order.order_number());
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return numbers;
  }
};

}  // namespace mainstay::accounts
