// A question over the waves of campaigns.
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/proto_time.h"
#include "common/status/status.h"
#include "services/survey/analysis/analysis_handlers.h"
#include "services/survey/analysis/analysis_proto.h"

namespace mainstay::survey {
namespace {

constexpr int kMostCampaigns = 20;

// A wave's figure: the one of these that its question has.
struct WaveFigure {
  std::optional<Nps> nps;
  std::optional<Share> share;
  std::optional<Mean> mean;

  bool empty() const { return !nps && !share && !mean; }
};

WaveFigure FigureOf(QuestionKind kind, const ScoreCounts& scores) {
  WaveFigure figure;
  if (kind == QuestionKind::kNps) {
    figure.nps = NpsOf(scores);
  } else if (kind == QuestionKind::kCsat) {
    if (const auto csat = CsatOf(scores)) figure.share = csat->top_two;
  } else {
    figure.mean = MeanOf(scores);
  }
  return figure;
}

void SetFigure(const WaveFigure& figure, v1::TrendPoint& point) {
  const auto set = [&](double value, const Interval* interval) {
    point.set_value(value);
    if (interval != nullptr) ToProto(*interval, *point.mutable_interval());
  };
  if (figure.nps) set(figure.nps->value, &figure.nps->interval);
  if (figure.share) set(figure.share->value, &figure.share->interval);
  if (figure.mean) {
    set(figure.mean->value, figure.mean->interval ? &*figure.mean->interval : nullptr);
  }
}

// Nothing between figures of two kinds.
std::optional<WaveChange> ChangeBetween(const WaveFigure& earlier, const WaveFigure& later) {
  if (earlier.nps && later.nps) return ChangeOf(*earlier.nps, *later.nps);
  if (earlier.share && later.share) return ChangeOf(*earlier.share, *later.share);
  if (earlier.mean && later.mean) return ChangeOf(*earlier.mean, *later.mean);
  return std::nullopt;
}

// Adds the points of one campaign, each compared with `before`, the last that had a figure. What
// came on paper or by hand without a wave is of no time among waves: neither compared nor `before`.
absl::Status AddPoints(const CampaignTallies& tallies, const v1::GetSurveyTrendRequest& request,
                       WaveFigure& before, v1::SurveyTrend& trend) {
  const TalliedQuestion* question = tallies.plan->Find(request.question());
  if (question == nullptr || !question->IsScale()) {
    return status::BadField("question",
                            absl::StrCat("must be a scale or a matrix' row of the questionnaire of "
                                         "campaigns/",
                                         tallies.campaign.id));
  }
  const Selection selection{.exclude_flagged = request.exclude_flagged()};
  RETURN_IF_ERROR(CheckTold(tallies, selection, "wave"));
  trend.set_kind(ToProto(question->kind));
  const size_t place = question - tallies.plan->questions().data();
  const GroupedResponses grouped =
      Group(tallies.plan, tallies.strata, selection, "wave", tallies.is_protected());
  for (const ResponseGroup& group : grouped.groups) {
    v1::TrendPoint& point = *trend.add_points();
    point.set_wave(absl::StrCat("campaigns/", tallies.campaign.id));
    for (const Wave& wave : tallies.campaign.waves) {
      if (absl::StrCat(wave.number) != group.value) continue;
      absl::StrAppend(point.mutable_wave(), "/waves/", wave.number);
      *point.mutable_start_time() = api::TimeToProto(wave.start_time);
    }
    point.set_suppressed(group.hidden[place] || group.suppressed);
    if (point.suppressed()) continue;
    point.set_answered(group.tally.Answered(*question));
    const WaveFigure figure = FigureOf(question->kind, group.tally.Scores(*question));
    if (figure.empty()) continue;
    SetFigure(figure, point);
    if (group.value == "0" && !tallies.campaign.waves.empty()) {
      point.set_mark(v1::TREND_MARK_NOT_COMPARED);
      continue;
    }
    if (const auto change = ChangeBetween(before, figure)) ToProto(*change, point);
    before = figure;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::SurveyTrend> GetSurveyTrend(rpc::CallContext& call,
                                               const v1::GetSurveyTrendRequest& request) {
  if (request.earlier_campaigns_size() > kMostCampaigns) {
    return status::BadField("earlier_campaigns", absl::StrCat("must be at most ", kMostCampaigns));
  }
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::SurveyTrend> {
    v1::SurveyTrend trend;
    trend.set_question(request.question());
    WaveFigure before;
    for (int i = 0; i < request.earlier_campaigns_size(); ++i) {
      ASSIGN_OR_RETURN(const CampaignTallies earlier,
                       ReadCampaignTallies(call, tx, request.earlier_campaigns(i),
                                           absl::StrCat("earlier_campaigns[", i, "]")));
      RETURN_IF_ERROR(AddPoints(earlier, request, before, trend));
    }
    ASSIGN_OR_RETURN(const CampaignTallies tallies,
                     ReadCampaignTallies(call, tx, request.campaign()));
    RETURN_IF_ERROR(AddPoints(tallies, request, before, trend));
    return trend;
  });
}

}  // namespace mainstay::survey
