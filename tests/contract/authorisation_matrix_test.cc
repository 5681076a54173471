// Holds the running service to every cell of authorisation_table.h: each role, each method, an
// account of the caller's own team and one of another's; without a token, and with no role.
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>
#include <mainstay/accounts/v1/account_service.pb.h>
#include <mainstay/accounts/v1/contact_service.pb.h>
#include <mainstay/accounts/v1/grading_service.pb.h>
#include <mainstay/accounts/v1/team_service.pb.h>
#include <mainstay/accounts/v1/trade_service.pb.h>
#include <mainstay/events/v1/event.pb.h>

#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/api/page.h"
#include "common/api/uuid.h"
#include "common/auth/roles.h"
#include "common/events/event_admin.h"
#include "common/testing/service_fixture.h"
#include "services/accounts/constraint_errors.h"
#include "services/accounts/contacts/contact_service.h"
#include "services/accounts/event_versions_testing.h"
#include "services/accounts/grading/grading_service.h"
#include "services/accounts/profile/account_service.h"
#include "services/accounts/team/member_writes.h"
#include "services/accounts/team/team_service.h"
#include "services/accounts/trade/trade_service.h"
#include "tests/contract/authorisation_table.h"

namespace mainstay::contract {
namespace {

namespace v1 = accounts::v1;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr char kMe[] = "me";          // whoever calls
constexpr char kOther[] = "another";  // whose team the caller is not on

// Every method of the mainstay.*.v1 services that the protos declare, as "Service/Method".
std::vector<const MethodDescriptor*> AllMethods() {
  std::ifstream file(MAINSTAY_PROTOSET, std::ios::binary);
  google::protobuf::FileDescriptorSet set;
  EXPECT_TRUE(set.ParseFromIstream(&file)) << MAINSTAY_PROTOSET;
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  std::vector<const MethodDescriptor*> methods;
  for (const auto& declared : set.file()) {
    if (!absl::StartsWith(declared.package(), "mainstay.")) continue;
    const auto* linked = pool->FindFileByName(declared.name());
    EXPECT_NE(linked, nullptr) << declared.name();
    for (int s = 0; linked != nullptr && s < linked->service_count(); ++s) {
      for (int m = 0; m < linked->service(s)->method_count(); ++m) {
        methods.push_back(linked->service(s)->method(m));
      }
    }
  }
  return methods;
}

std::string ShortName(const MethodDescriptor& method) {
  return absl::StrCat(method.service()->name(), "/", method.name());
}

// What the placeholders of a request stand for.
using World = std::map<std::string, std::string>;

class AuthorisationMatrix : public ::testing::Test {
 protected:
  static std::vector<std::string> Services() {
    std::set<std::string> names;
    for (const MethodDescriptor* method : AllMethods())
      names.insert(method->service()->full_name());
    return {names.begin(), names.end()};
  }

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
  World NewWorld(const std::string& owner, std::string_view request) {
    World world;
    v1::Account account = Account(owner);
    world["$account"] = account.name();
    world["$name"] = account.display_name();
    auto wanted = [&](std::string_view name) { return absl::StrContains(request, name); };
    if (wanted("$contact")) world["$contact"] = Contact(account.name(), /*gone=*/false);
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
  void AddCommon(std::string_view request, World& world) {
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

  std::string DeadLetter() {
    const std::string id = api::NewUuid(absl::Now());
    mainstay::events::v1::Event event;
    event.set_aggregate_type("case");
    event.set_aggregate_id(id);
    event.set_aggregate_version(1);
    const std::string bytes = event.SerializeAsString();
    absl::Status status = service_.db().Write({}, [&](pg::Tx& tx) {
      tx.Exec(
          "INSERT INTO event_backlog (event_id, area, partition, account_id, seq, type, event, "
          "state, attempts, next_attempt_time, error, create_time) VALUES "
          "($1, 'feedback', 0, $1, 1, 't', $2, 'dead', 5, 'infinity', '', now())",
          {id, pg::ToParam(pg::Bytes{bytes})});
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
    return absl::StrCat("services/accounts/deadLetters/", id);
  }

  const MethodDescriptor* Method(std::string_view short_name) {
    for (const MethodDescriptor* method : AllMethods()) {
      if (ShortName(*method) == short_name) return method;
    }
    return nullptr;
  }

  // One call of any kind; a streamed answer leaves its last message.
  absl::Status Send(const MethodDescriptor& method, const rpc::CallOptions& options,
                    const Message& request, Message* response) {
    std::string name = absl::StrCat(method.service()->full_name(), "/", method.name());
    if (method.client_streaming()) {
      bool sent = false;
      auto next = [&](Message* message) {
        if (sent) return false;
        message->CopyFrom(request);
        return sent = true;
      };
      std::unique_ptr<Message> message(request.New());
      return rpc::CallClientStream(service_.channel(), name, options, next, message.get(),
                                   response);
    }
    if (method.server_streaming()) {
      return rpc::CallServerStream(service_.channel(), name, options, request, response,
                                   [] { return true; });
    }
    return rpc::Call(service_.channel(), name, options, request, response);
  }

  std::unique_ptr<Message> New(const google::protobuf::Descriptor* type) {
    return std::unique_ptr<Message>(
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
  }

  // Calls and gives "OK", "OK, without it" for an answer without the account, or the code's name.
  std::string Outcome(const Row& row, const rpc::CallOptions& options, const World& world) {
    const MethodDescriptor* method = Method(row.method);
    std::unique_ptr<Message> request = New(method->input_type());
    std::unique_ptr<Message> response = New(method->output_type());
    std::vector<std::pair<std::string, std::string>> values(world.begin(), world.end());
    std::string text = absl::StrReplaceAll(row.request, values);
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, request.get())) << text;
    absl::Status status = Send(*method, options, *request, response.get());
    if (!status.ok()) {
      return status.code() == absl::StatusCode::kNotFound ||
                     status.code() == absl::StatusCode::kPermissionDenied ||
                     status.code() == absl::StatusCode::kUnauthenticated
                 ? absl::StatusCodeToString(status.code())
                 : status.ToString();
    }
    bool all_there = row.about != About::kAccounts ||
                     absl::StrContains(response->DebugString(), world.at("$account"));
    return all_there ? "OK" : "OK, without it";
  }

  static std::string Expected(const Row& row, char reach, bool own) {
    if (reach == '-') return "PERMISSION_DENIED";
    if (reach == '*' || own || row.about == About::kNothing) return "OK";
    return row.about == About::kAccount ? "NOT_FOUND" : "OK, without it";
  }

  int made_ = 0;
  api::PageTokens page_tokens_{"0123456789abcdef0123456789abcdef"};
  accounts::Deps deps_;
  testing::ServiceFixture service_{{.migrations = "services/accounts/migrations",
                                    .services = Services(),
                                    .handlers = [this](rpc::Router& router) { Register(router); },
                                    .constraint_errors = &accounts::AccountsConstraintErrors()}};
};

TEST_F(AuthorisationMatrix, NamesEveryRole) {
  std::vector<std::string> roles(std::begin(kRoles), std::end(kRoles));
  EXPECT_EQ(roles, auth::AllRoles());
  for (const Row& row : kTable) EXPECT_EQ(row.reach.size(), roles.size()) << row.method;
}

TEST_F(AuthorisationMatrix, NamesEveryMethodOnce) {
  std::vector<std::string> declared, named;
  for (const MethodDescriptor* method : AllMethods()) declared.push_back(ShortName(*method));
  for (const Row& row : kTable) named.emplace_back(row.method);
  EXPECT_THAT(named, ::testing::UnorderedElementsAreArray(declared));
}

TEST_F(AuthorisationMatrix, NobodyGetsInWithoutATokenOrARole) {
  for (const Row& row : kTable) {
    World world = NewWorld(kMe, "");
    for (const char* name : {"$contact", "$gone_contact", "$member", "$order", "$gone\"", "$merged",
                             "$into", "$analysis", "$import", "$cancelled", "$dead"}) {
      world[name] = absl::EndsWith(name, "\"") ? "x\"" : "x";
    }
    EXPECT_EQ(Outcome(row, rpc::CallOptions(), world), "UNAUTHENTICATED") << row.method;
    EXPECT_EQ(Outcome(row, service_.As(kMe, "no such role"), world), "PERMISSION_DENIED")
        << row.method;
  }
}

TEST_F(AuthorisationMatrix, EveryCellHolds) {
  for (const Row& row : kTable) {
    std::map<bool, World> shared;
    for (size_t role = 0; role < std::size(kRoles); ++role) {
      for (bool own : {true, false}) {
        if (row.fresh || !shared.contains(own)) {
          shared[own] = NewWorld(own ? kMe : kOther, row.request);
          AddCommon(row.request, shared[own]);
        }
        EXPECT_EQ(Outcome(row, service_.As(kMe, kRoles[role]), shared[own]),
                  Expected(row, row.reach[role], own))
            << row.method << " by " << kRoles[role] << ", "
            << (own ? "their own account" : "another team's account");
      }
    }
  }
  // By now every method that writes has been called.
  accounts::ExpectAnEventForEveryVersion(service_.db());
}

}  // namespace
}  // namespace mainstay::contract
