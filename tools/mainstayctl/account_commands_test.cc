// Commands on accounts and analyses, against the service.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mainstay/accounts/v1/account_service.pb.h>
#include <mainstay/accounts/v1/trade_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/page.h"
#include "common/testing/service_fixture.h"
#include "services/accounts/constraint_errors.h"
#include "services/accounts/grading/grading_service.h"
#include "services/accounts/profile/account_service.h"
#include "services/accounts/trade/trade_service.h"
#include "tools/mainstayctl/command_test_kit.h"

namespace mainstay::ctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class AccountCommandsTest : public ::testing::Test {
 protected:
  AccountCommandsTest()
      : service_({.migrations = "services/accounts/migrations",
                  .services = {"mainstay.accounts.v1.AccountService",
                               "mainstay.accounts.v1.AttributeSchemaService",
                               "mainstay.accounts.v1.TradeService",
                               "mainstay.accounts.v1.GradingService"},
                  .handlers =
                      [this](rpc::Router& router) {
                        const accounts::Deps deps{.page_tokens = &tokens_};
                        accounts::RegisterAccountService(router, deps);
                        accounts::RegisterTradeService(router, deps);
                        accounts::RegisterGradingService(router, deps);
                      },
                  .constraint_errors = &accounts::AccountsConstraintErrors()}) {}

  // What a command says, on both streams, and its exit code where that is not 0.
  std::string Run(std::vector<std::string> arguments) {
    return SaidBy(service_, std::move(arguments));
  }

  void Create(const std::string& external_id, const std::string& name) {
    Run({"accounts", "create", "--set", "external_id=" + external_id, "--set",
         "display_name=" + name});
  }

  void Sell(const std::string& account, int price, const std::string& currency) {
    accounts::v1::RecordOrderRequest request;
    request.set_parent(account);
    accounts::v1::Order& order = *request.mutable_order();
    order.set_order_number(absl::StrCat("N", price));
    order.mutable_order_time()->set_seconds(1767225600);
    order.set_currency_code(currency);
    accounts::v1::OrderLine& line = *order.add_lines();
    line.set_product("P");
    line.set_quantity("1");
    line.set_unit_price(absl::StrCat(price));
    const auto made = service_.Call<accounts::v1::Order>(
        "mainstay.accounts.v1.TradeService/RecordOrder", request, "ada", "admin");
    ASSERT_TRUE(made.ok()) << made.status();
  }

  std::string IdOf(const std::string& external_id) {
    accounts::v1::ListAccountsRequest request;
    request.set_filter(absl::StrCat("external_id = \"", external_id, "\""));
    return service_
        .Call<accounts::v1::ListAccountsResponse>(
            "mainstay.accounts.v1.AccountService/ListAccounts", request, "ada", "admin")
        .value()
        .accounts(0)
        .name();
  }

  api::PageTokens tokens_{"a key of the test, long enough"};
  testing::ServiceFixture service_;
};

TEST_F(AccountCommandsTest, MergedAndDeletedAccountsAreFoundByExternalId) {
  Create("T-1", "Alpha");
  Create("T-2", "Beta");
  const std::string merged = IdOf("T-2");
  EXPECT_THAT(Run({"accounts", "merge", "T-2", "--into", "T-1"}),
              HasSubstr("mainstayctl accounts unmerge " + merged));
  EXPECT_THAT(Run({"accounts", "get", "T-2"}), HasSubstr("Alpha")) << "the survivor";
  EXPECT_THAT(Run({"accounts", "unmerge", "T-2"}), HasSubstr("Beta"));

  EXPECT_THAT(Run({"accounts", "list", "--deleted"}), HasSubstr("STATE"));
  EXPECT_THAT(Run({"accounts", "list"}), Not(HasSubstr("STATE")));
  EXPECT_THAT(Run({"accounts", "delete", "T-2"}), HasSubstr("deleted"));
  EXPECT_THAT(Run({"accounts", "undelete", "T-2"}), HasSubstr("active"));
  Run({"accounts", "delete", "T-2"});
  Create("T-2", "Gamma");  // takes the id that is free now
  EXPECT_THAT(Run({"accounts", "get", "T-2"}), HasSubstr("Gamma"));
  Run({"accounts", "delete", "T-2"});
  EXPECT_THAT(Run({"accounts", "undelete", "T-2"}),
              AllOf(HasSubstr("several deleted accounts"), HasSubstr("exit 2")));
  EXPECT_THAT(Run({"accounts", "get", "T-3"}), HasSubstr("exit 3"));
}

TEST_F(AccountCommandsTest, TheCardShowsTheClassAndErrorsNameFlags) {
  Create("T-1", "Alpha");
  Create("T-2", "Beta");
  EXPECT_THAT(Run({"accounts", "get", "T-1"}), Not(HasSubstr("abc_class")));
  Sell(IdOf("T-1"), 900, "CNY");
  Sell(IdOf("T-1"), 5, "EUR");
  Sell(IdOf("T-2"), 100, "CNY");
  EXPECT_THAT(Run({"abc", "run"}), AllOf(HasSubstr("--currency: "), HasSubstr("CNY, EUR")));
  EXPECT_THAT(Run({"abc", "run", "--currency", "CNY", "--b", "0.1"}), HasSubstr("--b: "));
  EXPECT_THAT(Run({"abc", "run", "--currency", "CNY", "--from", "soon"}), HasSubstr("--from: "));
  EXPECT_THAT(Run({"abc", "run", "--currency", "USD"}), HasSubstr("exit 5"));
  EXPECT_THAT(Run({"abc", "run", "--currency", "CNY"}), HasSubstr("sales in CNY"));
  EXPECT_THAT(Run({"accounts", "get", "T-2"}),
              AllOf(HasSubstr("B: 100.00 CNY, rank 2, 10.0 % of the sales")));
  service_.clock().Advance(absl::Seconds(1));
  Run({"abc", "run", "--currency", "EUR"});
  EXPECT_THAT(Run({"abc", "show"}), HasSubstr("sales in EUR from the beginning"));
  EXPECT_THAT(Run({"abc", "show", "--currency", "cny"}), HasSubstr("sales in CNY"));
  EXPECT_THAT(Run({"accounts", "get", "T-2"}), Not(HasSubstr("abc_class")))
      << "it has no currency of its own, and is not in the newest analysis";
  Run({"accounts", "update", "T-2", "--set", "currency_code=CNY"});
  EXPECT_THAT(Run({"accounts", "get", "T-2"}), HasSubstr("abc_class"));
  EXPECT_THAT(Run({"accounts", "create", "--set", "display_name=Alpha"}),
              HasSubstr("give --allow-duplicate"));
}

}  // namespace
}  // namespace mainstay::ctl
