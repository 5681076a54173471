#include "services/survey/analysis/driver_analysis.h"

#include <numeric>

#include "services/survey/analysis/correlation.h"
#include "services/survey/analysis/shapley.h"

namespace mainstay::survey {
namespace {

constexpr int64_t kAnswersPerDriver = 10;

void SetPerformance(const DriverMoments& moments, size_t i, Driver& driver) {
  driver.answers = moments.answered(i);
  if (driver.answers == 0) return;
  const AnswerScale& scale = moments.scales().drivers[i];
  driver.mean = static_cast<double>(moments.answered_sum(i)) / static_cast<double>(driver.answers);
  driver.performance = (*driver.mean - scale.min) / scale.width();
}

std::optional<double> ImportanceOf(const Driver& driver, ImportanceMeasure measure) {
  if (driver.problem == DriverProblem::kConstant || !driver.pearson) return std::nullopt;
  switch (measure) {
    case ImportanceMeasure::kShapleyShare:
      return driver.shapley_share;
    case ImportanceMeasure::kWeight:
      return driver.regression ? driver.regression->weight : 0;
    case ImportanceMeasure::kPearson:
      return driver.pearson;
    case ImportanceMeasure::kSpearman:
      return driver.spearman;
  }
  return std::nullopt;
}

// The mean of what is there; 0 of nothing.
double MeanOver(const std::vector<Driver>& drivers, std::optional<double> Driver::*value) {
  double sum = 0, count = 0;
  for (const Driver& driver : drivers) {
    if (!(driver.*value)) continue;
    sum += *(driver.*value);
    ++count;
  }
  return count > 0 ? sum / count : 0;
}

Quadrant QuadrantOf(bool important, bool done_well) {
  if (important) return done_well ? Quadrant::kKeepUpTheGoodWork : Quadrant::kConcentrateHere;
  return done_well ? Quadrant::kPossibleOverkill : Quadrant::kLowPriority;
}

void SetImportance(const DriverMoments& moments, DriverAnalysis& analysis) {
  const CorrelationMatrix correlations = PearsonMatrix(moments);
  if (correlations.At(0, 0) == 0) return;  // no complete answers, or all the same outcome
  const Regression regression = Regress(correlations, moments.complete());
  analysis.r_squared = regression.r_squared;
  analysis.adjusted_r_squared = regression.adjusted_r_squared;
  const std::vector<double> parts = ShapleyParts(correlations);
  const double explained = std::accumulate(parts.begin(), parts.end(), 0.0);
  for (size_t i = 0; i < analysis.drivers.size(); ++i) {
    Driver& driver = analysis.drivers[i];
    if (correlations.At(i + 1, i + 1) == 0) {
      driver.problem = DriverProblem::kConstant;
      continue;
    }
    if (!regression.coefficients[i]) driver.problem = DriverProblem::kCollinear;
    driver.regression = regression.coefficients[i];
    driver.pearson = correlations.At(0, i + 1);
    driver.spearman = Spearman(moments, i);
    driver.shapley_part = parts[i];
    driver.shapley_share = explained > 0 ? parts[i] / explained : 0;
  }
}

}  // namespace

std::string_view NameOf(Quadrant quadrant, std::string_view language) {
  const bool zh = language == "zh";
  switch (quadrant) {
    case Quadrant::kKeepUpTheGoodWork:
      return zh ? "继续保持" : "Keep up the good work";
    case Quadrant::kConcentrateHere:
      return zh ? "重点改进" : "Concentrate here";
    case Quadrant::kLowPriority:
      return zh ? "低优先级" : "Low priority";
    case Quadrant::kPossibleOverkill:
      return zh ? "可能过度投入" : "Possible overkill";
  }
  return "";
}

DriverAnalysis Analyse(const DriverMoments& moments, const DriverOptions& options) {
  DriverAnalysis analysis{.respondents = moments.respondents(), .complete = moments.complete()};
  analysis.enough =
      analysis.complete >= kAnswersPerDriver * static_cast<int64_t>(moments.drivers());
  analysis.drivers.resize(moments.drivers());
  for (size_t i = 0; i < moments.drivers(); ++i) SetPerformance(moments, i, analysis.drivers[i]);
  SetImportance(moments, analysis);
  for (Driver& driver : analysis.drivers) {
    driver.importance = ImportanceOf(driver, options.importance);
  }
  analysis.importance_threshold =
      options.importance_threshold.value_or(MeanOver(analysis.drivers, &Driver::importance));
  analysis.performance_threshold =
      options.performance_threshold.value_or(MeanOver(analysis.drivers, &Driver::performance));
  for (Driver& driver : analysis.drivers) {
    if (!driver.importance || !driver.performance) continue;
    driver.quadrant = QuadrantOf(*driver.importance >= analysis.importance_threshold,
                                 *driver.performance >= analysis.performance_threshold);
  }
  return analysis;
}

}  // namespace mainstay::survey
