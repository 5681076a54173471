#include "services/feedback/closure/recurrence_sequel.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "services/feedback/cases/case_store.h"
#include "services/feedback/cases/case_verbs.h"
#include "services/feedback/cases/case_write.h"
#include "services/feedback/closure/recurrence.h"
#include "services/feedback/closure/recurrence_store.h"

namespace mainstay::feedback {
namespace {

absl::Status Link(pg::Tx& tx, absl::Span<CaseDraft> drafts, int days) {
  std::vector<CaseDraft*> asked;
  std::vector<const Case*> cases;
  for (CaseDraft& draft : drafts) {
    if (!draft.error.ok() || !MayRecur(draft.before, draft.after)) continue;
    asked.push_back(&draft);
    cases.push_back(&draft.after);
  }
  if (cases.empty() || days == 0) return absl::OkStatus();
  std::vector<std::string> repeated = FindRepeated(tx, cases, days);
  for (size_t i = 0; i < asked.size(); ++i) asked[i]->after.recurrence_of = std::move(repeated[i]);
  return absl::OkStatus();
}

// Opens the closed cases again that `writes` repeat; each once, and in one order, so that two
// batches do not wait for each other.
absl::Status OpenAgain(pg::Tx& tx, absl::Span<const CaseWrite> writes, const Deps& deps,
                       const history::WriteContext& context) {
  std::map<std::string, const Case*> repeated;
  for (const CaseWrite& write : writes) {
    // What is done itself, as recorded cases of the past may be, asks for nothing more.
    const Case& after = *write.after;
    if (after.recurrence_of.empty() || after.state == "resolved" || after.state == "closed") {
      continue;
    }
    if (write.before != nullptr && !write.before->recurrence_of.empty()) continue;
    repeated.emplace(write.after->recurrence_of, write.after);
  }
  for (const auto& [id, recurrence] : repeated) {
    const std::optional<Case> before = LockCase(tx, recurrence->account_id, id);
    if (!before || before->state != "closed") continue;
    Case after = *before;
    const std::string why = absl::StrCat("It came back as case ", recurrence->number, " (复发)");
    RETURN_IF_ERROR(Reopen(after, why));
    const CaseEntry entry{.kind = "verb", .verb = "reopen", .text = why};
    RETURN_IF_ERROR(ChangeCase(tx, deps.case_sequels, *before, std::move(after),
                               {.name = "reopen", .entry = entry}, context)
                        .status());
  }
  return absl::OkStatus();
}

}  // namespace

CaseSequel RecurrenceSequel(const Deps& deps) {
  return {.name = "recurrence",
          .prepare =
              [&deps](pg::Tx& tx, absl::Span<CaseDraft> drafts, const history::WriteContext&) {
                return Link(tx, drafts, deps.closure.recurrence_days);
              },
          .follow = [&deps](pg::Tx& tx, absl::Span<const CaseWrite> writes,
                            const history::WriteContext& context) -> absl::Status {
            if (deps.closure.recurrence_rule != "reopen") return absl::OkStatus();
            return OpenAgain(tx, writes, deps, context);
          }};
}

}  // namespace mainstay::feedback
