#include "services/survey/analysis/analysis_proto.h"

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/status/status.h"

namespace mainstay::survey {
namespace {

namespace feedback = mainstay::feedback::v1;

v1::MeanFigure ToProto(const Mean& mean) {
  v1::MeanFigure message;
  message.set_total(mean.total);
  message.set_value(mean.value);
  message.set_standard_deviation(mean.standard_deviation);
  if (mean.interval) survey::ToProto(*mean.interval, *message.mutable_interval());
  return message;
}

v1::NpsFigure ToProto(const Nps& nps) {
  v1::NpsFigure message;
  message.set_value(nps.value);
  survey::ToProto(nps.interval, *message.mutable_interval());
  message.set_promoters(nps.promoters);
  message.set_passives(nps.passives);
  message.set_detractors(nps.detractors);
  return message;
}

void AddScale(const ScoreCounts& scores, v1::QuestionFigures& message) {
  for (int score = scores.min(); score <= scores.max(); ++score) {
    v1::ScoreCount& count = *message.add_scores();
    count.set_score(score);
    count.set_count(scores.count(score));
  }
  if (message.kind() == v1::QUESTION_KIND_NPS) {
    if (const auto nps = NpsOf(scores)) *message.mutable_nps() = ToProto(*nps);
    return;
  }
  if (const auto mean = MeanOf(scores)) *message.mutable_mean() = ToProto(*mean);
  if (message.kind() == v1::QUESTION_KIND_CSAT) {
    if (const auto csat = CsatOf(scores))
      *message.mutable_top_box() = survey::ToProto(csat->top_two);
  }
  if (message.kind() == v1::QUESTION_KIND_CES) {
    if (const auto ces = CesOf(scores)) *message.mutable_top_box() = survey::ToProto(ces->easy);
  }
}

v1::DriverQuadrant ToProto(Quadrant quadrant) {
  switch (quadrant) {
    case Quadrant::kKeepUpTheGoodWork:
      return v1::DRIVER_QUADRANT_KEEP_UP_THE_GOOD_WORK;
    case Quadrant::kConcentrateHere:
      return v1::DRIVER_QUADRANT_CONCENTRATE_HERE;
    case Quadrant::kLowPriority:
      return v1::DRIVER_QUADRANT_LOW_PRIORITY;
    case Quadrant::kPossibleOverkill:
      return v1::DRIVER_QUADRANT_POSSIBLE_OVERKILL;
  }
  return v1::DRIVER_QUADRANT_UNSPECIFIED;
}

v1::DriverProblem ToProto(DriverProblem problem) {
  switch (problem) {
    case DriverProblem::kNone:
      return v1::DRIVER_PROBLEM_UNSPECIFIED;
    case DriverProblem::kConstant:
      return v1::DRIVER_PROBLEM_CONSTANT;
    case DriverProblem::kCollinear:
      return v1::DRIVER_PROBLEM_COLLINEAR;
  }
  return v1::DRIVER_PROBLEM_UNSPECIFIED;
}

v1::Driver ToProto(const Driver& driver, const std::string& name) {
  v1::Driver message;
  message.set_question(name);
  message.set_answered(driver.answers);
  if (driver.mean) message.set_mean(*driver.mean);
  if (driver.performance) message.set_performance(*driver.performance);
  message.set_problem(ToProto(driver.problem));
  if (driver.pearson) message.set_pearson(*driver.pearson);
  if (driver.spearman) message.set_spearman(*driver.spearman);
  if (driver.regression) {
    message.set_weight(driver.regression->weight);
    message.set_variance_inflation(driver.regression->vif);
    if (driver.regression->standard_error) {
      message.set_standard_error(*driver.regression->standard_error);
    }
    if (driver.regression->p_value) message.set_p_value(*driver.regression->p_value);
  }
  message.set_shapley_part(driver.shapley_part);
  message.set_shapley_share(driver.shapley_share);
  if (driver.importance) message.set_importance(*driver.importance);
  if (driver.quadrant) message.set_quadrant(ToProto(*driver.quadrant));
  return message;
}

// Contradictory answers are no class.
feedback::KanoClass ToProto(KanoCategory category) {
  switch (category) {
    case KanoCategory::kMustBe:
      return feedback::KANO_CLASS_MUST_BE;
    case KanoCategory::kOneDimensional:
      return feedback::KANO_CLASS_ONE_DIMENSIONAL;
    case KanoCategory::kAttractive:
      return feedback::KANO_CLASS_ATTRACTIVE;
    case KanoCategory::kIndifferent:
      return feedback::KANO_CLASS_INDIFFERENT;
    case KanoCategory::kReverse:
      return feedback::KANO_CLASS_REVERSE;
    case KanoCategory::kQuestionable:
      return feedback::KANO_CLASS_UNSPECIFIED;
  }
  return feedback::KANO_CLASS_UNSPECIFIED;
}

}  // namespace

absl::StatusOr<Selection> FromProto(const v1::ResponseSelection& message) {
  Selection selection{.exclude_flagged = message.exclude_flagged()};
  if (message.wave() < 0) return status::BadField("wave", "must be 1 or more");
  const auto take = [&](std::string_view dimension, const std::string& value) {
    if (!value.empty()) selection.values[Dimension(dimension)] = value;
  };
  if (message.wave() > 0) take("wave", absl::StrCat(message.wave()));
  take("tier", message.tier());
  take("region", message.region());
  take("segment", message.segment());
  take("role", message.role());
  ASSIGN_OR_RETURN(const std::string channel,
                   api::EnumToText(message.channel(), "INVITATION_CHANNEL_", "channel"));
  take("channel", channel);
  take("language", message.language());
  return selection;
}

void ToProto(const Interval& interval, v1::ConfidenceInterval& message) {
  message.set_low(interval.low);
  message.set_high(interval.high);
}

v1::ShareFigure ToProto(const Share& share) {
  v1::ShareFigure message;
  message.set_count(share.count);
  message.set_total(share.total);
  message.set_value(share.value);
  ToProto(share.interval, *message.mutable_interval());
  return message;
}

v1::QuestionFigures ToProto(const Tally& tally, const TalliedQuestion& question) {
  v1::QuestionFigures message;
  message.set_question(question.name);
  message.set_kind(ToProto(question.kind));
  message.set_answered(tally.Answered(question));
  if (question.IsScale()) AddScale(tally.Scores(question), message);
  for (size_t i = 0; i < question.options.size(); ++i) {
    v1::OptionFigure& option = *message.add_options();
    option.set_option(question.options[i]);
    if (const auto share = ShareOf(tally.Chosen(question, i), tally.Answered(question))) {
      *option.mutable_share() = ToProto(*share);
    }
  }
  return message;
}

v1::GroupFigures ToProto(const ResponseGroup& group, std::optional<int64_t> invited) {
  v1::GroupFigures message;
  message.set_value(group.value);
  message.set_suppressed(group.suppressed);
  if (group.suppressed) return message;
  message.set_response_count(group.tally.responses());
  message.set_flagged_count(group.flagged);
  message.set_uninvited_count(group.uninvited);
  // More than there are is what bounced after it was answered.
  const int64_t answered = group.tally.responses() - group.uninvited;
  if (invited && *invited > 0 && answered <= *invited) {
    *message.mutable_response_rate() = ToProto(*ShareOf(answered, *invited));
  }
  const auto questions = group.tally.plan().questions();
  for (size_t q = 0; q < questions.size(); ++q) {
    v1::QuestionFigures& figures = *message.add_questions();
    if (!group.hidden[q]) {
      figures = ToProto(group.tally, questions[q]);
      continue;
    }
    figures.set_question(questions[q].name);
    figures.set_kind(ToProto(questions[q].kind));
    figures.set_suppressed(true);
  }
  return message;
}

v1::Association ToProto(const Association& association) {
  v1::Association message;
  message.set_chi_square(association.chi_square);
  message.set_degrees(association.degrees);
  message.set_p_value(association.p_value);
  message.set_cramers_v(association.cramers_v);
  message.set_reliable(association.reliable);
  return message;
}

void ToProto(const WaveChange& change, v1::TrendPoint& point) {
  point.set_change(change.difference);
  if (change.interval) ToProto(*change.interval, *point.mutable_change_interval());
  point.set_p_value(change.p_value);
  switch (change.trend) {
    case Trend::kSteady:
      point.set_mark(v1::TREND_MARK_STEADY);
      break;
    case Trend::kUp:
      point.set_mark(v1::TREND_MARK_UP);
      break;
    case Trend::kDown:
      point.set_mark(v1::TREND_MARK_DOWN);
      break;
    case Trend::kTooFew:
      point.set_mark(v1::TREND_MARK_TOO_FEW);
      break;
  }
}

v1::DriverAnalysis ToProto(const DriverAnalysis& analysis, const TallyPlan& plan) {
  v1::DriverAnalysis message;
  message.set_outcome(plan.questions()[plan.outcome()].name);
  message.set_response_count(analysis.respondents);
  message.set_complete_count(analysis.complete);
  message.set_enough(analysis.enough);
  message.set_r_squared(analysis.r_squared);
  if (analysis.adjusted_r_squared) message.set_adjusted_r_squared(*analysis.adjusted_r_squared);
  message.set_importance_threshold(analysis.importance_threshold);
  message.set_performance_threshold(analysis.performance_threshold);
  for (size_t i = 0; i < analysis.drivers.size(); ++i) {
    *message.add_drivers() = ToProto(analysis.drivers[i], plan.questions()[plan.drivers()[i]].name);
  }
  return message;
}

v1::KanoNeed KanoToProto(const Tally& tally, const TalliedQuestion& question) {
  v1::KanoNeed message;
  message.set_question(question.name);
  message.set_subject(question.subject);
  const KanoCounts counts = tally.Kano(question);
  message.set_answered(counts.total());
  message.set_must_be(counts.count(KanoCategory::kMustBe));
  message.set_one_dimensional(counts.count(KanoCategory::kOneDimensional));
  message.set_attractive(counts.count(KanoCategory::kAttractive));
  message.set_indifferent(counts.count(KanoCategory::kIndifferent));
  message.set_reverse(counts.count(KanoCategory::kReverse));
  message.set_questionable(counts.count(KanoCategory::kQuestionable));
  const auto result = KanoOf(counts);
  if (!result) return message;
  message.set_kano_class(ToProto(result->category));
  message.set_second_class(ToProto(result->second));
  message.set_grouped_class(ToProto(result->grouped_category));
  if (result->better) message.set_better(*result->better);
  if (result->worse) message.set_worse(*result->worse);
  message.set_category_strength(result->category_strength);
  message.set_total_strength(result->total_strength);
  message.set_mixed(result->mixed);
  message.set_significant(result->significant);
  return message;
}

}  // namespace mainstay::survey
