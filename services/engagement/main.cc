// mainstay-engagement: what the service is made of.
#include <algorithm>
#include <optional>

#include "common/api/idempotency.h"
#include "common/api/page.h"
#include "common/directory/directory.h"
#include "common/directory/directory_events.h"
#include "common/events/event_admin.h"
#include "common/service/service.h"
#include "services/engagement/cadence/cadence_rule_service.h"
#include "services/engagement/calendar/calendar_service.h"
#include "services/engagement/calendar/official_calendar_writes.h"
#include "services/engagement/calendar_feed/calendar_feed_service.h"
#include "services/engagement/care/care_inbox_events.h"
#include "services/engagement/care/care_service.h"
#include "services/engagement/care/festival_care_writes.h"
#include "services/engagement/case_verifications/case_verification_inbox_events.h"
#include "services/engagement/case_verifications/case_verification_service.h"
#include "services/engagement/commitments/case_promise_inbox_events.h"
#include "services/engagement/commitments/commitment_service.h"
#include "services/engagement/communications/case_inbox_events.h"
#include "services/engagement/communications/communication_service.h"
#include "services/engagement/constraint_errors.h"
#include "services/engagement/deps.h"
#include "services/engagement/frequency/frequency_service.h"
#include "services/engagement/frequency/ladder_writes.h"
#include "services/engagement/frequency/survey_contact_inbox_events.h"
#include "services/engagement/gatherings/gathering_service.h"
#include "services/engagement/gifts/gift_service.h"
#include "services/engagement/plans/plan_inbox_events.h"
#include "services/engagement/plans/return_visit_plan_service.h"
#include "services/engagement/tasks/task_feed_store.h"
#include "services/engagement/tasks/task_inbox_events.h"
#include "services/engagement/tasks/task_service.h"
#include "services/engagement/visits/visit_miss_writes.h"
#include "services/engagement/visits/visit_service.h"

namespace mainstay::engagement {
namespace {

// The newest file in migrations/.
constexpr int kSchemaVersion = 15;

events::Subscription AccountsSubscription(const Deps& deps) {
  events::Subscription subscription = directory::DirectorySubscription();
  TakePlanEvents(subscription, deps);
  TakeContactDates(subscription);
  TakeTasks(subscription);
  return subscription;
}

events::Subscription FeedbackSubscription() {
  events::Subscription subscription{.area = "feedback"};
  TakeTasks(subscription);
  TakeCaseEntries(subscription);
  TakeCasePromises(subscription);
  TakeCaseVerifications(subscription);
  return subscription;
}

events::Subscription SurveySubscription() {
  events::Subscription subscription{.area = "survey"};
  TakeTasks(subscription);
  TakeSurveyContacts(subscription);
  return subscription;
}

int Main(int argc, const char* const* argv) {
  std::optional<api::PageTokens> page_tokens;
  std::optional<directory::Directory> accounts;
  Deps deps;
  absl::Duration miss_grace = absl::Hours(24);
  std::string director;
  const service::Definition definition = {
      .name = "engagement",
      .about = "Engagement: who visits the customers, what was said, what comes next.",
      .grpc_services =
          {"mainstay.engagement.v1.CadenceRuleService",
           "mainstay.engagement.v1.CalendarFeedService", "mainstay.engagement.v1.CareService",
           "mainstay.engagement.v1.CaseVerificationService",
           "mainstay.engagement.v1.CommitmentService",
           "mainstay.engagement.v1.CommunicationService",
           "mainstay.engagement.v1.EventAdminService", "mainstay.engagement.v1.FrequencyService",
           "mainstay.engagement.v1.GatheringService", "mainstay.engagement.v1.GiftService",
           "mainstay.engagement.v1.ReturnVisitPlanService", "mainstay.engagement.v1.TaskService",
           "mainstay.engagement.v1.VisitFormService", "mainstay.engagement.v1.VisitService",
           "mainstay.engagement.v1.WorkingCalendarService"},
      .schema_version = kSchemaVersion,
      .constraint_errors = &EngagementConstraintErrors(),
      .periodic = {{.name = "forget_old_answers",
                    .interval = absl::Minutes(10),
                    .jitter = absl::Minutes(2),
                    .body = api::ForgetOldAnswers},
                   {.name = "forget_task_feed",
                    .interval = absl::Hours(1),
                    .jitter = absl::Minutes(10),
                    .body = ForgetTaskFeed},
                   {.name = "keep_official_calendar",
                    .interval = absl::Hours(1),
                    .jitter = absl::Seconds(1),
                    .body = KeepOfficialCalendar},
                   {.name = "remind_of_festivals",
                    .interval = absl::Hours(1),
                    .jitter = absl::Minutes(2),
                    .body = RemindOfFestivals},
                   {.name = "settle_festivals",
                    .interval = absl::Minutes(10),
                    .jitter = absl::Minutes(1),
                    .body = SettleFestivals},
                   {.name = "climb_contact_ladders",
                    .interval = absl::Minutes(10),
                    .jitter = absl::Minutes(2),
                    .body =
                        [&](pg::Tx& tx, absl::Time now) {
                          return ClimbContactLadders(tx, now, director, *deps.working_times);
                        }},
                   {.name = "miss_visits",
                    .interval = absl::Minutes(5),
                    .jitter = absl::Minutes(1),
                    .body = [&](pg::Tx& tx,
                                absl::Time now) { return MissVisits(tx, now, miss_grace); }}},
      .publishes = true,
      .subscriptions = {AccountsSubscription(deps), FeedbackSubscription(), SurveySubscription()},
      .asks_accounts = true,
      .declare =
          [&](config::Parser& parser) {
            parser.Add("visit-on-time-tolerance", &deps.visit_on_time_tolerance,
                       "how late a check-in may be and still count as on time",
                       absl::ZeroDuration(), absl::Hours(4));
            parser.Add("visit-miss-grace", &miss_grace,
                       "how long after its planned end a visit counts as missed", absl::Minutes(1),
                       absl::Hours(24 * 30));
            parser.Add("director", &director,
                       "user id of who gets the tasks of customers that nobody has contacted 5 "
                       "working days after it was due; nobody when empty");
            parser.Add("public-url", &deps.public_url,
                       "where people reach the gateway, such as https://kam.example.com; begins "
                       "the URLs of calendar feeds");
          },
      .compose =
          [&](const service::Settings& settings, const service::Collaborators& collaborators,
              rpc::Router& router) {
            page_tokens.emplace(settings.page_token_key);
            accounts.emplace(collaborators.accounts, settings.workers / 4);
            deps.page_tokens = &*page_tokens;
            deps.directory = &*accounts;
            deps.max_uploads = std::max(1, settings.batch_workers / 4);
            RegisterCadenceRuleService(router, deps);
            RegisterCalendarFeedService(router, deps);
            RegisterCareService(router, deps);
            RegisterCaseVerificationService(router, deps);
            RegisterCommitmentService(router, deps);
            RegisterCommunicationService(router, deps);
            RegisterFrequencyService(router, deps);
            RegisterGatheringService(router, deps);
            RegisterGiftService(router, deps);
            RegisterReturnVisitPlanService(router, deps);
            RegisterTaskService(router, deps);
            RegisterVisitService(router, deps);
            RegisterWorkingCalendarService(router, deps);
            events::RegisterEventAdmin(router, "engagement", &*page_tokens);
          },
  };
  return service::Run(argc, argv, definition);
}

}  // namespace
}  // namespace mainstay::engagement

int main(int argc, char** argv) { return mainstay::engagement::Main(argc, argv); }
