#include "services/survey/invitations/delivery_mark_writes.h"

#include <algorithm>

#include "common/events/outbox.h"
#include "common/history/time_context.h"
#include "common/status/status.h"
#include "services/survey/invitations/invitation_events.h"
#include "services/survey/invitations/invitation_store.h"

namespace mainstay::survey {
namespace {

using Outcome = SendResult::Outcome;

constexpr int kMostAttempts = 10;
// Of attempts that may all have arrived: who gets one of many has most likely the first, which a
// webhook passes on once, or one of the last.
constexpr int kLinksKept = 5;
constexpr absl::Duration kFirstRetry = absl::Minutes(1), kLastRetry = absl::Hours(6);
// Who comes back is not kept waiting for long.
constexpr absl::Duration kLongestHoldUp = absl::Minutes(15);

// Doubles with every time before.
absl::Duration WaitAfter(int times, absl::Duration longest) {
  return std::min(kFirstRetry * (1 << std::min(times, 10)), longest);
}

// `days` working days after `now`, in working time.
absl::Time ReminderTime(absl::Time now, int days, const calendar::WorkingTime& working) {
  const auto day = working.AddWorkingDays(absl::ToCivilDay(now, working.zone()), days);
  if (!day) return absl::InfiniteFuture();
  const absl::Time then =
      now + (absl::FromCivil(*day, working.zone()) -
             absl::FromCivil(absl::ToCivilDay(now, working.zone()), working.zone()));
  return working.Next(then).value_or(then);
}

absl::Status NoteSent(pg::Tx& tx, calendar_replica::WorkingTimes& working_times,
                      const Delivery& delivery, Invitation& invitation, const Campaign& campaign,
                      const history::WriteContext& context) {
  MarkSent(tx, delivery, campaign.anonymous());
  if (delivery.number == 0 && invitation.state == "planned") {
    invitation.state = "sent";
    ++invitation.version;
    invitation.send_time = context.now;
    events::Append(tx, InvitationSentEvent(invitation, context));
    UpdateInvitation(tx, invitation);
  } else if (delivery.number > 0 && !campaign.anonymous()) {
    invitation.reminders = delivery.number;
    invitation.reminder_time = context.now;
    UpdateInvitation(tx, invitation);
  }
  if (delivery.number >= campaign.max_reminders) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto working, working_times.Get(tx, campaign.calendar));
  RemindAt(tx, delivery, ReminderTime(context.now, campaign.reminder_working_days, *working));
  return absl::OkStatus();
}

}  // namespace

void GiveUp(pg::Tx& tx, const Delivery& delivery, Invitation& invitation, const std::string& state,
            const std::string& reason, const history::WriteContext& context) {
  MarkFailed(tx, delivery, reason);
  if (delivery.number > 0 || invitation.state != "planned") return;
  invitation.state = state;
  invitation.state_reason = reason;
  DropTokens(tx, invitation.id);
  if (state == "bounced") {
    ++invitation.version;
    events::Append(tx, InvitationBouncedEvent(invitation, context));
  }
  UpdateInvitation(tx, invitation);
}

void HoldUp(pg::Tx& tx, Delivery delivery, const std::string& error, absl::Time now) {
  const absl::Duration wait = WaitAfter(delivery.outages, kLongestHoldUp);
  ++delivery.outages;
  PutOffDelivery(tx, delivery, error, now + wait);
}

void TakeBackToken(pg::Tx& tx, const Delivery& delivery, const std::string& token_sha256) {
  // Who answers has the invitation locked before its tokens and deliveries.
  LockInvitation(tx, delivery.invitation.campaign_id, delivery.invitation.id);
  DropToken(tx, token_sha256);
}

absl::Status MarkDelivery(pg::Tx& tx, calendar_replica::WorkingTimes& working_times,
                          const Delivery& delivery, const std::string& token_sha256,
                          const Campaign& campaign, const SendResult& result, absl::Time now) {
  if (result.outcome == Outcome::kAway) {
    if (result.may_arrive) {
      LockInvitation(tx, campaign.id, delivery.invitation.id);
      ThinOutTokens(tx, delivery, kLinksKept);
    } else {
      TakeBackToken(tx, delivery, token_sha256);
    }
    HoldUp(tx, delivery, result.detail, now);
    return absl::OkStatus();
  }
  const history::WriteContext context = history::TimeContext(now);
  auto invitation = LockInvitation(tx, campaign.id, delivery.invitation.id);
  if (!invitation) return absl::OkStatus();
  if (result.outcome == Outcome::kSent) {
    return NoteSent(tx, working_times, delivery, *invitation, campaign, context);
  }
  Delivery tried = delivery;
  ++tried.attempts;
  tried.outages = 0;
  if (result.outcome == Outcome::kBounced) {
    GiveUp(tx, tried, *invitation, "bounced", result.detail, context);
  } else if (tried.attempts >= kMostAttempts) {
    GiveUp(tx, tried, *invitation, "undeliverable", result.detail, context);
  } else {
    PutOffDelivery(tx, tried, result.detail, now + WaitAfter(tried.attempts - 1, kLastRetry));
  }
  return absl::OkStatus();
}

}  // namespace mainstay::survey
