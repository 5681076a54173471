// Figures, drivers and KANO: what tallies say.
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "services/survey/analysis/analysis_handlers.h"
#include "services/survey/analysis/analysis_proto.h"
#include "services/survey/analysis/plan_store.h"
#include "services/survey/campaigns/campaign_store.h"

namespace mainstay::survey {
namespace {

absl::StatusOr<Selection> SelectionOf(const v1::ResponseSelection& message) {
  absl::StatusOr<Selection> selection = FromProto(message);
  if (!selection.ok()) return status::PrefixFields(selection.status(), "selection");
  return selection;
}

// Invitations are not known by everything that responses are.
bool KnowsInvitations(const Selection& selection, std::string_view dimension) {
  return !selection.exclude_flagged && !selection.values.contains("segment") &&
         dimension != "segment";
}

// How many of them reached somebody whose `dimension` is `value`; all without a dimension.
int64_t InvitedIn(const std::vector<InvitedCount>& invited, const Selection& selection,
                  std::string_view dimension, const std::string& value) {
  int64_t sum = 0;
  for (const InvitedCount& count : invited) {
    if (!selection.Holds(count.stratum)) continue;
    if (!dimension.empty() && ValueIn(count.stratum, dimension) != value) continue;
    sum += count.invited;
  }
  return sum;
}

// What may be told of the responses selected, without groups.
absl::StatusOr<ResponseGroup> Selected(const CampaignTallies& tallies, const Selection& selection) {
  RETURN_IF_ERROR(CheckSplits(selection, 0, tallies.is_protected()));
  return Group(tallies.plan, tallies.strata, selection, "", tallies.is_protected()).total;
}

ImportanceMeasure MeasureOf(v1::ImportanceMeasure measure) {
  switch (measure) {
    case v1::IMPORTANCE_MEASURE_WEIGHT:
      return ImportanceMeasure::kWeight;
    case v1::IMPORTANCE_MEASURE_PEARSON:
      return ImportanceMeasure::kPearson;
    case v1::IMPORTANCE_MEASURE_SPEARMAN:
      return ImportanceMeasure::kSpearman;
    default:
      return ImportanceMeasure::kShapleyShare;
  }
}

// Importance is told of complete answers, so of those there must be enough; and as many or none
// must be left out of `all` of them, which can be asked for as well.
bool MayTellDrivers(const ResponseGroup& group, const ResponseGroup& all, bool is_protected) {
  if (!is_protected) return true;
  const TallyPlan& plan = group.tally.plan();
  if (group.suppressed || group.hidden[plan.outcome()]) return false;
  for (size_t place : plan.drivers()) {
    if (group.hidden[place]) return false;
  }
  const int64_t complete = group.tally.moments()->complete();
  const int64_t left_out = all.tally.moments()->complete() - complete;
  return complete >= kLeastGroup && (left_out == 0 || left_out >= kLeastGroup);
}

}  // namespace

absl::StatusOr<CampaignTallies> ReadCampaignTallies(pg::Tx& tx, const std::string& name,
                                                    std::string_view field) {
  ASSIGN_OR_RETURN(const auto segments, api::ParseName(name, "campaigns/*", field));
  std::optional<Campaign> campaign = ReadCampaign(tx, segments[0]);
  if (!campaign) return status::NotFound(name);
  CampaignTallies tallies{.campaign = *std::move(campaign)};
  ASSIGN_OR_RETURN(tallies.plan, PublishedPlan(tx, tallies.campaign.questionnaire_id,
                                               tallies.campaign.questionnaire_version));
  ASSIGN_OR_RETURN(tallies.strata, ReadTallies(tx, tallies.campaign.id, tallies.plan));
  return tallies;
}

absl::StatusOr<v1::SurveyFigures> GetSurveyFigures(rpc::CallContext& call,
                                                   const v1::GetSurveyFiguresRequest& request) {
  ASSIGN_OR_RETURN(const Selection selection, SelectionOf(request.selection()));
  ASSIGN_OR_RETURN(const std::string dimension,
                   api::EnumToText(request.group_by(), "RESPONSE_GROUPING_", "group_by"));
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::SurveyFigures> {
    ASSIGN_OR_RETURN(const CampaignTallies tallies, ReadCampaignTallies(tx, request.campaign()));
    RETURN_IF_ERROR(CheckSplits(selection, dimension.empty() ? 0 : 1, tallies.is_protected()));
    const GroupedResponses grouped =
        Group(tallies.plan, tallies.strata, selection, dimension, tallies.is_protected());
    const bool known = KnowsInvitations(selection, dimension);
    std::vector<InvitedCount> invited;
    if (known) invited = CountInvited(tx, tallies.campaign.id);
    const auto invited_in = [&](std::string_view by, const std::string& value) {
      return known ? std::optional<int64_t>(InvitedIn(invited, selection, by, value))
                   : std::nullopt;
    };
    v1::SurveyFigures figures;
    figures.set_campaign(request.campaign());
    *figures.mutable_total() = ToProto(grouped.total, invited_in("", ""));
    for (const ResponseGroup& group : grouped.groups) {
      *figures.add_groups() = ToProto(group, invited_in(dimension, group.value));
    }
    figures.set_uncounted(CountUncounted(tx, tallies.campaign.id));
    return figures;
  });
}

absl::StatusOr<v1::DriverAnalysis> GetDriverAnalysis(rpc::CallContext& call,
                                                     const v1::GetDriverAnalysisRequest& request) {
  ASSIGN_OR_RETURN(const Selection selection, SelectionOf(request.selection()));
  DriverOptions options{.importance = MeasureOf(request.importance())};
  if (request.has_importance_threshold()) {
    options.importance_threshold = request.importance_threshold();
  }
  if (request.has_performance_threshold()) {
    options.performance_threshold = request.performance_threshold();
  }
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::DriverAnalysis> {
    ASSIGN_OR_RETURN(const CampaignTallies tallies, ReadCampaignTallies(tx, request.campaign()));
    if (!tallies.plan->scales()) {
      return status::Error(absl::StatusCode::kFailedPrecondition, "NO_DRIVERS",
                           "the questionnaire names no outcome and drivers; set `drivers` in its "
                           "next version");
    }
    ASSIGN_OR_RETURN(const ResponseGroup group, Selected(tallies, selection));
    ASSIGN_OR_RETURN(const ResponseGroup all, Selected(tallies, {.values = selection.values}));
    v1::DriverAnalysis analysis;
    if (!MayTellDrivers(group, all, tallies.is_protected())) {
      analysis.set_suppressed(true);
      return analysis;
    }
    return ToProto(Analyse(*group.tally.moments(), options), *tallies.plan);
  });
}

absl::StatusOr<v1::KanoAnalysis> GetKanoAnalysis(rpc::CallContext& call,
                                                 const v1::GetKanoAnalysisRequest& request) {
  ASSIGN_OR_RETURN(const Selection selection, SelectionOf(request.selection()));
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::KanoAnalysis> {
    ASSIGN_OR_RETURN(const CampaignTallies tallies, ReadCampaignTallies(tx, request.campaign()));
    ASSIGN_OR_RETURN(const ResponseGroup group, Selected(tallies, selection));
    v1::KanoAnalysis analysis;
    analysis.set_suppressed(group.suppressed);
    if (group.suppressed) return analysis;
    analysis.set_response_count(group.tally.responses());
    const auto questions = tallies.plan->questions();
    for (size_t q = 0; q < questions.size(); ++q) {
      if (questions[q].kind != QuestionKind::kKano || group.hidden[q]) continue;
      *analysis.add_needs() = KanoToProto(group.tally, questions[q]);
    }
    return analysis;
  });
}

}  // namespace mainstay::survey
