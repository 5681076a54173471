#include "services/survey/invitations/delivery_writes.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "common/auth/link_token.h"
#include "common/fault/fault.h"
#include "common/history/time_context.h"
#include "common/log/log.h"
#include "common/metrics/metrics.h"
#include "common/status/status.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/invitations/delivery_mark_writes.h"
#include "services/survey/invitations/delivery_store.h"
#include "services/survey/invitations/invitation_store.h"
#include "services/survey/invitations/invitation_text.h"

namespace mainstay::survey {
namespace {

using Outcome = SendResult::Outcome;

constexpr int kBatch = 10;
// Longer than a batch takes however slow the other side is.
constexpr absl::Duration kClaim = absl::Minutes(10);
constexpr absl::Duration kAsk = absl::Seconds(15);

struct Batch {
  std::vector<Delivery> claimed;
  std::map<std::string, Campaign> campaigns;
};
using PeopleById = std::map<std::string, Person>;

// What is sent, with the secrets that exist here alone. Pointers are into a Batch and its people.
struct Outgoing {
  const Delivery* delivery;
  const Campaign* campaign;
  const Person* person;
  std::string token;
};

Batch Claim(pg::Tx& tx, const std::string& channel, absl::Time now) {
  Batch batch{.claimed = ClaimDeliveries(tx, channel, now, now + kClaim, kBatch), .campaigns = {}};
  for (const Delivery& delivery : batch.claimed) {
    const std::string& id = delivery.invitation.campaign_id;
    if (!batch.campaigns.contains(id)) batch.campaigns.emplace(id, *ReadCampaign(tx, id));
  }
  return batch;
}

absl::StatusOr<PeopleById> PeopleOf(const Batch& batch, People& people, const std::string& token) {
  std::vector<std::string> account_ids;
  for (const Delivery& delivery : batch.claimed) {
    account_ids.push_back(delivery.invitation.account_id);
  }
  std::sort(account_ids.begin(), account_ids.end());
  account_ids.erase(std::unique(account_ids.begin(), account_ids.end()), account_ids.end());
  const Asking asking{.token = token, .deadline = absl::Now() + kAsk};
  ASSIGN_OR_RETURN(std::vector<Person> found, people.ContactsOf(asking, account_ids));
  PeopleById by_id;
  for (Person& person : found) {
    std::string id = person.contact_id;
    by_id.emplace(std::move(id), std::move(person));
  }
  return by_id;
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

// Makes a token for each that is sent, before it is: what was sent by a process that died opens
// too. What certainly was not gives it back (TakeBackToken). Ends what cannot be sent, and
// leaves out what was answered or withdrawn since it was claimed. How long a link is good counts
// from here, however long it was held up before.
std::vector<Outgoing> Prepare(pg::Tx& tx, const DeliveryTools& tools, const Batch& batch,
                              const PeopleById& people, absl::Time now) {
  std::vector<Outgoing> outgoing;
  for (const Delivery& delivery : batch.claimed) {
    auto invitation = LockToSend(tx, delivery);
    if (!invitation) continue;
    const Campaign& campaign = batch.campaigns.at(invitation->campaign_id);
    const auto found = people.find(invitation->contact_id);
    const Person* const person = found == people.end() ? nullptr : &found->second;
    if (const auto reason = ReasonNotToSend(*invitation, campaign, person)) {
      GiveUp(tx, delivery, *invitation, reason->first, reason->second, history::TimeContext(now));
      continue;
    }
    if (invitation->state == "planned") {
      invitation->expire_time = now + absl::Hours(24 * campaign.valid_days);
      UpdateInvitation(tx, *invitation);
    }
    std::string token = auth::NewLinkToken(tools.settings.link_key, kInvitationPurpose);
    InsertToken(tx, invitation->id, delivery.number, auth::LinkTokenHash(token), now);
    outgoing.push_back({&delivery, &campaign, person, std::move(token)});
  }
  return outgoing;
}

OutgoingMessage MessageOf(const Outgoing& one, const DeliverySettings& settings) {
  const Invitation& invitation = one.delivery->invitation;
  InvitationWords words =
      WordsOf(*one.campaign, invitation.language, one.person->display_name, one.delivery->number);
  return {.delivery_id = one.delivery->id,
          .number = one.delivery->number,
          .invitation = InvitationName(invitation),
          .language = invitation.language,
          .name = one.person->display_name,
          .email = one.person->email,
          .phone = one.person->phone,
          .wechat = one.person->wechat,
          .subject = std::move(words.subject),
          .text = std::move(words.text),
          .url = absl::StrCat(absl::StripSuffix(settings.public_url, "/"), "/s/", one.token)};
}

void Count(const std::string& channel, Outcome outcome) {
  const char* const text = outcome == Outcome::kSent      ? "sent"
                           : outcome == Outcome::kBounced ? "bounced"
                           : outcome == Outcome::kRefused ? "refused"
                                                          : "away";
  metrics::Counter("mainstay_survey_deliveries_total",
                   "Invitations and reminders that were tried to be sent",
                   {{"channel", channel}, {"outcome", text}})
      .Increment();
}

Sender* SenderOf(const Senders& senders, const std::string& channel) {
  if (channel == "webhook") return senders.webhook.get();
  return channel == "email" ? senders.email.get() : nullptr;
}

SendResult TryToSend(const DeliveryTools& tools, const Outgoing& one) {
  const std::string& channel = one.delivery->invitation.channel;
  Sender* const sender = SenderOf(tools.senders, channel);
  if (sender == nullptr) return {Outcome::kAway, "nothing here sends by this channel"};
  const SendResult result = sender->Send(MessageOf(one, tools.settings));
  Count(channel, result.outcome);
  if (result.outcome == Outcome::kBounced || result.outcome == Outcome::kRefused) {
    log::Warning("an invitation could not be sent", {{"delivery", one.delivery->id},
                                                     {"attempt", int64_t{one.delivery->attempts}},
                                                     {"error", result.detail}});
  }
  return result;
}

// What two say in a row is about the way, not about either message.
constexpr int kDown = 2;

// Sends one after the other. Where the way is down, the rest of the batch does not try it again.
// Says which was, when all that can be sent is.
absl::Status SendAll(pg::Session& db, const DeliveryTools& tools, const std::string& channel,
                     const std::vector<Outgoing>& outgoing, absl::Time now) {
  std::vector<SendResult> away;  // in a row
  for (size_t i = 0; i < outgoing.size(); ++i) {
    if (tools.stopping && tools.stopping()) {
      return db.Write({}, [&](pg::Tx& tx) {
        for (size_t left = i; left < outgoing.size(); ++left) {
          const Outgoing& one = outgoing[left];
          TakeBackToken(tx, *one.delivery, auth::LinkTokenHash(one.token));
          PutOffDelivery(tx, *one.delivery, "", now);
        }
        return absl::OkStatus();
      });
    }
    const Outgoing& one = outgoing[i];
    SendResult result;
    if (away.size() == kDown) {
      result.detail = away.back().detail;  // not tried: nothing of it may arrive
    } else {
      result = TryToSend(tools, one);
      if (result.outcome != Outcome::kAway) away.clear();
      if (result.outcome == Outcome::kAway) away.push_back(result);
    }
    RETURN_IF_ERROR(fault::Point("delivery.after_send"));
    RETURN_IF_ERROR(db.Write({}, [&](pg::Tx& tx) {
      return MarkDelivery(tx, tools.working_times, *one.delivery, auth::LinkTokenHash(one.token),
                          *one.campaign, result, now);
    }));
  }
  if (away.empty()) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat("nothing goes out by ", channel, ": ", away.back().detail));
}

}  // namespace

absl::StatusOr<bool> DeliverDue(pg::Session& db, const DeliveryTools& tools,
                                const std::string& channel, const std::string& service_token,
                                absl::Time now) {
  Batch batch;
  RETURN_IF_ERROR(db.Write({}, [&](pg::Tx& tx) {
    batch = Claim(tx, channel, now);
    return absl::OkStatus();
  }));
  if (batch.claimed.empty()) return false;
  RETURN_IF_ERROR(fault::Point("delivery.after_claim"));
  const auto people = PeopleOf(batch, tools.people, service_token);
  if (!people.ok()) {
    RETURN_IF_ERROR(db.Write({}, [&](pg::Tx& tx) {
      for (const Delivery& one : batch.claimed) HoldUp(tx, one, "accounts cannot be asked", now);
      return absl::OkStatus();
    }));
    return people.status();
  }
  std::vector<Outgoing> outgoing;
  RETURN_IF_ERROR(db.Write({}, [&](pg::Tx& tx) {
    outgoing = Prepare(tx, tools, batch, *people, now);
    return absl::OkStatus();
  }));
  RETURN_IF_ERROR(SendAll(db, tools, channel, outgoing, now));
  return batch.claimed.size() == kBatch;
}

}  // namespace mainstay::survey
