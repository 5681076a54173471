// Gifts in PostgreSQL. A gift keeps the account it was made under and is seen under the account
// that survived if that one was merged (common/directory/directory_store.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/engagement/gifts/gift.h"

namespace mainstay::engagement {

inline constexpr history::ChangeTable kGiftChanges =
    MAINSTAY_CHANGE_TABLE("gift_changes", "gift_id");

// The advisory lock under which gifts of the recipient, the year and the currency are registered
// (api::WriteOptions::locks): of two at a time one sees the other.
int64_t GiftLimitLock(const Gift& gift);
// What the recipient got in the gift's year and currency; the transaction has held GiftLimitLock
// since its BEGIN.
GiftUse ReadGiftUse(pg::Tx& tx, const Gift& gift);

void InsertGift(pg::Tx& tx, const Gift& gift);
// Writes what Update and verbs change of a gift that was read with LockGift.
void UpdateGift(pg::Tx& tx, const Gift& gift);

// A gift of `account_id` or of an account merged into it. The caller has resolved `account_id`
// within the scope (access/account_access.h).
std::optional<Gift> ReadGift(pg::Tx& tx, const std::string& account_id, const std::string& gift_id);
// The same, locked until the transaction ends.
std::optional<Gift> LockGift(pg::Tx& tx, const std::string& account_id, const std::string& gift_id);

std::vector<api::FilterField> GiftFilterFields();
absl::Span<const api::Sort> GiftSorts();
// Gifts of one account, resolved by the caller; with an empty `account_id` of every account in the
// scope.
api::Rows<Gift> ListGifts(pg::Tx& tx, const api::ListQuery& query, const std::string& account_id,
                          const auth::AccountScope& scope);

}  // namespace mainstay::engagement
