#include "services/feedback/closure/verification_inbox_events.h"

#include <mainstay/engagement/v1/case_verification_events.pb.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/directory/directory_store.h"
#include "common/events/context_of.h"
#include "common/status/status.h"
#include "services/feedback/cases/case_store.h"
#include "services/feedback/cases/case_verbs.h"
#include "services/feedback/cases/case_write.h"

namespace mainstay::feedback {
namespace {

// Whether the visit's answer is about the closing that stands. One that says nothing of it, from
// before events did, is taken to be.
absl::StatusOr<bool> IsOfPresentClosing(const Case& c,
                                        const engagement::v1::CaseVerified& payload) {
  if (c.state != "closed") return false;
  if (!payload.has_close_time()) return true;
  ASSIGN_OR_RETURN(const absl::Time closed, api::TimeFromProto(payload.close_time(), "close_time"));
  return c.close_time == closed;
}

absl::Status Take(pg::Tx& tx, const events::v1::Event& event,
                  const engagement::v1::CaseVerified& payload, const Deps& deps) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(payload.case_(), "accounts/*/cases/*", "case"));
  const auto account = directory::FindAccount(tx, ids[0], auth::AccountScope::All());
  const auto before = LockCase(tx, account ? account->id : ids[0], ids[1]);
  if (!before) return absl::OkStatus();  // nothing of ours
  Case after = *before;
  CaseEntry entry{
      .kind = "note",
      .verb = "",
      .text = absl::StrCat("Solved, as the visit found (回访核实已解决): ", payload.visit())};
  if (!payload.solved()) {
    entry.text = absl::StrCat("Not solved, as the visit found (回访核实未解决): ", payload.visit());
    ASSIGN_OR_RETURN(const bool present, IsOfPresentClosing(*before, payload));
    if (present) {
      RETURN_IF_ERROR(Reopen(after, entry.text));
      entry.kind = "verb";
      entry.verb = "reopen";
    }
  }
  const std::string act = entry.verb.empty() ? "verify" : entry.verb;
  return ChangeCase(tx, deps.case_sequels, *before, std::move(after), {.name = act, .entry = entry},
                    events::ContextOf(event))
      .status();
}

}  // namespace

void TakeVerifications(events::Subscription& subscription, const Deps& deps) {
  subscription.On<engagement::v1::CaseVerified>(
      [&deps](pg::Tx& tx, const events::v1::Event& event,
              const engagement::v1::CaseVerified& payload) {
        return Take(tx, event, payload, deps);
      });
}

}  // namespace mainstay::feedback
