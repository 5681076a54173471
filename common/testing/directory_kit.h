// Accounts as a service's directory knows them, without a service of accounts.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <grpcpp/channel.h>

#include "common/testing/service_fixture.h"

namespace mainstay::testing {

// A channel on which nobody answers, for directory::Directory: an account that the directory does
// not know is UNAVAILABLE.
std::shared_ptr<grpc::Channel> NoAccounts();

// An account that the directory knows, its team the owner and `members`: "accounts/{uuid}".
std::string AddAccount(ServiceFixture& service, std::string_view display_name,
                       const std::string& owner, std::vector<std::string> members = {});

// From now on `account` is seen under `into`; with an empty `into` under itself again.
void Merge(ServiceFixture& service, const std::string& account, const std::string& into);

// From now on `account` is deleted.
void Delete(ServiceFixture& service, const std::string& account);

}  // namespace mainstay::testing
