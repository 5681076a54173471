#include "services/feedback/cases/case_write.h"

#include <string>
#include <utility>
#include <vector>

#include "common/api/uuid.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/feedback/cases/case_events.h"
#include "services/feedback/cases/case_search_store.h"
#include "services/feedback/cases/case_store.h"

namespace mainstay::feedback {
namespace {

absl::Status Prepare(pg::Tx& tx, const CaseSequels& sequels, absl::Span<CaseDraft> drafts,
                     const history::WriteContext& context) {
  for (const CaseSequel& sequel : sequels) {
    if (sequel.prepare) RETURN_IF_ERROR(sequel.prepare(tx, drafts, context));
  }
  return absl::OkStatus();
}

absl::Status Follow(pg::Tx& tx, const CaseSequels& sequels, absl::Span<const CaseWrite> writes,
                    const history::WriteContext& context) {
  for (const CaseSequel& sequel : sequels) {
    if (sequel.follow) RETURN_IF_ERROR(sequel.follow(tx, writes, context));
  }
  return absl::OkStatus();
}

// The fact that a write is, by what it changed most.
events::OutboxEvent EventOfChange(const Case& before, const Case& after, const CaseAct& act,
                                  const std::vector<history::Change>& changes,
                                  const history::WriteContext& at) {
  if (act.fact) return act.fact(after, at);
  if (act.entry && act.entry->kind != "verb") {
    return CaseEntryAddedEvent(before, after, *act.entry, at);
  }
  if (before.state != after.state) return CaseStateChangedEvent(before, after, at);
  if (before.assignee != after.assignee) return CaseAssignedEvent(before, after, at);
  return CaseChangedEvent(after, changes, at);
}

// What sequels said of new cases.
void BeginTimelines(pg::Tx& tx, absl::Span<CaseDraft> drafts,
                    const history::WriteContext& context) {
  std::vector<std::string> ids;
  std::vector<CaseEntry> entries;
  for (const CaseDraft& draft : drafts) {
    if (!draft.error.ok() || !draft.entry) continue;
    ids.push_back(draft.after.id);
    entries.push_back(*draft.entry);
    entries.back().version = draft.after.version;
    entries.back().author = context.actor;
    entries.back().create_time = draft.after.create_time;
  }
  InsertCaseEntries(tx, ids, entries);
}

}  // namespace

absl::Status OpenCases(pg::Tx& tx, const CaseSequels& sequels, absl::Span<CaseDraft> drafts,
                       const history::WriteContext& context) {
  RETURN_IF_ERROR(Prepare(tx, sequels, drafts, context));
  std::vector<Case*> opened;
  for (CaseDraft& draft : drafts) {
    if (!draft.error.ok()) continue;
    Case& c = draft.after;
    c.id = draft.id.empty() ? api::NewUuid(context.now) : draft.id;
    c.create_time = c.update_time = context.now;
    opened.push_back(&c);
  }
  if (opened.empty()) return absl::OkStatus();
  InsertCases(tx, opened);
  KeepCaseSearch(tx, std::vector<const Case*>(opened.begin(), opened.end()));
  std::vector<CaseWrite> writes;
  std::vector<std::string> ids;
  std::vector<events::OutboxEvent> facts;
  for (const Case* c : opened) {
    ids.push_back(c->id);
    facts.push_back(CaseOpenedEvent(*c, context));
    writes.push_back({nullptr, c});
  }
  history::RecordFirstVersions(tx, kCaseChanges, ids, "create", context);
  BeginTimelines(tx, drafts, context);
  events::AppendAll(tx, facts);
  return Follow(tx, sequels, writes, context);
}

absl::StatusOr<Case> OpenCase(pg::Tx& tx, const CaseSequels& sequels, Case c,
                              const history::WriteContext& context) {
  CaseDraft draft{.after = std::move(c)};
  RETURN_IF_ERROR(OpenCases(tx, sequels, absl::MakeSpan(&draft, 1), context));
  if (!draft.error.ok()) return status::PrefixFields(draft.error, "case");
  return std::move(draft.after);
}

absl::StatusOr<Case> ChangeCase(pg::Tx& tx, const CaseSequels& sequels, const Case& before,
                                Case after, const CaseAct& act,
                                const history::WriteContext& context) {
  CaseDraft draft{.before = &before, .after = std::move(after)};
  RETURN_IF_ERROR(Prepare(tx, sequels, absl::MakeSpan(&draft, 1), context));
  if (!draft.error.ok()) return status::PrefixFields(draft.error, "case");
  Case& written = draft.after;
  const auto changes = history::Diff(RecordedCaseFields(), before, written);
  const bool note = act.entry && act.entry->kind != "verb";
  if (changes.empty() && !note && !act.fact) return before;
  const history::WriteContext at = history::NextVersion(before, context, written);
  UpdateCase(tx, written);
  if (ChangesCaseSearch(changes)) {
    const Case* const found = &written;
    KeepCaseSearch(tx, absl::MakeConstSpan(&found, 1));
  }
  if (!changes.empty()) {
    history::RecordChanges(tx, kCaseChanges, written.id, written.version, act.name, changes, at);
  }
  if (act.entry) {
    CaseEntry entry = *act.entry;
    entry.version = written.version;
    entry.author = at.actor;
    entry.create_time = at.now;
    InsertCaseEntry(tx, written.id, entry);
  }
  events::Append(tx, EventOfChange(before, written, act, changes, at));
  const CaseWrite write{&before, &written};
  RETURN_IF_ERROR(Follow(tx, sequels, absl::MakeConstSpan(&write, 1), context));
  return written;
}

}  // namespace mainstay::feedback
