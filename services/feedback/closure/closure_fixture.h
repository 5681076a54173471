// A resolved case, its links, and customers without a token: what the tests of closing stand on.
#pragma once

#include <gmock/gmock.h>
#include <mainstay/feedback/v1/case_service.pb.h>
#include <mainstay/feedback/v1/closure_service.pb.h>
#include <mainstay/type/v1/http_body.pb.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "services/feedback/access/feedback_service_fixture.h"
#include "services/feedback/cases/case_service.h"
#include "services/feedback/closure/closure_service.h"
#include "services/feedback/closure/confirmation_course_writes.h"
#include "services/feedback/closure/recurrence_sequel.h"

namespace mainstay::feedback {

class ClosureTest : public FeedbackServiceTest {
 protected:
  // Handlers keep a copy of what they are given; the recurrence's sequel and the periodic work ask
  // deps_ itself, whose settings tests change.
  ClosureTest() : FeedbackServiceTest({"CaseService", "ClosureService"}, {Register}) {
    deps_.case_sequels = Sequels(deps_);
  }
  static CaseSequels Sequels(const Deps& deps) {
    return {ConfirmationSequel(), RecurrenceSequel(deps)};
  }
  static void Register(rpc::Router& router, const Deps& deps) {
    Deps with = deps;
    with.closure.link_key = "0123456789abcdef";
    with.closure.public_url = "https://kam.example.com/";
    with.case_sequels = Sequels(deps);
    RegisterCaseService(router, with);
    RegisterClosureService(router, with);
  }

  v1::Case Get(const std::string& name) {
    v1::GetCaseRequest request;
    request.set_name(name);
    const auto c = Call<v1::Case>("CaseService/GetCase", request);
    EXPECT_TRUE(c.ok()) << c.status();
    return c.value_or(v1::Case());
  }
  v1::Case Open(const std::string& category, const std::string& product = "",
                v1::CaseKind kind = v1::CASE_KIND_COMPLAINT) {
    v1::CreateCaseRequest request;
    request.set_parent(account_);
    request.mutable_case_()->set_kind(kind);
    request.mutable_case_()->set_subject("水泵漏油");
    request.mutable_case_()->set_category(category);
    request.mutable_case_()->set_contact(contact_);
    if (!product.empty()) request.mutable_case_()->add_products(product);
    const auto made = Call<v1::Case>("CaseService/CreateCase", request);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.value_or(v1::Case());
  }
  template <class Request>
  v1::Case Do(const std::string& method, const std::string& name, Request request = {}) {
    request.set_name(name);
    const auto done = Call<v1::Case>("CaseService/" + method, request);
    EXPECT_TRUE(done.ok()) << method << ": " << done.status();
    return done.value_or(v1::Case());
  }
  v1::Case Resolve(const std::string& name, const std::string& resolution = "换了密封圈") {
    v1::ResolveCaseRequest request;
    request.set_resolution(resolution);
    request.set_cause("密封圈老化");
    return Do("ResolveCase", name, request);
  }
  std::string Resolved() {
    const std::string name = Open("product.defect").name();
    Do<v1::AcknowledgeCaseRequest>("AcknowledgeCase", name);
    Resolve(name);
    return name;
  }
  void Confirm(const std::string& name) {
    v1::ConfirmCaseRequest request;
    request.set_contact(contact_);
    request.set_note("电话里说好了");
    Do("ConfirmCase", name, request);
  }
  v1::Case Closed(const std::string& category, const std::string& product = "") {
    const std::string name = Open(category, product).name();
    Do<v1::AcknowledgeCaseRequest>("AcknowledgeCase", name);
    Resolve(name);
    Confirm(name);
    return Get(name);
  }

  absl::StatusOr<v1::ConfirmationLink> Link(const std::string& name,
                                            const std::string& contact = "") {
    v1::CreateConfirmationLinkRequest request;
    request.set_parent(name);
    request.set_contact(contact);
    return Call<v1::ConfirmationLink>("ClosureService/CreateConfirmationLink", request);
  }
  // The secret in the URL of a new link.
  std::string Token(const std::string& name, const std::string& contact = "") {
    const auto link = Link(name, contact);
    EXPECT_TRUE(link.ok()) << link.status();
    if (!link.ok()) return "";
    constexpr std::string_view kBefore = "https://kam.example.com/v1/confirmations/";
    EXPECT_TRUE(absl::StartsWith(link->url(), kBefore)) << link->url();
    EXPECT_TRUE(absl::EndsWith(link->url(), "/page")) << link->url();
    return link->url().substr(kBefore.size(), link->url().size() - kBefore.size() - 5);
  }

  // As a customer: without a token of ours.
  template <class Res>
  absl::StatusOr<Res> AsCustomer(const std::string& method,
                                 const google::protobuf::Message& request) {
    rpc::CallOptions options;
    options.deadline = absl::Now() + absl::Seconds(60);
    return rpc::Call<Res>(service_.channel(), "mainstay.feedback.v1.ClosureService/" + method,
                          options, request);
  }
  absl::StatusOr<v1::Confirmation> See(const std::string& token) {
    v1::GetConfirmationRequest request;
    request.set_token(token);
    return AsCustomer<v1::Confirmation>("GetConfirmation", request);
  }
  absl::StatusOr<v1::Confirmation> Answer(const std::string& token, bool solved,
                                          const std::string& comment = "") {
    v1::AnswerConfirmationRequest request;
    request.set_token(token);
    request.set_solved(solved);
    request.set_comment(comment);
    return AsCustomer<v1::Confirmation>("AnswerConfirmation", request);
  }
  std::string Page(const std::string& token, const std::string& language = "zh") {
    v1::ReadConfirmationPageRequest request;
    request.set_token(token);
    request.set_accept_language(language);
    const auto page = AsCustomer<type::v1::HttpBody>("ReadConfirmationPage", request);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) return "";
    EXPECT_EQ(page->content_type(), "text/html; charset=utf-8");
    return page->data();
  }
  std::string Send(const std::string& token, const std::string& form,
                   const std::string& content_type = "application/x-www-form-urlencoded") {
    v1::SendConfirmationPageRequest request;
    request.set_token(token);
    request.mutable_form()->set_content_type(content_type);
    request.mutable_form()->set_data(form);
    const auto page = AsCustomer<type::v1::HttpBody>("SendConfirmationPage", request);
    EXPECT_TRUE(page.ok()) << page.status();
    return page.ok() ? page->data() : "";
  }

  static std::string ReasonOf(const absl::Status& status) {
    const auto detail = status::GetErrorDetail(status);
    return detail ? detail->reason : "";
  }
  std::vector<v1::CaseEntry> Timeline(const std::string& name) {
    v1::ListCaseEntriesRequest request;
    request.set_parent(name);
    const auto page = Call<v1::ListCaseEntriesResponse>("CaseService/ListCaseEntries", request);
    EXPECT_TRUE(page.ok()) << page.status();
    return {page->entries().begin(), page->entries().end()};
  }

  const std::string account_ = AddAccount(service_, "北风", "wang.li");
  const std::string contact_ = account_ + "/contacts/0190a000-0000-7000-8000-000000000002";
  const std::string other_contact_ = account_ + "/contacts/0190a000-0000-7000-8000-000000000003";
};

}  // namespace mainstay::feedback
