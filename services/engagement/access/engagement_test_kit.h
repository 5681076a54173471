// What tests of engagement stand on: accounts as the directory knows them, without a service of
// accounts.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <grpcpp/channel.h>

#include "common/pg/session.h"
#include "common/testing/service_fixture.h"

namespace mainstay::engagement {

// A channel on which nobody answers, for directory::Directory: an account that the directory does
// not know is UNAVAILABLE.
std::shared_ptr<grpc::Channel> NoAccounts();

// An account that the directory knows, its team the owner and `members`: "accounts/{uuid}".
std::string AddAccount(testing::ServiceFixture& service, std::string_view display_name,
                       const std::string& owner, std::vector<std::string> members = {});

// From now on `account` is seen under `into`; with an empty `into` under itself again.
void Merge(testing::ServiceFixture& service, const std::string& account, const std::string& into);

// From now on `account` is deleted.
void Delete(testing::ServiceFixture& service, const std::string& account);

// What receivers of our events rely on: every version of everything has exactly one event, 1, 2, 3,
// … up to the present one. A missing one would make receivers wait for it.
void ExpectAnEventForEveryVersion(pg::Session& db);

}  // namespace mainstay::engagement
