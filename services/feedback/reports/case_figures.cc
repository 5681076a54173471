#include "services/feedback/reports/case_figures.h"

#include "common/status/status.h"
#include "services/feedback/cases/case_terms.h"

namespace mainstay::feedback {
namespace {

constexpr int kMostDepth = 6;

}  // namespace

absl::Status SelectDays(std::optional<absl::CivilDay> first_day,
                        std::optional<absl::CivilDay> last_day, CaseSelection& selection) {
  absl::TimeZone zone;
  if (!text::IsTimeZone(selection.time_zone) || !absl::LoadTimeZone(selection.time_zone, &zone)) {
    return status::BadField("time_zone", text::kTimeZoneRule);
  }
  if (first_day && last_day && *last_day < *first_day) {
    return status::BadField("last_day", "must not be before first_day");
  }
  if (first_day) selection.start = absl::FromCivil(*first_day, zone);
  if (last_day) selection.end = absl::FromCivil(*last_day + 1, zone);
  if (!selection.category.empty() && !IsCategoryCode(selection.category)) {
    return status::BadField("category", kCategoryCodeRule);
  }
  if (selection.category_depth < 0 || selection.category_depth > kMostDepth) {
    return status::BadField("category_depth", "must be 1 to 6, or absent for all parts");
  }
  return absl::OkStatus();
}

std::optional<double> RateOf(int64_t part, int64_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace mainstay::feedback
