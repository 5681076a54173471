#include "services/survey/analysis/airline_testing.h"

#include <cstdio>
#include <filesystem>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/csv/csv_splitter.h"

namespace mainstay::survey {
namespace {

constexpr size_t kColumns = 25, kClass = 6, kFirstRating = 8;

}  // namespace

std::vector<Passenger> LoadPassengers() {
  std::vector<Passenger> passengers;
  if (!std::filesystem::exists(kAirlineFile)) return passengers;
  FILE* pipe = popen(absl::StrCat("xz -dc ", kAirlineFile).c_str(), "r");
  if (pipe == nullptr) return passengers;
  csv::CsvSplitter splitter;
  const auto take = [&](const csv::CsvRecord& record) {
    const auto fields = csv::ParseRecord(csv::WithoutLineEnd(record.bytes), ',');
    if (record.number == 0 || !fields.ok() || fields->size() != kColumns) return true;
    Passenger passenger{.travel_class = (*fields)[kClass],
                        .satisfied = fields->back() == "satisfied"};
    for (size_t i = 0; i < kAirlineDrivers; ++i) {
      if (!absl::SimpleAtoi((*fields)[kFirstRating + i], &passenger.ratings[i])) return true;
    }
    passengers.push_back(std::move(passenger));
    return true;
  };
  std::vector<char> buffer(1 << 20);
  for (size_t n; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    splitter.Feed(std::string_view(buffer.data(), n), take);
  }
  pclose(pipe);
  splitter.Finish(take);
  return passengers;
}

DriverMoments AirlineMoments(const std::vector<Passenger>& passengers, bool raw) {
  const AnswerScale rating{raw ? 0 : 1, 5};
  DriverMoments moments({{0, 1}, std::vector<AnswerScale>(kAirlineDrivers, rating)});
  std::vector<std::optional<int>> drivers(kAirlineDrivers);
  for (const Passenger& passenger : passengers) {
    for (size_t i = 0; i < kAirlineDrivers; ++i) {
      drivers[i] = passenger.ratings[i];
      if (!raw && passenger.ratings[i] == 0) drivers[i] = std::nullopt;
    }
    moments.Add(passenger.satisfied ? 1 : 0, drivers);
  }
  return moments;
}

}  // namespace mainstay::survey
