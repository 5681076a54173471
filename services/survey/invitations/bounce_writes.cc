// What mail systems tell of mails that came back later.
#include <mainstay/survey/v1/invitation_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/write_context.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/survey/invitations/delivery_store.h"
#include "services/survey/invitations/invitation_events.h"
#include "services/survey/invitations/invitation_handlers.h"
#include "services/survey/invitations/invitation_store.h"
#include "services/survey/invitations/mail.h"
#include "services/survey/invitations/sender.h"

namespace mainstay::survey {
namespace {

// The same bounce told again changes nothing, as mail systems repeat themselves.
absl::StatusOr<v1::ReportBounceResponse> Report(rpc::CallContext& call,
                                                const v1::ReportBounceRequest& request) {
  const std::string delivery_id = DeliveryOf(request.message_id());
  if (delivery_id.empty()) {
    return status::BadField("message_id", "must be the Message-ID of a mail that was sent here");
  }
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  return call.db().Write(call.tx_options(),
                         [&](pg::Tx& tx) -> absl::StatusOr<v1::ReportBounceResponse> {
                           auto invitation = LockInvitationOfDelivery(tx, delivery_id);
                           if (!invitation)
                             return status::NotFound(absl::StrCat("mails/", delivery_id));
                           v1::ReportBounceResponse response;
                           response.set_invitation(InvitationName(*invitation));
                           if (invitation->state != "sent") return response;
                           invitation->state = "bounced";
                           invitation->state_reason = DetailOf(request.reason());
                           ++invitation->version;
                           DropTokens(tx, invitation->id);
                           UpdateInvitation(tx, *invitation);
                           events::Append(tx, InvitationBouncedEvent(*invitation, context));
                           return response;
                         });
}

}  // namespace

void RegisterBounces(rpc::Router& router, const Deps&) {
  router.Unary(absl::StrCat(kInvitationService, "ReportBounce"), Report);
}

}  // namespace mainstay::survey
