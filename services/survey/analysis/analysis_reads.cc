// Figures, drivers and KANO: what tallies say.
#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/resource_name.h"
#include "common/auth/roles.h"
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

// Invitations are not known by everything that responses are: whoever was invited by e-mail may
// answer by phone, on paper or in the other language.
bool KnowsInvitations(const Selection& selection, std::string_view dimension) {
  constexpr std::string_view kNotKnown[] = {"segment", "channel", "language"};
  return !selection.exclude_flagged &&
         std::none_of(std::begin(kNotKnown), std::end(kNotKnown), [&](std::string_view unknown) {
           return dimension == unknown || selection.values.contains(Dimension(unknown));
         });
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

GroupedResponses GroupedBy(const CampaignTallies& tallies, const Selection& selection,
                           std::string_view dimension) {
  GroupedResponses grouped =
      Group(tallies.plan, tallies.strata, selection, dimension, tallies.is_protected());
  // Before the first step there may be some that wait: it is not that nobody answered.
  if (tallies.in_steps && grouped.total.tally.responses() == 0) grouped.total.suppressed = true;
  return grouped;
}

// What may be told of the responses selected, without groups.
absl::StatusOr<ResponseGroup> Selected(const CampaignTallies& tallies, const Selection& selection) {
  RETURN_IF_ERROR(CheckTold(tallies, selection));
  return GroupedBy(tallies, selection, "").total;
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

absl::Status CheckTold(const CampaignTallies& tallies, const Selection& selection,
                       std::string_view dimension) {
  RETURN_IF_ERROR(CheckSplits(selection, dimension.empty() ? 0 : 1, tallies.is_protected()));
  const bool by_wave_alone = (dimension.empty() || dimension == "wave") &&
                             std::all_of(selection.values.begin(), selection.values.end(),
                                         [](const auto& value) { return value.first == "wave"; });
  if (!tallies.in_steps || (by_wave_alone && !selection.exclude_flagged)) return absl::OkStatus();
  return status::Error(absl::StatusCode::kFailedPrecondition, "CAMPAIGN_NOT_SETTLED",
                       "the campaign is confidential or anonymous: until a minute after it was "
                       "closed it is told as a "
                       "whole and by wave only, since single answers would show as they arrive");
}

absl::StatusOr<CampaignTallies> ReadCampaignTallies(const rpc::CallContext& call, pg::Tx& tx,
                                                    const std::string& name,
                                                    std::string_view field) {
  ASSIGN_OR_RETURN(const auto segments, api::ParseName(name, "campaigns/*", field));
  std::optional<Campaign> campaign = ReadCampaign(tx, segments[0]);
  if (!campaign) return status::NotFound(name);
  CampaignTallies tallies{.campaign = *std::move(campaign)};
  ASSIGN_OR_RETURN(tallies.plan, PublishedPlan(tx, tallies.campaign.questionnaire_id,
                                               tallies.campaign.questionnaire_version));
  ASSIGN_OR_RETURN(tallies.strata, ReadTallies(tx, tallies.campaign.id, tallies.plan));
  tallies.sees_some = auth::Grants(call.principal(), "surveys.responses.read") != auth::Reach::kAll;
  tallies.in_steps =
      tallies.campaign.privacy != "identified" && !IsSettled(tx, tallies.campaign.id);
  return tallies;
}

absl::StatusOr<v1::SurveyFigures> GetSurveyFigures(rpc::CallContext& call,
                                                   const v1::GetSurveyFiguresRequest& request) {
  ASSIGN_OR_RETURN(const Selection selection, SelectionOf(request.selection()));
  ASSIGN_OR_RETURN(const std::string dimension,
                   api::EnumToText(request.group_by(), "RESPONSE_GROUPING_", "group_by"));
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::SurveyFigures> {
    ASSIGN_OR_RETURN(const CampaignTallies tallies,
                     ReadCampaignTallies(call, tx, request.campaign()));
    RETURN_IF_ERROR(CheckTold(tallies, selection, dimension));
    const GroupedResponses grouped = GroupedBy(tallies, selection, dimension);
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
    figures.set_in_steps(tallies.in_steps);
    figures.set_unreadable(CountUnreadable(tx, tallies.campaign.id));
    if (tallies.campaign.privacy == "identified") {
      figures.set_uncounted(CountUncounted(tx, tallies.campaign.id));
    }
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
    ASSIGN_OR_RETURN(const CampaignTallies tallies,
                     ReadCampaignTallies(call, tx, request.campaign()));
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
    ASSIGN_OR_RETURN(const CampaignTallies tallies,
                     ReadCampaignTallies(call, tx, request.campaign()));
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
