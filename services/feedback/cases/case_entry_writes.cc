// The timeline: its entries, and what people add to it.
#include <mainstay/feedback/v1/case_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/idempotency.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/api/write_context.h"
#include "common/directory/account_access.h"
#include "common/directory/directory_store.h"
#include "common/status/status.h"
#include "common/text/rules.h"
#include "services/feedback/cases/case_account_reads.h"
#include "services/feedback/cases/case_handlers.h"
#include "services/feedback/cases/case_proto.h"
#include "services/feedback/cases/case_references.h"
#include "services/feedback/cases/case_store.h"
#include "services/feedback/cases/case_verbs.h"
#include "services/feedback/cases/case_write.h"

namespace mainstay::feedback {
namespace {

// What people may say of an entry. Violations are of its fields.
absl::StatusOr<CaseEntry> EntryFromProto(const v1::CaseEntry& message) {
  CaseEntry entry;
  ASSIGN_OR_RETURN(entry.kind, api::EnumToText(message.kind(), "CASE_ENTRY_KIND_", "kind"));
  ASSIGN_OR_RETURN(entry.channel, api::EnumToText(message.channel(), "CASE_CHANNEL_", "channel"));
  if (entry.kind.empty()) entry.kind = "note";
  entry.text = text::Trim(message.text());
  entry.contact = message.contact();
  std::vector<status::FieldViolation> violations;
  text::CheckText("text", entry.text, 1, 8000, text::Lines::kMany, violations);
  if (entry.kind == "verb") {
    violations.push_back({"kind", "verbs write theirs themselves: say NOTE or TOLD"});
  }
  if (entry.kind == "note" && (!entry.contact.empty() || !entry.channel.empty())) {
    violations.push_back(
        {"kind", "a note has neither contact nor channel; say TOLD when the customer was told"});
  }
  if (entry.kind == "told" && entry.channel.empty()) {
    violations.push_back({"channel", "say how the customer was told, such as CASE_CHANNEL_PHONE"});
  }
  if (!violations.empty()) return status::BadFields(std::move(violations));
  return entry;
}

absl::StatusOr<v1::CaseEntry> Add(rpc::CallContext& call, const Deps& deps,
                                  const v1::CreateCaseEntryRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kCasePattern, "parent"));
  const absl::StatusOr<CaseEntry> parsed = EntryFromProto(request.entry());
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "entry");
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountOfCaseForWrite(call, deps, ids, request.parent()));
  return api::WriteOnce<v1::CaseEntry>(
      call, request, ReplayWhereCaseSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::CaseEntry> {
        const auto before = LockCase(tx, account.id, ids[1]);
        if (!before) return status::NotFound(request.parent());
        Case after = *before;
        if (parsed->kind == "told") RETURN_IF_ERROR(Tell(after, context.now));
        RETURN_IF_ERROR(CheckContactOf(after, ids[0], "entry.contact", parsed->contact));
        ASSIGN_OR_RETURN(
            after, ChangeCase(tx, deps.case_sequels, *before, after, {"tell", *parsed}, context));
        CaseEntry entry = *parsed;
        entry.version = after.version;
        entry.author = context.actor;
        entry.create_time = after.update_time;
        return ToProto(entry, CaseName(after));
      });
}

absl::StatusOr<v1::ListCaseEntriesResponse> List(rpc::CallContext& call, const Deps& deps,
                                                 const v1::ListCaseEntriesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kCasePattern, "parent"));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountOfCase(call, deps, ids, request.parent()));
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(
                       call, *deps.page_tokens,
                       {request.page_size(), request.page_token(), /*filter=*/"", /*order_by=*/""},
                       {{}, CaseEntrySorts()}, request.parent()));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCaseEntriesResponse> {
                          const auto c = ReadCase(tx, account.id, ids[1]);
                          if (!c) return status::NotFound(request.parent());
                          const auto page = ListCaseEntries(tx, listing.query(), c->id);
                          v1::ListCaseEntriesResponse response;
                          for (const CaseEntry& entry : page.items) {
                            *response.add_entries() = ToProto(entry, CaseName(*c));
                          }
                          response.set_next_page_token(listing.Token(page.next));
                          return response;
                        });
}

}  // namespace

void RegisterCaseEntries(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kCaseService, "CreateCaseEntry"), deps, Add);
  router.Unary(absl::StrCat(kCaseService, "ListCaseEntries"), deps, List);
}

}  // namespace mainstay::feedback
