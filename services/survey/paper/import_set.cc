#include "services/survey/paper/import_set.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "common/api/uuid.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "services/survey/campaigns/campaign.h"
#include "services/survey/paper/response_import_store.h"
#include "services/survey/responses/response_write.h"

namespace mainstay::survey {
namespace {

// A record that became a draft.
struct Read {
  const PaperSetRecord* from;
  PaperRecord paper;
  std::string account_id, account_name;  // one of them, as the file names the account; or neither
};

class Set {
 public:
  Set(pg::Tx& tx, const ImportInto& into, const history::WriteContext& context)
      : tx_(tx), into_(into), context_(context) {}

  absl::StatusOr<ResponseImportCounts> Apply(const std::vector<PaperSetRecord>& records) {
    std::vector<Read> read = WithAccounts(NotOurOwn(ReadAll(records)));
    std::vector<Read> repeats;
    read = First(std::move(read), repeats);
    RETURN_IF_ERROR(Record(std::move(read)));
    Count(repeats);
    std::sort(rejects_.begin(), rejects_.end(),
              [](const auto& a, const auto& b) { return a.record < b.record; });
    if (!rejects_.empty()) InsertResponseRejects(tx_, into_.import_id, rejects_);
    counts_.rejected = static_cast<int64_t>(rejects_.size());
    return counts_;
  }

 private:
  void Reject(const PaperSetRecord& from, std::string_view field, std::string_view reason) {
    rejects_.push_back({from.record.number, from.record.line, std::string(field),
                        std::string(reason), from.record.body});
  }
  void Reject(const PaperSetRecord& from, const absl::Status& why) {
    const auto violations = status::GetFieldViolations(why);
    if (violations.empty()) {
      Reject(from, "record", why.message());
    } else {
      Reject(from, violations[0].field, violations[0].description);
    }
  }

  std::vector<Read> ReadAll(const std::vector<PaperSetRecord>& records) {
    std::vector<Read> read;
    read.reserve(records.size());
    for (const PaperSetRecord& from : records) {
      const csv::FileRecord& record = from.record;
      if (!record.problem.empty()) {
        Reject(from, record.takes_rest ? csv::kRestOfFile : "record", record.problem);
        continue;
      }
      absl::StatusOr<PaperRecord> paper = into_.reader.Read(record.fields, context_.now);
      if (!paper.ok()) {
        Reject(from, paper.status());
        continue;
      }
      Response& response = paper->response;
      if (response.wave != 0 && into_.of.campaign.FindWave(response.wave) == nullptr) {
        Reject(from, "wave", "is no wave of the campaign; write its number, or 0 for none");
        continue;
      }
      response.external_id = from.external_id;
      response.recorded_by = context_.actor;
      Read one{&from, *std::move(paper), "", ""};
      if (const absl::Status named = NameAccount(one); !named.ok()) {
        Reject(from, named);
      } else {
        read.push_back(std::move(one));
      }
    }
    return read;
  }

  // How the record names its account, and the contact's bare id.
  static absl::Status NameAccount(Read& read) {
    const std::string account = absl::AsciiStrToLower(read.paper.account);
    const std::string id(absl::StripPrefix(account, "accounts/"));
    (api::IsUuid(id) ? read.account_id : read.account_name) =
        api::IsUuid(id) ? id : read.paper.account;
    const std::string contact = absl::AsciiStrToLower(read.paper.contact);
    if (contact.empty()) return absl::OkStatus();
    if (text::IsContactName(contact)) {
      const std::vector<std::string> parts = absl::StrSplit(contact, '/');
      if (!account.empty() && read.account_id != parts[1]) {
        return status::BadField("contact", "is another account's; write the id alone");
      }
      read.account_id = parts[1];
      read.paper.response.contact_id = parts[3];
    } else if (!api::IsUuid(contact)) {
      return status::BadField("contact",
                              "must be accounts/{uuid}/contacts/{uuid}, or the id alone");
    } else if (account.empty()) {
      return status::BadField("contact",
                              "needs its account; write accounts/{uuid}/contacts/{uuid}");
    } else {
      read.paper.response.contact_id = contact;
    }
    return absl::OkStatus();
  }

  // The id of the response of this campaign that a record was exported from; empty: of none.
  std::string OwnId(const Read& read) const {
    const std::string ours = absl::StrCat("campaigns/", into_.of.campaign.id, "/responses/");
    if (!absl::StartsWith(read.paper.exported, ours)) return "";
    const std::string id = read.paper.exported.substr(ours.size());
    return api::IsUuid(id) ? id : "";
  }
  // Those that were not exported from this campaign, where they still are.
  std::vector<Read> NotOurOwn(std::vector<Read> read) {
    std::vector<std::string> ids;
    for (const Read& one : read) {
      if (std::string id = OwnId(one); !id.empty()) ids.push_back(std::move(id));
    }
    const std::set<std::string> there = ResponsesThere(tx_, into_.of.campaign.id, ids);
    if (there.empty()) return read;
    std::vector<Read> kept;
    for (Read& one : read) {
      if (there.contains(OwnId(one))) {
        ++counts_.unchanged;
        there_.insert(one.from->external_id);
      } else {
        kept.push_back(std::move(one));
      }
    }
    return kept;
  }

  // Those whose account is none, or is found, with what is known of it.
  std::vector<Read> WithAccounts(std::vector<Read> read) {
    std::set<std::string> ids, names;
    for (const Read& one : read) {
      if (!one.account_id.empty()) ids.insert(one.account_id);
      if (!one.account_name.empty()) names.insert(one.account_name);
    }
    const PaperAccounts accounts = FindPaperAccounts(tx_, ids, names);
    std::vector<Read> kept;
    kept.reserve(read.size());
    for (Read& one : read) {
      if (one.account_id.empty() && one.account_name.empty()) {
        Place({}, one.paper.response);
        kept.push_back(std::move(one));
        continue;
      }
      const bool by_id = !one.account_id.empty();
      const auto& known = by_id ? accounts.by_id : accounts.by_name;
      const auto found = known.find(by_id ? one.account_id : one.account_name);
      if (found == known.end()) {
        Reject(*one.from, "account",
               "is no account in use; write accounts/{uuid}, its id or its whole name, not its "
               "external id");
      } else if (!by_id && accounts.ambiguous.contains(one.account_name)) {
        Reject(*one.from, "account", "is the name of several accounts; write the id");
      } else {
        Place(found->second, one.paper.response);
        kept.push_back(std::move(one));
      }
    }
    return kept;
  }

  // The account of a response, and what conditions may ask of it.
  static void Place(const PaperAccount& account, Response& response) {
    response.account_id = account.id;
    response.facts.account_tier = account.tier;
    response.facts.account_region = account.region;
    response.facts.channel = response.channel;
    response.facts.language = response.language;
    if (response.wave != 0) response.facts.wave = response.wave;
  }

  // The first of each external id; the others are `repeats`.
  static std::vector<Read> First(std::vector<Read> read, std::vector<Read>& repeats) {
    std::set<std::string_view> seen;
    std::vector<Read> first;
    first.reserve(read.size());
    for (Read& one : read) {
      const bool fresh = seen.insert(one.from->external_id).second;
      (fresh ? first : repeats).push_back(std::move(one));
    }
    return first;
  }

  absl::Status Record(std::vector<Read> read) {
    if (read.empty()) return absl::OkStatus();
    std::vector<ResponseDraft> drafts(read.size());
    for (size_t i = 0; i < read.size(); ++i) drafts[i].response = std::move(read[i].paper.response);
    RETURN_IF_ERROR(
        RecordResponses(tx_, into_.sequels, into_.of, absl::MakeSpan(drafts), context_));
    for (size_t i = 0; i < read.size(); ++i) {
      if (drafts[i].error.ok()) {
        ++counts_.created;
      } else if (absl::IsAlreadyExists(drafts[i].error)) {
        ++counts_.unchanged;
      } else {
        Reject(*read[i].from, drafts[i].error);
        continue;
      }
      there_.insert(read[i].from->external_id);
    }
    return absl::OkStatus();
  }

  // Those whose first became a response are one with it; the others would be lost without a word.
  void Count(const std::vector<Read>& repeats) {
    for (const Read& one : repeats) {
      if (there_.contains(one.from->external_id)) {
        ++counts_.unchanged;
      } else {
        Reject(*one.from, "external_id",
               "stands further up in the file, in a record that was rejected; correct that one");
      }
    }
  }

  pg::Tx& tx_;
  const ImportInto& into_;
  const history::WriteContext& context_;
  ResponseImportCounts counts_;
  std::set<std::string_view> there_;  // external ids
  std::vector<ResponseReject> rejects_;
};

}  // namespace

absl::StatusOr<ResponseImportCounts> ApplySet(pg::Tx& tx, const ImportInto& into,
                                              const std::vector<PaperSetRecord>& records,
                                              const history::WriteContext& context) {
  return Set(tx, into, context).Apply(records);
}

}  // namespace mainstay::survey
