// Engagement's handlers on a real server with a database of its own: the fixture of service tests.
#pragma once

#include <gtest/gtest.h>

#include <pqxx/pqxx>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/page.h"
#include "common/directory/directory.h"
#include "common/testing/service_fixture.h"
#include "services/engagement/access/engagement_test_kit.h"
#include "services/engagement/constraint_errors.h"
#include "services/engagement/deps.h"

namespace mainstay::engagement {

class EngagementServiceTest : public ::testing::Test {
 protected:
  using Register = void (*)(rpc::Router&, const Deps&);
  // `services`: simple names, "CommitmentService".
  EngagementServiceTest(const std::vector<std::string>& services, std::vector<Register> handlers)
      : service_({.migrations = "services/engagement/migrations",
                  .services = FullNames(services),
                  .handlers =
                      [this, handlers](rpc::Router& router) {
                        for (Register add : handlers) add(router, deps_);
                      },
                  .constraint_errors = &EngagementConstraintErrors(),
                  .adjust =
                      [](rpc::ServerOptions& options) {
                        options.batch_workers = 4;  // twice Deps::max_watches
                      }}) {}

  // `method`: "CommitmentService/GetCommitment".
  template <class Res>
  absl::StatusOr<Res> Call(std::string_view method, const google::protobuf::Message& request,
                           std::string_view user = "ada", std::string_view roles = "admin") {
    return service_.Call<Res>(absl::StrCat("mainstay.engagement.v1.", method), request, user,
                              roles);
  }

  // The types of the events of what `name` names, without their package, in order. What receivers
  // rely on is one for every version from 1 on.
  std::vector<std::string> EventsOf(const std::string& name) {
    using Types = std::vector<std::string>;
    return service_.db()
        .Read({},
              [&](pg::Tx& tx) -> absl::StatusOr<Types> {
                Types types;
                for (const auto& row : tx.Exec("SELECT type, aggregate_version FROM outbox "
                                               "WHERE aggregate_id = $1::uuid ORDER BY seq",
                                               {name.substr(name.rfind('/') + 1)})) {
                  const std::string type = row[0].c_str();
                  types.push_back(type.substr(type.rfind('.') + 1));
                  EXPECT_EQ(row[1].as<size_t>(), types.size()) << type;
                }
                return types;
              })
        .value();
  }

 private:
  static std::vector<std::string> FullNames(const std::vector<std::string>& services) {
    std::vector<std::string> names;
    for (const std::string& service : services) {
      names.push_back(absl::StrCat("mainstay.engagement.v1.", service));
    }
    return names;
  }

 protected:
  api::PageTokens page_tokens_{"0123456789abcdef0123456789abcdef"};
  directory::Directory directory_{NoAccounts()};
  Deps deps_{.page_tokens = &page_tokens_, .directory = &directory_};
  testing::ServiceFixture service_;
};

}  // namespace mainstay::engagement
