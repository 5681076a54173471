// A service's handlers on a real server, with a database of its own and accounts that its directory
// is told: the fixture of service tests.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <pqxx/pqxx>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/page.h"
#include "common/directory/directory.h"
#include "common/testing/directory_kit.h"
#include "common/testing/service_fixture.h"

namespace mainstay::testing {

// `Deps`: what the area's features are given, with page_tokens and directory among it.
template <class Deps>
class AreaTest : public ::testing::Test {
 protected:
  using Register = void (*)(rpc::Router&, const Deps&);
  // `area`: "engagement". `services`: simple names, "CommitmentService".
  AreaTest(const std::string& area, const std::vector<std::string>& services,
           std::vector<Register> handlers, const pg::ConstraintErrors* errors,
           std::function<void(rpc::ServerOptions&)> adjust = {})
      : package_(absl::StrCat("mainstay.", area, ".v1.")),
        service_({.migrations = absl::StrCat("services/", area, "/migrations"),
                  .services = FullNames(services),
                  .handlers =
                      [this, handlers](rpc::Router& router) {
                        deps_.page_tokens = &page_tokens_;
                        deps_.directory = &directory_;
                        for (Register add : handlers) add(router, deps_);
                      },
                  .constraint_errors = errors,
                  .adjust = std::move(adjust)}) {}

  // `method`: "CommitmentService/GetCommitment".
  template <class Res>
  absl::StatusOr<Res> Call(std::string_view method, const google::protobuf::Message& request,
                           std::string_view user = "ada", std::string_view roles = "admin") {
    return service_.Call<Res>(absl::StrCat(package_, method), request, user, roles);
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
  std::vector<std::string> FullNames(const std::vector<std::string>& services) const {
    std::vector<std::string> names;
    for (const std::string& service : services) names.push_back(absl::StrCat(package_, service));
    return names;
  }

  const std::string package_;

 protected:
  api::PageTokens page_tokens_{"0123456789abcdef0123456789abcdef"};
  directory::Directory directory_{NoAccounts()};
  Deps deps_;
  ServiceFixture service_;
};

}  // namespace mainstay::testing
