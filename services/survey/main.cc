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
#include "services/survey/analysis/analysis_service.h"
#include "services/survey/analysis/counting_writes.h"
#include "services/survey/campaigns/campaign_service.h"
#include "services/survey/constraint_errors.h"
#include "services/survey/deps.h"
#include "services/survey/invitations/invitation_service.h"
#include "services/survey/invitations/invitation_work.h"
#include "services/survey/loop/case_follow_up_writes.h"
#include "services/survey/loop/kano_publish_writes.h"
#include "services/survey/loop/loop_inbox_events.h"
#include "services/survey/loop/loop_sequel.h"
#include "services/survey/loop/loop_service.h"
#include "services/survey/paper/response_export_service.h"
#include "services/survey/paper/response_import_service.h"
#include "services/survey/quality/quality_sequel.h"
#include "services/survey/quality/quality_service.h"
#include "services/survey/questionnaires/questionnaire_service.h"
#include "services/survey/responses/part_answers_store.h"
#include "services/survey/responses/public_survey_service.h"
#include "services/survey/responses/response_service.h"
#include "services/survey/satisfaction/satisfaction_measure_writes.h"
#include "services/survey/satisfaction/satisfaction_service.h"

namespace mainstay::survey {
namespace {

// The newest file in migrations/.
constexpr int kSchemaVersion = 17;

events::Subscription EngagementSubscription() {
  events::Subscription subscription{.area = "engagement"};
  calendar_replica::KeepCalendars(subscription);
  TakeTaskOutcomes(subscription);
  return subscription;
}

events::Subscription FeedbackSubscription() {
  events::Subscription subscription{.area = "feedback"};
  TakeCases(subscription);
  return subscription;
}

int Main(int argc, const char* const* argv) {
  std::optional<api::PageTokens> page_tokens;
  std::optional<directory::Directory> accounts;
  Deps deps;
  InvitationWork invitation_work;
  const service::Definition definition = {
      .name = "survey",
      .about = "Survey: what customers are asked, what they answer, and what it means.",
      .grpc_services =
          {"mainstay.survey.v1.AnalysisService", "mainstay.survey.v1.CampaignService",
           "mainstay.survey.v1.EventAdminService", "mainstay.survey.v1.InvitationService",
           "mainstay.survey.v1.LoopService", "mainstay.survey.v1.PublicSurveyService",
           "mainstay.survey.v1.QuestionnaireService", "mainstay.survey.v1.ResponseExportService",
           "mainstay.survey.v1.ResponseImportService", "mainstay.survey.v1.ResponseQualityService",
           "mainstay.survey.v1.ResponseService", "mainstay.survey.v1.SatisfactionService"},
      .schema_version = kSchemaVersion,
      .constraint_errors = &SurveyConstraintErrors(),
      .periodic = {{.name = "forget_old_answers",
                    .interval = absl::Minutes(10),
                    .jitter = absl::Minutes(2),
                    .body = api::ForgetOldAnswers},
                   {.name = "remind_and_expire_invitations",
                    .interval = absl::Minutes(1),
                    .jitter = absl::Seconds(20),
                    .body = RemindAndExpire},
                   {.name = "forget_part_answers",
                    .interval = absl::Minutes(10),
                    .jitter = absl::Minutes(2),
                    .body = ForgetPartAnswers},
                   {.name = "forget_old_response_rejects",
                    .interval = absl::Minutes(10),
                    .jitter = absl::Minutes(2),
                    .body = ForgetOldResponseRejects},
                   {.name = "judge_speeders_again",
                    .interval = absl::Minutes(1),
                    .jitter = absl::Seconds(20),
                    .body = JudgeSpeedersAgain},
                   {.name = "publish_closed_kano",
                    .interval = absl::Minutes(1),
                    .jitter = absl::Seconds(10),
                    .body = PublishClosedKano},
                   {.name = "measure_answered_accounts",
                    .interval = absl::Seconds(2),
                    .jitter = absl::Milliseconds(500),
                    .body = MeasureAnswered},
                   {.name = "measure_outdated_accounts",
                    .interval = absl::Hours(1),
                    .jitter = absl::Minutes(5),
                    .body = MeasureOutdated},
                   // Figures are at most a second behind.
                   {.name = "count_responses",
                    .interval = absl::Milliseconds(300),
                    .jitter = absl::Milliseconds(100),
                    .body = CountNewResponses}},
      .publishes = true,
      .subscriptions = {directory::DirectorySubscription(), EngagementSubscription(),
                        FeedbackSubscription()},
      // Customers answer over hundreds of connections at once. They rather wait a second for their
      // next page than have it refused, for minutes after a disk had a slow moment.
      .longest_wait = absl::Seconds(1),
      .asks_accounts = true,
      .declare = [&](config::Parser& parser) { invitation_work.Declare(parser, deps); },
      .compose =
          [&](const service::Settings& settings, const service::Collaborators& collaborators,
              rpc::Router& router) {
            page_tokens.emplace(settings.page_token_key);
            accounts.emplace(collaborators.accounts, settings.workers / 4);
            deps.page_tokens = &*page_tokens;
            deps.directory = &*accounts;
            deps.max_uploads = std::max(1, settings.batch_workers / 4);
            RegisterAnalysisService(router, deps);
            deps.response_sequels = {QualitySequel(), LoopSequel(), SatisfactionSequel()};
            invitation_work.Start(settings, collaborators, deps, {PlanCaseFollowUp});
            RegisterCampaignService(router, deps);
            RegisterInvitationService(router, deps);
            RegisterLoopService(router, deps);
            RegisterPublicSurveyService(router, deps);
            RegisterQuestionnaireService(router, deps);
            RegisterResponseExportService(router, deps);
            RegisterResponseImportService(router, deps);
            RegisterResponseQualityService(router, deps);
            RegisterResponseService(router, deps);
            RegisterSatisfactionService(router, deps);
            events::RegisterEventAdmin(router, "survey", &*page_tokens);
          },
  };
  return service::Run(argc, argv, definition);
}

}  // namespace
}  // namespace mainstay::survey

int main(int argc, char** argv) { return mainstay::survey::Main(argc, argv); }
