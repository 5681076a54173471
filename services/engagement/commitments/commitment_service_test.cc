#include "services/engagement/commitments/commitment_service.h"

#include <gmock/gmock.h>
#include <mainstay/engagement/v1/commitment_service.pb.h>

#include "common/api/proto_time.h"
#include "common/status/status.h"
#include "services/engagement/access/engagement_service_test.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

constexpr char kManager[] = "account_manager";

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const auto& violation : status::GetFieldViolations(status))
    fields.push_back(violation.field);
  return fields;
}

class CommitmentServiceTest : public EngagementServiceTest {
 protected:
  CommitmentServiceTest()
      : EngagementServiceTest({"CommitmentService"}, {RegisterCommitmentService}) {}

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

TEST_F(CommitmentServiceTest, APromiseIsRecordedAndRead) {
  v1::Commitment c = Ours("送样机", absl::Hours(24));
  c.set_text("两台");
  c.set_beneficiary(account_ + "/contacts/0190a000-0000-7000-8000-000000000002");
  c.set_source(account_ + "/visits/0190a000-0000-7000-8000-000000000003");
  const auto made = Create(account_, c, "wang.li", kManager);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->state(), v1::COMMITMENT_STATE_OPEN);
  EXPECT_EQ(made->time_zone(), "Asia/Shanghai");
  EXPECT_FALSE(made->overdue());
  EXPECT_FALSE(made->has_kept_on_time());
  EXPECT_EQ(made->original_due_time().seconds(), made->due_time().seconds());
  const auto read = Get(made->name(), "wang.li", kManager);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->DebugString(), made->DebugString());
  EXPECT_THAT(EventsOf(made->name()), ElementsAre("CommitmentMade"));
}

TEST_F(CommitmentServiceTest, OthersSeeNothingOfIt) {
  const std::string name = Made(account_, Ours("送样机", absl::Hours(24)));
  EXPECT_EQ(Get(name, "li.na", kManager).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Get(name, "x", "survey_manager").status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(Create(account_, Ours("x", absl::Hours(1)), "li.na", kManager).status().code(),
            absl::StatusCode::kNotFound);
  v1::ListCommitmentsRequest request;
  request.set_parent("accounts/-");
  EXPECT_THAT(List(request, "li.na", kManager).value(), ElementsAre());
  EXPECT_THAT(List(request, "wang.li", kManager).value(), ElementsAre("送样机"));
  request.set_parent(account_);
  EXPECT_EQ(List(request, "li.na", kManager).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(CommitmentServiceTest, WhatItNamesIsOfItsAccount) {
  const std::string other = AddAccount(service_, "南风", "li.na");
  v1::Commitment c = Ours("送样机", absl::Hours(24));
  c.set_party(v1::COMMITMENT_PARTY_CUSTOMER);
  c.set_promiser(other + "/contacts/0190a000-0000-7000-8000-000000000002");
  c.set_beneficiary(c.promiser());
  c.set_source(other + "/visits/0190a000-0000-7000-8000-000000000003");
  EXPECT_THAT(FieldsOf(Create(account_, c).status()),
              ElementsAre("commitment.promiser", "commitment.beneficiary", "commitment.source"));
}

TEST_F(CommitmentServiceTest, ADeletedAccountTakesNoPromises) {
  const std::string gone = AddAccount(service_, "散了", "wang.li");
  Delete(service_, gone);
  const absl::Status status = Create(gone, Ours("x", absl::Hours(1))).status();
  EXPECT_EQ(status::GetErrorDetail(status)->reason, "ACCOUNT_DELETED");
}

TEST_F(CommitmentServiceTest, UpdateChangesWhatIsWritten) {
  v1::Commitment c = *Create(account_, Ours("送样机", absl::Hours(24)));
  c.set_subject("送两台样机");
  const auto changed = Update(c, {"subject"});
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->subject(), "送两台样机");
  EXPECT_EQ(Update(c, {}).status().code(), absl::StatusCode::kAborted) << "an old etag";
  c = *changed;
  EXPECT_EQ(Update(c, {})->etag(), c.etag()) << "nothing changed";
  c.mutable_due_time()->set_seconds(c.due_time().seconds() + 60);
  EXPECT_THAT(FieldsOf(Update(c, {}).status()), ElementsAre("commitment.due_time"));
  EXPECT_THAT(FieldsOf(Update(c, {"due_time"}).status()), ElementsAre("commitment.due_time"));
  c = *changed;
  c.set_state(v1::COMMITMENT_STATE_KEPT);
  EXPECT_THAT(FieldsOf(Update(c, {"state"}).status()), ElementsAre("commitment.state"));
  EXPECT_THAT(EventsOf(c.name()), ElementsAre("CommitmentMade", "CommitmentChanged"));
}

TEST_F(CommitmentServiceTest, ACardReadBeforeItFellDueCanBeSentBack) {
  v1::Commitment c = *Create(account_, Ours("送样机", absl::Hours(1)));
  service_.clock().Advance(absl::Hours(2));
  ASSERT_TRUE(Get(c.name())->overdue());
  c.set_text("more");
  EXPECT_TRUE(Update(c, {}).ok());
}

TEST_F(CommitmentServiceTest, VerbsMoveItAndLeaveTraces) {
  const std::string name = Made(account_, Ours("送样机", absl::Hours(24)));
  const auto later = Renegotiate(name, absl::Hours(72));
  ASSERT_TRUE(later.ok()) << later.status();
  EXPECT_EQ(later->renegotiation_count(), 1);
  EXPECT_EQ(later->due_time().seconds() - later->original_due_time().seconds(), 48 * 3600);
  service_.clock().Advance(absl::Hours(30));
  const auto kept = Keep(name);
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_EQ(kept->punctuality(), v1::PUNCTUALITY_AFTER_RENEGOTIATION);
  EXPECT_TRUE(kept->has_kept_on_time());
  EXPECT_FALSE(kept->kept_on_time());
  EXPECT_THAT(kept->evidence_uris(), ElementsAre("https://files.example.com/1.pdf"));
  const absl::Status again = Keep(name).status();
  EXPECT_EQ(status::GetErrorDetail(again)->reason, "WRONG_STATE");
  EXPECT_THAT(again.message(), HasSubstr("is kept; :keep is possible from: open"));
  ASSERT_TRUE(Close<v1::ReopenCommitmentRequest>("ReopenCommitment", name).ok());
  const auto broken = Close<v1::BreakCommitmentRequest>("BreakCommitment", name);
  EXPECT_EQ(broken->close_reason(), "because");
  ASSERT_TRUE(Close<v1::ReopenCommitmentRequest>("ReopenCommitment", name).ok());
  EXPECT_EQ(Close<v1::CancelCommitmentRequest>("CancelCommitment", name)->state(),
            v1::COMMITMENT_STATE_CANCELLED);
  EXPECT_THAT(EventsOf(name),
              ElementsAre("CommitmentMade", "CommitmentRenegotiated", "CommitmentStateChanged",
                          "CommitmentStateChanged", "CommitmentStateChanged",
                          "CommitmentStateChanged", "CommitmentStateChanged"));
}

TEST_F(CommitmentServiceTest, TheChangesSayWhoWhatAndWhy) {
  const std::string name = Made(account_, Ours("送样机", absl::Hours(24)));
  ASSERT_TRUE(Renegotiate(name, absl::Hours(72)).ok());
  ASSERT_TRUE(Keep(name).ok());
  v1::ListCommitmentChangesRequest request;
  request.set_parent(name);
  request.set_page_size(2);
  std::vector<std::string> changes;
  do {
    const auto page =
        Call<v1::ListCommitmentChangesResponse>("CommitmentService/ListCommitmentChanges", request);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const v1::CommitmentChange& change : page->changes()) {
      EXPECT_EQ(change.actor(), "ada");
      changes.push_back(absl::StrCat(change.version(), " ", change.action(), " ", change.field(),
                                     " ", change.reason()));
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(changes, ElementsAre("3 keep state ", "3 keep kept_time ", "3 keep punctuality ",
                                   "3 keep proof ", "3 keep evidence_uris ",
                                   "2 renegotiate due_time parts are late", "1 create  "));
}

TEST_F(CommitmentServiceTest, ARepeatedVerbGivesTheFirstAnswer) {
  v1::RenegotiateCommitmentRequest request;
  request.set_name(Made(account_, Ours("送样机", absl::Hours(24))));
  request.set_reason("x");
  request.set_request_id("0190a000-0000-7000-8000-00000000000a");
  *request.mutable_due_time() = api::TimeToProto(service_.clock().Now() + absl::Hours(48));
  for (int i = 0; i < 2; ++i) {
    const auto answer = Call<v1::Commitment>("CommitmentService/RenegotiateCommitment", request);
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(answer->renegotiation_count(), 1);
  }
}

TEST_F(CommitmentServiceTest, ListsAreFilteredAndSorted) {
  const std::string other = AddAccount(service_, "南风", "li.na");
  Made(account_, Ours("second", absl::Hours(20)));
  Made(other, Ours("first", absl::Hours(2), "li.na"));
  const std::string kept = Made(account_, Ours("third", absl::Hours(30)));
  v1::Commitment theirs = Ours("theirs", absl::Hours(40));
  theirs.set_party(v1::COMMITMENT_PARTY_CUSTOMER);
  theirs.clear_promiser();
  Made(other, theirs);
  service_.clock().Advance(absl::Hours(3));
  ASSERT_TRUE(Keep(kept).ok());
  EXPECT_THAT(Filtered(""), ElementsAre("first", "second", "third", "theirs"));
  EXPECT_THAT(Filtered("", "due_time desc"), ElementsAre("theirs", "third", "second", "first"));
  EXPECT_EQ(Filtered("", "update_time desc")[0], "third");
  EXPECT_THAT(Filtered("overdue = true"), ElementsAre("first"));
  EXPECT_THAT(Filtered("overdue = false AND state = COMMITMENT_STATE_OPEN"),
              ElementsAre("second", "theirs"));
  EXPECT_THAT(Filtered("party = COMMITMENT_PARTY_CUSTOMER"), ElementsAre("theirs"));
  EXPECT_THAT(Filtered("promiser = \"li.na\""), ElementsAre("first"));
  EXPECT_THAT(Filtered("punctuality = PUNCTUALITY_ON_TIME"), ElementsAre("third"));
  v1::ListCommitmentsRequest request;
  request.set_parent(other);
  EXPECT_THAT(List(request).value(), ElementsAre("first", "theirs"));
}

TEST_F(CommitmentServiceTest, WhatAMergedAccountWasPromisedIsSeenUnderTheSurvivor) {
  const std::string old = AddAccount(service_, "旧名", "li.na");
  const std::string name = Made(old, Ours("x", absl::Hours(1)));
  Merge(service_, old, account_);
  const auto read = Get(name, "wang.li", kManager);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(read->name(), HasSubstr(account_));
  v1::ListCommitmentsRequest request;
  for (const std::string& parent : {std::string("accounts/-"), account_, old}) {
    request.set_parent(parent);
    EXPECT_THAT(List(request, "wang.li", kManager).value(), ElementsAre("x")) << parent;
  }
  EXPECT_TRUE(Keep(name).ok());
}

class CommitmentStatsTest : public CommitmentServiceTest {
 protected:
  absl::StatusOr<v1::CommitmentStats> Stats(v1::GetCommitmentStatsRequest request,
                                            std::string_view user = "ada",
                                            std::string_view role = "admin") {
    if (request.parent().empty()) request.set_parent("accounts/-");
    return Call<v1::CommitmentStats>("CommitmentService/GetCommitmentStats", request, user, role);
  }
  // due / on time / renegotiated / late / broken / overdue / open
  static std::string Counts(const v1::CommitmentStats::Group& g) {
    return absl::StrCat(g.due_count(), "/", g.kept_on_time_count(), "/",
                        g.kept_after_renegotiation_count(), "/", g.kept_late_count(), "/",
                        g.broken_count(), "/", g.overdue_count(), "/", g.open_count());
  }
  // At 1 March 2027 in Shanghai, with one promise of each fate, all of wang.li, in account_.
  void MakeOneOfEach() {
    service_.clock().Set(absl::FromUnixSeconds(1803830400));
    const std::string on_time = Made(account_, Ours("on time", absl::Hours(2)));
    const std::string renegotiated = Made(account_, Ours("renegotiated", absl::Hours(2)));
    const std::string late = Made(account_, Ours("late", absl::Hours(2)));
    const std::string broken = Made(account_, Ours("broken", absl::Hours(2)));
    const std::string cancelled = Made(account_, Ours("cancelled", absl::Hours(2)));
    Made(account_, Ours("overdue", absl::Hours(2)));
    Made(account_, Ours("open", absl::Hours(24 * 40)));
    ASSERT_TRUE(Renegotiate(renegotiated, absl::Hours(24)).ok());
    ASSERT_TRUE(Keep(on_time).ok());
    service_.clock().Advance(absl::Hours(3));
    ASSERT_TRUE(Keep(renegotiated).ok());
    ASSERT_TRUE(Keep(late).ok());
    ASSERT_TRUE(Close<v1::BreakCommitmentRequest>("BreakCommitment", broken).ok());
    ASSERT_TRUE(Close<v1::CancelCommitmentRequest>("CancelCommitment", cancelled).ok());
  }
};

TEST_F(CommitmentStatsTest, NothingHasNoRate) {
  const auto stats = Stats({});
  ASSERT_TRUE(stats.ok()) << stats.status();
  EXPECT_EQ(Counts(stats->total()), "0/0/0/0/0/0/0");
  EXPECT_FALSE(stats->total().has_kept_on_time_rate());
  EXPECT_EQ(stats->groups_size(), 0);
}

TEST_F(CommitmentStatsTest, EveryFateIsCounted) {
  MakeOneOfEach();
  const auto stats = Stats({});
  ASSERT_TRUE(stats.ok()) << stats.status();
  EXPECT_EQ(Counts(stats->total()), "5/1/1/1/1/1/1");
  EXPECT_DOUBLE_EQ(stats->total().kept_on_time_rate(), 0.2);
  ASSERT_EQ(stats->groups_size(), 1);
  EXPECT_EQ(stats->groups(0).account(), account_);
  EXPECT_EQ(stats->groups(0).account_display_name(), "北风");
  EXPECT_EQ(Counts(stats->groups(0)), "5/1/1/1/1/1/1");
}

TEST_F(CommitmentStatsTest, MonthsAreThoseOfTheTimeZone) {
  MakeOneOfEach();
  v1::GetCommitmentStatsRequest request;
  request.set_group_by(v1::COMMITMENT_GROUPING_MONTH);
  auto stats = Stats(request);
  ASSERT_TRUE(stats.ok()) << stats.status();
  ASSERT_EQ(stats->groups_size(), 2);
  EXPECT_EQ(stats->groups(0).month().month(), 4) << "the open one";
  EXPECT_FALSE(stats->groups(0).has_kept_on_time_rate());
  EXPECT_EQ(stats->groups(1).month().year(), 2027);
  EXPECT_EQ(stats->groups(1).month().month(), 3);
  EXPECT_EQ(Counts(stats->groups(1)), "5/1/1/1/1/1/0");
  request.set_time_zone("America/New_York");  // there it is still February
  stats = Stats(request);
  ASSERT_EQ(stats->groups_size(), 3);
  EXPECT_EQ(stats->groups(2).month().month(), 2);
  EXPECT_EQ(Counts(stats->groups(2)), "4/1/0/1/1/1/0");
}

TEST_F(CommitmentStatsTest, PeopleComeInPagesWithTheMostDueFirst) {
  MakeOneOfEach();
  v1::Commitment c = Ours("x", absl::Hours(1), "li.na");
  Made(AddAccount(service_, "南风", "li.na"), c);
  v1::GetCommitmentStatsRequest request;
  request.set_group_by(v1::COMMITMENT_GROUPING_PROMISER);
  request.set_page_size(1);
  std::vector<std::string> people;
  do {
    const auto page = Stats(request);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_EQ(Counts(page->total()), "5/1/1/1/1/1/2") << "over all pages";
    for (const auto& group : page->groups()) people.push_back(group.promiser());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(people, ElementsAre("wang.li", "li.na"));
}

TEST_F(CommitmentStatsTest, AreLimitedToAPeriodASideAnAccountAndTheScope) {
  MakeOneOfEach();
  const std::string other = AddAccount(service_, "南风", "li.na");
  Made(other, Ours("x", absl::Hours(1), "li.na"));
  EXPECT_EQ(Counts(Stats({}, "li.na", kManager)->total()), "0/0/0/0/0/0/1");
  v1::GetCommitmentStatsRequest request;
  request.set_parent(other);
  EXPECT_EQ(Counts(Stats(request)->total()), "0/0/0/0/0/0/1");
  EXPECT_EQ(Stats(request, "wang.li", kManager).status().code(), absl::StatusCode::kNotFound);
  request.set_parent("");
  request.set_party(v1::COMMITMENT_PARTY_CUSTOMER);
  EXPECT_EQ(Counts(Stats(request)->total()), "0/0/0/0/0/0/0");
  request.clear_party();
  *request.mutable_start_time() = api::TimeToProto(service_.clock().Now());
  EXPECT_EQ(Counts(Stats(request)->total()), "1/0/1/0/0/0/2");
  *request.mutable_end_time() = request.start_time();
  EXPECT_THAT(FieldsOf(Stats(request).status()), ElementsAre("end_time"));
}

}  // namespace
}  // namespace mainstay::engagement
