// mainstay-feedback: what the service is made of.
#include <algorithm>
#include <optional>

#include "common/api/idempotency.h"
#include "common/api/page.h"
#include "common/calendar_replica/calendar_replica.h"
#include "common/directory/directory.h"
#include "common/directory/directory_events.h"
#include "common/events/event_admin.h"
#include "common/service/service.h"
#include "common/text/currency.h"
#include "services/feedback/assignment/agent_service.h"
#include "services/feedback/assignment/assignment_write.h"
#include "services/feedback/cases/case_service.h"
#include "services/feedback/categories/category_sequel.h"
#include "services/feedback/categories/category_service.h"
#include "services/feedback/closure/closure_service.h"
#include "services/feedback/closure/confirmation_course_writes.h"
#include "services/feedback/closure/recurrence_sequel.h"
#include "services/feedback/closure/verification_inbox_events.h"
#include "services/feedback/constraint_errors.h"
#include "services/feedback/deps.h"
#include "services/feedback/disputes/dispute_service.h"
#include "services/feedback/improvement/benchmark_case_service.h"
#include "services/feedback/improvement/improvement_service.h"
#include "services/feedback/intake/case_import_service.h"
#include "services/feedback/promises/case_promise_service.h"
#include "services/feedback/reports/report_service.h"
#include "services/feedback/requirements/account_sales_inbox_events.h"
#include "services/feedback/requirements/kano_inbox_events.h"
#include "services/feedback/requirements/requirement_service.h"
#include "services/feedback/scoring/scoring_service.h"
#include "services/feedback/sla/clock_watch_writes.h"
#include "services/feedback/sla/sla_inbox_events.h"
#include "services/feedback/sla/sla_sequel.h"
#include "services/feedback/sla/sla_service.h"
#include "services/feedback/steps/step_sequel.h"
#include "services/feedback/steps/step_service.h"
#include "services/feedback/survey_cases/survey_case_inbox_events.h"
#include "services/feedback/themes/theme_service.h"

namespace mainstay::feedback {
namespace {

// The newest file in migrations/.
constexpr int kSchemaVersion = 16;

events::Subscription AccountsSubscription() {
  events::Subscription subscription = directory::DirectorySubscription();
  ReplanByAccounts(subscription);
  TakeAccountSales(subscription);
  return subscription;
}

events::Subscription EngagementSubscription(const Deps& deps) {
  events::Subscription subscription{.area = "engagement"};
  calendar_replica::KeepCalendars(subscription);
  ReplanByCalendars(subscription);
  TakeVerifications(subscription, deps);
  return subscription;
}

events::Subscription SurveySubscription(const Deps& deps) {
  events::Subscription subscription{.area = "survey"};
  TakeSurveyCases(subscription, deps);
  TakeKanoResults(subscription);
  return subscription;
}

int Main(int argc, const char* const* argv) {
  std::optional<api::PageTokens> page_tokens;
  std::optional<directory::Directory> accounts;
  Deps deps;
  const service::Definition definition = {
      .name = "feedback",
      .about = "Feedback: what customers complain of, ask for and suggest, until it is solved.",
      .grpc_services =
          {"mainstay.feedback.v1.AgentService", "mainstay.feedback.v1.BenchmarkCaseService",
           "mainstay.feedback.v1.CaseImportService", "mainstay.feedback.v1.CasePromiseService",
           "mainstay.feedback.v1.CaseService", "mainstay.feedback.v1.CategoryService",
           "mainstay.feedback.v1.ClosureService", "mainstay.feedback.v1.DisputeService",
           "mainstay.feedback.v1.EventAdminService", "mainstay.feedback.v1.ImprovementService",
           "mainstay.feedback.v1.ReportService", "mainstay.feedback.v1.RequirementService",
           "mainstay.feedback.v1.ScoringService", "mainstay.feedback.v1.SlaService",
           "mainstay.feedback.v1.StepService", "mainstay.feedback.v1.ThemeService"},
      .schema_version = kSchemaVersion,
      .constraint_errors = &FeedbackConstraintErrors(),
      .periodic = {{.name = "advance_confirmations",
                    .interval = absl::Minutes(5),
                    .jitter = absl::Minutes(1),
                    .body = [&](pg::Tx& tx,
                                absl::Time now) { return AdvanceConfirmations(tx, now, deps); }},
                   {.name = "forget_old_answers",
                    .interval = absl::Minutes(10),
                    .jitter = absl::Minutes(2),
                    .body = api::ForgetOldAnswers},
                   {.name = "watch_clocks",
                    .interval = absl::Seconds(5),
                    .jitter = absl::Seconds(1),
                    .body = ClockWatch()},
                   {.name = "forget_old_case_rejects",
                    .interval = absl::Hours(1),
                    .jitter = absl::Minutes(10),
                    .body = ForgetOldCaseRejects}},
      .publishes = true,
      .subscriptions = {AccountsSubscription(), EngagementSubscription(deps),
                        SurveySubscription(deps)},
      .asks_accounts = true,
      .declare =
          [&](config::Parser& parser) {
            DeclareClosure(parser, &deps.closure);
            parser.AddChecked("sales-currency", &deps.sales_currency,
                              "what the sales behind requirements are counted in; those in other "
                              "currencies are left out",
                              "an ISO 4217 code such as CNY", text::IsCurrencyCode);
          },
      .compose =
          [&](const service::Settings& settings, const service::Collaborators& collaborators,
              rpc::Router& router) {
            page_tokens.emplace(settings.page_token_key);
            accounts.emplace(collaborators.accounts, settings.workers / 4);
            deps.page_tokens = &*page_tokens;
            deps.directory = &*accounts;
            deps.closure.link_key = settings.page_token_key;
            deps.case_sequels = {CategorySequel(),     AssignmentSequel(),
                                 SlaSequel(),          StepSequel(*deps.working_times),
                                 ConfirmationSequel(), RecurrenceSequel(deps)};
            deps.max_uploads = std::max(1, settings.batch_workers / 4);
            RegisterAgentService(router, deps);
            RegisterCaseImportService(router, deps);
            RegisterCasePromiseService(router, deps);
            RegisterCaseService(router, deps);
            RegisterCategoryService(router, deps);
            RegisterClosureService(router, deps);
            RegisterDisputeService(router, deps);
            RegisterBenchmarkCaseService(router, deps);
            RegisterImprovementService(router, deps);
            RegisterReportService(router, deps);
            RegisterRequirementService(router, deps);
            RegisterScoringService(router, deps);
            RegisterSlaService(router, deps);
            RegisterStepService(router, deps);
            RegisterThemeService(router, deps);
            events::RegisterEventAdmin(router, "feedback", &*page_tokens);
          },
  };
  return service::Run(argc, argv, definition);
}

}  // namespace
}  // namespace mainstay::feedback

int main(int argc, char** argv) { return mainstay::feedback::Main(argc, argv); }
