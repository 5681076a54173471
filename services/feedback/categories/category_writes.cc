// Create, update, retire and restore.
#include <mainstay/feedback/v1/category_service.pb.h>

#include <functional>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/etag.h"
#include "common/api/field_mask.h"
#include "common/api/idempotency.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/feedback/cases/case_terms.h"
#include "services/feedback/categories/category_events.h"
#include "services/feedback/categories/category_handlers.h"
#include "services/feedback/categories/category_proto.h"
#include "services/feedback/categories/category_store.h"

namespace mainstay::feedback {
namespace {

constexpr std::string_view kField = "case_category";

// INVALID_ARGUMENT on the code unless what it stands under is there and active.
absl::Status CheckParent(pg::Tx& tx, std::string_view code) {
  const std::string_view parent = ParentCode(code);
  if (parent.empty()) return absl::OkStatus();
  const auto above = ReadCategory(tx, parent);
  if (above && above->state == "active") return absl::OkStatus();
  return status::BadField(
      "case_category_id",
      absl::StrCat("stands under \"", parent, "\", which ",
                   above ? "is retired: restore it" : "is not there: make it", " first"));
}

absl::StatusOr<v1::CaseCategory> Create(rpc::CallContext& call,
                                        const v1::CreateCaseCategoryRequest& request) {
  const std::string& code = request.case_category_id();
  if (!IsCategoryCode(code)) return status::BadField("case_category_id", kCategoryCodeRule);
  auto parsed = FromProto(request.case_category());
  if (parsed.ok()) {
    Complete(*parsed);
    if (absl::Status valid = Validate(*parsed); !valid.ok()) parsed = valid;
  }
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), kField);
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::CaseCategory>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::CaseCategory> {
        Category category = *parsed;
        category.tree_version = LockTree(tx) + 1;
        if (const auto same = ReadCategory(tx, code)) {
          return status::Error(
              absl::StatusCode::kAlreadyExists, "CASE_CATEGORY_EXISTS",
              absl::StrCat(CategoryName(code), " exists; ",
                           same->state == "retired" ? "restore" : "update", " it instead"));
        }
        RETURN_IF_ERROR(CheckParent(tx, code));
        category.id = api::NewUuid(context.now);
        category.code = code;
        category.create_time = category.update_time = context.now;
        InsertCategory(tx, category);
        history::RecordChanges(tx, kCategoryChanges, category.id, category.version, "create", {{}},
                               context);
        events::Append(tx, CategoryChangedEvent(category, context));
        return ToProto(category);
      });
}

// What a write does to a category; `tx` is to look around the tree.
using Apply = std::function<absl::Status(pg::Tx& tx, Category&)>;

// Applies a write to the category of a code. Nothing is written when nothing changes.
template <class Request>
absl::StatusOr<v1::CaseCategory> Change(rpc::CallContext& call, const Request& request,
                                        const std::string& code, const std::string& etag,
                                        const std::string& action, const Apply& apply) {
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::CaseCategory>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::CaseCategory> {
        const int64_t tree_version = LockTree(tx) + 1;
        const auto before = ReadCategory(tx, code);
        if (!before) return status::NotFound(CategoryName(code));
        RETURN_IF_ERROR(api::CheckEtag(etag, before->version));
        Category after = *before;
        RETURN_IF_ERROR(apply(tx, after));
        const auto changes = history::Diff(RecordedCategoryFields(), *before, after);
        if (changes.empty()) return ToProto(*before);
        const history::WriteContext at = history::NextVersion(*before, context, after);
        after.tree_version = tree_version;
        UpdateCategory(tx, after);
        history::RecordChanges(tx, kCategoryChanges, after.id, after.version, action, changes, at);
        events::Append(tx, CategoryChangedEvent(after, at));
        return ToProto(after);
      });
}

absl::StatusOr<v1::CaseCategory> Update(rpc::CallContext& call,
                                        const v1::UpdateCaseCategoryRequest& request) {
  const v1::CaseCategory& wanted = request.case_category();
  ASSIGN_OR_RETURN(const std::string code, ParseCategoryName(wanted.name(), "case_category.name"));
  ASSIGN_OR_RETURN(const auto fields, api::FieldsToUpdate(request.update_mask(), wanted));
  const auto parsed = FromProto(wanted);
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), kField);
  return Change(call, request, code, wanted.etag(), "update",
                [&](pg::Tx&, Category& category) -> absl::Status {
                  absl::Status valid =
                      api::CheckOutputOnly(request.update_mask(), wanted, ToProto(category));
                  history::CopyFields(CategoryFields(), fields, *parsed, category);
                  Complete(category);
                  if (valid.ok()) valid = Validate(category);
                  return status::PrefixFields(valid, kField);
                });
}

absl::StatusOr<v1::CaseCategory> RetireOne(rpc::CallContext& call,
                                           const v1::RetireCaseCategoryRequest& request) {
  ASSIGN_OR_RETURN(const std::string code, ParseCategoryName(request.name(), "name"));
  return Change(
      call, request, code, request.etag(), "retire",
      [&](pg::Tx& tx, Category& category) -> absl::Status {
        RETURN_IF_ERROR(Retire(category));
        const auto below = ActiveChildren(tx, code);
        if (below.empty()) return absl::OkStatus();
        return status::Error(
            absl::StatusCode::kFailedPrecondition, "CASE_CATEGORY_IN_USE",
            absl::StrCat("retire what stands under it first: ", absl::StrJoin(below, ", ")));
      });
}

absl::StatusOr<v1::CaseCategory> RestoreOne(rpc::CallContext& call,
                                            const v1::RestoreCaseCategoryRequest& request) {
  ASSIGN_OR_RETURN(const std::string code, ParseCategoryName(request.name(), "name"));
  return Change(call, request, code, request.etag(), "restore",
                [&](pg::Tx& tx, Category& category) -> absl::Status {
                  RETURN_IF_ERROR(Restore(category));
                  if (CheckParent(tx, code).ok()) return absl::OkStatus();
                  return status::Error(
                      absl::StatusCode::kFailedPrecondition, "PARENT_RETIRED",
                      absl::StrCat("restore \"", ParentCode(code), "\" first: it is retired"));
                });
}

}  // namespace

void RegisterCategoryWrites(rpc::Router& router) {
  router.Unary(absl::StrCat(kCategoryService, "CreateCaseCategory"), Create);
  router.Unary(absl::StrCat(kCategoryService, "UpdateCaseCategory"), Update);
  router.Unary(absl::StrCat(kCategoryService, "RetireCaseCategory"), RetireOne);
  router.Unary(absl::StrCat(kCategoryService, "RestoreCaseCategory"), RestoreOne);
}

}  // namespace mainstay::feedback
