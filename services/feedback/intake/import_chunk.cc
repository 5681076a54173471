#include "services/feedback/intake/import_chunk.h"

#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "common/api/uuid.h"
#include "common/directory/named_accounts.h"
#include "common/imports/reject_list.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "common/text/rules.h"
#include "services/feedback/cases/case_references.h"
#include "services/feedback/cases/case_terms.h"
#include "services/feedback/cases/case_write.h"
#include "services/feedback/categories/category_store.h"
#include "services/feedback/intake/import_store.h"

namespace mainstay::feedback {
namespace {

// A record that became a draft.
struct Read {
  const CaseFileRecord* record;
  Case draft;
};

class Chunk {
 public:
  Chunk(pg::Tx& tx, const ImportInto& into, const history::WriteContext& context)
      : tx_(tx), into_(into), context_(context) {}

  absl::StatusOr<imports::Counts> Apply(const std::vector<CaseFileRecord>& records) {
    std::vector<Read> read = WithCategories(WithAccounts(ReadAll(records)));
    std::vector<Read> repeats;
    read = New(std::move(read), repeats);
    RETURN_IF_ERROR(Open(std::move(read)));
    Count(repeats);
    counts_.rejected = rejects_.Keep(tx_, kCaseImports, into_.import_id);
    return counts_;
  }

 private:
  std::vector<Read> ReadAll(const std::vector<CaseFileRecord>& records) {
    std::vector<Read> read;
    for (const CaseFileRecord& record : records) {
      if (!record.problem.empty()) {
        rejects_.AddUnreadable(record);
        continue;
      }
      absl::StatusOr<Case> c = into_.reader.Read(record.values, context_.now);
      if (c.ok()) {
        read.push_back({&record, *std::move(c)});
      } else {
        rejects_.Add(record, c.status());
      }
    }
    return read;
  }

  // Those whose account is found, with it and their contacts.
  std::vector<Read> WithAccounts(std::vector<Read> read) {
    std::set<std::string> ids, names;
    for (const Read& r : read) {
      const auto [id, name] = AccountOf(*r.record);
      if (!id.empty()) ids.insert(id);
      if (!name.empty()) names.insert(name);
    }
    // The account that the call names is found already, perhaps by asking accounts.
    if (!into_.file.account_id.empty()) ids.clear();
    directory::NamedAccounts found = directory::FindNamedAccounts(tx_, ids, names, into_.scope);
    if (!into_.file.account_id.empty()) {
      found.by_id[into_.file.account_id] = {.id = into_.file.account_id};
    }
    std::vector<Read> kept;
    for (Read& r : read) {
      const auto [id, name] = AccountOf(*r.record);
      const auto& known = id.empty() ? found.by_name : found.by_id;
      const auto account = known.find(id.empty() ? name : id);
      if (account == known.end()) {
        rejects_.Add(
            *r.record, "account",
            "is no account in use that you may see; write accounts/{uuid}, its id or its whole "
            "name, not its external id");
      } else if (id.empty() && found.ambiguous.contains(name)) {
        rejects_.Add(*r.record, "account", "is the name of several accounts; write the id");
      } else if (absl::Status fits = Place(account->second.id, id, r.draft); !fits.ok()) {
        rejects_.Add(*r.record, fits);
      } else {
        kept.push_back(std::move(r));
      }
    }
    return kept;
  }

  // Those whose category is none, or looks like a code, which the case's checks know, or is the
  // name of one: with its code.
  std::vector<Read> WithCategories(std::vector<Read> read) {
    std::set<std::string> written;
    for (const Read& r : read) {
      if (!r.draft.category.empty()) written.insert(r.draft.category);
    }
    if (written.empty()) return read;
    const auto codes = CodesOf(tx_, {written.begin(), written.end()});
    std::vector<Read> kept;
    for (Read& r : read) {
      std::string& category = r.draft.category;
      const auto found = codes.find(category);
      if (found != codes.end() && found->second.size() > 1) {
        rejects_.Add(*r.record, "category",
                     absl::StrCat("is the name of several categories; write the code: ",
                                  absl::StrJoin(found->second, ", ")));
        continue;
      }
      if (found != codes.end()) category = found->second[0];
      if (category.empty() || IsCategoryCode(category)) {
        kept.push_back(std::move(r));
      } else {
        rejects_.Add(
            *r.record, "category",
            absl::StrCat("there is no category \"", category,
                         "\" in use; write its code, or its name in English or Chinese, as the "
                         "list of the categories shows them"));
      }
    }
    return kept;
  }

  // The account that a record names: its id, or its name.
  std::pair<std::string, std::string> AccountOf(const CaseFileRecord& record) const {
    if (!into_.file.account_id.empty()) return {into_.file.account_id, ""};
    const std::string said = text::Trim(record.values[static_cast<size_t>(CaseColumn::kAccount)]);
    const std::string lower = absl::AsciiStrToLower(said);
    const std::string id(absl::StripPrefix(lower, "accounts/"));
    if (api::IsUuid(id)) return {id, ""};
    return {"", said};
  }

  // Puts the case under its account, which the file calls `asked`.
  absl::Status Place(const std::string& account_id, const std::string& asked, Case& c) const {
    c.account_id = account_id;
    const std::string contact = absl::AsciiStrToLower(text::Trim(c.contact));
    if (api::IsUuid(contact)) {
      c.contact = absl::StrCat("accounts/", account_id, "/contacts/", contact);
    }
    if (!c.contact.empty() && !text::IsContactName(c.contact)) {
      return status::BadField("contact",
                              "must be accounts/{uuid}/contacts/{uuid}, or the id alone");
    }
    return CheckReferences({}, c, asked);
  }

  static ExternalId IdOf(const Read& r) { return {r.draft.account_id, r.record->external_id}; }

  // Those that are no case yet, each id once; the others of the same id are `repeats`.
  std::vector<Read> New(std::vector<Read> read, std::vector<Read>& repeats) {
    std::vector<ExternalId> ids;
    for (const Read& r : read) ids.push_back(IdOf(r));
    std::set<ExternalId> taken, first;
    if (!ids.empty()) taken = TakenExternalIds(tx_, into_.file.source, ids);
    std::vector<Read> fresh;
    for (Read& r : read) {
      if (taken.contains(IdOf(r))) {
        ++counts_.unchanged;
      } else if (first.insert(IdOf(r)).second) {
        fresh.push_back(std::move(r));
      } else {
        repeats.push_back(std::move(r));
      }
    }
    return fresh;
  }

  // Those whose first became a case are one with it; the others would be lost without a word.
  void Count(const std::vector<Read>& repeats) {
    for (const Read& r : repeats) {
      if (opened_.contains(IdOf(r))) {
        ++counts_.unchanged;
      } else {
        rejects_.Add(
            *r.record, "external_id",
            "stands further up in the file, in a record that was rejected; correct that one");
      }
    }
  }

  absl::Status Open(std::vector<Read> read) {
    if (read.empty()) return absl::OkStatus();
    std::vector<CaseDraft> drafts(read.size());
    for (size_t i = 0; i < read.size(); ++i) drafts[i].after = std::move(read[i].draft);
    RETURN_IF_ERROR(OpenCases(tx_, into_.sequels, absl::MakeSpan(drafts), context_));
    std::vector<ExternalId> ids;
    std::vector<std::string> case_ids;
    for (size_t i = 0; i < read.size(); ++i) {
      if (!drafts[i].error.ok()) {
        rejects_.Add(*read[i].record, drafts[i].error);
        continue;
      }
      ids.emplace_back(drafts[i].after.account_id, read[i].record->external_id);
      case_ids.push_back(drafts[i].after.id);
    }
    if (!ids.empty()) InsertExternalIds(tx_, into_.import_id, into_.file.source, ids, case_ids);
    counts_.created = static_cast<int64_t>(ids.size());
    opened_.insert(ids.begin(), ids.end());
    return absl::OkStatus();
  }

  pg::Tx& tx_;
  const ImportInto& into_;
  const history::WriteContext& context_;
  imports::Counts counts_;
  std::set<ExternalId> opened_;
  imports::RejectList rejects_;
};

}  // namespace

absl::StatusOr<imports::Counts> ApplyRecords(pg::Tx& tx, const ImportInto& into,
                                             const std::vector<CaseFileRecord>& records,
                                             const history::WriteContext& context) {
  return Chunk(tx, into, context).Apply(records);
}

}  // namespace mainstay::feedback
