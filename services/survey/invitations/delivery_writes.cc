#include "services/survey/invitations/delivery_writes.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "common/auth/link_token.h"
#include "common/events/outbox.h"
#include "common/fault/fault.h"
#include "common/log/log.h"
#include "common/metrics/metrics.h"
#include "common/status/status.h"
#include "common/trace/trace.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/invitations/delivery_store.h"
#include "services/survey/invitations/invitation_events.h"
#include "services/survey/invitations/invitation_store.h"
#include "services/survey/invitations/invitation_text.h"

namespace mainstay::survey {
namespace {

using Outcome = SendResult::Outcome;

constexpr int kBatch = 10;
constexpr int kMostAttempts = 10;
constexpr char kActor[] = "mainstay";  // who does what time does
// Longer than a batch takes however slow the other side is.
constexpr absl::Duration kClaim = absl::Minutes(10);
constexpr absl::Duration kFirstRetry = absl::Minutes(1), kLastRetry = absl::Hours(6);
constexpr absl::Duration kAsk = absl::Seconds(15);

// What was claimed, with the secrets that exist here alone.
struct Claimed {
  Delivery delivery;
  std::string token;
};
struct Batch {
  std::vector<Claimed> claimed;
  std::map<std::string, Campaign> campaigns;
};

// Claims a batch and makes a token for each: what was sent by a process that died opens too.
Batch Claim(pg::Tx& tx, const DeliveryTools& tools, absl::Time now) {
  Batch batch;
  for (Delivery& delivery : ClaimDeliveries(tx, now, now + kClaim, kBatch)) {
    Invitation& invitation = delivery.invitation;
    auto campaign = batch.campaigns.find(invitation.campaign_id);
    if (campaign == batch.campaigns.end()) {
      campaign =
          batch.campaigns.emplace(invitation.campaign_id, *ReadCampaign(tx, invitation.campaign_id))
              .first;
    }
    if (!invitation.expire_time) {
      invitation.expire_time = now + absl::Hours(24 * campaign->second.valid_days);
      UpdateInvitation(tx, invitation);
    }
    Claimed one{.delivery = std::move(delivery),
                .token = auth::NewLinkToken(tools.settings.link_key, kInvitationPurpose)};
    InsertToken(tx, one.delivery.invitation.id, one.delivery.number, auth::LinkTokenHash(one.token),
                now);
    batch.claimed.push_back(std::move(one));
  }
  return batch;
}

absl::StatusOr<std::map<std::string, Person>> PeopleOf(const Batch& batch, People& people,
                                                       const std::string& token) {
  std::vector<std::string> account_ids;
  for (const Claimed& one : batch.claimed) {
    account_ids.push_back(one.delivery.invitation.account_id);
  }
  std::sort(account_ids.begin(), account_ids.end());
  account_ids.erase(std::unique(account_ids.begin(), account_ids.end()), account_ids.end());
  const Asking asking{.token = token, .deadline = absl::Now() + kAsk};
  ASSIGN_OR_RETURN(std::vector<Person> found, people.ContactsOf(asking, account_ids));
  std::map<std::string, Person> by_id;
  for (Person& person : found) {
    std::string id = person.contact_id;
    by_id.emplace(std::move(id), std::move(person));
  }
  return by_id;
}

OutgoingMessage MessageOf(const Claimed& one, const Campaign& campaign, const Person& person,
                          const DeliverySettings& settings) {
  const Invitation& invitation = one.delivery.invitation;
  InvitationWords words =
      WordsOf(campaign, invitation.language, person.display_name, one.delivery.number);
  return {.delivery_id = one.delivery.id,
          .number = one.delivery.number,
          .invitation = InvitationName(invitation),
          .language = invitation.language,
          .name = person.display_name,
          .email = person.email,
          .phone = person.phone,
          .wechat = person.wechat,
          .subject = std::move(words.subject),
          .text = std::move(words.text),
          .url = absl::StrCat(absl::StripSuffix(settings.public_url, "/"), "/s/", one.token)};
}

// Why it is not sent although it is due, as an invitation's state and reason; nothing when it is.
std::optional<std::pair<std::string, std::string>> ReasonNotToSend(const Invitation& invitation,
                                                                   const Campaign& campaign,
                                                                   const Person* person) {
  if (person == nullptr || !HasAddress(*person, invitation.channel)) {
    return std::pair<std::string, std::string>("undeliverable", "");
  }
  const QuotaFacts facts = invitation.quota_facts();
  if (FullQuota(campaign.quotas, facts, "stop_inviting") != nullptr ||
      FullQuota(campaign.quotas, facts, "close_links") != nullptr) {
    return std::pair<std::string, std::string>("skipped", "quota_full");
  }
  return std::nullopt;
}

// Ends an invitation that never goes out; of a reminder nothing is noted.
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

// `days` working days after `now`, in working time.
absl::Time ReminderTime(absl::Time now, int days, const calendar::WorkingTime& working) {
  const auto day = working.AddWorkingDays(absl::ToCivilDay(now, working.zone()), days);
  if (!day) return absl::InfiniteFuture();
  const absl::Time then =
      now + (absl::FromCivil(*day, working.zone()) -
             absl::FromCivil(absl::ToCivilDay(now, working.zone()), working.zone()));
  return working.Next(then).value_or(then);
}

absl::Status NoteSent(pg::Tx& tx, const DeliveryTools& tools, const Delivery& delivery,
                      Invitation& invitation, const Campaign& campaign,
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
  ASSIGN_OR_RETURN(const auto working, tools.working_times.Get(tx, campaign.calendar));
  RemindAt(tx, delivery, ReminderTime(context.now, campaign.reminder_working_days, *working));
  return absl::OkStatus();
}

absl::Status Mark(pg::Tx& tx, const DeliveryTools& tools, const Delivery& delivery,
                  const Campaign& campaign, const SendResult& result, absl::Time now) {
  const history::WriteContext context{
      .actor = kActor, .reason = "", .now = now, .trace = trace::NewTrace()};
  auto invitation = LockInvitation(tx, campaign.id, delivery.invitation.id);
  if (!invitation) return absl::OkStatus();
  if (result.outcome == Outcome::kSent) {
    return NoteSent(tx, tools, delivery, *invitation, campaign, context);
  }
  if (result.outcome == Outcome::kBounced) {
    GiveUp(tx, delivery, *invitation, "bounced", result.detail, context);
  } else if (delivery.attempts >= kMostAttempts) {
    GiveUp(tx, delivery, *invitation, "undeliverable", result.detail, context);
  } else {
    const absl::Duration wait =
        std::min(kFirstRetry * (1 << std::min(delivery.attempts - 1, 10)), kLastRetry);
    PutOffDelivery(tx, delivery, result.detail, now + wait);
  }
  return absl::OkStatus();
}

void Count(const std::string& channel, Outcome outcome) {
  const char* const text = outcome == Outcome::kSent      ? "sent"
                           : outcome == Outcome::kBounced ? "bounced"
                                                          : "failed";
  metrics::Counter("mainstay_survey_deliveries_total",
                   "Invitations and reminders that were tried to be sent",
                   {{"channel", channel}, {"outcome", text}})
      .Increment();
}

// Leaves the batch from `first` on to be sent at that time.
absl::Status PutOff(pg::Session& db, const Batch& batch, size_t first, const std::string& error,
                    absl::Time next_time) {
  return db.Write({}, [&](pg::Tx& tx) {
    for (size_t i = first; i < batch.claimed.size(); ++i) {
      PutOffDelivery(tx, batch.claimed[i].delivery, error, next_time);
    }
    return absl::OkStatus();
  });
}

Sender* SenderOf(const Senders& senders, const std::string& channel) {
  if (channel == "webhook") return senders.webhook.get();
  return channel == "email" ? senders.email.get() : nullptr;
}

absl::Status SendOne(pg::Session& db, const DeliveryTools& tools, const Claimed& one,
                     const Campaign& campaign, const Person* person, absl::Time now) {
  const Invitation& invitation = one.delivery.invitation;
  if (const auto reason = ReasonNotToSend(invitation, campaign, person)) {
    return db.Write({}, [&](pg::Tx& tx) -> absl::Status {
      auto locked = LockInvitation(tx, campaign.id, invitation.id);
      if (locked) GiveUp(tx, one.delivery, *locked, reason->first, reason->second, {});
      return absl::OkStatus();
    });
  }
  Sender* const sender = SenderOf(tools.senders, invitation.channel);
  SendResult result{.outcome = Outcome::kRetry, .detail = "nothing here sends by this channel"};
  if (sender != nullptr) {
    result = sender->Send(MessageOf(one, campaign, *person, tools.settings));
    Count(invitation.channel, result.outcome);
  }
  RETURN_IF_ERROR(fault::Point("delivery.after_send"));
  if (result.outcome != Outcome::kSent) {
    log::Warning("an invitation could not be sent", {{"delivery", one.delivery.id},
                                                     {"attempt", int64_t{one.delivery.attempts}},
                                                     {"error", result.detail}});
  }
  return db.Write({},
                  [&](pg::Tx& tx) { return Mark(tx, tools, one.delivery, campaign, result, now); });
}

}  // namespace

absl::StatusOr<bool> DeliverDue(pg::Session& db, const DeliveryTools& tools,
                                const std::string& service_token, absl::Time now) {
  Batch batch;
  RETURN_IF_ERROR(db.Write({}, [&](pg::Tx& tx) {
    batch = Claim(tx, tools, now);
    return absl::OkStatus();
  }));
  RETURN_IF_ERROR(fault::Point("delivery.after_claim"));
  if (batch.claimed.empty()) return false;
  const auto people = PeopleOf(batch, tools.people, service_token);
  if (!people.ok()) {
    RETURN_IF_ERROR(PutOff(db, batch, 0, "accounts cannot be asked", now + kFirstRetry));
    return people.status();
  }
  for (size_t i = 0; i < batch.claimed.size(); ++i) {
    if (tools.stopping && tools.stopping()) {
      RETURN_IF_ERROR(PutOff(db, batch, i, "", now));
      return false;
    }
    const Claimed& one = batch.claimed[i];
    const auto person = people->find(one.delivery.invitation.contact_id);
    RETURN_IF_ERROR(SendOne(db, tools, one, batch.campaigns.at(one.delivery.invitation.campaign_id),
                            person == people->end() ? nullptr : &person->second, now));
  }
  return batch.claimed.size() == kBatch;
}

}  // namespace mainstay::survey
