// What was done for the best customers: a dinner that was held, a course that is to come, who was
// invited and came; and gifts within the yearly limit, one refused.
#include <string>
#include <vector>

#include <mainstay/engagement/v1/gathering_service.pb.h>
#include <mainstay/engagement/v1/gift_service.pb.h>

#include "absl/strings/str_cat.h"
#include "tools/demo/loads.h"
#include "tools/demo/random.h"

namespace mainstay::demo {
namespace {

using namespace engagement::v1;  // NOLINT: the messages of the API

constexpr char kGatherings[] = "engagement/GatheringService/";
constexpr char kGifts[] = "engagement/GiftService/";
constexpr char kDinner[] = "年度客户答谢会";
constexpr uint64_t kChance = 34;  // stream of chance
constexpr int kInvited = 40;      // how many of the best customers

google::type::Money Yuan(int64_t units) {
  google::type::Money money;
  money.set_currency_code(kCurrency);
  money.set_units(units);
  return money;
}

// Calls a write with a request id of its own content.
template <class Res, class Request>
absl::StatusOr<Res> Write(LoaderSession& session, const std::string& method, Request request) {
  request.set_request_id(RequestId(method, request));
  return session.Call<Res>(method, request);
}

// The best customers that have contacts, by index.
std::vector<int> BestCustomers(const Company& company) {
  std::vector<int> best;
  for (size_t i = 0; i < company.accounts.size(); ++i) {
    const DemoAccount& account = company.accounts[i];
    if (account.rank <= kInvited && !account.contacts.empty()) best.push_back(static_cast<int>(i));
  }
  return best;
}

absl::StatusOr<std::string> Plan(LoaderSession& session, GatheringKind kind,
                                 const std::string& title, const std::string& place,
                                 absl::CivilDay day, int64_t budget) {
  CreateGatheringRequest create;
  Gathering* gathering = create.mutable_gathering();
  gathering->set_kind(kind);
  gathering->set_title(title);
  gathering->set_place(place);
  gathering->set_time_zone(kTimeZone);
  *gathering->mutable_start_time() = TimeOf(day, 14, 0);
  *gathering->mutable_end_time() = TimeOf(day, 20, 0);
  *gathering->mutable_budget() = Yuan(budget);
  gathering->set_capacity(kInvited);
  ASSIGN_OR_RETURN(const auto made,
                   Write<Gathering>(session, absl::StrCat(kGatherings, "CreateGathering"), create));
  OpenGatheringRequest open;
  open.set_name(made.name());
  RETURN_IF_ERROR(
      Write<Gathering>(session, absl::StrCat(kGatherings, "OpenGathering"), open).status());
  return made.name();
}

// Invites one of each customer's people; some decline. Those who accepted come if `held`.
absl::Status Invite(LoaderSession& session, const std::string& gathering, bool held) {
  for (const int index : BestCustomers(session.company)) {
    Random random({kSeed, kChance, static_cast<uint64_t>(index), held ? 1u : 0u});
    CreateInvitationRequest invite;
    invite.set_parent(gathering);
    invite.mutable_invitation()->set_account(session.names[index]);
    invite.mutable_invitation()->set_contact(session.contacts[index][0]);
    ASSIGN_OR_RETURN(
        const auto made,
        Write<Invitation>(session, absl::StrCat(kGatherings, "CreateInvitation"), invite));
    if (!held && random.Chance(40)) continue;  // no reply yet
    ReplyInvitationRequest reply;
    reply.set_name(made.name());
    reply.set_reply(random.Chance(80) ? REPLY_ACCEPTED : REPLY_DECLINED);
    RETURN_IF_ERROR(
        Write<Invitation>(session, absl::StrCat(kGatherings, "ReplyInvitation"), reply).status());
    if (!held || reply.reply() != REPLY_ACCEPTED) continue;
    AttendInvitationRequest attend;
    attend.set_name(made.name());
    attend.set_attendance(random.Chance(90) ? ATTENDANCE_ATTENDED : ATTENDANCE_ABSENT);
    RETURN_IF_ERROR(
        Write<Invitation>(session, absl::StrCat(kGatherings, "AttendInvitation"), attend).status());
  }
  return absl::OkStatus();
}

absl::Status LoadGatherings(LoaderSession& session) {
  const absl::CivilDay today = session.company.today;
  ASSIGN_OR_RETURN(const std::string dinner, Plan(session, GATHERING_KIND_CUSTOMER_EVENT,
                                                  "年度客户答谢会", "上海浦东", today - 60, 80000));
  RETURN_IF_ERROR(Invite(session, dinner, /*held=*/true));
  HoldGatheringRequest hold;
  hold.set_name(dinner);
  hold.set_outcome("三位客户提出新产线合作意向，已安排专人跟进。");
  *hold.mutable_cost() = Yuan(76500);
  RETURN_IF_ERROR(
      Write<Gathering>(session, absl::StrCat(kGatherings, "HoldGathering"), hold).status());
  ASSIGN_OR_RETURN(const std::string course, Plan(session, GATHERING_KIND_TRAINING_COURSE,
                                                  "设备维护培训", "苏州工厂", today + 30, 20000));
  return Invite(session, course, /*held=*/false);
}

absl::Status LoadGifts(LoaderSession& session) {
  UpdateGiftLimitRequest limit;
  limit.mutable_gift_limit()->set_name(absl::StrCat("giftLimits/", kCurrency));
  *limit.mutable_gift_limit()->mutable_amount() = Yuan(1000);
  RETURN_IF_ERROR(
      Write<GiftLimit>(session, absl::StrCat(kGifts, "UpdateGiftLimit"), limit).status());
  const absl::CivilDay day = session.company.today - 20;
  for (const int index : BestCustomers(session.company)) {
    Random random({kSeed, kChance, static_cast<uint64_t>(index), 2u});
    CreateGiftRequest create;
    create.set_parent(session.names[index]);
    Gift* gift = create.mutable_gift();
    gift->set_direction(GIFT_DIRECTION_GIVEN);
    gift->set_kind(random.Chance(50) ? GIFT_KIND_GIFT : GIFT_KIND_MEAL);
    gift->set_occasion(gift->kind() == GIFT_KIND_GIFT ? "节日礼品" : "项目宴请");
    *gift->mutable_value() = Yuan(random.Between(10, 60) * 10);
    gift->set_contact(session.contacts[index][0]);
    gift->set_user(session.company.accounts[index].card.owner());
    gift->mutable_date()->set_year(static_cast<int>(day.year()));
    gift->mutable_date()->set_month(day.month());
    gift->mutable_date()->set_day(day.day());
    if (session.company.accounts[index].rank == 3) {
      gift->set_direction(GIFT_DIRECTION_RECEIVED);
      gift->set_kind(GIFT_KIND_CASH_EQUIVALENT);
      *gift->mutable_value() = Yuan(5000);
      gift->set_refuse_reason("购物卡超出限额，当场婉拒。");
    }
    RETURN_IF_ERROR(Write<Gift>(session, absl::StrCat(kGifts, "CreateGift"), create).status());
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status LoadHospitality(LoaderSession& session) {
  ListGatheringsRequest list;
  list.set_filter(absl::StrCat("title = \"", kDinner, "\""));
  ASSIGN_OR_RETURN(const auto found, session.Call<ListGatheringsResponse>(
                                         absl::StrCat(kGatherings, "ListGatherings"), list));
  if (found.gatherings_size() > 0) return absl::OkStatus();
  RETURN_IF_ERROR(LoadGatherings(session));
  return LoadGifts(session);
}

}  // namespace mainstay::demo
