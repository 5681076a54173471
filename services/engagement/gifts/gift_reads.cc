// Get, list and the change history.
#include <mainstay/engagement/v1/gift_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/change_proto.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/directory/account_access.h"
#include "common/status/status.h"
#include "services/engagement/gifts/gift_handlers.h"
#include "services/engagement/gifts/gift_proto.h"
#include "services/engagement/gifts/gift_store.h"

namespace mainstay::engagement {
namespace {

absl::StatusOr<v1::Gift> Get(rpc::CallContext& call, const Deps& deps,
                             const v1::GetGiftRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kGiftPattern, "name"));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccount(call, *deps.directory, ids[0], request.name()));
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::Gift> {
    const auto gift = ReadGift(tx, account.id, ids[1]);
    if (!gift) return status::NotFound(request.name());
    return ToProto(*gift);
  });
}

absl::StatusOr<v1::ListGiftsResponse> List(rpc::CallContext& call, const Deps& deps,
                                           const v1::ListGiftsRequest& request) {
  ASSIGN_OR_RETURN(const std::string account_id,
                   AccountOfParent(call, *deps.directory, request.parent()));
  const std::vector<api::FilterField> filters = GiftFilterFields();
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, request, {filters, GiftSorts()},
                                      request.parent()));
  return call.db().ReadOne(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListGiftsResponse> {
        const auto page = ListGifts(tx, listing.query(), account_id, call.scope());
        v1::ListGiftsResponse response;
        for (const Gift& gift : page.items) {
          *response.add_gifts() = ToProto(gift);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

absl::StatusOr<v1::ListGiftChangesResponse> ListChanges(rpc::CallContext& call, const Deps& deps,
                                                        const v1::ListGiftChangesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kGiftPattern, "parent"));
  ASSIGN_OR_RETURN(const auto listing, api::ChangeListing::Read(call, *deps.page_tokens, request));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccount(call, *deps.directory, ids[0], request.parent()));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::ListGiftChangesResponse> {
                          if (!ReadGift(tx, account.id, ids[1])) {
                            return status::NotFound(request.parent());
                          }
                          const auto page = listing.ReadFrom(tx, kGiftChanges, ids[1]);
                          v1::ListGiftChangesResponse response;
                          for (const history::RecordedChange& change : page.items) {
                            *response.add_changes() = api::ChangeToProto<v1::GiftChange>(change);
                          }
                          response.set_next_page_token(listing.Token(page.next));
                          return response;
                        });
}

}  // namespace

void RegisterGiftReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kGiftService, "GetGift"), deps, Get);
  router.Unary(absl::StrCat(kGiftService, "ListGifts"), deps, List);
  router.Unary(absl::StrCat(kGiftService, "ListGiftChanges"), deps, ListChanges);
}

}  // namespace mainstay::engagement
