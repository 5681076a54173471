// Fault points: places named in the code where a test can make a process die, wait or fail.
// Compiled in always; a relaxed load when nothing is set. Set by the environment of a process,
// MAINSTAY_FAULTS="relay.after_xadd=exit;import.after_copy=error" (exit, error or sleep), or by Set
// in a test.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace mainstay::fault {

enum class Action { kNone, kExit, kError, kSleep1s, kHold };

// Does what was set for `name`: exits the process at once (137), returns an INTERNAL error, sleeps
// a second, or waits until something else is set. OK otherwise.
absl::Status Point(std::string_view name);

// For tests in the same process. Action::kNone clears.
void Set(std::string_view name, Action action);

}  // namespace mainstay::fault
