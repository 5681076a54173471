#include "services/feedback/cases/case.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"
#include "common/testing/field_violations.h"
#include "services/feedback/cases/case_references.h"
#include "services/feedback/cases/case_verbs.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using testing::FieldsOf;
using ::testing::IsEmpty;

const absl::Time kNow = absl::FromUnixSeconds(1800000000);
constexpr char kAccount[] = "0190a000-0000-7000-8000-000000000001";
constexpr char kContact[] =
    "accounts/0190a000-0000-7000-8000-000000000001/contacts/0190a000-0000-7000-8000-000000000002";

Case Complaint() {
  Case c;
  c.account_id = kAccount;
  c.kind = "complaint";
  c.subject = " 漏油 ";
  c.watchers = {"li.na", "wang.li", "li.na"};
  Complete(c, kNow);
  return c;
}

std::string ReasonOf(const absl::Status& status) {
  const auto detail = status::GetErrorDetail(status);
  return detail ? detail->reason : "";
}

TEST(CaseTest, FillsInWhatIsNotSaid) {
  const Case c = Complaint();
  EXPECT_EQ(c.subject, "漏油");
  EXPECT_EQ(c.severity, "moderate");
  EXPECT_EQ(c.scope, "single");
  EXPECT_EQ(c.receive_time, kNow);
  EXPECT_THAT(c.watchers, ElementsAre("li.na", "wang.li"));
  EXPECT_EQ(Validate(c, kNow), absl::OkStatus());
}

TEST(CaseTest, EachFieldHasItsRule) {
  struct Spoiled {
    void (*spoil)(Case&);
    const char* field;
  };
  const Spoiled cases[] = {
      {[](Case& c) { c.kind = ""; }, "kind"},
      {[](Case& c) { c.category = "Product"; }, "category"},
      {[](Case& c) { c.subject = ""; }, "subject"},
      {[](Case& c) { c.subject = std::string(201, 'x'); }, "subject"},
      {[](Case& c) { c.facts = std::string(20001, 'x'); }, "facts"},
      {[](Case& c) { c.cause = std::string(8001, 'x'); }, "cause"},
      {[](Case& c) { c.customer_position = std::string(8001, 'x'); }, "customer_position"},
      {[](Case& c) { c.contact = "ada"; }, "contact"},
      {[](Case& c) { c.products = std::vector<std::string>(51, "x"); }, "products"},
      {[](Case& c) { c.products = {""}; }, "products[0]"},
      {[](Case& c) { c.orders = std::vector<std::string>(51, "x"); }, "orders"},
      {[](Case& c) {
         c.watchers = {"li.na", "a b"};
       },
       "watchers[1]"},
      {[](Case& c) { c.source = std::string(201, 'x'); }, "source"},
      {[](Case& c) { c.receive_time = kNow + absl::Seconds(1); }, "receive_time"},
      {[](Case& c) { c.receive_time = absl::FromUnixSeconds(0); }, "receive_time"},
      {[](Case& c) { c.occur_time = kNow + absl::Seconds(1); }, "occur_time"},
      {[](Case& c) { c.assignee = "a/b"; }, "assignee"},
      {[](Case& c) {
         c.compensation = {"-1", "CNY"};
       },
       "compensation"},
      {[](Case& c) { c.compensation_note = std::string(1001, 'x'); }, "compensation_note"},
  };
  for (const Spoiled& spoiled : cases) {
    Case c = Complaint();
    spoiled.spoil(c);
    const auto fields = FieldsOf(Validate(c, kNow));
    ASSERT_FALSE(fields.empty()) << spoiled.field;
    EXPECT_EQ(fields[0], spoiled.field);
  }
}

TEST(CaseTest, ItDidNotHappenAfterWeHadIt) {
  Case c = Complaint();
  c.receive_time = kNow - absl::Hours(2);
  c.occur_time = kNow - absl::Hours(1);
  EXPECT_THAT(FieldsOf(Validate(c, kNow)), ElementsAre("occur_time"));
  c.occur_time = c.receive_time;
  EXPECT_THAT(FieldsOf(Validate(c, kNow)), IsEmpty());
}

TEST(CaseTest, WhatItNamesIsOfItsAccount) {
  Case c = Complaint();
  c.contact = kContact;
  const std::string order =
      absl::StrCat("accounts/", kAccount, "/orders/0190a000-0000-7000-8000-000000000003");
  c.orders = {order, order + "/lines/1", absl::StrCat("accounts/", kAccount, "/orders/1")};
  c.source = "accounts/b/visits/1";
  EXPECT_THAT(FieldsOf(CheckReferences({}, c, kAccount)),
              ElementsAre("orders[1]", "orders[2]", "source"));
  EXPECT_EQ(CheckReferences(c, c, kAccount), absl::OkStatus()) << "what it named before may stay";
  c.orders.clear();
  c.source = "accounts/merged/visits/1";
  EXPECT_EQ(CheckReferences({}, c, "merged"), absl::OkStatus());
}

TEST(CaseVerbsTest, TheWholeWay) {
  Case c = Complaint();
  EXPECT_EQ(Assign(c, "li.na"), absl::OkStatus());
  EXPECT_EQ(Acknowledge(c, kNow), absl::OkStatus());
  EXPECT_EQ(Wait(c, "a photo"), absl::OkStatus());
  EXPECT_EQ(c.state, "waiting_for_customer");
  EXPECT_EQ(Start(c), absl::OkStatus());
  EXPECT_EQ(Resolve(c, "换密封圈", "密封圈老化", kNow + absl::Hours(1)), absl::OkStatus());
  EXPECT_EQ(c.first_answer_time, kNow + absl::Hours(1)) << "nothing was told before";
  EXPECT_EQ(Confirm(c, kContact, "电话里说好了", "customer", kNow + absl::Hours(2)),
            absl::OkStatus());
  EXPECT_EQ(c.state, "closed");
  EXPECT_EQ(c.confirmed_by, kContact);
  EXPECT_EQ(c.closure, "customer");
  EXPECT_EQ(Reopen(c, "又漏了"), absl::OkStatus());
  EXPECT_EQ(c.state, "in_progress");
  EXPECT_EQ(c.reopen_count, 1);
  EXPECT_EQ(c.resolution, "");
  EXPECT_EQ(c.closure, "");
  EXPECT_FALSE(c.resolve_time || c.close_time);
}

TEST(CaseVerbsTest, EachVerbHasItsStates) {
  struct {
    absl::Status (*verb)(Case&);
    std::vector<std::string> from;
  } const verbs[] = {
      {[](Case& c) { return Acknowledge(c, kNow); }, {"new"}},
      {[](Case& c) { return Start(c); }, {"acknowledged", "waiting_for_customer"}},
      {[](Case& c) { return Wait(c, "x"); }, {"acknowledged", "in_progress"}},
      {[](Case& c) { return Resolve(c, "x", "y", kNow); },
       {"acknowledged", "in_progress", "waiting_for_customer"}},
      {[](Case& c) { return Confirm(c, kContact, "x", "customer", kNow); }, {"resolved"}},
      {[](Case& c) { return TimeOut(c, kNow); }, {"resolved"}},
      {[](Case& c) { return Reopen(c, "x"); }, {"resolved", "closed", "withdrawn"}},
      {[](Case& c) { return Withdraw(c, "x"); },
       {"new", "acknowledged", "in_progress", "waiting_for_customer", "resolved"}},
      {[](Case& c) { return Assign(c, "x"); },
       {"new", "acknowledged", "in_progress", "waiting_for_customer", "resolved"}},
      {[](Case& c) { return Tell(c, kNow); },
       {"new", "acknowledged", "in_progress", "waiting_for_customer", "resolved"}},
  };
  for (size_t i = 0; i < std::size(verbs); ++i) {
    for (const char* state : {"new", "acknowledged", "in_progress", "waiting_for_customer",
                              "resolved", "closed", "withdrawn"}) {
      Case c = Complaint();
      c.state = state;
      const auto& from = verbs[i].from;
      const bool allowed = std::find(from.begin(), from.end(), state) != from.end();
      const absl::Status status = verbs[i].verb(c);
      EXPECT_EQ(status.ok(), allowed) << i << " " << state;
      if (!allowed) {
        EXPECT_EQ(ReasonOf(status), "WRONG_STATE") << i << " " << state;
        EXPECT_EQ(c.state, state);
      }
    }
  }
}

TEST(CaseVerbsTest, SayWhatTheyNeed) {
  Case c = Complaint();
  EXPECT_THAT(FieldsOf(Assign(c, "a b")), ElementsAre("assignee"));
  ASSERT_EQ(Acknowledge(c, kNow), absl::OkStatus());
  EXPECT_THAT(FieldsOf(Wait(c, "　")), ElementsAre("reason"));
  EXPECT_THAT(FieldsOf(Resolve(c, "", "", kNow)), ElementsAre("resolution", "cause"));
  c.kind = "question";
  EXPECT_EQ(Resolve(c, "answered", "", kNow), absl::OkStatus()) << "a question has no cause";
  EXPECT_THAT(FieldsOf(Confirm(c, "", "x", "customer", kNow)), ElementsAre("contact"));
  EXPECT_THAT(FieldsOf(Confirm(c, kContact, "", "customer", kNow)), ElementsAre("note"));
  EXPECT_THAT(FieldsOf(Reopen(c, "")), ElementsAre("reason"));
  EXPECT_THAT(FieldsOf(Withdraw(c, "")), ElementsAre("reason"));
}

TEST(CaseVerbsTest, TellingANewOneAcknowledgesIt) {
  Case c = Complaint();
  ASSERT_EQ(Tell(c, kNow), absl::OkStatus());
  EXPECT_EQ(c.state, "acknowledged");
  EXPECT_EQ(c.acknowledge_time, kNow);
  EXPECT_EQ(c.first_answer_time, kNow);
  ASSERT_EQ(Tell(c, kNow + absl::Hours(1)), absl::OkStatus());
  EXPECT_EQ(c.first_answer_time, kNow) << "the first one";
}

TEST(CaseVerbsTest, AWithdrawalTakenBackIsNoFailedSolution) {
  Case c = Complaint();
  ASSERT_EQ(Withdraw(c, "wrong customer"), absl::OkStatus());
  ASSERT_EQ(Reopen(c, "the right one after all"), absl::OkStatus());
  EXPECT_EQ(c.state, "in_progress");
  EXPECT_EQ(c.reopen_count, 0);
  ASSERT_EQ(Resolve(c, "x", "y", kNow), absl::OkStatus());
  EXPECT_EQ(c.acknowledge_time, kNow) << "nobody had told them before";
}

TEST(CaseTest, WhatVerbsDemandedStaysOnTheCard) {
  Case c = Complaint();
  ASSERT_EQ(Acknowledge(c, kNow), absl::OkStatus());
  ASSERT_EQ(Resolve(c, "换密封圈", "老化", kNow), absl::OkStatus());
  c.cause = " ";
  EXPECT_THAT(FieldsOf(Validate(c, kNow)), ElementsAre("cause"));
  c.kind = "question";
  EXPECT_THAT(FieldsOf(Validate(c, kNow)), IsEmpty());
  c.receive_time = kNow + absl::Hours(1);
  EXPECT_THAT(FieldsOf(Validate(c, kNow + absl::Hours(2))), ElementsAre("receive_time"));
}

}  // namespace
}  // namespace mainstay::feedback
