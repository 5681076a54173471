// ReturnVisitPlanService on a real server, with accounts, rules and the official calendar.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mainstay/engagement/v1/cadence_rule_service.pb.h>
#include <mainstay/engagement/v1/communication_service.pb.h>
#include <mainstay/engagement/v1/return_visit_plan_service.pb.h>
#include <mainstay/engagement/v1/visit_service.pb.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/proto_date.h"
#include "common/api/proto_time.h"
#include "common/directory/directory_store.h"
#include "common/status/status.h"
#include "common/testing/field_violations.h"
#include "services/engagement/access/engagement_service_fixture.h"
#include "services/engagement/cadence/cadence_rule_service.h"
#include "services/engagement/calendar/official_calendar_writes.h"
#include "services/engagement/communications/communication_service.h"
#include "services/engagement/plans/return_visit_plan_service.h"
#include "services/engagement/visits/visit_service.h"

namespace mainstay::engagement {

using testing::FieldsOf;

inline constexpr char kManager[] = "account_manager";

class PlansFixture : public EngagementServiceTest {
 protected:
  explicit PlansFixture(Register plans = RegisterReturnVisitPlanService)
      : EngagementServiceTest({"CadenceRuleService", "CommunicationService",
                               "ReturnVisitPlanService", "VisitFormService", "VisitService"},
                              {RegisterCadenceRuleService, RegisterCommunicationService, plans,
                               RegisterVisitService}) {
    // A Thursday; Monday the 2nd of March is the first working day planned below.
    service_.clock().Set(absl::FromCivil(absl::CivilHour(2026, 2, 26, 10), zone_));
    const auto calendar = service_.db().Write(
        {}, [&](pg::Tx& tx) { return KeepOfficialCalendar(tx, service_.clock().Now()); });
    EXPECT_TRUE(calendar.ok()) << calendar.status();
  }
  ~PlansFixture() override { ExpectAnEventForEveryVersion(service_.db()); }

  // An account with a tier.
  std::string Add(std::string_view display_name, const std::string& owner,
                  const std::string& tier = "core") {
    const std::string account = AddAccount(service_, display_name, owner);
    SetTier(account, tier, 2);
    return account;
  }
  void SetTier(const std::string& account, const std::string& tier, int64_t version) {
    const auto status = service_.db().Write({}, [&](pg::Tx& tx) {
      directory::Apply(tx, {.account_id = IdOf(account), .version = version, .tier = tier},
                       service_.clock().Now());
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
  }
  static std::string IdOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }

  // A rule that asks for a visit every `days` days of accounts of the tier.
  std::string AddRule(int days, v1::CadenceTier tier = v1::CADENCE_TIER_CORE,
                      int max_contacts = 0) {
    v1::CreateCadenceRuleRequest request;
    v1::CadenceRule& rule = *request.mutable_cadence_rule();
    rule.set_display_name(absl::StrCat("Every ", days));
    rule.add_tiers(tier);
    rule.set_kind(v1::CADENCE_KIND_PERIODIC);
    rule.set_days(days);
    rule.set_purpose("How is it going");
    rule.set_max_contacts(max_contacts);
    return Call<v1::CadenceRule>("CadenceRuleService/CreateCadenceRule", request).value().name();
  }

  // The plan of March 2026.
  absl::StatusOr<v1::ReturnVisitPlan> Generate(const std::string& user = "",
                                               std::string_view caller = "ada",
                                               std::string_view role = "admin") {
    v1::GenerateReturnVisitPlanRequest request;
    *request.mutable_start_date() = api::DayToProto(absl::CivilDay(2026, 3, 1));
    *request.mutable_end_date() = api::DayToProto(absl::CivilDay(2026, 3, 31));
    request.set_user(user);
    return Call<v1::ReturnVisitPlan>("ReturnVisitPlanService/GenerateReturnVisitPlan", request,
                                     caller, role);
  }
  absl::StatusOr<v1::ReturnVisitPlan> Get(const std::string& name, std::string_view user = "ada",
                                          std::string_view role = "admin") {
    v1::GetReturnVisitPlanRequest request;
    request.set_name(name);
    return Call<v1::ReturnVisitPlan>("ReturnVisitPlanService/GetReturnVisitPlan", request, user,
                                     role);
  }
  absl::StatusOr<std::vector<v1::PlanItem>> Items(const std::string& plan,
                                                  const std::string& filter = "",
                                                  std::string_view user = "ada",
                                                  std::string_view role = "admin") {
    std::vector<v1::PlanItem> items;
    v1::ListPlanItemsRequest request;
    request.set_parent(plan);
    request.set_filter(filter);
    request.set_page_size(2);
    do {
      const auto page = Call<v1::ListPlanItemsResponse>("ReturnVisitPlanService/ListPlanItems",
                                                        request, user, role);
      if (!page.ok()) return page.status();
      items.insert(items.end(), page->items().begin(), page->items().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return items;
  }
  // A verb of which only the name, and perhaps a reason, is needed.
  template <class Request, class Response>
  absl::StatusOr<Response> Go(std::string_view method, const std::string& name,
                              std::string_view user = "ada", std::string_view role = "admin") {
    Request request;
    request.set_name(name);
    if constexpr (requires { request.set_reason(""); }) request.set_reason("because");
    return Call<Response>(absl::StrCat("ReturnVisitPlanService/", method), request, user, role);
  }
  absl::StatusOr<v1::ReturnVisitPlan> Approve(const std::string& name,
                                              std::string_view user = "ada",
                                              std::string_view role = "admin") {
    return Go<v1::ApproveReturnVisitPlanRequest, v1::ReturnVisitPlan>("ApproveReturnVisitPlan",
                                                                      name, user, role);
  }
  absl::StatusOr<v1::PlanItem> Skip(const std::string& name) {
    return Go<v1::SkipPlanItemRequest, v1::PlanItem>("SkipPlanItem", name);
  }
  absl::StatusOr<v1::PlanItem> UpdateItem(const v1::PlanItem& item,
                                          const std::vector<std::string>& paths) {
    v1::UpdatePlanItemRequest request;
    *request.mutable_item() = item;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return Call<v1::PlanItem>("ReturnVisitPlanService/UpdatePlanItem", request);
  }
  std::vector<v1::Visit> Visits(const std::string& account) {
    v1::ListVisitsRequest request;
    request.set_parent(account);
    const auto page = Call<v1::ListVisitsResponse>("VisitService/ListVisits", request);
    EXPECT_TRUE(page.ok()) << page.status();
    return page.ok() ? std::vector<v1::Visit>(page->visits().begin(), page->visits().end())
                     : std::vector<v1::Visit>();
  }
  static std::string ReasonOf(const absl::Status& error) {
    const auto detail = status::GetErrorDetail(error);
    return detail ? detail->reason : "";
  }
  google::protobuf::Timestamp At(int day, int hour) const {
    return api::TimeToProto(absl::FromCivil(absl::CivilHour(2026, 3, day, hour), zone_));
  }

  const absl::TimeZone zone_ = [] {
    absl::TimeZone zone;
    absl::LoadTimeZone("Asia/Shanghai", &zone);
    return zone;
  }();
};

}  // namespace mainstay::engagement
