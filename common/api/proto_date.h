// Days between messages and the domain.
#pragma once

#include <string_view>

#include <google/type/date.pb.h>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/status/status.h"

namespace mainstay::api {

inline google::type::Date DayToProto(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

// A violation of `field` for what is no day of the years 1 to 9999.
inline absl::StatusOr<absl::CivilDay> DayFromProto(const google::type::Date& date,
                                                   std::string_view field) {
  const absl::CivilDay day(date.year(), date.month(), date.day());
  if (date.year() < 1 || date.year() > 9999 || day.month() != date.month() ||
      day.day() != date.day()) {
    return status::BadField(field, "must be a day with year, month and day");
  }
  return day;
}

}  // namespace mainstay::api
