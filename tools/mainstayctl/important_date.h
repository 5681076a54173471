// Days to remember, as they are typed.
#pragma once

#include <string_view>

#include <mainstay/accounts/v1/contact_service.pb.h>

#include "absl/status/statusor.h"

namespace mainstay::ctl {

// What the help of commands says of them.
inline constexpr char kImportantDateHelp[] =
    "Important dates are given one by one; together they replace those there were:\n"
    "  --set \"important_dates=KIND [CALENDAR] [YEAR-]MONTH-DAY [LABEL]\"\n"
    "  KIND is birthday, anniversary, festival or other (which needs a label);\n"
    "  CALENDAR is solar, lunar or lunar-leap (the leap month, 闰月); solar when left out.\n"
    "  --set \"important_dates=birthday lunar 1985-06-15\"\n"
    "  --set \"important_dates=other 09-10 Day of the company's foundation\"\n"
    "--set important_dates= clears them.";

// "birthday lunar 1985-06-15", as kImportantDateHelp says. The error says what is accepted; whether
// the month has such a day is the service's to say.
absl::StatusOr<accounts::v1::ImportantDate> ParseImportantDate(std::string_view text);

}  // namespace mainstay::ctl
