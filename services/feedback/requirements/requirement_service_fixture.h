// Requirements on a real server.
#pragma once

#include <gmock/gmock.h>
#include <mainstay/feedback/v1/requirement_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/proto_date.h"
#include "common/status/status.h"
#include "common/testing/field_violations.h"
#include "services/feedback/access/feedback_service_fixture.h"
#include "services/feedback/requirements/requirement.h"
#include "services/feedback/requirements/requirement_service.h"

namespace mainstay::feedback {

using testing::FieldsOf;

inline constexpr char kManager[] = "account_manager";

inline std::string ReasonOf(const absl::Status& status) {
  const auto detail = status::GetErrorDetail(status);
  return detail ? detail->reason : "";
}

class RequirementServiceTest : public FeedbackServiceTest {
 protected:
  RequirementServiceTest()
      : FeedbackServiceTest({"RequirementService"}, {RegisterRequirementService}) {}

  static v1::Requirement Asked(const std::string& title, const std::vector<std::string>& accounts) {
    v1::Requirement r;
    r.set_title(title);
    for (const std::string& account : accounts) r.add_askers()->set_account(account);
    return r;
  }
  absl::StatusOr<v1::Requirement> Create(const v1::Requirement& r, std::string_view user = "ada",
                                         std::string_view role = "admin") {
    v1::CreateRequirementRequest request;
    *request.mutable_requirement() = r;
    return Call<v1::Requirement>("RequirementService/CreateRequirement", request, user, role);
  }
  std::string Made(const std::string& title, const std::vector<std::string>& accounts) {
    const auto made = Create(Asked(title, accounts));
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? made->name() : "";
  }
  absl::StatusOr<v1::Requirement> Get(const std::string& name, std::string_view user = "ada",
                                      std::string_view role = "admin") {
    v1::GetRequirementRequest request;
    request.set_name(name);
    return Call<v1::Requirement>("RequirementService/GetRequirement", request, user, role);
  }
  absl::StatusOr<v1::Requirement> Update(const v1::Requirement& r,
                                         const std::vector<std::string>& paths) {
    v1::UpdateRequirementRequest request;
    *request.mutable_requirement() = r;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return Call<v1::Requirement>("RequirementService/UpdateRequirement", request);
  }
  absl::StatusOr<v1::Requirement> Do(const std::string& method, const std::string& name,
                                     const std::string& note = "", std::string_view user = "ada",
                                     std::string_view role = "admin") {
    v1::RequirementVerbRequest request;
    request.set_name(name);
    request.set_note(note);
    return Call<v1::Requirement>("RequirementService/" + method, request, user, role);
  }
  absl::StatusOr<v1::Requirement> Merge(const std::string& name, const std::string& into,
                                        std::string_view user = "ada",
                                        std::string_view role = "admin") {
    v1::MergeRequirementRequest request;
    request.set_name(name);
    request.set_into(into);
    return Call<v1::Requirement>("RequirementService/MergeRequirement", request, user, role);
  }
  absl::StatusOr<v1::Requirement> SetParent(const std::string& name, const std::string& parent) {
    v1::Requirement r;
    r.set_name(name);
    r.set_parent(parent);
    return Update(r, {"parent"});
  }
  std::vector<std::string> Listed(const std::string& parent, const std::string& filter,
                                  std::string_view user = "ada", std::string_view role = "admin",
                                  bool merged = false) {
    v1::ListRequirementsRequest request;
    request.set_parent(parent);
    request.set_filter(filter);
    request.set_order_by("create_time");
    request.set_page_size(1);
    request.set_show_merged(merged);
    std::vector<std::string> titles;
    do {
      const auto page = Call<v1::ListRequirementsResponse>("RequirementService/ListRequirements",
                                                           request, user, role);
      if (!page.ok()) ADD_FAILURE() << page.status();
      if (!page.ok()) break;
      for (const v1::Requirement& r : page->requirements()) titles.push_back(r.title());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return titles;
  }
  std::vector<std::string> AccountsOf(const v1::Requirement& r) {
    std::vector<std::string> accounts;
    for (const v1::RequirementAsker& asker : r.askers()) accounts.push_back(asker.account());
    return accounts;
  }
  void SetTier(const std::string& account, const std::string& tier) {
    Sql("UPDATE account_directory SET tier = $2 WHERE account_id = $1", {IdOf(account), tier});
  }
  // As if it had been scored with what is known of it now.
  void Score(const std::string& name) {
    const auto r = Get(name);
    Sql("UPDATE requirements SET score_time = now(), scored_accounts = $2, scored_value = $3, "
        "scored_sales = $4::numeric, scored_sales_currency = $5 WHERE requirement_id = $1",
        {IdOf(name), absl::StrCat(r->account_count()), absl::StrCat(r->value()),
         absl::StrCat(r->sales().units()), r->sales().currency_code()});
  }
  void Sql(const std::string& sql, const std::vector<pg::Param>& params) {
    const absl::Status done = service_.db().Write({}, [&](pg::Tx& tx) {
      tx.Exec(sql, params);
      return absl::OkStatus();
    });
    ASSERT_TRUE(done.ok()) << done;
  }
  static std::string IdOf(const std::string& name) { return name.substr(name.find('/') + 1); }

  const std::string north_ = AddAccount(service_, "北风", "wang.li");
  const std::string south_ = AddAccount(service_, "南风", "li.na");
};

}  // namespace mainstay::feedback
