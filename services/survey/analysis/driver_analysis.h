// Driver analysis: what matters for the overall answer (importance), how well it is done
// (performance), and what follows from both.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "services/survey/analysis/driver_moments.h"
#include "services/survey/analysis/regression.h"

namespace mainstay::survey {

// Importance–performance analysis (J. A. Martilla, J. C. James, Journal of Marketing 41(1), 1977).
enum class Quadrant {
  kKeepUpTheGoodWork,  // 继续保持: important, done well
  kConcentrateHere,    // 重点改进: important, done less well
  kLowPriority,        // 低优先级: less important, done less well
  kPossibleOverkill,   // 可能过度投入: less important, done well
};
// In `language`, "zh" or "en".
std::string_view NameOf(Quadrant quadrant, std::string_view language);

// What importance is measured by.
enum class ImportanceMeasure {
  kShapleyShare,  // the part of R², sound when drivers go together
  kWeight,        // the standardised regression weight; 0 without one
  kPearson,
  kSpearman,
};

struct DriverOptions {
  ImportanceMeasure importance = ImportanceMeasure::kShapleyShare;
  // Where the quadrants part: what is at least that is high. The means of the drivers unless said.
  // Importance in the measure's own unit, performance 0 to 1.
  std::optional<double> importance_threshold;
  std::optional<double> performance_threshold;
};

enum class DriverProblem {
  kNone,
  kConstant,   // all complete answers are alike: nothing can be said of its importance
  kCollinear,  // follows from the drivers before it: no weight of its own
};

struct Driver {
  int64_t answers = 0;                // all that were given to it
  std::optional<double> mean;         // of them, on its scale
  std::optional<double> performance;  // (mean − min) ÷ (max − min), 0 to 1
  DriverProblem problem = DriverProblem::kNone;
  std::optional<double> pearson;  // with the outcome
  std::optional<double> spearman;
  std::optional<Coefficient> regression;
  double shapley_part = 0;           // of R²
  double shapley_share = 0;          // of what is explained; the shares add up to 1, or are all 0
  std::optional<double> importance;  // by the measure chosen; nothing when it cannot be said
  std::optional<Quadrant> quadrant;  // nothing without importance or performance
};

struct DriverAnalysis {
  int64_t respondents = 0;
  int64_t complete = 0;  // answered the outcome and every driver: what importance is based on
  double r_squared = 0;
  std::optional<double> adjusted_r_squared;
  // Whether there are at least ten complete answers for each driver (F. E. Harrell, Regression
  // Modeling Strategies, 2nd ed., § 4.4); otherwise weights say little.
  bool enough = false;
  double importance_threshold = 0;
  double performance_threshold = 0;
  std::vector<Driver> drivers;  // as in the scales
};

// A function of the moments alone. Without complete answers, or when the outcome does not vary,
// there is performance but no importance.
DriverAnalysis Analyse(const DriverMoments& moments, const DriverOptions& options = {});

}  // namespace mainstay::survey
