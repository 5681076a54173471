#include "services/survey/analysis/tally.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace mainstay::survey {
namespace {

bool IsScaleKind(QuestionKind kind) {
  return kind == QuestionKind::kNps || kind == QuestionKind::kCsat || kind == QuestionKind::kCes ||
         kind == QuestionKind::kRating || kind == QuestionKind::kMatrix;
}

TalliedQuestion PlannedOf(const Question& question) {
  TalliedQuestion planned{.name = question.key,
                          .key = question.key,
                          .kind = question.kind,
                          .min = question.scale_min,
                          .max = question.scale_max,
                          .subject = question.subject,
                          .width = 1};
  if (question.kind == QuestionKind::kNps) planned.min = 0, planned.max = 10;
  if (question.kind == QuestionKind::kCes) planned.min = 1, planned.max = 7;
  if (IsScaleKind(question.kind)) planned.width = planned.max - planned.min + 1;
  if (question.kind == QuestionKind::kKano) planned.width = kKanoCategories;
  for (const Option& option : question.options) planned.options.push_back(option.key);
  planned.width += planned.options.size();
  return planned;
}

// The score given to a scale; nothing without one.
std::optional<int> ScoreOf(const TalliedQuestion& question, const Answer& answer) {
  std::optional<int> score;
  if (question.kind == QuestionKind::kMatrix) {
    const auto row = answer.rows.find(question.row);
    if (row != answer.rows.end()) score = row->second;
  } else if (answer.number) {
    score = static_cast<int>(std::lround(*answer.number));
  }
  if (score && (*score < question.min || *score > question.max)) score.reset();
  return score;
}

void CountChoices(const TalliedQuestion& question, const Answer& answer, int64_t times,
                  int64_t* counters) {
  bool any = false;
  for (size_t i = 0; i < question.options.size(); ++i) {
    const bool chosen = std::find(answer.choices.begin(), answer.choices.end(),
                                  question.options[i]) != answer.choices.end();
    if (chosen) counters[1 + i] += times;
    any = any || chosen;
  }
  if (any) counters[0] += times;
}

void CountKano(const Answer& answer, int64_t times, int64_t* counters) {
  const auto is_place = [](std::optional<int> place) {
    return place && *place >= 1 && *place <= 5;
  };
  if (!is_place(answer.functional) || !is_place(answer.dysfunctional)) return;
  counters[static_cast<size_t>(Evaluate(*answer.functional, *answer.dysfunctional))] += times;
}

}  // namespace

bool TalliedQuestion::IsScale() const { return IsScaleKind(kind); }

TallyPlan::TallyPlan(const QuestionnaireContent& content) {
  const auto add = [this](TalliedQuestion planned) {
    planned.at = width_;
    width_ += planned.width;
    questions_.push_back(std::move(planned));
  };
  for (const Section& section : content.sections) {
    for (const Question& question : section.questions) {
      TalliedQuestion planned = PlannedOf(question);
      if (question.kind != QuestionKind::kMatrix) {
        add(std::move(planned));
        continue;
      }
      for (const MatrixRow& row : question.rows) {
        planned.row = row.key;
        planned.name = absl::StrCat(question.key, ".", row.key);
        add(planned);
      }
    }
  }
  PlanDrivers(content.drivers);
}

void TallyPlan::PlanDrivers(const DriverModel& model) {
  const TalliedQuestion* outcome = Find(model.outcome);
  if (outcome == nullptr || !outcome->IsScale()) return;
  DriverScales scales{{outcome->min, outcome->max}, {}};
  std::vector<size_t> places;
  for (const std::string& name : model.drivers) {
    const TalliedQuestion* driver = Find(name);
    if (driver == nullptr || !driver->IsScale()) return;
    scales.drivers.push_back({driver->min, driver->max});
    places.push_back(driver - questions_.data());
  }
  if (!Validate(scales).ok()) return;
  outcome_ = outcome - questions_.data();
  drivers_ = std::move(places);
  scales_ = std::move(scales);
}

const TalliedQuestion* TallyPlan::Find(std::string_view name) const {
  for (const TalliedQuestion& question : questions_) {
    if (question.name == name) return &question;
  }
  return nullptr;
}

Tally::Tally(std::shared_ptr<const TallyPlan> plan)
    : plan_(std::move(plan)), counters_(plan_->width()) {
  if (plan_->scales()) moments_.emplace(*plan_->scales());
}

absl::StatusOr<Tally> Tally::Restore(std::shared_ptr<const TallyPlan> plan,
                                     absl::Span<const int64_t> counters) {
  Tally tally(std::move(plan));
  const size_t own = 1 + tally.counters_.size();
  const size_t all = own + (tally.moments_ ? tally.moments_->counters().size() : 0);
  if (counters.size() != all) {
    return status::BadField("counters", absl::StrCat("must be ", all, " for this questionnaire"));
  }
  tally.responses_ = counters[0];
  tally.counters_.assign(counters.begin() + 1, counters.begin() + own);
  if (tally.moments_) {
    ASSIGN_OR_RETURN(tally.moments_,
                     DriverMoments::Restore(*tally.plan_->scales(), counters.subspan(own)));
  }
  return tally;
}

void Tally::Add(const Answers& answers, int64_t times) {
  responses_ += times;
  const absl::Span<const TalliedQuestion> questions = plan_->questions();
  std::vector<std::optional<int>> scores(questions.size());
  for (size_t i = 0; i < questions.size(); ++i) {
    const TalliedQuestion& question = questions[i];
    const auto found = answers.find(question.key);
    if (found == answers.end()) continue;
    const Answer& answer = found->second;
    int64_t* counters = &counters_[question.at];
    if (question.IsScale()) {
      scores[i] = ScoreOf(question, answer);
      if (scores[i]) counters[*scores[i] - question.min] += times;
    } else if (question.kind == QuestionKind::kKano) {
      CountKano(answer, times, counters);
    } else if (!question.options.empty()) {
      CountChoices(question, answer, times, counters);
    } else if (answer.number || answer.date || !answer.text.empty()) {
      *counters += times;
    }
  }
  if (!moments_) return;
  std::vector<std::optional<int>> drivers;
  for (size_t place : plan_->drivers()) drivers.push_back(scores[place]);
  moments_->Add(scores[plan_->outcome()], drivers, times);
}

void Tally::Merge(const Tally& other) {
  responses_ += other.responses_;
  for (size_t i = 0; i < counters_.size(); ++i) counters_[i] += other.counters_[i];
  if (moments_) moments_->Merge(*other.moments_);
}

int64_t Tally::Answered(const TalliedQuestion& question) const {
  if (!question.options.empty()) return counters_[question.at];
  int64_t answered = 0;
  for (size_t i = 0; i < question.width; ++i) answered += counters_[question.at + i];
  return answered;
}

ScoreCounts Tally::Scores(const TalliedQuestion& question) const {
  ScoreCounts scores(question.min, question.max);
  for (int score = question.min; score <= question.max; ++score) {
    scores.Add(score, counters_[question.at + score - question.min]);
  }
  return scores;
}

KanoCounts Tally::Kano(const TalliedQuestion& question) const {
  KanoCounts counts;
  for (size_t i = 0; i < kKanoCategories; ++i) {
    counts.Add(static_cast<KanoCategory>(i), counters_[question.at + i]);
  }
  return counts;
}

std::vector<int64_t> Tally::Counters() const {
  std::vector<int64_t> counters = {responses_};
  counters.insert(counters.end(), counters_.begin(), counters_.end());
  if (moments_) {
    counters.insert(counters.end(), moments_->counters().begin(), moments_->counters().end());
  }
  return counters;
}

}  // namespace mainstay::survey
