// Create, list and revoke links: what our people do with them.
#include <mainstay/feedback/v1/closure_service.pb.h>

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/api/enum_text.h"
#include "common/api/idempotency.h"
#include "common/api/listing.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/auth/link_token.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "services/feedback/cases/case_account_reads.h"
#include "services/feedback/cases/case_proto.h"
#include "services/feedback/cases/case_references.h"
#include "services/feedback/cases/case_store.h"
#include "services/feedback/cases/case_write.h"
#include "services/feedback/closure/closure_handlers.h"
#include "services/feedback/closure/confirmation_link.h"
#include "services/feedback/closure/confirmation_link_store.h"

namespace mainstay::feedback {
namespace {

constexpr std::string_view kCasePattern = "accounts/*/cases/*";
constexpr std::string_view kResolved[] = {"resolved"};
constexpr std::string_view kOpen[] = {"open"};

v1::ConfirmationLink ToProto(const ConfirmationLink& link, const Case& c, absl::Time now) {
  v1::ConfirmationLink message;
  message.set_name(absl::StrCat(CaseName(c), "/confirmationLinks/", link.id));
  message.set_contact(link.contact);
  message.set_state(
      api::TextToEnum<v1::ConfirmationState>(StateOf(link, c, now), "CONFIRMATION_STATE_"));
  *message.mutable_expire_time() = api::TimeToProto(link.expire_time);
  message.set_solved(link.answer == "solved");
  if (link.answer_time) *message.mutable_answer_time() = api::TimeToProto(*link.answer_time);
  message.set_creator(link.creator);
  *message.mutable_create_time() = api::TimeToProto(link.create_time);
  return message;
}

// A link of `c`, which is locked, to `contact` or the case's own.
absl::StatusOr<ConfirmationLink> NewLink(const Case& c, const std::string& asked_account,
                                         const std::string& contact, absl::Duration validity,
                                         const history::WriteContext& context) {
  const std::optional<Resolution> resolution = ResolutionOf(c);
  if (!resolution) return status::CheckState("the case", c.state, "a confirmation link", kResolved);
  const std::string& asked = contact.empty() ? c.contact : contact;
  if (!text::IsContactName(asked)) {
    return status::BadField("contact",
                            "say who is asked, as the case has no contact: must look like "
                            "accounts/{uuid}/contacts/{uuid}");
  }
  RETURN_IF_ERROR(CheckContactOf(c, asked_account, "contact", asked));
  return ConfirmationLink{.id = api::NewUuid(context.now),
                          .case_id = c.id,
                          .contact = asked,
                          .resolution = *resolution,
                          .creator = context.actor,
                          .create_time = context.now,
                          .expire_time = context.now + validity,
                          .revoke_time = {},
                          .answer = "",
                          .answer_time = {}};
}

absl::StatusOr<absl::Duration> ValidityOf(const v1::CreateConfirmationLinkRequest& request) {
  if (!request.has_validity()) return Validity(std::nullopt);
  return Validity(absl::Seconds(request.validity().seconds()) +
                  absl::Nanoseconds(request.validity().nanos()));
}

// Has no request_id: a stored answer would keep the secret.
absl::StatusOr<v1::ConfirmationLink> Create(rpc::CallContext& call, const Deps& deps,
                                            const v1::CreateConfirmationLinkRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kCasePattern, "parent"));
  ASSIGN_OR_RETURN(const absl::Duration validity, ValidityOf(request));
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountOfCaseForWrite(call, deps, ids, request.parent()));
  const std::string token = auth::NewLinkToken(deps.closure.link_key, kLinkPurpose);
  ASSIGN_OR_RETURN(
      v1::ConfirmationLink message,
      call.db().Write(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ConfirmationLink> {
        const auto before = LockCase(tx, account.id, ids[1]);
        if (!before) return status::NotFound(request.parent());
        ASSIGN_OR_RETURN(const ConfirmationLink link,
                         NewLink(*before, ids[0], request.contact(), validity, context));
        ReplaceLink(tx, link, auth::LinkTokenHash(token));
        const CaseEntry entry{
            .kind = "note",
            .verb = "",
            .text = absl::StrCat("Confirmation link until ", history::VerbTime(link.expire_time),
                                 " (客户确认链接，在此之前有效)"),
            .contact = link.contact};
        ASSIGN_OR_RETURN(const Case written, ChangeCase(tx, deps.case_sequels, *before, *before,
                                                        {.name = "link", .entry = entry}, context));
        return ToProto(link, written, context.now);
      }));
  message.set_url(absl::StrCat(absl::StripSuffix(deps.closure.public_url, "/"),
                               "/v1/confirmations/", token, "/page"));
  return message;
}

absl::StatusOr<v1::ListConfirmationLinksResponse> List(
    rpc::CallContext& call, const Deps& deps, const v1::ListConfirmationLinksRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kCasePattern, "parent"));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountOfCase(call, deps, ids, request.parent()));
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(
                       call, *deps.page_tokens,
                       {request.page_size(), request.page_token(), /*filter=*/"", /*order_by=*/""},
                       {{}, LinkSorts()}, request.parent()));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::ListConfirmationLinksResponse> {
                          const auto c = ReadCase(tx, account.id, ids[1]);
                          if (!c) return status::NotFound(request.parent());
                          const auto page = ListLinks(tx, listing.query(), c->id);
                          v1::ListConfirmationLinksResponse response;
                          for (const ConfirmationLink& link : page.items) {
                            *response.add_confirmation_links() = ToProto(link, *c, call.now());
                          }
                          response.set_next_page_token(listing.Token(page.next));
                          return response;
                        });
}

absl::StatusOr<v1::ConfirmationLink> Revoke(rpc::CallContext& call, const Deps& deps,
                                            const v1::RevokeConfirmationLinkRequest& request) {
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  ASSIGN_OR_RETURN(
      const auto ids,
      api::ParseName(request.name(), "accounts/*/cases/*/confirmationLinks/*", "name"));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountOfCaseForWrite(call, deps, ids, request.name()));
  return api::WriteOnce<v1::ConfirmationLink>(
      call, request, ReplayWhereCaseSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::ConfirmationLink> {
        const auto c = LockCase(tx, account.id, ids[1]);
        if (!c) return status::NotFound(request.name());
        auto link = ReadLink(tx, c->id, ids[2]);
        if (!link) return status::NotFound(request.name());
        RETURN_IF_ERROR(
            status::CheckState("the link", StateOf(*link, *c, call.now()), ":revoke", kOpen));
        link->revoke_time = call.now();
        RevokeLink(tx, link->id, call.now());
        const CaseEntry entry{
            .kind = "note",
            .verb = "",
            .text = absl::StrCat("Confirmation link until ", history::VerbTime(link->expire_time),
                                 " revoked (客户确认链接已撤销)"),
            .contact = link->contact};
        ASSIGN_OR_RETURN(const Case written, ChangeCase(tx, deps.case_sequels, *c, *c,
                                                        {.name = "link", .entry = entry}, context));
        return ToProto(*link, written, call.now());
      });
}

}  // namespace

void RegisterConfirmationLinks(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kClosureService, "CreateConfirmationLink"), deps, Create);
  router.Unary(absl::StrCat(kClosureService, "ListConfirmationLinks"), deps, List);
  router.Unary(absl::StrCat(kClosureService, "RevokeConfirmationLink"), deps, Revoke);
}

}  // namespace mainstay::feedback
