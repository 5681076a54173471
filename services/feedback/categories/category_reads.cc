// Get, list and the change history.
#include <mainstay/feedback/v1/category_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/change_proto.h"
#include "common/api/listing.h"
#include "common/status/status.h"
#include "services/feedback/categories/category_handlers.h"
#include "services/feedback/categories/category_proto.h"
#include "services/feedback/categories/category_store.h"

namespace mainstay::feedback {
namespace {

absl::StatusOr<v1::CaseCategory> Get(rpc::CallContext& call,
                                     const v1::GetCaseCategoryRequest& request) {
  ASSIGN_OR_RETURN(const std::string code, ParseCategoryName(request.name(), "name"));
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::CaseCategory> {
    const auto category = ReadCategory(tx, code);
    if (!category) return status::NotFound(request.name());
    return ToProto(*category);
  });
}

absl::StatusOr<v1::ListCaseCategoriesResponse> List(rpc::CallContext& call, const Deps& deps,
                                                    const v1::ListCaseCategoriesRequest& request) {
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, request, CategoryListFields(), ""));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCaseCategoriesResponse> {
                          v1::ListCaseCategoriesResponse response;
                          const auto page = ListCategories(tx, listing.query());
                          for (const Category& category : page.items) {
                            *response.add_case_categories() = ToProto(category);
                          }
                          response.set_next_page_token(listing.Token(page.next));
                          response.set_tree_version(ReadTreeVersion(tx));
                          return response;
                        });
}

absl::StatusOr<v1::ListCaseCategoryChangesResponse> ListChanges(
    rpc::CallContext& call, const Deps& deps, const v1::ListCaseCategoryChangesRequest& request) {
  ASSIGN_OR_RETURN(const std::string code, ParseCategoryName(request.parent(), "parent"));
  ASSIGN_OR_RETURN(const auto listing, api::ChangeListing::Read(call, *deps.page_tokens, request));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCaseCategoryChangesResponse> {
        const auto category = ReadCategory(tx, code);
        if (!category) return status::NotFound(request.parent());
        const auto page = listing.ReadFrom(tx, kCategoryChanges, category->id);
        v1::ListCaseCategoryChangesResponse response;
        for (const history::RecordedChange& change : page.items) {
          *response.add_changes() = api::ChangeToProto<v1::CaseCategoryChange>(change);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

}  // namespace

void RegisterCategoryReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kCategoryService, "GetCaseCategory"), Get);
  router.Unary(absl::StrCat(kCategoryService, "ListCaseCategories"), deps, List);
  router.Unary(absl::StrCat(kCategoryService, "ListCaseCategoryChanges"), deps, ListChanges);
}

}  // namespace mainstay::feedback
