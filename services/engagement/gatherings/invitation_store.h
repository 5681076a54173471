// Invitations in PostgreSQL. An invitation keeps the account it was made under and is seen under
// the account that survived if that one was merged (common/directory/directory_store.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/engagement/gatherings/invitation.h"

namespace mainstay::engagement {

inline constexpr history::ChangeTable kInvitationChanges =
    MAINSTAY_CHANGE_TABLE("invitation_changes", "invitation_id");

void InsertInvitation(pg::Tx& tx, const Invitation& invitation);
// Writes what verbs change of an invitation; the caller holds its gathering's lock.
void UpdateInvitation(pg::Tx& tx, const Invitation& invitation);

// An invitation to that gathering of an account in the scope.
std::optional<Invitation> ReadInvitation(pg::Tx& tx, const std::string& gathering_id,
                                         const std::string& invitation_id,
                                         const auth::AccountScope& scope);

std::vector<api::FilterField> InvitationFilterFields();
absl::Span<const api::Sort> InvitationSorts();

// Whose invitations: to one gathering, or of one account, resolved by the caller; both empty: all.
struct InvitationSelection {
  std::string gathering_id, account_id;
};
// Those of accounts in the scope.
api::Rows<Invitation> ListInvitations(pg::Tx& tx, const api::ListQuery& query,
                                      const InvitationSelection& selection,
                                      const auth::AccountScope& scope);

}  // namespace mainstay::engagement
