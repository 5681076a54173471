// Gatherings in PostgreSQL. They are of no account: whoever may read gatherings sees them all.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/api/list.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/engagement/gatherings/gathering.h"

namespace mainstay::engagement {

inline constexpr history::ChangeTable kGatheringChanges =
    MAINSTAY_CHANGE_TABLE("gathering_changes", "gathering_id");

// What became of the invitations, over all accounts.
struct InvitationCounts {
  int invited = 0;  // without those taken back, and those who walked in
  int accepted = 0;
  int declined = 0;
  int attended = 0;  // with those who walked in
};
struct CountedGathering {
  Gathering gathering;
  InvitationCounts counts;
};

void InsertGathering(pg::Tx& tx, const Gathering& gathering);
// Writes every field of a gathering that was read with LockGathering.
void UpdateGathering(pg::Tx& tx, const Gathering& gathering);

std::optional<CountedGathering> ReadGathering(pg::Tx& tx, const std::string& gathering_id);
// Locked until the transaction ends: invitations of it are written under this lock, so that its
// counts stay.
std::optional<Gathering> LockGathering(pg::Tx& tx, const std::string& gathering_id);
InvitationCounts CountInvitations(pg::Tx& tx, const std::string& gathering_id);

std::vector<api::FilterField> GatheringFilterFields();
absl::Span<const api::Sort> GatheringSorts();
api::Rows<CountedGathering> ListGatherings(pg::Tx& tx, const api::ListQuery& query);

}  // namespace mainstay::engagement
