// Create, update, and who asks.
#include <google/protobuf/util/message_differencer.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/field_mask.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/directory/account_access.h"
#include "common/status/status.h"
#include "services/feedback/requirements/requirement_asker_store.h"
#include "services/feedback/requirements/requirement_handlers.h"
#include "services/feedback/requirements/requirement_proto.h"
#include "services/feedback/requirements/requirement_reads.h"
#include "services/feedback/requirements/requirement_store.h"
#include "services/feedback/requirements/requirement_tree_store.h"
#include "services/feedback/requirements/requirement_verbs.h"
#include "services/feedback/requirements/requirement_write.h"

namespace mainstay::feedback {
namespace {

using ::google::protobuf::util::MessageDifferencer;

constexpr int kMaxAskers = 1000;  // of one requirement; what is merged into it has its own

// Reads an asker and finds its account; `field` is where it stands in the request.
absl::StatusOr<RequirementAsker> AskerOf(rpc::CallContext& call, const Deps& deps,
                                         const v1::RequirementAsker& message,
                                         const std::string& field, absl::Time now) {
  absl::StatusOr<RequirementAsker> asker = FromProto(message);
  if (!asker.ok()) return status::PrefixFields(asker.status(), field);
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(message.account(), "accounts/*",
                                                  absl::StrCat(field, ".account")));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountForWrite(call, *deps.directory, ids[0], message.account()));
  asker->account_id = account.id;
  Complete(*asker, now);
  const std::string accounts[] = {ids[0], account.id};
  if (absl::Status valid = Validate(*asker, accounts, now); !valid.ok()) {
    return status::PrefixFields(valid, field);
  }
  return asker;
}

// Whether `r` may stand under its parent; the tree is locked.
absl::Status CheckParent(pg::Tx& tx, const auth::AccountScope& scope, const Requirement& r) {
  if (r.parent_id.empty()) return absl::OkStatus();
  const auto parent = ReadRequirement(tx, r.parent_id, scope);
  if (!parent) return status::BadField("parent", "there is no such requirement");
  if (!parent->merged_into.empty()) {
    return status::BadField("parent", absl::StrCat("was merged into requirements/",
                                                   parent->merged_into, "; name that one"));
  }
  const TreePlace place = ReadTreePlace(tx, r.parent_id, r.id);
  if (place.passes) return status::BadField("parent", "must not be a part of this requirement");
  const int height = r.id.empty() ? 1 : ReadTreeHeight(tx, r.id);
  if (place.levels + height > kMaxRequirementLevels) {
    return status::BadField("parent", absl::StrCat("would make the tree more than ",
                                                   kMaxRequirementLevels, " levels high"));
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Requirement> Create(rpc::CallContext& call, const Deps& deps,
                                       const v1::CreateRequirementRequest& request) {
  const v1::Requirement& wanted = request.requirement();
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  absl::StatusOr<Requirement> parsed = FromProto(wanted);
  if (parsed.ok()) {
    Complete(*parsed);
    if (absl::Status valid = Validate(*parsed); !valid.ok()) parsed = valid;
  }
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "requirement");
  if (wanted.askers().empty() || wanted.askers_size() > static_cast<int>(kMaxAskersAtOnce)) {
    return status::BadField("requirement.askers", absl::StrCat("say who asks for it: 1 to ",
                                                               kMaxAskersAtOnce, " accounts"));
  }
  std::vector<RequirementAsker> askers;
  for (int i = 0; i < wanted.askers_size(); ++i) {
    ASSIGN_OR_RETURN(RequirementAsker asker,
                     AskerOf(call, deps, wanted.askers(i),
                             absl::StrCat("requirement.askers[", i, "]"), context.now));
    askers.push_back(std::move(asker));
  }
  return api::WriteOnce<v1::Requirement>(
      call, request, ReplayWhereAskersSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Requirement> {
        if (absl::Status fits = CheckParent(tx, call.scope(), *parsed); !fits.ok()) {
          return status::PrefixFields(fits, "requirement");
        }
        const Requirement made = OpenRequirement(tx, *parsed, askers, context);
        return ToProto(See(tx, made, ViewOf(call, deps)));
      },
      {.locks = TreeLocks(!parsed->parent_id.empty())});
}

// Gives `to` the message field that `from` has, or has not.
void CopyOptional(int number, const v1::Requirement& from, v1::Requirement& to) {
  const auto* field = v1::Requirement::descriptor()->FindFieldByNumber(number);
  const auto* reflection = v1::Requirement::GetReflection();
  reflection->ClearField(&to, field);
  if (!reflection->HasField(from, field)) return;
  reflection->MutableMessage(&to, field)->CopyFrom(reflection->GetMessage(from, field));
}

// What Update cannot do: INVALID_ARGUMENT for other askers, and for output-only fields.
absl::Status CheckUpdatable(const v1::UpdateRequirementRequest& request,
                            const v1::Requirement& before) {
  const v1::Requirement& wanted = request.requirement();
  const auto& paths = request.update_mask().paths();
  const bool named = std::find(paths.begin(), paths.end(), "askers") != paths.end();
  // As they were read; lists show the first of them only.
  const int most = before.askers_size(), size = wanted.askers_size();
  const bool same = (size == most || size == std::min(most, kAskersInLists)) &&
                    std::equal(wanted.askers().begin(), wanted.askers().end(),
                               before.askers().begin(), [](const auto& one, const auto& other) {
                                 return MessageDifferencer::Equals(one, other);
                               });
  const bool present = (paths.empty() || paths[0] == "*") && !wanted.askers().empty();
  if ((named || present) && !same) {
    return status::BadField("askers", "change by :addAsker and :removeAsker");
  }
  // What follows from others may have moved since the card was read.
  v1::Requirement stored = before;
  stored.set_account_count(wanted.account_count());
  stored.set_value(wanted.value());
  stored.set_core_account_count(wanted.core_account_count());
  stored.set_potential_account_count(wanted.potential_account_count());
  stored.set_general_account_count(wanted.general_account_count());
  *stored.mutable_review_reasons() = wanted.review_reasons();
  CopyOptional(v1::Requirement::kSalesFieldNumber, wanted, stored);
  CopyOptional(v1::Requirement::kSalesStartTimeFieldNumber, wanted, stored);
  CopyOptional(v1::Requirement::kSalesEndTimeFieldNumber, wanted, stored);
  // The quadrant is of the urgency and importance that the card has, not of those before.
  if (wanted.urgency() != before.urgency() || wanted.importance() != before.importance()) {
    stored.set_quadrant(wanted.quadrant());
  }
  return api::CheckOutputOnly(request.update_mask(), wanted, stored);
}

absl::StatusOr<v1::Requirement> Update(rpc::CallContext& call, const Deps& deps,
                                       const v1::UpdateRequirementRequest& request) {
  const v1::Requirement& wanted = request.requirement();
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(wanted.name(), kRequirementPattern, "requirement.name"));
  const absl::StatusOr<Requirement> parsed = FromProto(wanted);
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "requirement");
  ASSIGN_OR_RETURN(const auto fields, api::FieldsToUpdate(request.update_mask(), wanted));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  const auto change = [&](pg::Tx& tx, const Requirement& before) -> absl::StatusOr<Requirement> {
    RETURN_IF_ERROR(CheckUpdatable(request, ToProto(See(tx, before, ViewOf(call, deps)))));
    Requirement after = before;
    history::CopyFields(RequirementFields(), fields, *parsed, after);
    Complete(after);
    RETURN_IF_ERROR(Validate(after));
    if (after.parent_id != before.parent_id) RETURN_IF_ERROR(CheckParent(tx, call.scope(), after));
    return after;
  };
  const bool moves = std::find(fields.begin(), fields.end(), "parent") != fields.end();
  return api::WriteOnce<v1::Requirement>(
      call, request, ReplayWhereAskersSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Requirement> {
        const auto before = LockRequirement(tx, ids[0], call.scope());
        if (!before) return status::NotFound(wanted.name());
        RETURN_IF_ERROR(api::CheckEtag(wanted.etag(), before->version));
        RETURN_IF_ERROR(CheckNotMerged(*before));
        absl::StatusOr<Requirement> after = change(tx, *before);
        if (!after.ok()) return status::PrefixFields(after.status(), "requirement");
        const Requirement written = ChangeRequirement(tx, *before, *after, "update", {}, context);
        return ToProto(See(tx, written, ViewOf(call, deps)));
      },
      {.locks = TreeLocks(moves)});
}

// On record without the account: others who see the requirement may not see who asks.
history::Change AskerChange(const RequirementAsker& asker, bool added) {
  return {"askers", added ? "" : AskerName(asker), added ? AskerName(asker) : ""};
}

absl::StatusOr<v1::Requirement> AddAsker(rpc::CallContext& call, const Deps& deps,
                                         const v1::AddRequirementAskerRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kRequirementPattern, "name"));
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  ASSIGN_OR_RETURN(const RequirementAsker parsed,
                   AskerOf(call, deps, request.asker(), "asker", context.now));
  return api::WriteOnce<v1::Requirement>(
      call, request, ReplayWhereAskersSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Requirement> {
        const auto before = LockRequirement(tx, ids[0], call.scope());
        if (!before) return status::NotFound(request.name());
        RETURN_IF_ERROR(api::CheckEtag(request.etag(), before->version));
        RETURN_IF_ERROR(CheckNotMerged(*before));
        if (CountAskers(tx, before->id) >= kMaxAskers) {
          return status::Error(absl::StatusCode::kFailedPrecondition, "TOO_MANY_ASKERS",
                               absl::StrCat("a requirement has at most ", kMaxAskers,
                                            " askers; take in another and merge the two"));
        }
        RequirementAsker asker = parsed;
        asker.id = api::NewUuid(context.now);
        asker.requirement_id = before->id;
        asker.author = context.actor;
        asker.create_time = context.now;
        InsertAskers(tx, {asker});
        const Requirement written = ChangeRequirement(tx, *before, *before, "addAsker",
                                                      {AskerChange(asker, true)}, context);
        return ToProto(See(tx, written, ViewOf(call, deps)));
      });
}

absl::StatusOr<v1::Requirement> RemoveAsker(rpc::CallContext& call, const Deps& deps,
                                            const v1::RemoveRequirementAskerRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kRequirementPattern, "name"));
  ASSIGN_OR_RETURN(const auto asked,
                   api::ParseName(request.asker(), "requirements/*/askers/*", "asker"));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::Requirement>(
      call, request, ReplayWhereAskersSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Requirement> {
        const auto before = LockRequirement(tx, ids[0], call.scope());
        if (!before) return status::NotFound(request.name());
        RETURN_IF_ERROR(api::CheckEtag(request.etag(), before->version));
        RETURN_IF_ERROR(CheckNotMerged(*before));
        const auto askers = ReadAskers(tx, {before->id}, call.scope());
        const auto found = std::find_if(askers.begin(), askers.end(), [&](const auto& one) {
          return one.second.id == asked[1] && one.second.requirement_id == before->id;
        });
        if (asked[0] != before->id || found == askers.end()) {
          return status::NotFound(request.asker());
        }
        if (CountAskers(tx, before->id) == 1) {
          return status::Error(absl::StatusCode::kFailedPrecondition, "LAST_ASKER",
                               "nobody else asks for it; :reject the requirement instead");
        }
        DeleteAsker(tx, asked[1]);
        const Requirement written = ChangeRequirement(tx, *before, *before, "removeAsker",
                                                      {AskerChange(found->second, false)}, context);
        return ToProto(See(tx, written, ViewOf(call, deps)));
      });
}

}  // namespace

void RegisterRequirementWrites(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kRequirementService, "CreateRequirement"), deps, Create);
  router.Unary(absl::StrCat(kRequirementService, "UpdateRequirement"), deps, Update);
  router.Unary(absl::StrCat(kRequirementService, "AddRequirementAsker"), deps, AddAsker);
  router.Unary(absl::StrCat(kRequirementService, "RemoveRequirementAsker"), deps, RemoveAsker);
}

}  // namespace mainstay::feedback
