#include "services/feedback/closure/confirmation_writes.h"

#include <optional>

#include "common/auth/link_token.h"
#include "common/status/status.h"
#include "common/text/rules.h"
#include "services/feedback/cases/case_store.h"
#include "services/feedback/cases/case_verbs.h"
#include "services/feedback/cases/case_write.h"
#include "services/feedback/closure/confirmation_link_store.h"

namespace mainstay::feedback {
namespace {

constexpr char kCustomer[] = "customer";  // who writes; which one says the link's contact
constexpr char kSaidYes[] = "Solved, by the confirmation link (客户通过链接确认已解决)";
constexpr char kSaidNo[] = "Not solved, by the confirmation link (客户通过链接反馈未解决)";

absl::Status Unknown() { return status::NotFound("confirmations/*"); }

SeenLink Seen(const LinkOfToken& found, const Case& c, absl::Time now) {
  SeenLink seen{.state = std::string(StateOf(found.link, c, now)),
                .solved = found.link.answer == "solved",
                .answer_time = found.link.answer_time,
                .c = {},
                .expire_time = found.link.expire_time};
  if (seen.state == "open" && found.account_deleted) seen.state = "superseded";
  if (seen.state == "open") seen.c = c;
  return seen;
}

// What the customer said, done to the case.
absl::Status Apply(pg::Tx& tx, const Deps& deps, const ConfirmationLink& link, const Case& before,
                   bool solved, const std::string& comment, const history::WriteContext& context) {
  Case after = before;
  const std::string words = !comment.empty() ? comment : solved ? kSaidYes : kSaidNo;
  RETURN_IF_ERROR(solved ? Confirm(after, link.contact, words, "customer_by_link", context.now)
                         : Reopen(after, words));
  const std::string verb = solved ? "confirm" : "reopen";
  const CaseEntry entry{.kind = "verb", .verb = verb, .text = words, .contact = link.contact};
  RETURN_IF_ERROR(ChangeCase(tx, deps.case_sequels, before, std::move(after),
                             {.name = verb, .entry = entry}, context)
                      .status());
  AnswerLink(tx, link.id, solved ? "solved" : "not_solved", context.now);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<SeenLink> SeeLink(const rpc::CallContext& call, const Deps& deps,
                                 const std::string& token) {
  if (!auth::IsLinkToken(deps.closure.link_key, kLinkPurpose, token)) return Unknown();
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<SeenLink> {
    const std::optional<LinkOfToken> found = FindLink(tx, auth::LinkTokenHash(token));
    if (!found) return Unknown();
    const std::optional<Case> c = ReadCase(tx, found->account_id, found->link.case_id);
    if (!c) return Unknown();
    return Seen(*found, *c, call.now());
  });
}

absl::StatusOr<SeenLink> AnswerLink(const rpc::CallContext& call, const Deps& deps,
                                    const std::string& token, std::optional<bool> solved,
                                    const std::string& comment) {
  if (!auth::IsLinkToken(deps.closure.link_key, kLinkPurpose, token)) return Unknown();
  if (!solved) return status::BadField("solved", "say whether it is solved: true or false");
  const std::string hash = auth::LinkTokenHash(token);
  const history::WriteContext context{
      .actor = kCustomer, .reason = "", .now = call.now(), .trace = call.trace()};
  return call.db().Write(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<SeenLink> {
    std::optional<LinkOfToken> found = FindLink(tx, hash);
    if (!found) return Unknown();
    const std::optional<Case> before = LockCase(tx, found->account_id, found->link.case_id);
    if (!before) return Unknown();
    found = FindLink(tx, hash);  // as whoever held the lock left it
    if (!found) return Unknown();
    SeenLink seen = Seen(*found, *before, call.now());
    if (seen.state != "open") {
      // Another word, or more of them; a second click with the same is none.
      const std::string words = text::Trim(comment);
      seen.ignored =
          seen.state == "answered" &&
          (seen.solved != *solved || (!words.empty() && !CustomerSaid(tx, before->id, words)));
      return seen;
    }
    RETURN_IF_ERROR(Apply(tx, deps, found->link, *before, *solved, text::Trim(comment), context));
    return SeenLink{.state = "answered",
                    .solved = *solved,
                    .answer_time = call.now(),
                    .c = {},
                    .expire_time = seen.expire_time};
  });
}

}  // namespace mainstay::feedback
