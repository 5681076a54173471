#include "services/accounts/profile/as_of.h"

#include "services/accounts/profile/account_fields.h"
#include "services/accounts/profile/account_history_store.h"
#include "services/accounts/profile/account_store.h"

namespace mainstay::accounts {
namespace {

// A chain of merges longer than this is not followed.
constexpr int kMaxHops = 50;

}  // namespace

std::optional<Account> ReadAsOf(pg::Tx& tx, const std::string& account_id,
                                const auth::AccountScope& scope, absl::Time moment) {
  std::string id = account_id;
  for (int hop = 0; hop < kMaxHops; ++hop) {
    std::optional<Account> account = ReadAccountItself(tx, id, scope);
    if (!account.has_value() || account->create_time > moment) return std::nullopt;
    // What surveys measured is kept there: the card of that day has none.
    account->satisfaction.reset();
    int64_t present = account->version;
    for (const history::RecordedChange& later : ReadAccountChangesAfter(tx, id, moment)) {
      Undo(later, *account);
    }
    if (account->version != present) {
      account->update_time = AccountChangeTime(tx, id, account->version);
    }
    if (account->state != "merged") return account;
    id = account->merged_direct;
  }
  return std::nullopt;
}

}  // namespace mainstay::accounts
