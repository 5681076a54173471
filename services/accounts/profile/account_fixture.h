// The accounts service's profile on a real server and database, for this folder's tests and those
// of features beside it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mainstay/accounts/v1/account_service.pb.h>
#include <mainstay/accounts/v1/attribute_schema_service.pb.h>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/api/page.h"
#include "common/status/status.h"
#include "common/testing/service_fixture.h"
#include "services/accounts/constraint_errors.h"
#include "services/accounts/deps.h"
#include "services/accounts/profile/account_service.h"
#include "services/accounts/team/member_writes.h"

namespace mainstay::accounts {

// The reason of an error, or "".
inline std::string Reason(const absl::Status& status) {
  auto detail = status::GetErrorDetail(status);
  return detail ? detail->reason : "";
}

inline std::vector<std::string> ViolatedFields(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const auto& v : status::GetFieldViolations(status)) fields.push_back(v.field);
  return fields;
}

class AccountFixture : public ::testing::Test {
 protected:
  // The profile's services, and those of a feature beside it.
  using Register = std::function<void(rpc::Router&, const Deps&)>;
  explicit AccountFixture(Register more = nullptr, const std::vector<std::string>& services = {})
      : more_(std::move(more)), service_(SetupFor(services)) {}

  static constexpr char kAdmin[] = "admin";
  static constexpr char kManager[] = "account_manager";

  template <class Res>
  absl::StatusOr<Res> Call(std::string_view method, const google::protobuf::Message& request,
                           std::string_view user = "ada", std::string_view role = kAdmin) {
    return service_.Call<Res>(absl::StrCat("mainstay.accounts.v1.AccountService/", method), request,
                              user, role);
  }

  absl::StatusOr<v1::Account> Create(const v1::CreateAccountRequest& request,
                                     std::string_view user = "ada",
                                     std::string_view role = kAdmin) {
    return Call<v1::Account>("CreateAccount", request, user, role);
  }
  // Creates an account of that name or ends the test.
  v1::Account MustCreate(const std::string& display_name, std::string_view user = "ada",
                         std::string_view role = kAdmin) {
    v1::CreateAccountRequest request;
    request.mutable_account()->set_display_name(display_name);
    return Must(Create(request, user, role));
  }
  absl::StatusOr<v1::Account> Get(const std::string& name, std::string_view user = "ada",
                                  std::string_view role = kAdmin) {
    v1::GetAccountRequest request;
    request.set_name(name);
    return Call<v1::Account>("GetAccount", request, user, role);
  }
  absl::StatusOr<v1::Account> GetAsOf(const std::string& name, absl::Time moment,
                                      std::string_view user = "ada",
                                      std::string_view role = kAdmin) {
    v1::GetAccountRequest request;
    request.set_name(name);
    int64_t micros = absl::ToUnixMicros(moment);
    request.mutable_as_of_time()->set_seconds(micros / 1000000);
    request.mutable_as_of_time()->set_nanos(static_cast<int32_t>(micros % 1000000 * 1000));
    return Call<v1::Account>("GetAccount", request, user, role);
  }
  absl::StatusOr<v1::Account> Update(const v1::Account& account,
                                     const std::vector<std::string>& mask = {},
                                     std::string_view user = "ada",
                                     std::string_view role = kAdmin) {
    v1::UpdateAccountRequest request;
    *request.mutable_account() = account;
    for (const std::string& path : mask) request.mutable_update_mask()->add_paths(path);
    request.set_reason("because");
    return Call<v1::Account>("UpdateAccount", request, user, role);
  }
  absl::StatusOr<v1::Account> Merge(const std::string& name, const std::string& into,
                                    std::string_view user = "ada", std::string_view role = kAdmin) {
    v1::MergeAccountRequest request;
    request.set_name(name);
    request.set_into(into);
    return Call<v1::Account>("MergeAccount", request, user, role);
  }
  absl::StatusOr<v1::Account> Unmerge(const std::string& name) {
    v1::UnmergeAccountRequest request;
    request.set_name(name);
    return Call<v1::Account>("UnmergeAccount", request);
  }
  // The changes as "version action field: old → new", newest first.
  std::vector<std::string> Changes(const std::string& parent, std::string_view user = "ada",
                                   std::string_view role = kAdmin) {
    v1::ListAccountChangesRequest request;
    request.set_parent(parent);
    auto response =
        Must(Call<v1::ListAccountChangesResponse>("ListAccountChanges", request, user, role));
    std::vector<std::string> lines;
    for (const v1::AccountChange& c : response.changes()) {
      lines.push_back(absl::StrCat(c.version(), " ", c.action(), " ", c.field(), ": ",
                                   c.old_value(), " → ", c.new_value()));
    }
    return lines;
  }

  // Runs one SQL statement and gives the first value.
  std::string Sql(const std::string& sql) {
    return Must(service_.db().Write({}, [&](pg::Tx& tx) -> absl::StatusOr<std::string> {
      pqxx::result rows = tx.Exec(sql);
      return rows.empty() ? "" : rows[0][0].c_str();
    }));
  }

  template <class T>
  static T Must(absl::StatusOr<T> value) {
    if (!value.ok()) ADD_FAILURE() << value.status();
    return value.ok() ? *std::move(value) : T();
  }

  testing::ServiceFixture::Setup SetupFor(std::vector<std::string> services) {
    services.push_back("mainstay.accounts.v1.AccountService");
    services.push_back("mainstay.accounts.v1.AttributeSchemaService");
    return {.migrations = "services/accounts/migrations",
            .services = std::move(services),
            .handlers =
                [this](rpc::Router& router) {
                  RegisterAccountService(router, deps_);
                  if (more_) more_(router, deps_);
                },
            .constraint_errors = &AccountsConstraintErrors()};
  }

  Register more_;
  api::PageTokens page_tokens_{"0123456789abcdef0123456789abcdef"};
  Deps deps_{.page_tokens = &page_tokens_, .hand_over = HandOver};
  testing::ServiceFixture service_;
};

}  // namespace mainstay::accounts
