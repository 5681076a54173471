#include "common/testing/directory_kit.h"

#include <gtest/gtest.h>

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "common/api/uuid.h"
#include "common/directory/directory_store.h"
#include "common/rpc/channel.h"

namespace mainstay::testing {
namespace {

constexpr size_t kPrefix = sizeof("accounts/") - 1;

void Apply(ServiceFixture& service, directory::Change change) {
  const absl::Time now = service.clock().Now();
  const absl::Status status = service.db().Write({}, [&](pg::Tx& tx) {
    if (change.version == 0) {
      change.version = 1 + tx.Exec("SELECT version FROM account_directory WHERE account_id = $1",
                                   {pg::ToParam(change.account_id)})[0][0]
                               .as<int64_t>();
    }
    EXPECT_TRUE(directory::Apply(tx, change, now));
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
}

}  // namespace

std::shared_ptr<grpc::Channel> NoAccounts() {
  return rpc::NewChannel({.target = "unix:/nonexistent/accounts"}).value();
}

std::string AddAccount(ServiceFixture& service, std::string_view display_name,
                       const std::string& owner, std::vector<std::string> members) {
  members.push_back(owner);
  const std::string id = api::NewUuid(service.clock().Now());
  directory::Change change{.account_id = id, .version = 1};
  change.display_name = std::string(display_name);
  change.owner = owner;
  change.members = std::move(members);
  change.complete = true;
  Apply(service, std::move(change));
  return absl::StrCat("accounts/", id);
}

void Merge(ServiceFixture& service, const std::string& account, const std::string& into) {
  directory::Change change{.account_id = account.substr(kPrefix), .version = 0};
  change.state = into.empty() ? "active" : "merged";
  change.merged_into = into.empty() ? "" : into.substr(kPrefix);
  Apply(service, std::move(change));
}

void Delete(ServiceFixture& service, const std::string& account) {
  directory::Change change{.account_id = account.substr(kPrefix), .version = 0};
  change.state = "deleted";
  Apply(service, std::move(change));
}

}  // namespace mainstay::testing
