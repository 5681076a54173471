// The methods of AnalysisService, and what they read first.
#pragma once

#include <mainstay/survey/v1/analysis_service.pb.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/pg/session.h"
#include "common/rpc/call_context.h"
#include "services/survey/analysis/tally_store.h"
#include "services/survey/campaigns/campaign.h"
#include "services/survey/deps.h"

namespace mainstay::survey {

// A campaign with what its responses add up to, and what the caller may be told of it.
struct CampaignTallies {
  Campaign campaign;
  std::shared_ptr<const TallyPlan> plan;
  std::vector<StratumTally> strata;
  // The caller may not read every account's responses, so that figures must not tell them.
  bool sees_some = true;
  // Confidential or anonymous, and not settled (counting_store.h).
  bool in_steps = true;

  // Whether nothing is told of a few respondents.
  bool is_protected() const { return sees_some || campaign.privacy != "identified"; }
};

// `name`: "campaigns/{uuid}", in the request's `field`.
absl::StatusOr<CampaignTallies> ReadCampaignTallies(const rpc::CallContext& call, pg::Tx& tx,
                                                    const std::string& name,
                                                    std::string_view field = "campaign");

// Whether the campaign may be told by `selection` and, unless it is empty, split by `dimension`:
// CheckSplits, and while it is told in steps FAILED_PRECONDITION with reason CAMPAIGN_NOT_SETTLED
// for all but waves.
absl::Status CheckTold(const CampaignTallies& tallies, const Selection& selection,
                       std::string_view dimension = "");

absl::StatusOr<v1::SurveyFigures> GetSurveyFigures(rpc::CallContext& call,
                                                   const v1::GetSurveyFiguresRequest& request);
absl::StatusOr<v1::SurveyTrend> GetSurveyTrend(rpc::CallContext& call,
                                               const v1::GetSurveyTrendRequest& request);
absl::StatusOr<v1::CrossTable> GetCrossTable(rpc::CallContext& call,
                                             const v1::GetCrossTableRequest& request);
absl::StatusOr<v1::DriverAnalysis> GetDriverAnalysis(rpc::CallContext& call,
                                                     const v1::GetDriverAnalysisRequest& request);
absl::StatusOr<v1::KanoAnalysis> GetKanoAnalysis(rpc::CallContext& call,
                                                 const v1::GetKanoAnalysisRequest& request);
absl::StatusOr<v1::TextThemes> GetTextThemes(rpc::CallContext& call,
                                             const v1::GetTextThemesRequest& request);

}  // namespace mainstay::survey
