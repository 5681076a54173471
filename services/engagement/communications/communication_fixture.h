// The communication log on a real server and database, for tests.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mainstay/engagement/v1/communication_service.pb.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/page.h"
#include "common/api/proto_time.h"
#include "common/status/status.h"
#include "common/testing/directory_kit.h"
#include "common/testing/service_fixture.h"
#include "services/engagement/communications/communication_service.h"
#include "services/engagement/constraint_errors.h"

namespace mainstay::engagement {

// Ada is on the team of `account_`, Bo on that of `other_`.
class CommunicationFixture : public ::testing::Test {
 protected:
  template <class Res>
  absl::StatusOr<Res> Call(std::string_view method, const google::protobuf::Message& request,
                           std::string_view user = "ada",
                           std::string_view role = "account_manager") {
    return service_.Call<Res>(absl::StrCat("mainstay.engagement.v1.CommunicationService/", method),
                              request, user, role);
  }
  template <class T>
  static T Must(absl::StatusOr<T> value) {
    if (!value.ok()) ADD_FAILURE() << value.status();
    return value.ok() ? *std::move(value) : T();
  }

  // A phone call `hours` ago.
  v1::Communication Said(const std::string& subject, const std::string& body = "", int hours = 1) {
    v1::Communication c;
    c.set_channel(v1::COMMUNICATION_CHANNEL_PHONE);
    c.set_direction(v1::COMMUNICATION_DIRECTION_INBOUND);
    c.set_subject(subject);
    c.set_body(body);
    *c.mutable_occur_time() = api::TimeToProto(service_.clock().Now() - absl::Hours(hours));
    return c;
  }
  absl::StatusOr<v1::Communication> Log(const v1::Communication& communication,
                                        const std::string& account, std::string_view user = "ada",
                                        const std::string& request_id = "") {
    v1::CreateCommunicationRequest request;
    request.set_parent(account);
    request.set_request_id(request_id);
    *request.mutable_communication() = communication;
    return Call<v1::Communication>("CreateCommunication", request, user);
  }
  absl::StatusOr<v1::Communication> Log(const v1::Communication& communication) {
    return Log(communication, account_);
  }
  absl::StatusOr<v1::Communication> Get(const std::string& name, std::string_view user = "ada") {
    v1::GetCommunicationRequest request;
    request.set_name(name);
    return Call<v1::Communication>("GetCommunication", request, user);
  }
  absl::StatusOr<v1::Communication> Update(const v1::Communication& communication,
                                           const std::vector<std::string>& paths = {}) {
    v1::UpdateCommunicationRequest request;
    *request.mutable_communication() = communication;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return Call<v1::Communication>("UpdateCommunication", request);
  }
  absl::StatusOr<v1::Communication> Delete(const std::string& name) {
    v1::DeleteCommunicationRequest request;
    request.set_name(name);
    return Call<v1::Communication>("DeleteCommunication", request);
  }
  absl::StatusOr<v1::Communication> Undelete(const std::string& name) {
    v1::UndeleteCommunicationRequest request;
    request.set_name(name);
    return Call<v1::Communication>("UndeleteCommunication", request);
  }

  // The subjects of all pages of a list.
  std::vector<std::string> Subjects(v1::ListCommunicationsRequest request,
                                    std::string_view user = "ada",
                                    std::string_view role = "account_manager") {
    std::vector<std::string> subjects;
    do {
      const auto page =
          Must(Call<v1::ListCommunicationsResponse>("ListCommunications", request, user, role));
      for (const auto& c : page.communications()) subjects.push_back(c.subject());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return subjects;
  }
  static v1::ListCommunicationsRequest Of(const std::string& parent) {
    v1::ListCommunicationsRequest request;
    request.set_parent(parent);
    request.set_page_size(2);
    return request;
  }
  // The subjects of all pages of a search.
  std::vector<std::string> Found(const std::string& query, const std::string& parent,
                                 std::string_view user = "ada") {
    v1::SearchCommunicationsRequest request;
    request.set_parent(parent);
    request.set_query(query);
    request.set_page_size(2);
    std::vector<std::string> subjects;
    do {
      const auto page =
          Must(Call<v1::SearchCommunicationsResponse>("SearchCommunications", request, user));
      for (const auto& result : page.results()) {
        subjects.push_back(result.communication().subject());
        EXPECT_EQ(result.communication().body(), "");
      }
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return subjects;
  }

  static std::string FieldOf(const absl::Status& error) {
    const auto violations = status::GetFieldViolations(error);
    return violations.empty() ? "" : violations[0].field;
  }
  static std::string ReasonOf(const absl::Status& error) {
    const auto detail = status::GetErrorDetail(error);
    return detail ? detail->reason : "";
  }

  api::PageTokens page_tokens_{"0123456789abcdef0123456789abcdef"};
  directory::Directory directory_{testing::NoAccounts()};
  testing::ServiceFixture service_{
      {.migrations = "services/engagement/migrations",
       .services = {"mainstay.engagement.v1.CommunicationService"},
       .handlers =
           [this](rpc::Router& router) {
             RegisterCommunicationService(router,
                                          {.page_tokens = &page_tokens_, .directory = &directory_});
           },
       .constraint_errors = &EngagementConstraintErrors()}};
  std::string account_ = AddAccount(service_, "Northwind", "ada");
  const std::string other_ = AddAccount(service_, "Contoso", "bo");
};

}  // namespace mainstay::engagement
