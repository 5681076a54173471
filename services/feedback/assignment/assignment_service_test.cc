// AgentService on a real server, and what assignment does to the cases that are taken in.
#include <gmock/gmock.h>
#include <mainstay/feedback/v1/agent_service.pb.h>
#include <mainstay/feedback/v1/case_service.pb.h>

#include <map>

#include "common/api/proto_time.h"
#include "common/status/status.h"
#include "services/feedback/access/feedback_service_fixture.h"
#include "services/feedback/assignment/agent_service.h"
#include "services/feedback/assignment/assignment_write.h"
#include "services/feedback/cases/case_service.h"
#include "services/feedback/cases/case_write.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr char kServiceAgent[] = "service_agent";

class AssignmentTest : public FeedbackServiceTest {
 protected:
  AssignmentTest() : FeedbackServiceTest({"AgentService", "CaseService"}, {Register}) {}

  static void Register(rpc::Router& router, const Deps& deps) {
    Deps with = deps;
    with.case_sequels = {AssignmentSequel()};
    RegisterAgentService(router, with);
    RegisterCaseService(router, with);
  }

  absl::StatusOr<v1::Agent> Create(const std::string& user, int capacity,
                                   const std::string& skill = "product") {
    v1::CreateAgentRequest request;
    request.set_user(user);
    request.mutable_agent()->add_skills(skill);
    request.mutable_agent()->set_capacity(capacity);
    return Call<v1::Agent>("AgentService/CreateAgent", request);
  }
  absl::StatusOr<v1::Agent> Update(const v1::Agent& agent, const std::vector<std::string>& paths) {
    v1::UpdateAgentRequest request;
    *request.mutable_agent() = agent;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return Call<v1::Agent>("AgentService/UpdateAgent", request);
  }
  void BeAbsent(const std::string& user) {
    v1::Agent agent;
    agent.set_name("agents/" + user);
    *agent.add_absences()->mutable_from_time() = api::TimeToProto(service_.clock().Now());
    ASSERT_TRUE(Update(agent, {"absences"}).ok());
  }
  v1::Case TakeIn(const std::string& account, const std::string& category = "product.defect",
                  v1::CaseSeverity severity = v1::CASE_SEVERITY_MODERATE,
                  const std::string& assignee = "") {
    v1::CreateCaseRequest request;
    request.set_parent(account);
    request.mutable_case_()->set_kind(v1::CASE_KIND_COMPLAINT);
    request.mutable_case_()->set_subject("漏油");
    request.mutable_case_()->set_category(category);
    request.mutable_case_()->set_severity(severity);
    request.mutable_case_()->set_assignee(assignee);
    const auto made = Call<v1::Case>("CaseService/CreateCase", request);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.value_or(v1::Case());
  }
  absl::StatusOr<v1::Case> Get(const std::string& name, std::string_view user = "ada",
                               std::string_view role = "admin") {
    v1::GetCaseRequest request;
    request.set_name(name);
    return Call<v1::Case>("CaseService/GetCase", request, user, role);
  }
  std::vector<std::string> Timeline(const std::string& name) {
    v1::ListCaseEntriesRequest request;
    request.set_parent(name);
    std::vector<std::string> texts;
    const auto page = Call<v1::ListCaseEntriesResponse>("CaseService/ListCaseEntries", request);
    for (const v1::CaseEntry& entry : page.value().entries()) texts.push_back(entry.text());
    return texts;
  }
  absl::StatusOr<v1::ReassignCasesResponse> Reassign(const std::string& user, bool validate_only,
                                                     std::string_view as = "ada",
                                                     std::string_view role = "admin") {
    v1::ReassignCasesRequest request;
    request.set_name("agents/" + user);
    request.set_reason("休假");
    request.set_validate_only(validate_only);
    return Call<v1::ReassignCasesResponse>("AgentService/ReassignCases", request, as, role);
  }

  const std::string account_ = AddAccount(service_, "北风", "wang.li", {"li.na"});
};

TEST_F(AssignmentTest, AnAgentIsMadeReadAndChanged) {
  const v1::Agent made = Create("li.na", 10).value();
  EXPECT_EQ(made.name(), "agents/li.na");
  EXPECT_EQ(status::GetErrorDetail(Create("li.na", 5).status())->reason, "AGENT_EXISTS");
  v1::Agent change = made;
  change.set_capacity(12);
  *change.add_absences()->mutable_from_time() = api::TimeToProto(service_.clock().Now());
  change.mutable_absences(0)->set_note("年假");
  const v1::Agent changed = Update(change, {"capacity", "absences"}).value();
  EXPECT_EQ(changed.capacity(), 12);
  EXPECT_FALSE(changed.absences(0).has_to_time());
  EXPECT_EQ(Update(change, {"capacity"}).status().code(), absl::StatusCode::kAborted);  // old etag
  v1::Agent broken;
  broken.set_name(made.name());
  broken.add_skills("product, delivery");
  *broken.add_absences()->mutable_from_time() = api::TimeToProto(service_.clock().Now());
  broken.mutable_absences(0)->set_note("a\nb");
  const auto violations =
      status::GetFieldViolations(Update(broken, {"skills", "absences"}).status());
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].field, "agent.skills[0]");
  EXPECT_EQ(violations[1].field, "agent.absences[0].note");
  v1::GetAgentRequest get;
  get.set_name(made.name());
  EXPECT_EQ(Call<v1::Agent>("AgentService/GetAgent", get)->DebugString(), changed.DebugString());
  v1::ListAgentChangesRequest changes;
  changes.set_parent(made.name());
  const auto history =
      Call<v1::ListAgentChangesResponse>("AgentService/ListAgentChanges", changes).value();
  ASSERT_EQ(history.changes_size(), 3);
  EXPECT_EQ(history.changes(0).field(), "capacity");
  EXPECT_EQ(history.changes(2).action(), "create");
  Create("abe", 5).value();
  v1::ListAgentsRequest list;
  list.set_page_size(1);
  const auto first = Call<v1::ListAgentsResponse>("AgentService/ListAgents", list).value();
  EXPECT_EQ(first.agents(0).name(), "agents/abe");
  list.set_page_token(first.next_page_token());
  const auto second = Call<v1::ListAgentsResponse>("AgentService/ListAgents", list).value();
  EXPECT_EQ(second.agents(0).name(), "agents/li.na");
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(AssignmentTest, RefusesWhatCannotBe) {
  v1::CreateAgentRequest request;
  request.set_user("li na");
  EXPECT_EQ(
      status::GetFieldViolations(Call<v1::Agent>("AgentService/CreateAgent", request).status())[0]
          .field,
      "user");
  request.set_user("li.na");
  request.mutable_agent()->add_skills("No code");
  request.mutable_agent()->add_absences();
  std::vector<std::string> fields;
  for (const auto& violation :
       status::GetFieldViolations(Call<v1::Agent>("AgentService/CreateAgent", request).status())) {
    fields.push_back(violation.field);
  }
  EXPECT_THAT(fields, ElementsAre("agent.skills[0]", "agent.absences[0].from_time"));
}

TEST_F(AssignmentTest, ANewCaseGoesToTheTeamFirstAndSaysWhy) {
  Create("abe", 20).value();
  Create("li.na", 4).value();
  const v1::Case first = TakeIn(account_);
  EXPECT_EQ(first.assignee(), "li.na");
  EXPECT_THAT(Timeline(first.name()),
              ElementsAre(HasSubstr("of the account's team; carries 2 of 4")));
  EXPECT_EQ(TakeIn(account_).assignee(), "li.na");
  const v1::Case third = TakeIn(account_);  // she has no room
  EXPECT_EQ(third.assignee(), "abe");
  EXPECT_THAT(Timeline(third.name()), ElementsAre(HasSubstr("nobody of the account's team fits")));
  EXPECT_EQ(TakeIn(account_, "product.defect", v1::CASE_SEVERITY_MINOR, "wang.li").assignee(),
            "wang.li");
  for (const char* nobodys : {"delivery", ""}) {
    const v1::Case unassigned = TakeIn(account_, nobodys);
    EXPECT_EQ(unassigned.assignee(), "");
    EXPECT_THAT(Timeline(unassigned.name()), IsEmpty());
  }
  EXPECT_THAT(EventsOf(first.name()), ElementsAre("CaseOpened"));
}

TEST_F(AssignmentTest, ABatchCountsAlong) {
  Create("abe", 100).value();
  Create("bo", 100).value();
  const std::string id = account_.substr(account_.find('/') + 1);
  std::vector<CaseDraft> drafts(40);
  for (CaseDraft& draft : drafts) {
    draft.after.account_id = id;
    draft.after.kind = "complaint";
    draft.after.subject = "x";
    draft.after.category = "product";
    Complete(draft.after, service_.clock().Now());
  }
  drafts[7].error = status::BadField("subject", "no");
  drafts[8].after.state = "resolved";  // recorded when it was solved already
  drafts[8].after.resolve_time = drafts[8].after.receive_time;
  const history::WriteContext context = {.actor = "ada", .now = service_.clock().Now()};
  const CaseSequels sequels = {AssignmentSequel()};
  ASSERT_TRUE(service_.db()
                  .Write({},
                         [&](pg::Tx& tx) {
                           return OpenCases(tx, sequels, absl::MakeSpan(drafts), context);
                         })
                  .ok());
  std::map<std::string, int> counts;
  for (const CaseDraft& draft : drafts) ++counts[draft.after.assignee];
  EXPECT_THAT(counts, ElementsAre(Pair("", 2), Pair("abe", 19), Pair("bo", 19)));
}

TEST_F(AssignmentTest, SuggestsWithTheVerdictOfEverybody) {
  const v1::Case c = TakeIn(account_);
  Create("abe", 20).value();
  Create("bo", 20, "delivery").value();
  Create("li.na", 20).value();
  BeAbsent("li.na");
  v1::SuggestAssigneeRequest request;
  request.set_name(c.name());
  const auto suggest = [&] {
    return Call<v1::AssigneeSuggestion>("AgentService/SuggestAssignee", request, "wang.li",
                                        "account_manager")
        .value();
  };
  const v1::AssigneeSuggestion suggestion = suggest();
  EXPECT_EQ(suggestion.assignee(), "abe");
  ASSERT_EQ(suggestion.considerations_size(), 3);
  EXPECT_EQ(suggestion.considerations(0).verdict(), v1::AGENT_VERDICT_CHOSEN);
  EXPECT_EQ(suggestion.considerations(1).verdict(), v1::AGENT_VERDICT_UNSKILLED);
  EXPECT_EQ(suggestion.considerations(2).verdict(), v1::AGENT_VERDICT_ABSENT);
  EXPECT_TRUE(suggestion.considerations(2).in_team());
  EXPECT_TRUE(suggestion.considerations(2).has_absent_until_time());
  request.add_excluded_users("abe");
  EXPECT_EQ(suggest().assignee(), "");
  EXPECT_EQ(Get(c.name())->assignee(), "");  // nothing was changed
}

TEST_F(AssignmentTest, CasesOfAnAbsentAgentGoToOthers) {
  Create("li.na", 100).value();
  const v1::Case minor = TakeIn(account_, "product", v1::CASE_SEVERITY_MINOR);
  const v1::Case critical = TakeIn(account_, "product", v1::CASE_SEVERITY_CRITICAL);
  const v1::Case delivery = TakeIn(account_, "delivery", v1::CASE_SEVERITY_MAJOR, "li.na");
  const std::string elsewhere = AddAccount(service_, "南风", "zhao.min");
  const v1::Case foreign = TakeIn(elsewhere, "product", v1::CASE_SEVERITY_MAJOR);
  Create("abe", 9).value();
  BeAbsent("li.na");

  // Who sees one account gives away what is of that account.
  const auto managers = Reassign("li.na", true, "wang.li", "account_manager").value();
  EXPECT_EQ(managers.reassignments_size(), 3);
  const v1::ReassignCasesResponse planned = Reassign("li.na", true).value();
  EXPECT_EQ(Get(critical.name())->assignee(), "li.na");  // that was a plan
  const v1::ReassignCasesResponse done = Reassign("li.na", false).value();
  EXPECT_EQ(planned.DebugString(), done.DebugString());
  ASSERT_EQ(done.reassignments_size(), 4);
  EXPECT_EQ(done.remaining_count(), 0);
  // The critical first, which leaves room for the minor one only.
  EXPECT_EQ(done.reassignments(0).case_(), critical.name());
  EXPECT_EQ(done.reassignments(0).assignee(), "abe");
  EXPECT_EQ(Get(critical.name())->assignee(), "abe");
  EXPECT_EQ(Get(minor.name())->assignee(), "abe");
  EXPECT_EQ(Get(delivery.name())->assignee(), "li.na");  // nobody can
  EXPECT_EQ(Get(foreign.name())->assignee(), "li.na");   // nobody has room
  EXPECT_THAT(Timeline(critical.name()), ElementsAre("休假", HasSubstr("carries 9 of 100")));
  EXPECT_THAT(EventsOf(critical.name()), ElementsAre("CaseOpened", "CaseAssigned"));
  EXPECT_EQ(Reassign("li.na", false)->reassignments_size(), 2);
  EXPECT_EQ(Reassign("nobody", false).status().code(), absl::StatusCode::kNotFound);
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(AssignmentTest, WhoHasACaseSeesItAndNothingElseOfTheAccount) {
  Create("abe", 2).value();
  const v1::Case own = TakeIn(account_);
  ASSERT_EQ(own.assignee(), "abe");
  const v1::Case other = TakeIn(account_);
  EXPECT_TRUE(Get(own.name(), "abe", kServiceAgent).ok());
  EXPECT_EQ(Get(other.name(), "abe", kServiceAgent).status().code(), absl::StatusCode::kNotFound);
  v1::ListCasesRequest list;
  list.set_parent("accounts/-");
  const auto seen =
      Call<v1::ListCasesResponse>("CaseService/ListCases", list, "abe", kServiceAgent);
  ASSERT_EQ(seen->cases_size(), 1);
  EXPECT_EQ(seen->cases(0).name(), own.name());
  list.set_parent(account_);
  EXPECT_EQ(Call<v1::ListCasesResponse>("CaseService/ListCases", list, "abe", kServiceAgent)
                .status()
                .code(),
            absl::StatusCode::kNotFound);

  // What they do, they may ask again for as long as the case is theirs.
  v1::AcknowledgeCaseRequest acknowledge;
  acknowledge.set_name(own.name());
  acknowledge.set_request_id("0190a000-0000-7000-8000-00000000000a");
  const auto repeat = [&] {
    return Call<v1::Case>("CaseService/AcknowledgeCase", acknowledge, "abe", kServiceAgent);
  };
  EXPECT_TRUE(repeat().ok());
  EXPECT_TRUE(repeat().ok());
  v1::AssignCaseRequest assign;
  assign.set_name(own.name());
  assign.set_assignee("li.na");
  EXPECT_TRUE(Call<v1::Case>("CaseService/AssignCase", assign, "abe", kServiceAgent).ok());
  EXPECT_EQ(repeat().status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Get(own.name(), "abe", kServiceAgent).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(AssignmentTest, ACaseOfAMergedAccountIsSeenByWhoHasIt) {
  Create("abe", 2).value();
  const v1::Case own = TakeIn(account_);
  const std::string survivor = AddAccount(service_, "东风", "wang.li");
  Merge(service_, account_, survivor);
  EXPECT_TRUE(Get(own.name(), "abe", kServiceAgent).ok());
  const auto under = Get(survivor + own.name().substr(account_.size()), "abe", kServiceAgent);
  ASSERT_TRUE(under.ok()) << under.status();
  EXPECT_THAT(under->name(), HasSubstr(survivor));
}

}  // namespace
}  // namespace mainstay::feedback
