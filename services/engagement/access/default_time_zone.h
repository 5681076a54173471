// The zone of days and months where nobody says another.
#pragma once

namespace mainstay::engagement {

inline constexpr char kDefaultTimeZone[] = "Asia/Shanghai";

}  // namespace mainstay::engagement
