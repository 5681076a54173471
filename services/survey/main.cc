// mainstay-survey: what the service is made of.
#include <algorithm>
#include <optional>

#include "common/api/idempotency.h"
#include "common/api/page.h"
#include "common/calendar_replica/calendar_replica.h"
#include "common/directory/directory.h"
#include "common/directory/directory_events.h"
#include "common/events/event_admin.h"
#include "common/service/service.h"
#include "services/survey/constraint_errors.h"
#include "services/survey/deps.h"
#include "services/survey/questionnaires/questionnaire_service.h"

namespace mainstay::survey {
namespace {

// The newest file in migrations/.
constexpr int kSchemaVersion = 2;

events::Subscription EngagementSubscription() {
  events::Subscription subscription{.area = "engagement"};
  calendar_replica::KeepCalendars(subscription);
  return subscription;
}

int Main(int argc, const char* const* argv) {
  std::optional<api::PageTokens> page_tokens;
  std::optional<directory::Directory> accounts;
  Deps deps;
  const service::Definition definition = {
      .name = "survey",
      .about = "Survey: what customers are asked, what they answer, and what it means.",
      .grpc_services = {"mainstay.survey.v1.EventAdminService",
                        "mainstay.survey.v1.QuestionnaireService"},
      .schema_version = kSchemaVersion,
      .constraint_errors = &SurveyConstraintErrors(),
      .periodic = {{.name = "forget_old_answers",
                    .interval = absl::Minutes(10),
                    .jitter = absl::Minutes(2),
                    .body = api::ForgetOldAnswers}},
      .publishes = true,
      .subscriptions = {directory::DirectorySubscription(), EngagementSubscription()},
      .asks_accounts = true,
      .compose =
          [&](const service::Settings& settings, const service::Collaborators& collaborators,
              rpc::Router& router) {
            page_tokens.emplace(settings.page_token_key);
            accounts.emplace(collaborators.accounts, settings.workers / 4);
            deps.page_tokens = &*page_tokens;
            deps.directory = &*accounts;
            deps.max_uploads = std::max(1, settings.batch_workers / 4);
            RegisterQuestionnaireService(router, deps);
            events::RegisterEventAdmin(router, "survey", &*page_tokens);
          },
  };
  return service::Run(argc, argv, definition);
}

}  // namespace
}  // namespace mainstay::survey

int main(int argc, char** argv) { return mainstay::survey::Main(argc, argv); }
