#include "services/survey/invitations/invitation_service.h"

#include "services/survey/invitations/invitation_handlers.h"
#include "services/survey/invitations/planning_store.h"

namespace mainstay::survey {
namespace {

constexpr int kBatch = 500;

}  // namespace

void RegisterInvitationService(rpc::Router& router, const Deps& deps) {
  RegisterInvitationReads(router, deps);
  RegisterInvitationWrites(router, deps);
  RegisterBounces(router, deps);
  RegisterCallList(router, deps);
}

void DeclareDelivery(config::Parser& parser, DeliverySettings* s) {
  parser.Add("public-url", &s->public_url,
             "where people reach the gateway, such as https://kam.example.com; begins the links of "
             "invitations");
  parser.Add(
      "smtp-url", &s->smtp_url,
      "the mail server, such as smtp://mail.example.com:587 or smtps://mail.example.com:465");
  parser.Add("smtp-user", &s->smtp_user, "user name at the mail server; none when empty");
  parser.AddSecret("smtp-password", &s->smtp_password, "password at the mail server");
  parser.Add("smtp-require-tls", &s->smtp_require_tls, "send no mail over a plain connection");
  parser.Add("smtp-ca-file", &s->smtp_ca_file,
             "certificates that the mail server's is checked against; the system's when empty");
  parser.Add("mail-folder", &s->mail_folder,
             "instead of a mail server: a folder that mails are put into as files");
  parser.Add("mail-from", &s->mail_from, "the address that mails come from");
  parser.Add("webhook-url", &s->webhook_url,
             "where invitations of the channel WEBHOOK are sent to, by POST");
  parser.AddSecret("webhook-key", &s->webhook_key, "what these are signed with");
}

absl::StatusOr<bool> RemindAndExpire(pg::Tx& tx, absl::Time now) {
  const bool reminders = PlanReminders(tx, now, kBatch) == kBatch;
  return ExpireInvitations(tx, now, kBatch) >= kBatch || reminders;
}

}  // namespace mainstay::survey
