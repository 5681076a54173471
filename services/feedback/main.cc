// mainstay-feedback: what the service is made of.
#include <optional>

#include "common/api/idempotency.h"
#include "common/api/page.h"
#include "common/calendar_replica/calendar_replica.h"
#include "common/directory/directory.h"
#include "common/directory/directory_events.h"
#include "common/events/event_admin.h"
#include "common/service/service.h"
#include "services/feedback/assignment/agent_service.h"
#include "services/feedback/assignment/assignment_write.h"
#include "services/feedback/cases/case_service.h"
#include "services/feedback/categories/category_sequel.h"
#include "services/feedback/categories/category_service.h"
#include "services/feedback/constraint_errors.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {
namespace {

// The newest file in migrations/.
constexpr int kSchemaVersion = 3;

events::Subscription CalendarSubscription() {
  events::Subscription subscription{.area = "engagement"};
  calendar_replica::KeepCalendars(subscription);
  return subscription;
}

int Main(int argc, const char* const* argv) {
  std::optional<api::PageTokens> page_tokens;
  std::optional<directory::Directory> accounts;
  Deps deps;
  const service::Definition definition = {
      .name = "feedback",
      .about = "Feedback: what customers complain of, ask for and suggest, until it is solved.",
      .grpc_services = {"mainstay.feedback.v1.AgentService", "mainstay.feedback.v1.CaseService",
                        "mainstay.feedback.v1.CategoryService",
                        "mainstay.feedback.v1.EventAdminService"},
      .schema_version = kSchemaVersion,
      .constraint_errors = &FeedbackConstraintErrors(),
      .periodic = {{.name = "forget_old_answers",
                    .interval = absl::Minutes(10),
                    .jitter = absl::Minutes(2),
                    .body = api::ForgetOldAnswers}},
      .publishes = true,
      .subscriptions = {directory::DirectorySubscription(), CalendarSubscription()},
      .asks_accounts = true,
      .compose =
          [&](const service::Settings& settings, const service::Collaborators& collaborators,
              rpc::Router& router) {
            page_tokens.emplace(settings.page_token_key);
            accounts.emplace(collaborators.accounts, settings.workers / 4);
            deps.page_tokens = &*page_tokens;
            deps.directory = &*accounts;
            deps.case_sequels = {CategorySequel(), AssignmentSequel()};
            RegisterAgentService(router, deps);
            RegisterCaseService(router, deps);
            RegisterCategoryService(router, deps);
            events::RegisterEventAdmin(router, "feedback", &*page_tokens);
          },
  };
  return service::Run(argc, argv, definition);
}

}  // namespace
}  // namespace mainstay::feedback

int main(int argc, char** argv) { return mainstay::feedback::Main(argc, argv); }
