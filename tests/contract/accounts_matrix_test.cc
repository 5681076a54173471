// Accounts, held to accounts_table.h.
#include <mainstay/accounts/v1/account_service.pb.h>
#include <mainstay/accounts/v1/contact_service.pb.h>
#include <mainstay/accounts/v1/grading_service.pb.h>
#include <mainstay/accounts/v1/team_service.pb.h>
#include <mainstay/accounts/v1/trade_service.pb.h>

#include "common/events/event_admin.h"
#include "services/accounts/constraint_errors.h"
#include "services/accounts/contacts/contact_service.h"
#include "services/accounts/event_versions_testing.h"
#include "services/accounts/grading/grading_service.h"
#include "services/accounts/profile/account_service.h"
#include "services/accounts/team/member_writes.h"
#include "services/accounts/team/team_service.h"
#include "services/accounts/trade/trade_service.h"
#include "tests/contract/accounts_table.h"
#include "tests/contract/authorisation_matrix_fixture.h"

namespace mainstay::contract {
namespace {

namespace v1 = accounts::v1;

class AccountsMatrix : public AuthorisationMatrix {
 protected:
  AccountsMatrix() : AuthorisationMatrix("accounts", kAccountsTable) {}

  testing::ServiceFixture& service() override { return service_; }

  void Register(rpc::Router& router) {
    deps_.page_tokens = &page_tokens_;
    deps_.hand_over = accounts::HandOver;
    deps_.database = {.dsn = service_.database().service_dsn(), .application_name = "test"};
    accounts::RegisterAccountService(router, deps_);
    accounts::RegisterContactService(router, deps_);
    accounts::RegisterGradingService(router, deps_);
    accounts::RegisterTeamService(router, deps_);
    accounts::RegisterTradeService(router, deps_);
    events::RegisterEventAdmin(router, "accounts", &page_tokens_);
  }

  // As admin; ends the test when it fails.
  template <class Res>
  Res Do(std::string_view method, const Message& request) {
    auto result = service_.Call<Res>(absl::StrCat("mainstay.accounts.v1.", method), request,
                                     "admin", "admin");
    if (!result.ok()) ADD_FAILURE() << method << ": " << result.status();
    return result.ok() ? *std::move(result) : Res();
  }

  v1::Account Account(const std::string& owner) {
    v1::CreateAccountRequest request;
    request.mutable_account()->set_display_name(absl::StrCat("company", ++made_, "end"));
    request.mutable_account()->set_owner(owner);
    return Do<v1::Account>("AccountService/CreateAccount", request);
  }

  std::string Contact(const std::string& account, bool gone) {
    v1::CreateContactRequest request;
    request.set_parent(account);
    request.mutable_contact()->set_display_name("Wang");
    std::string name = Do<v1::Contact>("ContactService/CreateContact", request).name();
    v1::DeleteContactRequest remove;
    remove.set_name(name);
    if (gone) Do<v1::Contact>("ContactService/DeleteContact", remove);
    return name;
  }

  std::string Gone(const std::string& owner) {
    v1::DeleteAccountRequest remove;
    remove.set_name(Account(owner).name());
    return Do<v1::Account>("AccountService/DeleteAccount", remove).name();
  }

  std::string Merged(const std::string& owner) {
    v1::MergeAccountRequest merge;
    merge.set_name(Account(owner).name());
    merge.set_into(Account(owner).name());
    Do<v1::Account>("AccountService/MergeAccount", merge);
    return merge.name();
  }

  std::string Order(const std::string& account) {
    v1::RecordOrderRequest request;
    request.set_parent(account);
    request.mutable_order()->set_order_number("1");
    request.mutable_order()->set_currency_code("CNY");
    request.mutable_order()->mutable_order_time()->set_seconds(1700000000);
    v1::OrderLine* line = request.mutable_order()->add_lines();
    line->set_quantity("2");
    line->set_unit_price("5");
    return Do<v1::Order>("TradeService/RecordOrder", request).name();
  }

  std::string Member(const std::string& account) {
    v1::CreateTeamMemberRequest request;
    request.set_parent(account);
    request.mutable_team_member()->set_user("colleague");
    request.mutable_team_member()->set_role(v1::TEAM_ROLE_SERVICE);
    return Do<v1::TeamMember>("TeamService/CreateTeamMember", request).name();
  }

  // An account of that owner's with what belongs to it; only what the request asks for.
  World NewWorld(const std::string& owner, std::string_view request) override {
    World world;
    v1::Account account = Account(owner);
    world["$account"] = account.name();
    world["$name"] = account.display_name();
    auto wanted = [&](std::string_view name) { return absl::StrContains(request, name); };
    // Contacts of many accounts are asked for by their accounts.
    if (wanted("$contact") || wanted("parents:")) {
      world["$contact"] = Contact(account.name(), /*gone=*/false);
    }
    if (wanted("$gone_contact")) world["$gone_contact"] = Contact(account.name(), /*gone=*/true);
    if (wanted("$member")) world["$member"] = Member(account.name());
    // An analysis needs sales.
    if (wanted("$order") || wanted("$analysis") || wanted("abc_analysis")) {
      world["$order"] = Order(account.name());
    }
    if (wanted("$gone\"")) world["$gone\""] = Gone(owner) + "\"";
    if (wanted("$merged")) world["$merged"] = Merged(owner);
    if (wanted("$into")) world["$into"] = Account(owner).name();
    return world;
  }

  // What belongs to nobody; made after the accounts, so that the analysis holds them.
  void AddCommon(std::string_view request, World& world) override {
    if (absl::StrContains(request, "$analysis")) {
      v1::CreateAbcAnalysisRequest create;
      create.mutable_abc_analysis()->set_currency_code("CNY");
      world["$analysis"] = Do<v1::AbcAnalysis>("GradingService/CreateAbcAnalysis", create).name();
    }
    if (absl::StrContains(request, "$import")) world["$import"] = Import("1,C1,1,5,2026-01-01\n");
    if (absl::StrContains(request, "$cancelled")) world["$cancelled"] = CancelledImport();
    if (absl::StrContains(request, "$dead")) world["$dead"] = DeadLetter();
  }

  std::string Import(const std::string& lines) {
    v1::ImportTradeRequest request, message;
    request.mutable_file()->set_data("order,customer,quantity,price,time\n" + lines);
    request.mutable_columns()->set_order_number("order");
    request.mutable_columns()->set_account_external_id("customer");
    request.mutable_columns()->set_quantity("quantity");
    request.mutable_columns()->set_unit_price("price");
    request.mutable_columns()->set_order_time("time");
    request.set_default_currency_code("CNY");
    v1::TradeImport import;
    absl::Status status =
        Send(*Method("TradeService/ImportTrade"), service_.As("admin", "admin"), request, &import);
    if (!status.ok()) ADD_FAILURE() << status;
    return import.name();
  }

  // An import as an upload that broke off and was given up leaves it.
  std::string CancelledImport() {
    std::string name = Import("1,C1,1,5,2026-01-01\n");
    absl::Status status = service_.db().Write({}, [&](pg::Tx& tx) {
      tx.Exec("UPDATE trade_imports SET state = 'cancelled' WHERE import_id = $1::uuid",
              {name.substr(name.find('/') + 1)});
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
    return name;
  }

  int made_ = 0;
  accounts::Deps deps_;
  testing::ServiceFixture service_{{.migrations = "services/accounts/migrations",
                                    .services = Services(),
                                    .handlers = [this](rpc::Router& router) { Register(router); },
                                    .constraint_errors = &accounts::AccountsConstraintErrors()}};
};

TEST_F(AccountsMatrix, NamesEveryRole) { NamesEveryRole(); }
TEST_F(AccountsMatrix, NamesEveryMethodOnce) { NamesEveryMethodOnce(); }
TEST_F(AccountsMatrix, NobodyGetsInWithoutATokenOrARole) { NobodyGetsInWithoutATokenOrARole(); }
TEST_F(AccountsMatrix, EveryCellHolds) {
  EveryCellHolds();
  // By now every method that writes has been called.
  accounts::ExpectAnEventForEveryVersion(service_.db());
}

// No area is without a matrix.
TEST(AuthorisationMatrices, ThereIsOneForEveryArea) {
  std::set<std::string> packages;
  for (const MethodDescriptor* method : AllMethods()) packages.insert(method->file()->package());
  EXPECT_THAT(packages, ::testing::ElementsAre("mainstay.accounts.v1", "mainstay.engagement.v1",
                                               "mainstay.feedback.v1", "mainstay.survey.v1"));
}

}  // namespace
}  // namespace mainstay::contract
