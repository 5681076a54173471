#include "services/survey/analysis/told_steps.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "services/survey/analysis/suppression.h"

namespace mainstay::survey {
namespace {

// Something that figures are told of: a wave, and in it a question's place, all questions of the
// driver model together (kComplete) or the responses as such (kResponse).
using Told = std::pair<int, size_t>;
constexpr size_t kResponse = SIZE_MAX;
constexpr size_t kComplete = SIZE_MAX - 1;

std::vector<Told> ToldOf(const std::shared_ptr<const TallyPlan>& plan,
                         const WaitingResponse& response) {
  Tally tally(plan);
  tally.Add(response.answers);
  std::vector<Told> told = {{response.wave, kResponse}};
  const absl::Span<const TalliedQuestion> questions = plan->questions();
  for (size_t q = 0; q < questions.size(); ++q) {
    if (tally.Answered(questions[q]) > 0) told.push_back({response.wave, q});
  }
  if (tally.moments() != nullptr && tally.moments()->complete() > 0) {
    told.push_back({response.wave, kComplete});
  }
  return told;
}

std::vector<std::vector<Told>> AllToldOf(const std::shared_ptr<const TallyPlan>& plan,
                                         absl::Span<const WaitingResponse> waiting) {
  std::vector<std::vector<Told>> all;
  for (const WaitingResponse& response : waiting) all.push_back(ToldOf(plan, response));
  return all;
}

// What so few of `places` have that it must not be told.
std::set<Told> TooFew(const std::vector<std::vector<Told>>& told,
                      const std::vector<size_t>& places) {
  std::map<Told, int64_t> counts;
  for (const size_t place : places) {
    for (const Told& one : told[place]) ++counts[one];
  }
  std::set<Told> few;
  for (const auto& [one, count] : counts) {
    if (count < kLeastGroup) few.insert(one);
  }
  return few;
}

// The key of the question whose answer is left out so that `told` is not told.
const std::string& KeyOf(const TallyPlan& plan, size_t told) {
  return plan.questions()[told == kComplete ? plan.drivers()[0] : told].key;
}

}  // namespace

std::vector<size_t> NextStep(const std::shared_ptr<const TallyPlan>& plan,
                             absl::Span<const WaitingResponse> waiting) {
  std::vector<size_t> places;
  std::map<int, int64_t> behind;  // by wave
  for (size_t place = waiting.size(); place-- > 0;) {
    if (++behind[waiting[place].wave] > kLeastGroup) places.push_back(place);
  }
  std::reverse(places.begin(), places.end());
  const auto told = AllToldOf(plan, waiting);
  for (std::set<Told> few = TooFew(told, places); !few.empty(); few = TooFew(told, places)) {
    std::erase_if(places, [&](size_t place) {
      return std::any_of(told[place].begin(), told[place].end(),
                         [&](const Told& one) { return few.contains(one); });
    });
  }
  return places;
}

LastStep TheLastStep(const std::shared_ptr<const TallyPlan>& plan, bool first,
                     std::vector<WaitingResponse>& waiting) {
  std::vector<std::set<std::string>> left_out(waiting.size());
  std::vector<size_t> places;
  for (size_t place = 0; place < waiting.size(); ++place) places.push_back(place);
  if (!first) {
    auto told = AllToldOf(plan, waiting);
    for (std::set<Told> few = TooFew(told, places); !few.empty(); few = TooFew(told, places)) {
      std::erase_if(places, [&](size_t place) {
        return few.contains({waiting[place].wave, kResponse});
      });
      for (const size_t place : places) {
        for (const Told& one : told[place]) {
          if (!few.contains(one)) continue;
          const std::string& key = KeyOf(*plan, one.second);
          waiting[place].answers.erase(key);
          left_out[place].insert(key);
        }
        if (!left_out[place].empty()) told[place] = ToldOf(plan, waiting[place]);
      }
    }
  }
  LastStep step{.told = places, .left_out = {}};
  for (const size_t place : places) {
    step.left_out.emplace_back(left_out[place].begin(), left_out[place].end());
  }
  return step;
}

}  // namespace mainstay::survey
