// Engagement, held to engagement_table.h.
#include <mainstay/engagement/v1/cadence_rule_service.pb.h>
#include <mainstay/engagement/v1/calendar_feed_service.pb.h>
#include <mainstay/engagement/v1/calendar_service.pb.h>
#include <mainstay/engagement/v1/commitment_service.pb.h>
#include <mainstay/engagement/v1/communication_service.pb.h>
#include <mainstay/engagement/v1/gathering_service.pb.h>
#include <mainstay/engagement/v1/gift_service.pb.h>
#include <mainstay/engagement/v1/return_visit_plan_service.pb.h>
#include <mainstay/engagement/v1/task_service.pb.h>
#include <mainstay/engagement/v1/visit_service.pb.h>

#include "common/api/uuid.h"
#include "common/events/event_admin.h"
#include "common/testing/directory_kit.h"
#include "services/engagement/access/engagement_test_kit.h"
#include "services/engagement/cadence/cadence_rule_service.h"
#include "services/engagement/calendar/calendar_service.h"
#include "services/engagement/calendar/official_calendar_writes.h"
#include "services/engagement/calendar_feed/calendar_feed_service.h"
#include "services/engagement/care/care_record_write.h"
#include "services/engagement/care/care_service.h"
#include "services/engagement/case_verifications/case_verification_service.h"
#include "services/engagement/case_verifications/case_verification_store.h"
#include "services/engagement/commitments/commitment_service.h"
#include "services/engagement/communications/communication_service.h"
#include "services/engagement/constraint_errors.h"
#include "services/engagement/frequency/frequency_service.h"
#include "services/engagement/gatherings/gathering_service.h"
#include "services/engagement/gifts/gift_service.h"
#include "services/engagement/plans/return_visit_plan_service.h"
#include "services/engagement/tasks/task_service.h"
#include "services/engagement/visits/visit_service.h"
#include "tests/contract/authorisation_matrix_fixture.h"
#include "tests/contract/engagement_table.h"

namespace mainstay::contract {
namespace {

namespace v1 = engagement::v1;

class EngagementMatrix : public AuthorisationMatrix {
 protected:
  EngagementMatrix() : AuthorisationMatrix("engagement", kEngagementTable) {}

  testing::ServiceFixture& service() override { return service_; }

  void Register(rpc::Router& router) {
    deps_.page_tokens = &page_tokens_;
    deps_.directory = &directory_;
    engagement::RegisterCadenceRuleService(router, deps_);
    engagement::RegisterCalendarFeedService(router, deps_);
    engagement::RegisterCareService(router, deps_);
    engagement::RegisterCaseVerificationService(router, deps_);
    engagement::RegisterCommitmentService(router, deps_);
    engagement::RegisterCommunicationService(router, deps_);
    engagement::RegisterFrequencyService(router, deps_);
    engagement::RegisterGatheringService(router, deps_);
    engagement::RegisterGiftService(router, deps_);
    engagement::RegisterReturnVisitPlanService(router, deps_);
    engagement::RegisterTaskService(router, deps_);
    engagement::RegisterVisitService(router, deps_);
    engagement::RegisterWorkingCalendarService(router, deps_);
    events::RegisterEventAdmin(router, "engagement", &page_tokens_);
  }

  // As admin.
  template <class Res>
  Res Do(std::string_view method, const Message& request) {
    auto result = service_.Call<Res>(absl::StrCat("mainstay.engagement.v1.", method), request,
                                     "admin", "admin");
    if (!result.ok()) ADD_FAILURE() << method << ": " << result.status();
    return result.ok() ? *std::move(result) : Res();
  }

  std::string Visit(const std::string& account, const std::string& user) {
    v1::CreateVisitRequest request;
    request.set_parent(account);
    request.mutable_visit()->set_kind(v1::VISIT_KIND_VISIT);
    request.mutable_visit()->mutable_planned_start_time()->set_seconds(
        absl::ToUnixSeconds(service_.clock().Now()));
    request.mutable_visit()->add_participants()->set_user(user);
    return Do<v1::Visit>("VisitService/CreateVisit", request).name();
  }

  // Which says who spoke, so that a search finds it.
  std::string Communication(const std::string& account, const std::string& user) {
    v1::CreateCommunicationRequest request;
    request.set_parent(account);
    v1::Communication& communication = *request.mutable_communication();
    communication.set_channel(v1::COMMUNICATION_CHANNEL_PHONE);
    communication.set_direction(v1::COMMUNICATION_DIRECTION_INBOUND);
    communication.set_subject(user);
    communication.add_users(user);
    return Do<v1::Communication>("CommunicationService/CreateCommunication", request).name();
  }

  std::string Commitment(const std::string& account, const std::string& user) {
    v1::CreateCommitmentRequest request;
    request.set_parent(account);
    v1::Commitment& commitment = *request.mutable_commitment();
    commitment.set_subject("Samples");
    commitment.set_party(v1::COMMITMENT_PARTY_OURS);
    commitment.set_promiser(user);
    commitment.mutable_due_time()->set_seconds(1880000000);
    return Do<v1::Commitment>("CommitmentService/CreateCommitment", request).name();
  }

  std::string Task(const std::string& account) {
    v1::CreateTaskRequest request;
    request.mutable_task()->set_subject("Call");
    request.mutable_task()->set_account(account);
    request.mutable_task()->mutable_due_time()->set_seconds(1880000000);
    return Do<v1::Task>("TaskService/CreateTask", request).name();
  }

  // Planned, and begun.
  std::string PlannedGathering(const std::string& organizer) {
    v1::CreateGatheringRequest request;
    v1::Gathering& gathering = *request.mutable_gathering();
    gathering.set_kind(v1::GATHERING_KIND_SEMINAR);
    gathering.set_title("Seminar");
    gathering.set_organizer(organizer);
    gathering.mutable_start_time()->set_seconds(1700000000);
    gathering.mutable_end_time()->set_seconds(1700003600);
    return Do<v1::Gathering>("GatheringService/CreateGathering", request).name();
  }

  std::string Gathering(const std::string& organizer) {
    v1::OpenGatheringRequest open;
    open.set_name(PlannedGathering(organizer));
    return Do<v1::Gathering>("GatheringService/OpenGathering", open).name();
  }

  std::string Invitation(const std::string& account) {
    v1::CreateInvitationRequest request;
    request.set_parent(Gathering("admin"));
    request.mutable_invitation()->set_account(account);
    request.mutable_invitation()->set_guest_name("Guest");
    return Do<v1::Invitation>("GatheringService/CreateInvitation", request).name();
  }

  std::string Gift(const std::string& account) {
    v1::CreateGiftRequest request;
    request.set_parent(account);
    v1::Gift& gift = *request.mutable_gift();
    gift.set_direction(v1::GIFT_DIRECTION_GIVEN);
    gift.set_kind(v1::GIFT_KIND_MEAL);
    gift.set_contact(absl::StrCat(account, "/contacts/", api::NewUuid(service_.clock().Now())));
    gift.set_user("host");
    gift.mutable_date()->set_year(2026);
    gift.mutable_date()->set_month(1);
    gift.mutable_date()->set_day(15);
    gift.mutable_value()->set_currency_code("CNY");
    gift.mutable_value()->set_units(++made_ + 1000000);
    return Do<v1::Gift>("GiftService/CreateGift", request).name();
  }

  void Care(const std::string& account) {
    const auto status = service_.db().Write({}, [&](pg::Tx& tx) {
      engagement::CareItem item{.account_id = account.substr(9),
                                .kind = "festival",
                                .festival = "mid_autumn",
                                .day = absl::CivilDay(2090, 9, 9)};
      engagement::RecordCareItem(tx, item, "admin", {"accounts", account},
                                 {.actor = "admin", .now = service_.clock().Now()});
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
  }

  std::string Calendar() {
    v1::CreateWorkingCalendarRequest request;
    request.set_working_calendar_id(absl::StrCat("calendar-", ++made_));
    request.mutable_working_calendar()->set_display_name("Calendar");
    request.mutable_working_calendar()->set_time_zone("Asia/Shanghai");
    v1::DayHours& monday = *request.mutable_working_calendar()->add_weekly();
    monday.set_day_of_week(google::type::MONDAY);
    monday.add_shifts()->mutable_end()->set_hours(24);
    return Do<v1::WorkingCalendar>("WorkingCalendarService/CreateWorkingCalendar", request).name();
  }

  std::string Rule() {
    v1::CreateCadenceRuleRequest request;
    request.mutable_cadence_rule()->set_display_name("Rule");
    request.mutable_cadence_rule()->add_tiers(v1::CADENCE_TIER_GENERAL);
    request.mutable_cadence_rule()->set_kind(v1::CADENCE_KIND_PERIODIC);
    request.mutable_cadence_rule()->set_days(90);
    return Do<v1::CadenceRule>("CadenceRuleService/CreateCadenceRule", request).name();
  }

  // The secret of a user's new feed.
  std::string NewFeed(const std::string& user) {
    v1::CreateCalendarFeedRequest request;
    request.set_parent("users/me");
    const auto feed = service_.Call<v1::CalendarFeed>(
        "mainstay.engagement.v1.CalendarFeedService/CreateCalendarFeed", request, user, "admin");
    if (!feed.ok()) ADD_FAILURE() << feed.status();
    return feed.ok() ? feed->url().substr(feed->url().rfind('/') + 1) : "";
  }

  std::string Verification(const std::string& account) {
    engagement::CaseVerification one;
    one.id = api::NewUuid(service_.clock().Now());
    one.account_id = account.substr(account.find('/') + 1);
    one.case_id = api::NewUuid(service_.clock().Now());
    one.close_time = service_.clock().Now();
    const absl::Status written = service_.db().Write({}, [&](pg::Tx& tx) {
      engagement::InsertVerification(tx, one);
      return absl::OkStatus();
    });
    if (!written.ok()) ADD_FAILURE() << written;
    return absl::StrCat(account, "/caseVerifications/", one.id);
  }

  World NewWorld(const std::string& owner, std::string_view request) override {
    World world;
    world["$account"] = testing::AddAccount(service_, absl::StrCat("Company ", ++made_), owner);
    auto wanted = [&](std::string_view name) { return absl::StrContains(request, name); };
    if (wanted("$visit")) {
      world["$visit_user"] = absl::StrCat("visitor", made_);
      world["$visit"] = Visit(world["$account"], world["$visit_user"]);
    }
    if (wanted("$confirmed")) {
      v1::ConfirmVisitRequest confirm;
      confirm.set_name(Visit(world["$account"], "admin"));
      world["$confirmed"] = Do<v1::Visit>("VisitService/ConfirmVisit", confirm).name();
    }
    if (wanted("$verification")) world["$verification"] = Verification(world["$account"]);
    if (wanted("$checked_in")) {
      v1::CheckInVisitRequest check_in;
      check_in.set_name(Visit(world["$account"], "admin"));
      world["$checked_in"] = Do<v1::Visit>("VisitService/CheckInVisit", check_in).name();
    }
    if (wanted("$communication") || wanted("$speaker")) {
      world["$speaker"] = absl::StrCat("speaker", made_);
      world["$communication"] = Communication(world["$account"], world["$speaker"]);
    }
    if (wanted("$gone_communication")) {
      v1::DeleteCommunicationRequest remove;
      remove.set_name(Communication(world["$account"], "admin"));
      world["$gone_communication"] =
          Do<v1::Communication>("CommunicationService/DeleteCommunication", remove).name();
    }
    AddPromisesAndTasks(request, world);
    if (wanted("$planned_gathering")) world["$planned_gathering"] = PlannedGathering(owner);
    if (wanted("$gathering")) world["$gathering"] = Gathering(owner);
    if (wanted("$plan") || wanted("of_plan")) AddPlan(owner, world);
    return world;
  }

  // The calendar "cn", by which plans are made.
  void KeepCalendar() {
    const auto kept = service_.db().Write({}, [&](pg::Tx& tx) {
      return engagement::KeepOfficialCalendar(tx, service_.clock().Now());
    });
    if (!kept.ok()) ADD_FAILURE() << kept.status();
  }

  // A plan that the owner made, with an item for this one, and one that is left out.
  void AddPlan(const std::string& owner, World& world) {
    KeepCalendar();
    v1::GenerateReturnVisitPlanRequest plan;
    plan.mutable_start_date()->set_year(2089);
    plan.mutable_start_date()->set_month(1);
    plan.mutable_start_date()->set_day(1);
    *plan.mutable_end_date() = plan.start_date();
    plan.mutable_end_date()->set_day(31);
    const auto made = service_.Call<v1::ReturnVisitPlan>(
        "mainstay.engagement.v1.ReturnVisitPlanService/GenerateReturnVisitPlan", plan, owner,
        "admin");
    if (!made.ok()) ADD_FAILURE() << made.status();
    world["$plan"] = made.value_or(v1::ReturnVisitPlan()).name();
    v1::CreatePlanItemRequest item;
    item.set_parent(world["$plan"]);
    item.mutable_item()->set_account(world["$account"]);
    item.mutable_item()->mutable_start_time()->set_seconds(3786000000);
    world["$item_of_plan"] = Do<v1::PlanItem>("ReturnVisitPlanService/CreatePlanItem", item).name();
    v1::SkipPlanItemRequest skip;
    skip.set_name(Do<v1::PlanItem>("ReturnVisitPlanService/CreatePlanItem", item).name());
    skip.set_reason("later");
    world["$skipped_item_of_plan"] =
        Do<v1::PlanItem>("ReturnVisitPlanService/SkipPlanItem", skip).name();
  }

  void AddPromisesAndTasks(std::string_view request, World& world) {
    auto wanted = [&](std::string_view name) { return absl::StrContains(request, name); };
    if (wanted("$commitment") || wanted("$promiser") || wanted("1880000000")) {
      world["$promiser"] = absl::StrCat("promiser", made_);
      world["$commitment"] = Commitment(world["$account"], world["$promiser"]);
    }
    if (wanted("$broken_commitment")) {
      v1::BreakCommitmentRequest broken;
      broken.set_name(Commitment(world["$account"], "admin"));
      broken.set_reason("forgotten");
      world["$broken_commitment"] =
          Do<v1::Commitment>("CommitmentService/BreakCommitment", broken).name();
    }
    if (wanted("$task") || wanted("account = $account")) world["$task"] = Task(world["$account"]);
    if (wanted("$invitation") || wanted("REPLY_NONE")) {
      world["$invitation"] = Invitation(world["$account"]);
    }
    if (wanted("mid_autumn")) Care(world["$account"]);
    if (wanted("$gift") || wanted("2026")) world["$gift"] = Gift(world["$account"]);
    if (wanted("$done_task")) {
      v1::CompleteTaskRequest done;
      done.set_name(Task(world["$account"]));
      world["$done_task"] = Do<v1::Task>("TaskService/CompleteTask", done).name();
    }
  }

  void AddCommon(std::string_view request, World& world) override {
    if (absl::StrContains(request, "$dead")) world["$dead"] = DeadLetter();
    if (absl::StrContains(request, "$calendar")) world["$calendar"] = Calendar();
    if (absl::StrContains(request, "start_date")) KeepCalendar();
    if (absl::StrContains(request, "$rule")) world["$rule"] = Rule();
    if (absl::StrContains(request, "$gone_rule")) {
      v1::DeleteCadenceRuleRequest gone;
      gone.set_name(Rule());
      world["$gone_rule"] =
          Do<v1::CadenceRule>("CadenceRuleService/DeleteCadenceRule", gone).name();
    }
    if (absl::StrContains(request, "$new_id")) world["$new_id"] = absl::StrCat("new-", ++made_);
    if (absl::StrContains(request, "calendarFeed\"")) NewFeed(kMe);
    if (absl::StrContains(request, "$secret"))
      world["$secret"] = NewFeed(absl::StrCat("somebody", ++made_));
  }

  int made_ = 0;
  directory::Directory directory_{testing::NoAccounts()};
  engagement::Deps deps_;
  testing::ServiceFixture service_{
      {.migrations = "services/engagement/migrations",
       .services = Services(),
       .handlers = [this](rpc::Router& router) { Register(router); },
       .constraint_errors = &engagement::EngagementConstraintErrors()}};
};

TEST_F(EngagementMatrix, NamesEveryRole) { NamesEveryRole(); }
TEST_F(EngagementMatrix, NamesEveryMethodOnce) { NamesEveryMethodOnce(); }
TEST_F(EngagementMatrix, NobodyGetsInWithoutATokenOrARole) { NobodyGetsInWithoutATokenOrARole(); }
TEST_F(EngagementMatrix, EveryCellHolds) {
  EveryCellHolds();
  // By now every method that writes has been called.
  engagement::ExpectAnEventForEveryVersion(service_.db());
}

}  // namespace
}  // namespace mainstay::contract
