// What the responses of a campaign add up to: counts from which every figure is computed. Tallies
// are whole numbers that are added, so counting response by response, in any order and in any
// pieces, is counting all of them anew. Domain code.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/survey/analysis/driver_moments.h"
#include "services/survey/analysis/figures.h"
#include "services/survey/analysis/kano.h"
#include "services/survey/questionnaires/answer.h"
#include "services/survey/questionnaires/questionnaire.h"

namespace mainstay::survey {

// What is counted of a question, or of one row of a matrix.
struct TalliedQuestion {
  std::string name;  // "nps", "service.speed"
  std::string key;   // of the question
  std::string row;   // of a matrix
  QuestionKind kind = QuestionKind::kText;
  int min = 0, max = 0;              // of scales
  std::vector<std::string> options;  // of choices: their keys
  std::string subject;               // of KANO pairs
  size_t at = 0, width = 0;          // its counters

  bool IsScale() const;
};

// What is counted of a questionnaire, and where: follows from its content alone, which is why
// counters can be stored without it.
class TallyPlan {
 public:
  explicit TallyPlan(const QuestionnaireContent& content);

  absl::Span<const TalliedQuestion> questions() const { return questions_; }
  // Null when there is no such question.
  const TalliedQuestion* Find(std::string_view name) const;
  // Counters of questions; those of driver moments come behind.
  size_t width() const { return width_; }
  // The driver model, as places in questions(); nothing without one, or with one that cannot be
  // analysed.
  const std::optional<DriverScales>& scales() const { return scales_; }
  size_t outcome() const { return outcome_; }
  absl::Span<const size_t> drivers() const { return drivers_; }

 private:
  void PlanDrivers(const DriverModel& model);

  std::vector<TalliedQuestion> questions_;
  size_t width_ = 0;
  std::optional<DriverScales> scales_;
  size_t outcome_ = 0;
  std::vector<size_t> drivers_;
};

class Tally {
 public:
  explicit Tally(std::shared_ptr<const TallyPlan> plan);
  // From Counters() of a tally of the same plan; INVALID_ARGUMENT when there are not as many.
  static absl::StatusOr<Tally> Restore(std::shared_ptr<const TallyPlan> plan,
                                       absl::Span<const int64_t> counters);

  // Answers that the questionnaire does not take, which no response has, are passed over. -1
  // `times` takes back what was added.
  void Add(const Answers& answers, int64_t times = 1);
  // Of the same plan.
  void Merge(const Tally& other);

  const TallyPlan& plan() const { return *plan_; }
  int64_t responses() const { return responses_; }
  // How many answered; of scales "does not apply" is no answer.
  int64_t Answered(const TalliedQuestion& question) const;
  // Of scales.
  ScoreCounts Scores(const TalliedQuestion& question) const;
  // Of choices: how many chose the option of that place.
  int64_t Chosen(const TalliedQuestion& question, size_t option) const {
    return counters_[question.at + 1 + option];
  }
  // Of KANO pairs.
  KanoCounts Kano(const TalliedQuestion& question) const;
  // Null without a driver model.
  const DriverMoments* moments() const { return moments_ ? &*moments_ : nullptr; }

  // Everything that was counted, to be kept and restored.
  std::vector<int64_t> Counters() const;

  friend bool operator==(const Tally& a, const Tally& b) { return a.Counters() == b.Counters(); }

 private:
  std::shared_ptr<const TallyPlan> plan_;
  int64_t responses_ = 0;
  std::vector<int64_t> counters_;
  std::optional<DriverMoments> moments_;
};

// What responses can be split by: each tally is of one combination.
struct Stratum {
  int wave = 0;
  std::string tier, region, segment, role;
  std::string channel, language;
  bool flagged = false;

  auto operator<=>(const Stratum&) const = default;
};

struct StratumTally {
  Stratum stratum;
  Tally tally;
  int64_t uninvited = 0;  // responses that answered no invitation
};

}  // namespace mainstay::survey
