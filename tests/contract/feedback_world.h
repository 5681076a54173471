// A world of feedback for its authorisation matrix: the service with all of it, and one of each
// kind of thing in it.
#pragma once

#include <mainstay/feedback/v1/agent_service.pb.h>
#include <mainstay/feedback/v1/benchmark_case_service.pb.h>
#include <mainstay/feedback/v1/case_import_service.pb.h>
#include <mainstay/feedback/v1/case_service.pb.h>
#include <mainstay/feedback/v1/category_service.pb.h>
#include <mainstay/feedback/v1/closure_service.pb.h>
#include <mainstay/feedback/v1/dispute_service.pb.h>
#include <mainstay/feedback/v1/improvement_service.pb.h>
#include <mainstay/feedback/v1/requirement_service.pb.h>
#include <mainstay/feedback/v1/scoring_service.pb.h>
#include <mainstay/feedback/v1/sla_service.pb.h>
#include <mainstay/feedback/v1/step_service.pb.h>

#include "common/calendar/china.h"
#include "common/calendar_replica/replica_store.h"
#include "common/directory/directory.h"
#include "common/events/event_admin.h"
#include "common/testing/directory_kit.h"
#include "services/feedback/access/feedback_test_kit.h"
#include "services/feedback/assignment/agent_service.h"
#include "services/feedback/cases/case_service.h"
#include "services/feedback/categories/category_service.h"
#include "services/feedback/closure/closure_service.h"
#include "services/feedback/closure/confirmation_course_writes.h"
#include "services/feedback/closure/recurrence_sequel.h"
#include "services/feedback/constraint_errors.h"
#include "services/feedback/deps.h"
#include "services/feedback/disputes/dispute_service.h"
#include "services/feedback/improvement/benchmark_case_service.h"
#include "services/feedback/improvement/improvement_service.h"
#include "services/feedback/intake/case_import_service.h"
#include "services/feedback/promises/case_promise_service.h"
#include "services/feedback/reports/report_service.h"
#include "services/feedback/requirements/requirement_service.h"
#include "services/feedback/scoring/scoring_service.h"
#include "services/feedback/sla/sla_sequel.h"
#include "services/feedback/sla/sla_service.h"
#include "services/feedback/steps/step_sequel.h"
#include "services/feedback/steps/step_service.h"
#include "services/feedback/themes/theme_service.h"
#include "tests/contract/authorisation_matrix_fixture.h"
#include "tests/contract/feedback_table.h"

namespace mainstay::contract {

namespace v1 = feedback::v1;

class FeedbackWorld : public AuthorisationMatrix {
 protected:
  FeedbackWorld() : AuthorisationMatrix("feedback", kFeedbackTable) {}

  testing::ServiceFixture& service() override { return service_; }

  void Register(rpc::Router& router) {
    deps_.page_tokens = &page_tokens_;
    deps_.directory = &directory_;
    deps_.closure.link_key = "0123456789abcdef0123456789abcdef";
    deps_.case_sequels = {feedback::SlaSequel(), feedback::StepSequel(*deps_.working_times),
                          feedback::ConfirmationSequel(), feedback::RecurrenceSequel(deps_)};
    feedback::RegisterAgentService(router, deps_);
    feedback::RegisterCaseImportService(router, deps_);
    feedback::RegisterCasePromiseService(router, deps_);
    feedback::RegisterCaseService(router, deps_);
    feedback::RegisterCategoryService(router, deps_);
    feedback::RegisterClosureService(router, deps_);
    feedback::RegisterDisputeService(router, deps_);
    feedback::RegisterBenchmarkCaseService(router, deps_);
    feedback::RegisterImprovementService(router, deps_);
    feedback::RegisterReportService(router, deps_);
    feedback::RegisterSlaService(router, deps_);
    feedback::RegisterStepService(router, deps_);
    feedback::RegisterThemeService(router, deps_);
    feedback::RegisterRequirementService(router, deps_);
    feedback::RegisterScoringService(router, deps_);
    events::RegisterEventAdmin(router, "feedback", &page_tokens_);
  }

  // As admin; the name of what `method` ("CaseService/CreateCase") answers.
  template <class Response>
  std::string Make(std::string_view method, const Message& request) {
    const auto result = service_.Call<Response>(absl::StrCat("mainstay.feedback.v1.", method),
                                                request, "admin", "admin");
    if (!result.ok()) ADD_FAILURE() << method << ": " << result.status();
    return result.ok() ? result->name() : "";
  }
  std::string Do(std::string_view method, const Message& request) {
    return Make<v1::Case>(absl::StrCat("CaseService/", method), request);
  }

  std::string Case(const std::string& account, const std::string& assignee) {
    v1::CreateCaseRequest request;
    request.set_parent(account);
    request.mutable_case_()->set_kind(v1::CASE_KIND_COMPLAINT);
    request.mutable_case_()->set_subject("Leak");
    request.mutable_case_()->set_assignee(assignee);
    return Do("CreateCase", request);
  }

  std::string AcknowledgedCase(const std::string& account) {
    v1::AcknowledgeCaseRequest request;
    request.set_name(Case(account, assignee_.empty() ? "admin" : assignee_));
    return Do("AcknowledgeCase", request);
  }

  std::string ResolvedCase(const std::string& account) {
    v1::ResolveCaseRequest request;
    request.set_name(AcknowledgedCase(account));
    request.set_resolution("New seal");
    request.set_cause("Old seal");
    return Do("ResolveCase", request);
  }

  std::string Category() {
    v1::CreateCaseCategoryRequest request;
    request.set_case_category_id(absl::StrCat("category", ++made_));
    request.mutable_case_category()->set_display_name("Category");
    return Make<v1::CaseCategory>("CategoryService/CreateCaseCategory", request);
  }

  std::string RetiredCategory() {
    v1::RetireCaseCategoryRequest request;
    request.set_name(Category());
    return Make<v1::CaseCategory>("CategoryService/RetireCaseCategory", request);
  }

  // Made by the caller-to-be as director, so that it is theirs.
  std::string BenchmarkOfMine(const std::string& solved_case) {
    v1::CreateBenchmarkCaseRequest request;
    v1::BenchmarkCase& benchmark = *request.mutable_benchmark_case();
    benchmark.set_case_(solved_case);
    benchmark.set_title("Seals");
    benchmark.set_lesson("Look at the supplier first");
    const auto made = service_.Call<v1::BenchmarkCase>(
        "mainstay.feedback.v1.BenchmarkCaseService/CreateBenchmarkCase", request, kMe, "director");
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? made->name() : "";
  }

  // The caller's own; with how it is measured.
  std::string PlannedAction() {
    v1::CreateImprovementActionRequest request;
    v1::ImprovementAction& action = *request.mutable_improvement_action();
    action.set_title("Better seals");
    action.set_owner(kMe);
    action.mutable_due_date()->set_year(2026);
    action.mutable_due_date()->set_month(9);
    action.mutable_due_date()->set_day(30);
    action.mutable_measure()->set_figure(v1::IMPROVEMENT_FIGURE_RECEIVED_COUNT);
    return Make<v1::ImprovementAction>("ImprovementService/CreateImprovementAction", request);
  }
  template <class Request>
  static void OfMonth(int month, v1::Measurement* (Request::*measurement)(), Request& request) {
    v1::Measurement& measured = *(request.*measurement)();
    measured.mutable_first_day()->set_year(2026);
    measured.mutable_first_day()->set_month(month);
    measured.mutable_first_day()->set_day(1);
    *measured.mutable_last_day() = measured.first_day();
    measured.mutable_last_day()->set_day(30);
  }
  std::string StartedAction() {
    v1::StartImprovementActionRequest request;
    request.set_name(PlannedAction());
    OfMonth(4, &v1::StartImprovementActionRequest::mutable_before, request);
    return Make<v1::ImprovementAction>("ImprovementService/StartImprovementAction", request);
  }
  std::string CheckedAction() {
    v1::CheckImprovementActionRequest request;
    request.set_name(StartedAction());
    OfMonth(6, &v1::CheckImprovementActionRequest::mutable_after, request);
    return Make<v1::ImprovementAction>("ImprovementService/CheckImprovementAction", request);
  }

  std::string Agent(const std::string& user) {
    v1::CreateAgentRequest request;
    request.set_user(user);
    return Make<v1::Agent>("AgentService/CreateAgent", request);
  }

  std::string Import() {
    v1::ImportCasesRequest request;
    request.set_parent("accounts/-");
    request.mutable_file()->set_data("account,kind,facts\nnobody,complaint,x\n");
    bool sent = false;
    const auto next = [&](Message* message) {
      if (std::exchange(sent, true)) return false;
      static_cast<v1::ImportCasesRequest&>(*message) = request;
      return true;
    };
    v1::ImportCasesRequest message;
    v1::CaseImport import;
    const absl::Status status = rpc::CallClientStream(
        service_.channel(), "mainstay.feedback.v1.CaseImportService/ImportCases",
        service_.As("admin", "admin"), next, &message, &import);
    if (!status.ok()) ADD_FAILURE() << status;
    return import.name();
  }

  v1::ConfirmationLink Link(const std::string& account) {
    v1::CreateConfirmationLinkRequest request;
    request.set_parent(ResolvedCase(account));
    request.set_contact(absl::StrCat(account, "/contacts/", api::NewUuid(service_.clock().Now())));
    const auto link = service_.Call<v1::ConfirmationLink>(
        "mainstay.feedback.v1.ClosureService/CreateConfirmationLink", request, "admin", "admin");
    if (!link.ok()) ADD_FAILURE() << link.status();
    return link.value_or(v1::ConfirmationLink());
  }

  // The secret of a customer's link, of an account that nobody here is on.
  std::string LinkSecret() {
    const std::string url =
        Link(testing::AddAccount(service_, absl::StrCat("Company ", ++made_), "somebody")).url();
    constexpr std::string_view kBefore = "/v1/confirmations/", kAfter = "/page";
    return url.substr(kBefore.size(), url.size() - kBefore.size() - kAfter.size());
  }

  std::string SlaPolicy() {
    const auto known = service_.db().Write({}, [&](pg::Tx& tx) {
      calendar_replica::WriteReplica(tx, "cn", 1, "", service_.clock().Now());
      return absl::OkStatus();
    });
    EXPECT_TRUE(known.ok()) << known;
    v1::CreateSlaPolicyRequest request;
    request.mutable_sla_policy()->set_display_name("Policy");
    // PlannedCase's go to the plan also once this policy is in force.
    v1::SlaRule& planned = *request.mutable_sla_policy()->add_rules();
    planned.add_kinds(v1::CASE_KIND_SUGGESTION);
    planned.set_route(v1::SLA_ROUTE_QUARTERLY_PLAN);
    planned.set_calendar("workingCalendars/cn");
    v1::SlaRule& rule = *request.mutable_sla_policy()->add_rules();
    rule.set_calendar("workingCalendars/cn");
    rule.set_resolve_minutes(60);
    return Make<v1::SlaPolicy>("SlaService/CreateSlaPolicy", request);
  }

  // A case that goes to the improvement plan of the present quarter.
  void PlannedCase(const std::string& account, World& world) {
    v1::CreateCaseRequest request;
    request.set_parent(account);
    request.mutable_case_()->set_kind(v1::CASE_KIND_SUGGESTION);
    request.mutable_case_()->set_subject("Larger labels");
    request.mutable_case_()->set_assignee(assignee_.empty() ? "somebody" : assignee_);
    Do("CreateCase", request);
    const absl::CivilMonth month(absl::ToCivilMonth(service_.clock().Now(), calendar::ChinaTime()));
    world["$year"] = absl::StrCat(month.year());
    world["$quarter"] = absl::StrCat((month.month() - 1) / 3 + 1);
  }

  std::string StepTemplate(const std::string& category, const std::string& owner) {
    v1::CreateStepTemplateRequest request;
    request.mutable_step_template()->set_display_name("Template");
    request.mutable_step_template()->set_category(category);
    request.mutable_step_template()->set_calendar("none");
    v1::TemplateStep& step = *request.mutable_step_template()->add_steps();
    step.set_title("Step");
    step.set_owner(owner);
    step.set_due_minutes(60);
    return Make<v1::StepTemplate>("StepService/CreateStepTemplate", request);
  }

  std::string Step(const std::string& account, const std::string& owner) {
    const std::string category = absl::StrCat("category", ++made_);
    StepTemplate(category, owner);
    v1::CreateCaseRequest request;
    request.set_parent(account);
    request.mutable_case_()->set_kind(v1::CASE_KIND_COMPLAINT);
    request.mutable_case_()->set_subject("Leak");
    request.mutable_case_()->set_category(category);
    v1::ListCaseStepsRequest list;
    list.set_parent(Do("CreateCase", request));
    const auto steps = service_.Call<v1::ListCaseStepsResponse>(
        "mainstay.feedback.v1.StepService/ListCaseSteps", list, "admin", "admin");
    EXPECT_TRUE(steps.ok()) << steps.status();
    return steps.ok() && steps->steps_size() == 1 ? steps->steps(0).name() : "";
  }

  // A requirement that `account` asks for, taken as far as these verbs lead.
  v1::Requirement Requirement(const std::string& account, const std::string& accountable,
                              const std::vector<std::string>& verbs) {
    v1::CreateRequirementRequest request;
    v1::Requirement& r = *request.mutable_requirement();
    r.set_title("Test reports");
    r.add_askers()->set_account(account);
    r.add_askers()->set_account(account);
    r.set_urgency(3);
    r.set_importance(3);
    r.set_accountable(accountable);
    r.mutable_due_date()->set_year(2099);
    r.mutable_due_date()->set_month(1);
    r.mutable_due_date()->set_day(1);
    const auto made = service_.Call<v1::Requirement>(
        "mainstay.feedback.v1.RequirementService/CreateRequirement", request, "admin", "admin");
    if (!made.ok()) ADD_FAILURE() << made.status();
    for (const std::string& verb : verbs) {
      v1::RequirementVerbRequest move;
      move.set_name(made->name());
      move.set_note("x");
      Make<v1::Requirement>(absl::StrCat("RequirementService/", verb, "Requirement"), move);
    }
    return made.value_or(v1::Requirement());
  }

  // The requirements that `request` asks for.
  void AddRequirements(std::string_view request, const std::string& account, World& world) {
    const auto wanted = [&](std::string_view name) { return absl::StrContains(request, name); };
    const std::string user = absl::StrCat("accountable", made_);
    world["$user_of_requirement"] = user;
    const std::vector<std::string> way = {"Screen", "Assess", "Plan", "Start", "Deliver"};
    const char* const names[] = {"$requirement",          "$screened_requirement",
                                 "$assessed_requirement", "$planned_requirement",
                                 "$started_requirement",  "$delivered_requirement"};
    for (size_t i = 0; i < std::size(names); ++i) {
      if (!wanted(names[i]) && !(i == 0 && wanted("$user_of_requirement"))) continue;
      const v1::Requirement r = Requirement(account, user, {way.begin(), way.begin() + i});
      world[names[i]] = r.name();
      if (i == 0) world["$asker"] = r.askers(0).name();
    }
    if (wanted("$rejected_requirement")) {
      world["$rejected_requirement"] = Requirement(account, user, {"Reject"}).name();
    }
    if (wanted("$other_requirement") || wanted("$merged_requirement")) {
      world["$other_requirement"] = Requirement(account, user, {}).name();
    }
    if (wanted("$merged_requirement")) {
      v1::MergeRequirementRequest merge;
      merge.set_name(Requirement(account, user, {}).name());
      merge.set_into(world["$other_requirement"]);
      world["$merged_requirement"] =
          Make<v1::Requirement>("RequirementService/MergeRequirement", merge);
    }
    if (wanted("$requirement_review")) {
      v1::CreateRequirementReviewRequest hold;
      v1::RequirementReview& review = *hold.mutable_requirement_review();
      review.mutable_date()->set_year(2026);
      review.mutable_date()->set_month(1);
      review.mutable_date()->set_day(5);
      review.add_attendees("x");
      review.add_decisions()->set_requirement(Requirement(account, user, {}).name());
      review.mutable_decisions(0)->set_decision(v1::REQUIREMENT_DECISION_KEEP);
      world["$requirement_review"] =
          Make<v1::RequirementReview>("RequirementService/CreateRequirementReview", hold);
    }
  }

  std::string CriteriaSet() {
    v1::CreateCriteriaSetRequest request;
    request.mutable_criteria_set()->set_display_name("Criteria");
    v1::Criterion& criterion = *request.mutable_criteria_set()->add_criteria();
    criterion.set_id("c");
    criterion.set_direction(v1::CRITERION_DIRECTION_BENEFIT);
    criterion.set_weight(1);
    return Make<v1::CriteriaSet>("ScoringService/CreateCriteriaSet", request);
  }

  std::string Ranking(const std::string& account) {
    v1::RankRequirementsRequest request;
    request.set_criteria_set(CriteriaSet());
    request.add_requirements(Requirement(account, "x", {}).name());
    return Make<v1::Ranking>("ScoringService/RankRequirements", request);
  }

  std::string Dispute(const std::string& account, const std::string& lead) {
    v1::CreateDisputeRequest request;
    request.set_parent(Case(account, lead));
    request.mutable_dispute()->set_subject("The sum");
    request.mutable_dispute()->set_lead(lead);
    return Make<v1::Dispute>("DisputeService/CreateDispute", request);
  }

  std::string EscalatedDispute(const std::string& account) {
    v1::EscalateDisputeRequest request;
    request.set_name(Dispute(account, "somebody"));
    request.set_lead("somebody.higher");
    request.set_reason("They ask for it");
    return Make<v1::Dispute>("DisputeService/EscalateDispute", request);
  }

  std::string LostDispute(const std::string& account) {
    v1::LoseDisputeRequest request;
    request.set_name(Dispute(account, "somebody"));
    request.set_result("They left");
    return Make<v1::Dispute>("DisputeService/LoseDispute", request);
  }

  int made_ = 0;
  std::string assignee_;  // of every case of a new world; empty: of others than whoever calls
  directory::Directory directory_{testing::NoAccounts()};
  feedback::Deps deps_;
  testing::ServiceFixture service_{{.migrations = "services/feedback/migrations",
                                    .services = Services(),
                                    .handlers = [this](rpc::Router& router) { Register(router); },
                                    .constraint_errors = &feedback::FeedbackConstraintErrors()}};
};

}  // namespace mainstay::contract
