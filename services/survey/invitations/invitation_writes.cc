// Invite somebody by hand, and withdraw.
#include <mainstay/survey/v1/invitation_service.pb.h>

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/api/enum_text.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/auth/link_token.h"
#include "common/directory/account_access.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/survey/campaigns/campaign_proto.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/invitations/invitation_events.h"
#include "services/survey/invitations/invitation_handlers.h"
#include "services/survey/invitations/invitation_proto.h"
#include "services/survey/invitations/invitation_store.h"
#include "services/survey/invitations/planning_store.h"

namespace mainstay::survey {
namespace {

constexpr std::string_view kRunning[] = {"running"};

// Whom the request names, as far as it says so.
struct Asked {
  directory::Account account;
  std::optional<Person> person;
};

absl::StatusOr<Asked> WhomOf(rpc::CallContext& call, const Deps& deps,
                             const v1::Invitation& wanted) {
  std::string account_id, contact_id;
  if (!wanted.contact().empty()) {
    ASSIGN_OR_RETURN(const auto ids, api::ParseName(wanted.contact(), "accounts/*/contacts/*",
                                                    "invitation.contact"));
    account_id = ids[0];
    contact_id = ids[1];
  } else {
    ASSIGN_OR_RETURN(const auto ids,
                     api::ParseName(wanted.account(), "accounts/*", "invitation.account"));
    account_id = ids[0];
  }
  Asked asked;
  ASSIGN_OR_RETURN(asked.account,
                   directory::FindAccountForWrite(call, *deps.directory, account_id,
                                                  absl::StrCat("accounts/", account_id)));
  if (contact_id.empty()) return asked;
  const Asking asking{.token = std::string(call.token()), .deadline = call.deadline()};
  ASSIGN_OR_RETURN(const auto people, deps.people->ContactsOf(asking, {asked.account.id}));
  for (const Person& person : people) {
    if (person.contact_id == contact_id) asked.person = person;
  }
  if (!asked.person) {
    return status::BadField("invitation.contact",
                            "the account has no such contact, or none in use any more");
  }
  return asked;
}

absl::Status CheckChannel(const Deps& deps, const Asked& asked, const std::string& channel) {
  if (channel == "paper") {
    return status::BadField("invitation.channel", "nobody is invited to paper: import the answers");
  }
  if (!deps.delivery.Delivers(channel)) {
    return status::Error(absl::StatusCode::kFailedPrecondition, "NO_SENDER",
                         absl::StrCat("nothing here sends by ", channel,
                                      ": ask an operator to set it up, or make a link"));
  }
  if (channel == "link" || (channel == "phone" && !asked.person)) return absl::OkStatus();
  if (!asked.person) {
    return status::BadField("invitation.contact", "say who it is sent to");
  }
  if (!HasAddress(*asked.person, channel)) {
    return status::BadField("invitation.contact",
                            absl::StrCat("has no address for the channel ", channel));
  }
  return absl::OkStatus();
}

// What the invitation is, of a campaign that runs.
Invitation NewInvitation(const Campaign& campaign, const Asked& asked, const std::string& region,
                         const std::string& channel, const std::string& language, absl::Time now) {
  Invitation one;
  one.id = api::NewUuid(now);
  one.campaign_id = campaign.id;
  one.account_id = one.invited_account_id = asked.account.id;
  one.channel = channel;
  one.language = language.empty() ? campaign.language : language;
  one.tier = asked.account.tier;
  one.region = region;
  if (asked.person) {
    one.contact_id = asked.person->contact_id;
    if (!campaign.anonymous()) {
      one.role = asked.person->role;
      one.influence = asked.person->influence;
    }
  }
  one.create_time = now;
  if (channel == "link" || channel == "phone") {
    one.state = "sent";
    one.version = 1;
    one.send_time = now;
    one.expire_time = now + absl::Hours(24 * campaign.valid_days);
  }
  return one;
}

void Write(pg::Tx& tx, const Invitation& one, const std::string& token,
           const history::WriteContext& context) {
  InsertInvitations(tx, {one});
  if (one.state == "planned") return InsertDeliveries(tx, {one.id}, context.now);
  if (one.channel == "link") {
    InsertToken(tx, one.id, 0, auth::LinkTokenHash(token), context.now);
  } else {
    InsertUntoldToken(tx, one.id, context.now);
  }
  events::Append(tx, InvitationSentEvent(one, context));
}

absl::StatusOr<v1::Invitation> Create(rpc::CallContext& call, const Deps& deps,
                                      const v1::CreateInvitationRequest& request) {
  const v1::Invitation& wanted = request.invitation();
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kCampaignPattern, "parent"));
  ASSIGN_OR_RETURN(const std::string said,
                   api::EnumToText(wanted.channel(), "INVITATION_CHANNEL_", "invitation.channel"));
  if (!wanted.language().empty() && wanted.language() != "zh" && wanted.language() != "en") {
    return status::BadField("invitation.language", "must be \"zh\" or \"en\"");
  }
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  // Who repeats a request gets its first answer, whatever became of the contact since.
  const absl::StatusOr<Asked> found = WhomOf(call, deps, wanted);
  const auto may_replay = [&](pg::Tx& tx, const v1::Invitation& first) {
    const std::string id = first.account().substr(first.account().rfind('/') + 1);
    return directory::FindAccount(tx, id, call.scope()) ? absl::OkStatus()
                                                        : status::NotFound(first.account());
  };
  ASSIGN_OR_RETURN(
      v1::Invitation message,
      api::WriteOnce<v1::Invitation>(
          call, request, may_replay, [&](pg::Tx& tx) -> absl::StatusOr<v1::Invitation> {
            RETURN_IF_ERROR(found.status());
            const Asked& asked = *found;
            const auto campaign = LockCampaign(tx, ids[0]);
            if (!campaign) return status::NotFound(request.parent());
            RETURN_IF_ERROR(
                status::CheckState("the campaign", campaign->state, "an invitation", kRunning));
            const std::string& channel = said.empty() ? campaign->channel : said;
            RETURN_IF_ERROR(CheckChannel(deps, asked, channel));
            const Invitation one = NewInvitation(*campaign, asked, RegionOf(tx, asked.account.id),
                                                 channel, wanted.language(), context.now);
            v1::Invitation message = ToProto(one, asked.account.display_name);
            std::string token;
            if (one.channel == "link") {
              message.set_url(auth::NewLinkSeed());
              token = auth::LinkTokenOf(deps.delivery.link_key, kInvitationPurpose, message.url());
            }
            Write(tx, one, token, context);
            return message;
          }));
  // Kept with the answer is the seed of the token: where it stands, the link is told.
  if (!message.url().empty()) {
    message.set_url(
        absl::StrCat(absl::StripSuffix(deps.delivery.public_url, "/"), "/s/",
                     auth::LinkTokenOf(deps.delivery.link_key, kInvitationPurpose, message.url())));
  }
  return message;
}

absl::StatusOr<v1::Invitation> RevokeOne(rpc::CallContext& call,
                                         const v1::RevokeInvitationRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kInvitationPattern, "name"));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  // The account of the invitation, while the caller sees it.
  const auto account_of =
      [&](pg::Tx& tx,
          const std::optional<Invitation>& invitation) -> absl::StatusOr<directory::Account> {
    if (!invitation) return status::NotFound(request.name());
    auto account = directory::FindAccount(tx, invitation->account_id, call.scope());
    if (!account) return status::NotFound(request.name());
    return *std::move(account);
  };
  const auto may_replay = [&](pg::Tx& tx, const v1::Invitation&) {
    return account_of(tx, ReadInvitation(tx, ids[0], ids[1])).status();
  };
  return api::WriteOnce<v1::Invitation>(
      call, request, may_replay, [&](pg::Tx& tx) -> absl::StatusOr<v1::Invitation> {
        auto invitation = LockInvitation(tx, ids[0], ids[1]);
        ASSIGN_OR_RETURN(const directory::Account account, account_of(tx, invitation));
        RETURN_IF_ERROR(Revoke(*invitation, request.reason()));
        ++invitation->version;
        DropTokens(tx, invitation->id);
        UpdateInvitation(tx, *invitation);
        events::Append(tx, InvitationRevokedEvent(*invitation, context));
        return ToProto(*invitation, account.display_name);
      });
}

}  // namespace

void RegisterInvitationWrites(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kInvitationService, "CreateInvitation"), deps, Create);
  router.Unary(absl::StrCat(kInvitationService, "RevokeInvitation"), RevokeOne);
}

}  // namespace mainstay::survey
