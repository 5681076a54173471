// How many were invited, added up as invitations change.
#include <map>

#include "absl/strings/str_format.h"
#include "services/survey/analysis/analysis_fixture.h"
#include "services/survey/analysis/counting_store.h"
#include "services/survey/analysis/tally_store.h"

namespace mainstay::survey {
namespace {

class InvitedTallyTest : public AnalysisTest {};

// However far counting has come, and whatever became of invitations that were counted.
TEST_F(InvitedTallyTest, InvitedAreThoseOfTheInvitations) {
  const std::string campaigns[] = {AddCampaign("identified").substr(10),
                                   AddCampaign("anonymous").substr(10)};
  constexpr const char* kStates[] = {"planned", "sent",    "opened",  "answered",
                                     "expired", "revoked", "bounced", "undeliverable"};
  constexpr char kRecount[] =
      "SELECT wave, tier, count(*) FROM invitations WHERE campaign_id = $1::uuid "
      "AND (state = 'answered' OR (send_time IS NOT NULL "
      "AND state NOT IN ('bounced', 'undeliverable'))) GROUP BY wave, tier";
  const auto any_state = [&] { return std::string(kStates[random_() % std::size(kStates)]); };
  for (int round = 0; round < 30; ++round) {
    InTx([&](pg::Tx& tx) {
      for (int i = 0; i < 5; ++i) {
        tx.Exec(
            "INSERT INTO invitations (invitation_id, version, campaign_id, wave, account_id, "
            "channel, language, state, state_reason, tier, region, role, influence, send_time, "
            "create_time) VALUES ($1, 1, $2, $3, $1, 'email', 'zh', $4, '', $5, '', '', 0, "
            "CASE WHEN $6::int > 0 THEN now() END, now())",
            {api::NewUuid(now_), campaigns[random_() % 2], absl::StrCat(random_() % 2), any_state(),
             random_() % 2 == 0 ? "core" : "general", absl::StrCat(random_() % 3)});
      }
      tx.Exec(
          "UPDATE invitations SET state = $1, send_time = CASE WHEN $2::int > 0 THEN now() END "
          "WHERE right(invitation_id::text, 1) = $3",
          {any_state(), absl::StrCat(random_() % 3), absl::StrFormat("%x", random_() % 16)});
      if (round % 3 > 0) TallyInvitations(tx, 7);
    });
    for (const std::string& campaign : campaigns) {
      std::map<std::pair<int, std::string>, int64_t> expected, counted;
      InTx([&](pg::Tx& tx) {
        for (const auto& row : tx.Exec(kRecount, {campaign})) {
          expected[{row[0].as<int>(), row[1].c_str()}] = row[2].as<int64_t>();
        }
        for (const InvitedCount& count : CountInvited(tx, campaign)) {
          counted[{count.stratum.wave, count.stratum.tier}] = count.invited;
        }
      });
      ASSERT_EQ(counted, expected) << "round " << round;
    }
  }
  InTx([&](pg::Tx& tx) {
    while (TallyInvitations(tx, 7)) {
    }
    EXPECT_EQ(tx.Exec("SELECT count(*) FROM invitations WHERE tallied")[0][0].as<int64_t>(),
              tx.Exec("SELECT sum(invited) FROM invited_tallies")[0][0].as<int64_t>());
  });
}

}  // namespace
}  // namespace mainstay::survey
