#include "services/feedback/cases/case_service.h"

#include <gmock/gmock.h>
#include <mainstay/feedback/v1/case_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/proto_time.h"
#include "common/status/status.h"
#include "common/testing/field_violations.h"
#include "services/feedback/access/feedback_service_fixture.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using testing::FieldsOf;
using ::testing::HasSubstr;

constexpr char kManager[] = "account_manager";

class CaseServiceTest : public FeedbackServiceTest {
 protected:
  CaseServiceTest() : FeedbackServiceTest({"CaseService"}, {RegisterCaseService}) {}

  static v1::Case Complaint(const std::string& subject) {
    v1::Case c;
    c.set_kind(v1::CASE_KIND_COMPLAINT);
    c.set_subject(subject);
    return c;
  }
  absl::StatusOr<v1::Case> Create(const std::string& account, const v1::Case& c,
                                  std::string_view user = "ada", std::string_view role = "admin") {
    v1::CreateCaseRequest request;
    request.set_parent(account);
    *request.mutable_case_() = c;
    return Call<v1::Case>("CaseService/CreateCase", request, user, role);
  }
  std::string Made(const std::string& subject) {
    const auto made = Create(account_, Complaint(subject));
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? made->name() : "";
  }
  absl::StatusOr<v1::Case> Get(const std::string& name, std::string_view user = "ada",
                               std::string_view role = "admin") {
    v1::GetCaseRequest request;
    request.set_name(name);
    return Call<v1::Case>("CaseService/GetCase", request, user, role);
  }
  absl::StatusOr<v1::Case> Update(const v1::Case& c, const std::vector<std::string>& paths) {
    v1::UpdateCaseRequest request;
    *request.mutable_case_() = c;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return Call<v1::Case>("CaseService/UpdateCase", request);
  }
  template <class Request>
  absl::StatusOr<v1::Case> Do(const std::string& method, Request request, const std::string& name) {
    request.set_name(name);
    return Call<v1::Case>("CaseService/" + method, request);
  }
  absl::StatusOr<v1::Case> Resolve(const std::string& name) {
    v1::ResolveCaseRequest request;
    request.set_resolution("换密封圈");
    request.set_cause("密封圈老化");
    return Do("ResolveCase", request, name);
  }
  absl::StatusOr<v1::Case> Confirm(const std::string& name, const std::string& contact) {
    v1::ConfirmCaseRequest request;
    request.set_contact(contact);
    request.set_note("电话里说好了");
    return Do("ConfirmCase", request, name);
  }
  absl::StatusOr<v1::CaseEntry> Add(const std::string& name, v1::CaseEntryKind kind,
                                    v1::CaseChannel channel = v1::CASE_CHANNEL_UNSPECIFIED) {
    v1::CreateCaseEntryRequest request;
    request.set_parent(name);
    request.mutable_entry()->set_kind(kind);
    request.mutable_entry()->set_text("工程师明天到");
    request.mutable_entry()->set_channel(channel);
    return Call<v1::CaseEntry>("CaseService/CreateCaseEntry", request);
  }
  std::vector<std::string> Filtered(const std::string& filter, std::string_view user = "ada",
                                    std::string_view role = "admin") {
    v1::ListCasesRequest request;
    request.set_parent("accounts/-");
    request.set_filter(filter);
    request.set_order_by("receive_time");
    request.set_page_size(1);
    std::vector<std::string> subjects;
    do {
      const auto page = Call<v1::ListCasesResponse>("CaseService/ListCases", request, user, role);
      if (!page.ok()) ADD_FAILURE() << page.status();
      if (!page.ok()) break;
      for (const v1::Case& c : page->cases()) subjects.push_back(c.subject());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return subjects;
  }

  const std::string account_ = AddAccount(service_, "北风", "wang.li");
  const std::string contact_ = account_ + "/contacts/0190a000-0000-7000-8000-000000000002";
};

TEST_F(CaseServiceTest, CasesAreFoundByAnyPartOfTheirTexts) {
  const auto found = [&](const std::string& query, const std::string& filter = "") {
    v1::ListCasesRequest request;
    request.set_parent("accounts/-");
    request.set_query(query);
    request.set_filter(filter);
    request.set_order_by("receive_time");
    request.set_page_size(1);
    std::vector<std::string> subjects;
    do {
      const auto page = Call<v1::ListCasesResponse>("CaseService/ListCases", request);
      if (!page.ok()) ADD_FAILURE() << page.status();
      if (!page.ok()) break;
      for (const v1::Case& c : page->cases()) subjects.push_back(c.subject());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return subjects;
  };
  v1::Case leak = Complaint("漏油");
  leak.set_facts("3号泵的密封圈老化，Seal Ring 破裂");
  const auto made = Create(account_, leak);
  ASSERT_TRUE(made.ok()) << made.status();
  service_.clock().Advance(absl::Seconds(1));
  v1::Case noise = Complaint("Noise");
  noise.set_customer_position("要求更换密封垫");
  ASSERT_TRUE(Create(account_, noise).ok());
  EXPECT_THAT(found("密封"), ElementsAre("漏油", "Noise"));
  EXPECT_THAT(found("密封圈"), ElementsAre("漏油"));
  EXPECT_THAT(found("seal 老化"), ElementsAre("漏油"));
  EXPECT_THAT(found("ＳＥＡＬ"), ElementsAre("漏油"));
  EXPECT_THAT(found("漏"), ElementsAre("漏油"));
  EXPECT_THAT(found("老化 垫"), ElementsAre());
  EXPECT_THAT(found("密封", "state = CASE_STATE_CLOSED"), ElementsAre());
  // As it is changed, so it is found.
  v1::Case changed;
  changed.set_name(made->name());
  changed.set_facts("3号泵的轴承磨损");
  ASSERT_TRUE(Update(changed, {"facts"}).ok());
  EXPECT_THAT(found("密封圈"), ElementsAre());
  EXPECT_THAT(found("轴承"), ElementsAre("漏油"));
  ASSERT_TRUE(Do("AcknowledgeCase", v1::AcknowledgeCaseRequest(), made->name()).ok());
  ASSERT_TRUE(Resolve(made->name()).ok());
  EXPECT_THAT(found("换密封圈"), ElementsAre("漏油")) << "by its resolution";
  for (const std::string& query : {std::string("a"), std::string("，"), std::string(201, 'x')}) {
    v1::ListCasesRequest request;
    request.set_parent("accounts/-");
    request.set_query(query);
    EXPECT_THAT(FieldsOf(Call<v1::ListCasesResponse>("CaseService/ListCases", request).status()),
                ElementsAre("query"))
        << query;
  }
}

TEST_F(CaseServiceTest, ACaseIsTakenInAndRead) {
  v1::Case c = Complaint("漏油");
  c.set_channel(v1::CASE_CHANNEL_PHONE);
  c.set_category("product.defect");
  c.set_facts("第一行\n第二行 \"引号\"");
  c.set_customer_position("要求更换");
  c.set_severity(v1::CASE_SEVERITY_MAJOR);
  c.set_scope(v1::CASE_SCOPE_SEVERAL);
  c.set_contact(contact_);
  c.add_products("P-100");
  c.add_orders(account_ + "/orders/0190a000-0000-7000-8000-000000000003");
  c.set_source(account_ + "/visits/0190a000-0000-7000-8000-000000000004");
  c.set_assignee("li.na");
  c.add_watchers("zhao.min");
  c.mutable_compensation()->set_currency_code("CNY");
  c.mutable_compensation()->set_units(500);
  c.set_compensation_note("免费保养一年");
  *c.mutable_occur_time() = api::TimeToProto(service_.clock().Now() - absl::Hours(30));
  *c.mutable_receive_time() = api::TimeToProto(service_.clock().Now() - absl::Hours(1));
  const auto made = Create(account_, c, "wang.li", kManager);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->state(), v1::CASE_STATE_NEW);
  EXPECT_GT(made->number(), 0);
  EXPECT_EQ(made->facts(), c.facts());
  EXPECT_EQ(made->compensation().units(), 500);
  const auto read = Get(made->name(), "wang.li", kManager);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->DebugString(), made->DebugString());
  EXPECT_THAT(EventsOf(made->name()), ElementsAre("CaseOpened"));
  EXPECT_GT(Create(account_, Complaint("又漏"))->number(), made->number());
}

TEST_F(CaseServiceTest, OthersSeeNothingOfIt) {
  const std::string name = Made("漏油");
  EXPECT_EQ(Get(name, "li.na", kManager).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Get(name, "x", "survey_manager").status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(Create(account_, Complaint("x"), "li.na", kManager).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_THAT(Filtered("", "li.na", kManager), ElementsAre());
  EXPECT_THAT(Filtered("", "wang.li", kManager), ElementsAre("漏油"));
}

TEST_F(CaseServiceTest, WhatItNamesIsOfItsAccount) {
  const std::string other = AddAccount(service_, "南风", "li.na");
  v1::Case c = Complaint("漏油");
  c.set_contact(other + "/contacts/0190a000-0000-7000-8000-000000000002");
  c.add_orders(other + "/orders/0190a000-0000-7000-8000-000000000002");
  EXPECT_THAT(FieldsOf(Create(account_, c).status()),
              ElementsAre("case.contact", "case.orders[0]"));
}

TEST_F(CaseServiceTest, AMergedAccountsCasesAreSeenUnderTheSurvivor) {
  const std::string name = Made("漏油");
  const std::string survivor = AddAccount(service_, "北风集团", "wang.li");
  Merge(service_, account_, survivor);
  const auto read = Get(name);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(read->name(), HasSubstr(survivor));
  EXPECT_TRUE(Do("AcknowledgeCase", v1::AcknowledgeCaseRequest(), name).ok());
}

TEST_F(CaseServiceTest, ADeletedAccountTakesNoCases) {
  Delete(service_, account_);
  EXPECT_EQ(status::GetErrorDetail(Create(account_, Complaint("x")).status())->reason,
            "ACCOUNT_DELETED");
}

TEST_F(CaseServiceTest, UpdateChangesTheCard) {
  v1::Case c = *Create(account_, Complaint("漏油"));
  c.set_cause("密封圈老化");
  const auto changed = Update(c, {"cause"});
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->cause(), "密封圈老化");
  EXPECT_EQ(Update(c, {}).status().code(), absl::StatusCode::kAborted) << "an old etag";
  c = *changed;
  EXPECT_EQ(Update(c, {})->etag(), c.etag()) << "nothing changed";
  c.set_assignee("li.na");
  EXPECT_THAT(FieldsOf(Update(c, {}).status()), ElementsAre("case.assignee"));
  EXPECT_THAT(FieldsOf(Update(c, {"assignee"}).status()), ElementsAre("case.assignee"));
  c = *changed;
  c.set_state(v1::CASE_STATE_CLOSED);
  EXPECT_THAT(FieldsOf(Update(c, {"state"}).status()), ElementsAre("case.state"));
  EXPECT_THAT(EventsOf(c.name()), ElementsAre("CaseOpened", "CaseChanged"));
}

TEST_F(CaseServiceTest, VerbsLeadToTheCloseAndLeaveTraces) {
  const std::string name = Made("漏油");
  v1::AssignCaseRequest assign;
  assign.set_assignee("li.na");
  ASSERT_TRUE(Do("AssignCase", assign, name).ok());
  EXPECT_EQ(Do("AssignCase", assign, name)->assignee(), "li.na") << "again: nothing changes";
  const absl::Status early = Resolve(name).status();
  EXPECT_EQ(status::GetErrorDetail(early)->reason, "WRONG_STATE");
  EXPECT_THAT(early.message(),
              HasSubstr("is new; :resolve is possible from: acknowledged, in_progress"));
  v1::AcknowledgeCaseRequest acknowledge;
  acknowledge.set_note(std::string(501, 'x'));
  EXPECT_THAT(FieldsOf(Do("AcknowledgeCase", acknowledge, name).status()), ElementsAre("note"));
  acknowledge.set_note("已电话告知");
  ASSERT_TRUE(Do("AcknowledgeCase", acknowledge, name).ok());
  ASSERT_TRUE(Do("StartCase", v1::StartCaseRequest(), name).ok());
  v1::WaitForCustomerRequest wait;
  wait.set_reason("等照片");
  ASSERT_TRUE(Do("WaitForCustomer", wait, name).ok());
  service_.clock().Advance(absl::Hours(2));
  const auto resolved = Resolve(name);
  ASSERT_TRUE(resolved.ok()) << resolved.status();
  EXPECT_EQ(resolved->cause(), "密封圈老化");
  const std::string other = AddAccount(service_, "南风", "li.na") + "/contacts/" +
                            contact_.substr(contact_.rfind('/') + 1);
  EXPECT_THAT(FieldsOf(Confirm(name, other).status()), ElementsAre("contact"));
  const auto closed = Confirm(name, contact_);
  ASSERT_TRUE(closed.ok()) << closed.status();
  EXPECT_EQ(closed->state(), v1::CASE_STATE_CLOSED);
  EXPECT_EQ(closed->confirmed_by(), contact_);
  v1::ReopenCaseRequest reopen;
  reopen.set_reason("又漏了");
  EXPECT_EQ(Do("ReopenCase", reopen, name)->reopen_count(), 1);
  v1::WithdrawCaseRequest withdraw;
  withdraw.set_reason("客户撤回");
  EXPECT_EQ(Do("WithdrawCase", withdraw, name)->state(), v1::CASE_STATE_WITHDRAWN);
  EXPECT_THAT(EventsOf(name),
              ElementsAre("CaseOpened", "CaseAssigned", "CaseStateChanged", "CaseStateChanged",
                          "CaseStateChanged", "CaseStateChanged", "CaseStateChanged",
                          "CaseStateChanged", "CaseStateChanged"));
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(CaseServiceTest, IsWrittenWhileSomethingElseComesToHangOnIt) {
  const std::string name = Made("漏油");
  const std::string id = name.substr(name.rfind('/') + 1);
  const absl::Status held = service_.db().Write({}, [&](pg::Tx& tx) {
    // As the row of a recurrence or a dispute does until its transaction ends.
    tx.Exec(absl::StrCat("SELECT 1 FROM cases WHERE case_id = '", id, "' FOR KEY SHARE"));
    return Do("AcknowledgeCase", v1::AcknowledgeCaseRequest(), name).status();
  });
  EXPECT_TRUE(held.ok()) << held;
}

TEST_F(CaseServiceTest, TheTimelineTellsWhatWasDoneAndSaid) {
  const std::string name = Made("漏油");
  const auto note = Add(name, v1::CASE_ENTRY_KIND_NOTE);
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(note->author(), "ada");
  EXPECT_THAT(FieldsOf(Add(name, v1::CASE_ENTRY_KIND_TOLD).status()), ElementsAre("entry.channel"));
  EXPECT_THAT(FieldsOf(Add(name, v1::CASE_ENTRY_KIND_VERB).status()), ElementsAre("entry.kind"));
  ASSERT_TRUE(Add(name, v1::CASE_ENTRY_KIND_TOLD, v1::CASE_CHANNEL_PHONE).ok());
  const auto told = Get(name);
  EXPECT_EQ(told->state(), v1::CASE_STATE_ACKNOWLEDGED);
  EXPECT_TRUE(told->has_first_answer_time());
  ASSERT_TRUE(Resolve(name).ok());
  v1::ListCaseEntriesRequest request;
  request.set_parent(name);
  request.set_page_size(2);
  std::vector<std::string> entries;
  do {
    const auto page = Call<v1::ListCaseEntriesResponse>("CaseService/ListCaseEntries", request);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const v1::CaseEntry& entry : page->entries()) {
      entries.push_back(absl::StrCat(v1::CaseEntryKind_Name(entry.kind()).substr(16), " ",
                                     entry.verb(), " ", entry.text()));
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(entries,
              ElementsAre("VERB resolve 换密封圈", "TOLD  工程师明天到", "NOTE  工程师明天到"));
  EXPECT_THAT(EventsOf(name),
              ElementsAre("CaseOpened", "CaseEntryAdded", "CaseEntryAdded", "CaseStateChanged"));
  ASSERT_TRUE(Confirm(name, contact_).ok());
  EXPECT_EQ(
      status::GetErrorDetail(Add(name, v1::CASE_ENTRY_KIND_TOLD, v1::CASE_CHANNEL_PHONE).status())
          ->reason,
      "WRONG_STATE");
  EXPECT_TRUE(Add(name, v1::CASE_ENTRY_KIND_NOTE).ok()) << "a closed case takes notes";
}

TEST_F(CaseServiceTest, ListsAreFiltered) {
  const std::string first = Made("漏油");
  service_.clock().Advance(absl::Minutes(1));
  v1::Case second = Complaint("晚到");
  second.set_category("delivery.late");
  second.set_assignee("li.na");
  const auto late = Create(account_, second);
  ASSERT_TRUE(late.ok()) << late.status();
  EXPECT_THAT(Filtered("open = true"), ElementsAre("漏油", "晚到"));
  EXPECT_THAT(Filtered("assignee = \"li.na\""), ElementsAre("晚到"));
  EXPECT_THAT(Filtered(absl::StrCat("number = ", late->number())), ElementsAre("晚到"));
  EXPECT_THAT(Filtered("category = \"delivery.late\" AND severity = CASE_SEVERITY_MODERATE"),
              ElementsAre("晚到"));
  v1::WithdrawCaseRequest withdraw;
  withdraw.set_reason("x");
  ASSERT_TRUE(Do("WithdrawCase", withdraw, first).ok());
  EXPECT_THAT(Filtered("open = true"), ElementsAre("晚到"));
  EXPECT_THAT(Filtered("state = CASE_STATE_WITHDRAWN"), ElementsAre("漏油"));
}

TEST_F(CaseServiceTest, TheChangesSayWhoWhatAndWhy) {
  const std::string name = Made("漏油");
  v1::AssignCaseRequest assign;
  assign.set_assignee("li.na");
  assign.set_reason("熟悉产品");
  ASSERT_TRUE(Do("AssignCase", assign, name).ok());
  v1::ListCaseChangesRequest request;
  request.set_parent(name);
  const auto page = Call<v1::ListCaseChangesResponse>("CaseService/ListCaseChanges", request);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->changes_size(), 2);
  EXPECT_EQ(page->changes(0).field(), "assignee");
  EXPECT_EQ(page->changes(0).new_value(), "li.na");
  EXPECT_EQ(page->changes(0).reason(), "熟悉产品");
  EXPECT_EQ(page->changes(1).action(), "create");
}

TEST_F(CaseServiceTest, ARepeatedVerbGivesTheFirstAnswer) {
  const std::string name = Made("漏油");
  v1::AcknowledgeCaseRequest request;
  request.set_request_id("0190a000-0000-7000-8000-00000000000a");
  for (int i = 0; i < 2; ++i) {
    const auto answer = Do("AcknowledgeCase", request, name);
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(answer->state(), v1::CASE_STATE_ACKNOWLEDGED);
  }
}

}  // namespace
}  // namespace mainstay::feedback
