#include "services/feedback/categories/category_sequel.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/status.h"
#include "services/feedback/categories/category.h"
#include "services/feedback/categories/category_store.h"

namespace mainstay::feedback {
namespace {

bool IsAsked(const CaseDraft& draft) {
  const std::string& category = draft.after.category;
  return draft.error.ok() && !category.empty() &&
         (draft.before == nullptr || draft.before->category != category);
}

std::string DidYouMean(std::string_view code, const std::vector<std::string>& active) {
  const std::vector<std::string> near = NearCodes(code, active);
  return near.empty() ? "; the list of the categories has those that there are"
                      : absl::StrCat("; did you mean ", absl::StrJoin(near, ", "), "?");
}

absl::Status CheckCategories(pg::Tx& tx, absl::Span<CaseDraft> drafts,
                             const history::WriteContext&) {
  std::vector<std::string> codes;
  for (const CaseDraft& draft : drafts) {
    if (IsAsked(draft)) codes.push_back(draft.after.category);
  }
  if (codes.empty()) return absl::OkStatus();
  const auto states = StatesOf(tx, codes);
  std::optional<std::vector<std::string>> active;  // read when something is wrong
  for (CaseDraft& draft : drafts) {
    if (!IsAsked(draft)) continue;
    const std::string& code = draft.after.category;
    const auto state = states.find(code);
    if (state != states.end() && state->second == "active") continue;
    if (!active) active = ActiveCodes(tx);
    draft.error = status::BadField(
        "category",
        absl::StrCat(state == states.end() ? "there is no category \"" : "\"", code,
                     state == states.end() ? "\"" : "\" is retired", DidYouMean(code, *active)));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckKnownCategory(pg::Tx& tx, const std::string& code, std::string_view field) {
  if (StatesOf(tx, {code}).contains(code)) return absl::OkStatus();
  return status::BadField(field, absl::StrCat("there is no category \"", code, "\"",
                                              DidYouMean(code, ActiveCodes(tx))));
}

CaseSequel CategorySequel() {
  return {.name = "categories", .prepare = CheckCategories, .follow = {}};
}

}  // namespace mainstay::feedback
