// One log line as text, in either format.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "common/log/log.h"

namespace mainstay::log {

// {"time":"2026-01-01T00:00:00.000000Z","level":"info","service":…,"message":…,fields…}
std::string JsonLine(absl::Time time, Level level, std::string_view service,
                     std::string_view message, std::initializer_list<Field> fields);

// 00:00:00.000 INFO  message key=value key="two words"
std::string ConsoleLine(absl::Time time, Level level, std::string_view message,
                        std::initializer_list<Field> fields);

}  // namespace mainstay::log
