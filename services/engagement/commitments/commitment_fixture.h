// CommitmentService on a real server, and its commonest calls.
#pragma once

#include <gmock/gmock.h>
#include <mainstay/engagement/v1/commitment_service.pb.h>

#include "common/api/proto_time.h"
#include "common/status/status.h"
#include "common/testing/field_violations.h"
#include "services/engagement/access/engagement_service_fixture.h"
#include "services/engagement/commitments/commitment_service.h"

namespace mainstay::engagement {

using testing::FieldsOf;

inline constexpr char kManager[] = "account_manager";

class CommitmentFixture : public EngagementServiceTest {
 protected:
  CommitmentFixture() : EngagementServiceTest({"CommitmentService"}, {RegisterCommitmentService}) {}

  absl::StatusOr<v1::Commitment> Create(const std::string& account, const v1::Commitment& c,
                                        std::string_view user = "ada",
                                        std::string_view role = "admin") {
    v1::CreateCommitmentRequest request;
    request.set_parent(account);
    *request.mutable_commitment() = c;
    return Call<v1::Commitment>("CommitmentService/CreateCommitment", request, user, role);
  }
  // A promise of ours, due in `due`.
  v1::Commitment Ours(const std::string& subject, absl::Duration due,
                      const std::string& promiser = "wang.li") {
    v1::Commitment c;
    c.set_subject(subject);
    c.set_party(v1::COMMITMENT_PARTY_OURS);
    c.set_promiser(promiser);
    *c.mutable_due_time() = api::TimeToProto(service_.clock().Now() + due);
    return c;
  }
  std::string Made(const std::string& account, const v1::Commitment& c) {
    const auto made = Create(account, c);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? made->name() : "";
  }
  absl::StatusOr<v1::Commitment> Get(const std::string& name, std::string_view user = "ada",
                                     std::string_view role = "admin") {
    v1::GetCommitmentRequest request;
    request.set_name(name);
    return Call<v1::Commitment>("CommitmentService/GetCommitment", request, user, role);
  }
  absl::StatusOr<v1::Commitment> Update(const v1::Commitment& c, std::vector<std::string> paths) {
    v1::UpdateCommitmentRequest request;
    *request.mutable_commitment() = c;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return Call<v1::Commitment>("CommitmentService/UpdateCommitment", request);
  }
  absl::StatusOr<v1::Commitment> Keep(const std::string& name) {
    v1::KeepCommitmentRequest request;
    request.set_name(name);
    request.set_proof("签收单");
    request.add_evidence_uris("https://files.example.com/1.pdf");
    return Call<v1::Commitment>("CommitmentService/KeepCommitment", request);
  }
  absl::StatusOr<v1::Commitment> Renegotiate(const std::string& name, absl::Duration due) {
    v1::RenegotiateCommitmentRequest request;
    request.set_name(name);
    request.set_reason("parts are late");
    *request.mutable_due_time() = api::TimeToProto(service_.clock().Now() + due);
    return Call<v1::Commitment>("CommitmentService/RenegotiateCommitment", request);
  }
  template <class Request>
  absl::StatusOr<v1::Commitment> Close(const std::string& method, const std::string& name) {
    Request request;
    request.set_name(name);
    request.set_reason("because");
    return Call<v1::Commitment>("CommitmentService/" + method, request);
  }
  absl::StatusOr<std::vector<std::string>> List(v1::ListCommitmentsRequest request,
                                                std::string_view user = "ada",
                                                std::string_view role = "admin") {
    std::vector<std::string> subjects;
    do {
      auto page = Call<v1::ListCommitmentsResponse>("CommitmentService/ListCommitments", request,
                                                    user, role);
      if (!page.ok()) return page.status();
      for (const v1::Commitment& c : page->commitments()) subjects.push_back(c.subject());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return subjects;
  }
  std::vector<std::string> Filtered(const std::string& filter, const std::string& order = "") {
    v1::ListCommitmentsRequest request;
    request.set_parent("accounts/-");
    request.set_filter(filter);
    request.set_order_by(order);
    request.set_page_size(1);
    return List(request).value();
  }

  const std::string account_ = AddAccount(service_, "北风", "wang.li");
};

}  // namespace mainstay::engagement
