// VisitService on a real database, with an account that the caller's team sees.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mainstay/engagement/v1/visit_form_service.pb.h>
#include <mainstay/engagement/v1/visit_service.pb.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "common/api/page.h"
#include "common/api/proto_time.h"
#include "common/directory/directory.h"
#include "common/status/status.h"
#include "common/testing/directory_kit.h"
#include "common/testing/field_violations.h"
#include "common/testing/service_fixture.h"
#include "services/engagement/access/engagement_test_kit.h"
#include "services/engagement/constraint_errors.h"
#include "services/engagement/visits/visit_service.h"

namespace mainstay::engagement {

using testing::FieldsOf;

class VisitsFixture : public ::testing::Test {
 protected:
  VisitsFixture() { account_ = AddAccount(fixture_, "Acme 艾克米", "wang.li"); }
  ~VisitsFixture() override { ExpectAnEventForEveryVersion(fixture_.db()); }

  template <class Res>
  absl::StatusOr<Res> Call(std::string_view method, const google::protobuf::Message& request,
                           std::string_view user = "wang.li",
                           std::string_view role = "account_manager") {
    return fixture_.Call<Res>(absl::StrCat("mainstay.engagement.v1.", method), request, user, role);
  }

  // A visit that begins `ahead` from now.
  absl::StatusOr<v1::Visit> Plan(absl::Duration ahead = absl::ZeroDuration(),
                                 const std::string& account = "",
                                 std::string_view user = "wang.li") {
    v1::CreateVisitRequest request;
    request.set_parent(account.empty() ? account_ : account);
    request.mutable_visit()->set_kind(v1::VISIT_KIND_VISIT);
    *request.mutable_visit()->mutable_planned_start_time() =
        api::TimeToProto(fixture_.clock().Now() + ahead);
    return Call<v1::Visit>("VisitService/CreateVisit", request, user);
  }
  absl::StatusOr<v1::Visit> Get(const std::string& name, std::string_view user = "wang.li") {
    v1::GetVisitRequest request;
    request.set_name(name);
    return Call<v1::Visit>("VisitService/GetVisit", request, user);
  }
  // A verb of which only the name is needed: "ConfirmVisit".
  template <class Request>
  absl::StatusOr<v1::Visit> Go(std::string_view method, const std::string& name) {
    Request request;
    request.set_name(name);
    return Call<v1::Visit>(absl::StrCat("VisitService/", method), request);
  }
  absl::StatusOr<v1::Visit> CheckIn(const std::string& name) {
    return Go<v1::CheckInVisitRequest>("CheckInVisit", name);
  }
  absl::StatusOr<v1::Visit> Complete(const std::string& name, const std::string& content = "said") {
    v1::CompleteVisitRequest request;
    request.set_name(name);
    request.set_content(content);
    return Call<v1::Visit>("VisitService/CompleteVisit", request);
  }
  static std::string ReasonOf(const absl::Status& status) {
    const auto detail = status::GetErrorDetail(status);
    return detail ? detail->reason : "";
  }
  api::PageTokens tokens_{"0123456789abcdef0123456789abcdef"};
  directory::Directory directory_{testing::NoAccounts()};
  Deps deps_{.page_tokens = &tokens_, .directory = &directory_};
  testing::ServiceFixture fixture_{
      {.migrations = "services/engagement/migrations",
       .services = {"mainstay.engagement.v1.VisitFormService",
                    "mainstay.engagement.v1.VisitService"},
       .handlers = [this](rpc::Router& router) { RegisterVisitService(router, deps_); },
       .constraint_errors = &EngagementConstraintErrors()}};
  std::string account_;
};

}  // namespace mainstay::engagement
