// GatheringService on a real server, and its commonest calls.
#pragma once

#include <gmock/gmock.h>
#include <mainstay/engagement/v1/gathering_service.pb.h>

#include "common/api/proto_time.h"
#include "common/status/status.h"
#include "services/engagement/access/engagement_service_fixture.h"
#include "services/engagement/gatherings/gathering_service.h"

namespace mainstay::engagement {

inline constexpr char kManager[] = "account_manager";

class GatheringFixture : public EngagementServiceTest {
 protected:
  GatheringFixture() : EngagementServiceTest({"GatheringService"}, {RegisterGatheringService}) {}

  // A dinner that begins in `in` and takes three hours.
  v1::Gathering Dinner(const std::string& title, absl::Duration in = absl::Hours(24),
                       int capacity = 0) {
    v1::Gathering g;
    g.set_kind(v1::GATHERING_KIND_CUSTOMER_EVENT);
    g.set_title(title);
    *g.mutable_start_time() = api::TimeToProto(service_.clock().Now() + in);
    *g.mutable_end_time() = api::TimeToProto(service_.clock().Now() + in + absl::Hours(3));
    g.set_capacity(capacity);
    return g;
  }
  absl::StatusOr<v1::Gathering> Create(const v1::Gathering& g, std::string_view role = "admin") {
    v1::CreateGatheringRequest request;
    *request.mutable_gathering() = g;
    return Call<v1::Gathering>("GatheringService/CreateGathering", request, "wang.li", role);
  }
  // A gathering on which :open was called.
  std::string Opened(const v1::Gathering& g) {
    const std::string name = Create(g).value().name();
    EXPECT_TRUE(Do<v1::OpenGatheringRequest>("OpenGathering", name).ok());
    return name;
  }
  // A verb whose request has a name and a reason.
  template <class Request>
  absl::StatusOr<v1::Gathering> Do(const std::string& method, const std::string& name,
                                   std::string_view user = "ada", std::string_view role = "admin") {
    Request request;
    request.set_name(name);
    request.set_reason("because");
    return Call<v1::Gathering>("GatheringService/" + method, request, user, role);
  }
  absl::StatusOr<v1::Gathering> Hold(const std::string& name, std::string_view user = "ada",
                                     std::string_view role = "admin") {
    v1::HoldGatheringRequest request;
    request.set_name(name);
    request.set_outcome("八十人到场");
    request.mutable_cost()->set_currency_code("CNY");
    request.mutable_cost()->set_units(48000);
    return Call<v1::Gathering>("GatheringService/HoldGathering", request, user, role);
  }
  absl::StatusOr<v1::Gathering> Get(const std::string& name) {
    v1::GetGatheringRequest request;
    request.set_name(name);
    return Call<v1::Gathering>("GatheringService/GetGathering", request);
  }
  absl::StatusOr<v1::Gathering> Update(const v1::Gathering& g, std::vector<std::string> paths) {
    v1::UpdateGatheringRequest request;
    *request.mutable_gathering() = g;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return Call<v1::Gathering>("GatheringService/UpdateGathering", request);
  }

  static std::string ContactOf(const std::string& account, int number) {
    return absl::StrCat(account, "/contacts/0190a000-0000-7000-8000-00000000000", number);
  }
  absl::StatusOr<v1::Invitation> Invite(const std::string& gathering, const std::string& account,
                                        int contact, bool walked_in = false,
                                        std::string_view user = "ada",
                                        std::string_view role = "admin") {
    v1::CreateInvitationRequest request;
    request.set_parent(gathering);
    request.mutable_invitation()->set_account(account);
    request.mutable_invitation()->set_contact(ContactOf(account, contact));
    request.mutable_invitation()->set_walked_in(walked_in);
    return Call<v1::Invitation>("GatheringService/CreateInvitation", request, user, role);
  }
  absl::StatusOr<v1::Invitation> Reply(const std::string& name, v1::Reply reply,
                                       std::string_view user = "ada",
                                       std::string_view role = "admin") {
    v1::ReplyInvitationRequest request;
    request.set_name(name);
    request.set_reply(reply);
    return Call<v1::Invitation>("GatheringService/ReplyInvitation", request, user, role);
  }
  absl::StatusOr<v1::Invitation> Attend(const std::string& name) {
    v1::AttendInvitationRequest request;
    request.set_name(name);
    return Call<v1::Invitation>("GatheringService/AttendInvitation", request);
  }
  // The titles of the gatherings and the contacts, page by page.
  absl::StatusOr<std::vector<std::string>> Invitations(const std::string& parent,
                                                       std::string_view user = "ada",
                                                       std::string_view role = "admin",
                                                       const std::string& filter = "") {
    v1::ListInvitationsRequest request;
    request.set_parent(parent);
    request.set_filter(filter);
    request.set_page_size(1);
    std::vector<std::string> found;
    do {
      const auto page = Call<v1::ListInvitationsResponse>("GatheringService/ListInvitations",
                                                          request, user, role);
      if (!page.ok()) return page.status();
      for (const v1::Invitation& i : page->invitations()) {
        found.push_back(i.gathering_title() + " " + i.contact().back());
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return found;
  }
  static std::string ReasonOf(const absl::Status& status) {
    const auto detail = status::GetErrorDetail(status);
    return detail ? detail->reason : status.ToString();
  }

  const std::string account_ = AddAccount(service_, "北风", "wang.li");
};

}  // namespace mainstay::engagement
