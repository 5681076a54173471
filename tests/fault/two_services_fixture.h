// Accounts with its relay, and a service that receives its events, in one process: each with a
// database of its own, and one Redis between them.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mainstay/accounts/v1/account_service.pb.h>
#include <mainstay/accounts/v1/team_service.pb.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <pqxx/pqxx>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/api/page.h"
#include "common/api/uuid.h"
#include "common/directory/directory_events.h"
#include "common/events/consumer.h"
#include "common/events/relay.h"
#include "common/fault/fault.h"
#include "common/testing/redis.h"
#include "common/testing/service_fixture.h"
#include "services/accounts/constraint_errors.h"
#include "services/accounts/deps.h"
#include "services/accounts/event_versions_testing.h"
#include "services/accounts/profile/account_service.h"
#include "services/accounts/team/member_writes.h"
#include "services/accounts/team/team_service.h"

namespace mainstay::faults {

namespace v1 = accounts::v1;

inline bool Eventually(const std::function<bool()>& holds,
                       absl::Duration patience = absl::Minutes(3)) {
  const absl::Time end = absl::Now() + patience;
  while (!holds()) {
    if (absl::Now() > end) return holds();
    absl::SleepFor(absl::Milliseconds(20));
  }
  return true;
}

class TwoServices : public ::testing::Test {
 protected:
  TwoServices() {
    for (const char* file : {"common/events/outbox.sql", "common/events/inbox.sql",
                             "common/directory/directory.sql"}) {
      std::ifstream in(file);
      Sql(engagement_, {std::istreambuf_iterator<char>(in), {}});
    }
    Sql(engagement_,
        "CREATE TABLE journal (n bigint GENERATED ALWAYS AS IDENTITY, event_id uuid, type text, "
        "aggregate_type text, aggregate_id uuid, version bigint)");
  }

  void TearDown() override {
    StopConsumer();
    StopRelay();
  }

  // Every effect, in order, beside what the directory makes of it.
  static events::Subscription Journal() {
    events::Subscription subscription = directory::DirectorySubscription();
    for (auto& [type, handler] : subscription.handlers) {
      handler = [](pg::Tx& tx, const events::v1::Event& event) -> absl::Status {
        tx.Exec(
            "INSERT INTO journal (event_id, type, aggregate_type, aggregate_id, version) "
            "VALUES ($1, $2, $3, $4, $5)",
            {pg::ToParam(event.event_id()), pg::ToParam(event.type()),
             pg::ToParam(event.aggregate_type()), pg::ToParam(event.aggregate_id()),
             pg::ToParam(event.aggregate_version())});
        return directory::KeepDirectory(tx, event);
      };
    }
    return subscription;
  }

  void StartRelay() {
    std::lock_guard lock(relay_mutex_);
    relay_ = std::make_unique<events::Relay>(events::RelayOptions{
        .area = "accounts", .database = {.dsn = accounts_dsn_}, .redis = Redis()});
  }
  void StopRelay() {
    std::lock_guard lock(relay_mutex_);
    relay_.reset();
  }
  void StartConsumer() {
    consumer_ = std::make_unique<events::Consumer>(
        events::ConsumerOptions{.group = "engagement",
                                .database = {.dsn = engagement_database_->owner_dsn()},
                                .redis = Redis(),
                                .subscriptions = {Journal()}});
  }
  void StopConsumer() { consumer_.reset(); }

  redis::Options Redis() const {
    return {.address = redis_->address(),
            .command_timeout = absl::Seconds(5),
            .reconnect_pause = absl::Milliseconds(100)};
  }

  // The first value; "" without rows.
  static std::string Sql(pg::Session& session, const std::string& sql) {
    const auto value = session.Write({}, [&](pg::Tx& tx) -> absl::StatusOr<std::string> {
      const pqxx::result rows = tx.Exec(sql);
      return rows.empty() || rows[0].size() == 0 ? "" : std::string(rows[0][0].c_str());
    });
    EXPECT_TRUE(value.ok()) << value.status() << "\n" << sql;
    return value.value_or("");
  }

  template <class Res>
  absl::StatusOr<Res> Call(std::string_view method, const google::protobuf::Message& request,
                           std::string_view user = "ada", std::string_view role = "admin") {
    return service_.Call<Res>(absl::StrCat("mainstay.accounts.v1.", method), request, user, role);
  }
  v1::Account Create(const std::string& name, const std::string& owner = "ada") {
    v1::CreateAccountRequest request;
    request.mutable_account()->set_display_name(name);
    request.mutable_account()->set_owner(owner);
    request.set_allow_duplicate(true);
    const auto account = Call<v1::Account>("AccountService/CreateAccount", request);
    EXPECT_TRUE(account.ok()) << account.status();
    return account.value_or(v1::Account());
  }
  absl::Status Join(const std::string& account, const std::string& user) {
    v1::CreateTeamMemberRequest request;
    request.set_parent(account);
    request.mutable_team_member()->set_user(user);
    request.mutable_team_member()->set_role(v1::TEAM_ROLE_SERVICE);
    return Call<v1::TeamMember>("TeamService/CreateTeamMember", request).status();
  }
  absl::Status Leave(const std::string& account, const std::string& user) {
    v1::DeleteTeamMemberRequest request;
    request.set_name(absl::StrCat(account, "/members/", user));
    return Call<v1::DeleteTeamMemberResponse>("TeamService/DeleteTeamMember", request).status();
  }
  static std::string IdOf(const std::string& name) { return name.substr(name.find('/') + 1); }

  // What both databases are to agree on: "" when every event has had its effect once, in order, and
  // the directory says of the accounts what accounts says.
  std::string Disagreement() {
    if (const std::string waiting =
            Sql(accounts_, "SELECT count(*) FROM outbox WHERE published_at IS NULL");
        waiting != "0") {
      return absl::StrCat("unpublished: ", waiting);
    }
    const std::string told = Sql(
        accounts_,
        "SELECT md5(coalesce(string_agg(event_id::text, '' ORDER BY event_id), '')) FROM outbox");
    const auto is_told = [&](const char* table) {
      return Sql(engagement_,
                 absl::StrCat("SELECT md5(coalesce(string_agg(event_id::text, '' ORDER BY "
                              "event_id), '')) FROM ",
                              table)) == told;
    };
    if (!is_told("inbox")) return "the inbox holds other events than the outbox";
    if (!is_told("journal")) return "effects are missing, or came twice";
    const std::string order = Sql(engagement_, R"sql(
SELECT string_agg(DISTINCT aggregate_type || ' ' || aggregate_id, ', ') FROM (
  SELECT *, row_number() OVER (PARTITION BY aggregate_type, aggregate_id ORDER BY n) AS place
  FROM journal) j
WHERE version <> place)sql");
    if (!order.empty()) return absl::StrCat("out of order: ", order);
    const std::string ours = Sql(accounts_, R"sql(
SELECT string_agg(concat_ws(' ', a.account_id, a.version, a.display_name, a.owner, a.state, t.users),
                  E'\n' ORDER BY a.account_id)
FROM accounts a LEFT JOIN LATERAL (
  SELECT string_agg(user_id, ',' ORDER BY user_id) AS users FROM team_members m
  WHERE m.account_id = a.account_id) t ON true)sql");
    const std::string theirs = Sql(engagement_, R"sql(
SELECT string_agg(concat_ws(' ', a.account_id, a.version, a.display_name, a.owner, a.state, t.users),
                  E'\n' ORDER BY a.account_id)
FROM account_directory a LEFT JOIN LATERAL (
  SELECT string_agg(user_id, ',' ORDER BY user_id) AS users FROM directory_members m
  WHERE m.account_id = a.account_id) t ON true)sql");
    return ours == theirs ? "" : absl::StrCat("the directory says\n", theirs, "\nbut is\n", ours);
  }

  const std::unique_ptr<testing::TestRedis> redis_ = testing::NewRedis();
  std::mutex relay_mutex_;
  std::unique_ptr<events::Relay> relay_;
  std::unique_ptr<events::Consumer> consumer_;

  api::PageTokens page_tokens_{"0123456789abcdef0123456789abcdef"};
  accounts::Deps deps_{.page_tokens = &page_tokens_, .hand_over = accounts::HandOver};
  testing::ServiceFixture service_{{.migrations = "services/accounts/migrations",
                                    .services = {"mainstay.accounts.v1.AccountService",
                                                 "mainstay.accounts.v1.AttributeSchemaService",
                                                 "mainstay.accounts.v1.TeamService"},
                                    .handlers =
                                        [this](rpc::Router& router) {
                                          accounts::RegisterAccountService(router, deps_);
                                          accounts::RegisterTeamService(router, deps_);
                                        },
                                    .constraint_errors = &accounts::AccountsConstraintErrors(),
                                    .adjust =
                                        [this](rpc::ServerOptions& options) {
                                          options.database.on_commit = [this] {
                                            std::lock_guard lock(relay_mutex_);
                                            if (relay_ != nullptr) relay_->Wake();
                                          };
                                        }}};
  const std::string accounts_dsn_ = service_.database().service_dsn();
  pg::Session accounts_{{.dsn = service_.database().owner_dsn()}};  // the test thread's
  const std::unique_ptr<testing::TestDatabase> engagement_database_ = testing::NewDatabase("");
  pg::Session engagement_{{.dsn = engagement_database_->owner_dsn()}};
};

}  // namespace mainstay::faults
