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

// A campaign with what its responses add up to.
struct CampaignTallies {
  Campaign campaign;
  std::shared_ptr<const TallyPlan> plan;
  std::vector<StratumTally> strata;

  // Whether nothing is told of a few respondents.
  bool is_protected() const { return campaign.privacy != "identified"; }
};

// `name`: "campaigns/{uuid}", in the request's `field`.
absl::StatusOr<CampaignTallies> ReadCampaignTallies(pg::Tx& tx, const std::string& name,
                                                    std::string_view field = "campaign");

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

}  // namespace mainstay::survey
