// Registering, update and the verbs.
#include <google/protobuf/util/field_mask_util.h>
#include <mainstay/engagement/v1/gift_service.pb.h>

#include <algorithm>
#include <functional>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/field_mask.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/directory/account_access.h"
#include "common/directory/directory_store.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/engagement/gifts/gift_events.h"
#include "services/engagement/gifts/gift_handlers.h"
#include "services/engagement/gifts/gift_proto.h"
#include "services/engagement/gifts/gift_store.h"

namespace mainstay::engagement {
namespace {

// A contact's gifts are all of one account, which the caller sees; one of ours gets them from all.
bool MaySeeUse(const rpc::CallContext& call, const Gift& gift) {
  return gift.direction == "given" || call.scope().all() || gift.user == call.principal().subject;
}

absl::StatusOr<v1::Gift> Create(rpc::CallContext& call, const Deps& deps,
                                const v1::CreateGiftRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), "accounts/*", "parent"));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountForWrite(call, *deps.directory, ids[0], request.parent()));
  const absl::CivilDay today = RegisterDay(call.now());
  absl::StatusOr<Gift> parsed = FromProto(request.gift(), today, ids[0], account.id);
  if (parsed.ok()) {
    Complete(*parsed, call.principal().subject);
    if (absl::Status valid = Validate(*parsed, today); !valid.ok()) parsed = valid;
  }
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "gift");
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  return api::WriteOnce<v1::Gift>(
      call, request, directory::ReplayWhereSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Gift> {
        Gift gift = *parsed;
        if (gift.state == "pending") {
          RETURN_IF_ERROR(CheckLimit(gift, ReadGiftUse(tx, gift), MaySeeUse(call, gift)));
        }
        gift.id = api::NewUuid(context.now);
        gift.create_time = gift.update_time = context.now;
        InsertGift(tx, gift);
        history::RecordChanges(tx, kGiftChanges, gift.id, gift.version, "create", {{}}, context);
        events::Append(tx, GiftRegisteredEvent(gift, context));
        return ToProto(gift);
      },
      {.locks = {GiftLimitLock(*parsed)}});
}

// What a write does to the gift as it is.
using Change = std::function<absl::StatusOr<Gift>(const Gift& before)>;

// Makes what `change` gives the next version of the gift that `name` names; nothing when both say
// the same.
template <class Request>
absl::StatusOr<v1::Gift> Write(rpc::CallContext& call, const Deps& deps, const Request& request,
                               const std::vector<std::string>& ids, const std::string& name,
                               const std::string& etag, const std::string& action,
                               const history::WriteContext& context, const Change& change) {
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountForWrite(call, *deps.directory, ids[0], name));
  return api::WriteOnce<v1::Gift>(
      call, request, directory::ReplayWhereSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Gift> {
        const auto before = LockGift(tx, account.id, ids[1]);
        if (!before) return status::NotFound(name);
        RETURN_IF_ERROR(api::CheckEtag(etag, before->version));
        ASSIGN_OR_RETURN(Gift after, change(*before));
        const auto changes = history::Diff(RecordedGiftFields(), *before, after);
        if (changes.empty()) return ToProto(*before);
        const history::WriteContext at = history::NextVersion(*before, context, after);
        UpdateGift(tx, after);
        history::RecordChanges(tx, kGiftChanges, after.id, after.version, action, changes, at);
        events::Append(tx, GiftChangedEvent(*before, after, changes, at));
        return ToProto(after);
      });
}

// INVALID_ARGUMENT when one of the `fields` to change stands for good and would be another.
absl::Status CheckUpdatable(const v1::UpdateGiftRequest& request,
                            const std::vector<std::string>& fields, const Gift& before) {
  using google::protobuf::util::FieldMaskUtil;
  const v1::Gift stored = ToProto(before);
  FieldMaskUtil::MergeOptions replace;
  replace.set_replace_message_fields(true);
  for (const std::string& field : fields) {
    if (field == "description" || field == "occasion") continue;
    google::protobuf::FieldMask mask;
    mask.add_paths(field);
    v1::Gift changed = stored;
    FieldMaskUtil::MergeMessageTo(request.gift(), mask, replace, &changed);
    if (changed.SerializeAsString() != stored.SerializeAsString()) {
      return status::BadField(field,
                              "stands as it was registered; :cancel the gift and register it anew");
    }
  }
  return api::CheckOutputOnly(request.update_mask(), request.gift(), stored);
}

absl::StatusOr<v1::Gift> Update(rpc::CallContext& call, const Deps& deps,
                                const v1::UpdateGiftRequest& request) {
  const v1::Gift& wanted = request.gift();
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(wanted.name(), kGiftPattern, "gift.name"));
  ASSIGN_OR_RETURN(const auto fields, api::FieldsToUpdate(request.update_mask(), wanted));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  Gift asked;
  asked.description = wanted.description();
  asked.occasion = wanted.occasion();
  const auto change = [&](const Gift& before) -> absl::StatusOr<Gift> {
    absl::Status valid = CheckUpdatable(request, fields, before);
    Gift after = before;
    history::CopyFields(GiftFields(), fields, asked, after);
    Complete(after, before.user);
    if (valid.ok()) valid = Validate(after, std::max(before.day, RegisterDay(context.now)));
    if (!valid.ok()) return status::PrefixFields(valid, "gift");
    return after;
  };
  return Write(call, deps, request, ids, wanted.name(), wanted.etag(), "update", context, change);
}

template <class Request>
absl::StatusOr<v1::Gift> Move(rpc::CallContext& call, const Deps& deps, const Request& request,
                              const std::string& verb,
                              const std::function<absl::Status(Gift&)>& apply) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kGiftPattern, "name"));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  return Write(call, deps, request, ids, request.name(), request.etag(), verb, context,
               [&](const Gift& before) -> absl::StatusOr<Gift> {
                 Gift after = before;
                 RETURN_IF_ERROR(apply(after));
                 return after;
               });
}

absl::StatusOr<v1::Gift> ApproveOne(rpc::CallContext& call, const Deps& deps,
                                    const v1::ApproveGiftRequest& request) {
  return Move(call, deps, request, "approve",
              [&](Gift& gift) { return Approve(gift, call.principal().subject); });
}

absl::StatusOr<v1::Gift> RefuseOne(rpc::CallContext& call, const Deps& deps,
                                   const v1::RefuseGiftRequest& request) {
  return Move(call, deps, request, "refuse",
              [&](Gift& gift) { return Refuse(gift, request.reason()); });
}

absl::StatusOr<v1::Gift> CancelOne(rpc::CallContext& call, const Deps& deps,
                                   const v1::CancelGiftRequest& request) {
  return Move(call, deps, request, "cancel",
              [&](Gift& gift) { return CancelGift(gift, request.reason()); });
}

}  // namespace

void RegisterGiftWrites(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kGiftService, "CreateGift"), deps, Create);
  router.Unary(absl::StrCat(kGiftService, "UpdateGift"), deps, Update);
  router.Unary(absl::StrCat(kGiftService, "ApproveGift"), deps, ApproveOne);
  router.Unary(absl::StrCat(kGiftService, "RefuseGift"), deps, RefuseOne);
  router.Unary(absl::StrCat(kGiftService, "CancelGift"), deps, CancelOne);
}

}  // namespace mainstay::engagement
