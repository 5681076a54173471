#include "services/survey/paper/import_set.h"

#include <set>
#include <string_view>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "common/api/uuid.h"
#include "common/auth/scope.h"
#include "common/directory/named_accounts.h"
#include "common/imports/reject_list.h"
#include "common/status/status.h"
#include "services/survey/campaigns/campaign.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/campaigns/closing_store.h"
#include "services/survey/campaigns/quota_store.h"
#include "services/survey/invitations/invitation_store.h"
#include "services/survey/paper/import_account.h"
#include "services/survey/paper/paper_invitations.h"
#include "services/survey/paper/response_import_store.h"
#include "services/survey/responses/response_store.h"
#include "services/survey/responses/response_write.h"

namespace mainstay::survey {
namespace {

constexpr std::string_view kAlreadyAnswered =
    "has already answered, and the first answer counts; leave the record out, or name the wave it "
    "is of";

// A record that became a draft.
struct Read {
  const PaperSetRecord* from;
  PaperRecord paper;
  NamedAccount account;
};

class Set {
 public:
  Set(pg::Tx& tx, const ImportInto& into, const history::WriteContext& context)
      : tx_(tx), into_(into), context_(context) {}

  absl::StatusOr<imports::Counts> Apply(const std::vector<PaperSetRecord>& records) {
    std::vector<Read> read = WithAccounts(NotOurOwn(ReadAll(records)));
    std::vector<Read> repeats;
    read = First(std::move(read), repeats);
    RETURN_IF_ERROR(Record(NotThere(std::move(read))));
    Count(repeats);
    counts_.rejected = rejects_.Keep(tx_, kResponseImports, into_.import_id);
    return counts_;
  }

 private:
  const Campaign& campaign() const { return into_.of.campaign; }

  std::vector<Read> ReadAll(const std::vector<PaperSetRecord>& records) {
    std::vector<Read> read;
    read.reserve(records.size());
    for (const PaperSetRecord& from : records) {
      const csv::FileRecord& record = from.record;
      if (!record.problem.empty()) {
        rejects_.AddUnreadable(record);
        continue;
      }
      absl::StatusOr<PaperRecord> paper = into_.reader.Read(record.fields, context_.now);
      if (!paper.ok()) {
        rejects_.Add(record, paper.status());
        continue;
      }
      Response& response = paper->response;
      if (response.wave != 0 && campaign().FindWave(response.wave) == nullptr) {
        rejects_.Add(record, "wave", "is no wave of the campaign; write its number, or 0 for none");
        continue;
      }
      response.external_id = from.external_id;
      response.recorded_by = context_.actor;
      absl::StatusOr<NamedAccount> named = NamedIn(*paper);
      if (!named.ok()) {
        rejects_.Add(record, named.status());
        continue;
      }
      response.contact_id = named->contact_id;
      read.push_back({&from, *std::move(paper), *std::move(named)});
    }
    return read;
  }

  // The id of the response of this campaign that a record was exported from; empty: of none.
  std::string OwnId(const Read& read) const {
    const std::string ours = absl::StrCat("campaigns/", campaign().id, "/responses/");
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
    const std::set<std::string> there = ResponsesThere(tx_, campaign().id, ids);
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
      if (!one.account.id.empty()) ids.insert(one.account.id);
      if (!one.account.name.empty()) names.insert(one.account.name);
    }
    const directory::NamedAccounts accounts =
        directory::FindNamedAccounts(tx_, ids, names, auth::AccountScope::All());
    std::vector<Read> kept;
    kept.reserve(read.size());
    for (Read& one : read) {
      if (one.account.id.empty() && one.account.name.empty()) {
        Place({}, one.paper.response);
        kept.push_back(std::move(one));
        continue;
      }
      const bool by_id = !one.account.id.empty();
      const auto& known = by_id ? accounts.by_id : accounts.by_name;
      const auto found = known.find(by_id ? one.account.id : one.account.name);
      if (found == known.end()) {
        rejects_.Add(
            one.from->record, "account",
            "is no account in use; write accounts/{uuid}, its id or its whole name, not its "
            "external id");
      } else if (!by_id && accounts.ambiguous.contains(one.account.name)) {
        rejects_.Add(one.from->record, "account", "is the name of several accounts; write the id");
      } else {
        Place(found->second, one.paper.response);
        kept.push_back(std::move(one));
      }
    }
    return kept;
  }

  // The account of a response, and what conditions may ask of it.
  static void Place(const directory::NamedAccount& account, Response& response) {
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

  // Those that the campaign has no response of yet. A paper that is one has answered its contact's
  // invitation itself.
  std::vector<Read> NotThere(std::vector<Read> read) {
    std::vector<std::string> ids;
    for (const Read& one : read) ids.push_back(one.from->external_id);
    const auto taken = ExternalIdsTaken(tx_, campaign().id, ids);
    std::erase_if(read, [&](const Read& one) {
      if (!taken.contains(one.from->external_id)) return false;
      ++counts_.unchanged;
      there_.insert(one.from->external_id);
      return true;
    });
    return read;
  }

  // The invitations of all contacts, under locks until the set is in, and the campaign held open.
  // Quotas come behind them, as with whoever answers one.
  absl::StatusOr<PaperInvitations> LockInvitations(const std::vector<Read>& read) {
    std::set<std::string> contacts;
    for (const Read& one : read) contacts.insert(one.paper.response.contact_id);
    contacts.erase("");
    std::vector<Invitation> locked;
    if (!contacts.empty()) {
      locked = LockInvitationsOf(tx_, campaign().id, {contacts.begin(), contacts.end()});
    }
    HoldOpen(tx_, campaign().id);
    if (const auto now = ReadCampaign(tx_, campaign().id); !now || !TakesAnswers(*now)) {
      return status::CheckState("the campaign", "closed", ":import", {"running", "paused"});
    }
    if (campaign().anonymous()) {
      std::vector<std::string> ids;
      for (const Invitation& one : locked) ids.push_back(one.id);
      const std::set<std::string> with_token = HaveTokens(tx_, ids);
      std::erase_if(locked, [&](const Invitation& one) { return !with_token.contains(one.id); });
    }
    if (!campaign().quotas.empty()) LockQuotas(tx_, campaign().id);
    return PaperInvitations(campaign(), locked);
  }

  absl::Status Record(std::vector<Read> read) {
    ASSIGN_OR_RETURN(PaperInvitations invitations, LockInvitations(read));
    while (!read.empty()) {
      std::vector<Read> waiting;
      RETURN_IF_ERROR(RecordFirst(std::move(read), invitations, waiting));
      read = std::move(waiting);
    }
    return absl::OkStatus();
  }

  // Records them but for those whose invitation another one before them answers: what they are
  // shows when that one is in or rejected.
  absl::Status RecordFirst(std::vector<Read> read, PaperInvitations& invitations,
                           std::vector<Read>& waiting) {
    std::set<std::string> answering;  // contacts
    std::vector<const PaperSetRecord*> from;
    std::vector<ResponseDraft> drafts;
    for (Read& one : read) {
      Response& response = one.paper.response;
      const PaperInvitations::Match match = invitations.Find(response);
      if (match.answered) {
        rejects_.Add(one.from->record, "contact", kAlreadyAnswered);
        continue;
      }
      if (match.open != nullptr && !answering.insert(response.contact_id).second) {
        waiting.push_back(std::move(one));
        continue;
      }
      ResponseDraft& draft = drafts.emplace_back();
      from.push_back(one.from);
      draft.response = std::move(response);
      if (match.open == nullptr) continue;
      draft.invitation = *match.open;
      Answering(campaign(), *match.open, draft.response);
    }
    RETURN_IF_ERROR(
        RecordResponses(tx_, into_.sequels, into_.of, absl::MakeSpan(drafts), context_));
    for (size_t i = 0; i < drafts.size(); ++i) {
      if (!drafts[i].error.ok()) {
        rejects_.Add(from[i]->record, drafts[i].error);
        continue;
      }
      ++counts_.created;
      there_.insert(from[i]->external_id);
      if (drafts[i].invitation) invitations.MarkAnswered(*drafts[i].invitation);
    }
    return absl::OkStatus();
  }

  // Those whose first became a response are one with it; the others would be lost without a word.
  void Count(const std::vector<Read>& repeats) {
    for (const Read& one : repeats) {
      if (there_.contains(one.from->external_id)) {
        ++counts_.unchanged;
      } else {
        rejects_.Add(
            one.from->record, "external_id",
            "stands further up in the file, in a record that was rejected; correct that one");
      }
    }
  }

  pg::Tx& tx_;
  const ImportInto& into_;
  const history::WriteContext& context_;
  imports::Counts counts_;
  std::set<std::string_view> there_;  // external ids
  imports::RejectList rejects_;
};

}  // namespace

absl::StatusOr<imports::Counts> ApplySet(pg::Tx& tx, const ImportInto& into,
                                         const std::vector<PaperSetRecord>& records,
                                         const history::WriteContext& context) {
  return Set(tx, into, context).Apply(records);
}

}  // namespace mainstay::survey
