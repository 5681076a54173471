#include "common/fault/fault.h"

#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"

namespace mainstay::fault {
namespace {

constexpr int kKilledExitCode = 137;  // what a shell reports for SIGKILL

// How many points are set; what keeps an unset process at the price of one load.
std::atomic<int> armed{0};

absl::Mutex& TheMutex() {
  static absl::Mutex& mutex = *new absl::Mutex;
  return mutex;
}
std::map<std::string, Action, std::less<>>& TheActions() {
  static auto& actions = *new std::map<std::string, Action, std::less<>>;
  return actions;
}

std::optional<Action> ParseAction(std::string_view text) {
  if (text == "exit") return Action::kExit;
  if (text == "error") return Action::kError;
  if (text == "sleep") return Action::kSleep1s;
  return std::nullopt;
}

// Runs before main, so that even start-up code can be made to fail.
[[maybe_unused]] const bool read_environment = [] {
  const char* faults = std::getenv("MAINSTAY_FAULTS");
  if (faults == nullptr) return false;
  for (const std::string_view entry : absl::StrSplit(faults, ';', absl::SkipEmpty())) {
    const size_t equals = entry.find('=');
    const auto action = equals == entry.npos ? std::nullopt : ParseAction(entry.substr(equals + 1));
    if (!action.has_value()) {
      std::fprintf(stderr, "MAINSTAY_FAULTS: '%s' is not name=exit|error|sleep\n",
                   std::string(entry).c_str());
      std::exit(2);
    }
    Set(entry.substr(0, equals), *action);
  }
  return true;
}();

}  // namespace

absl::Status Point(std::string_view name) {
  if (armed.load(std::memory_order_relaxed) == 0) return absl::OkStatus();
  Action action = Action::kNone;
  {
    absl::MutexLock lock(&TheMutex());
    const auto found = TheActions().find(name);
    if (found != TheActions().end()) action = found->second;
  }
  switch (action) {
    case Action::kNone:
      break;
    case Action::kExit:
      _exit(kKilledExitCode);  // no destructors, no flush: as a crash would
    case Action::kError:
      return absl::InternalError(absl::StrCat("fault point ", name));
    case Action::kSleep1s:
      absl::SleepFor(absl::Seconds(1));
      break;
    case Action::kHold: {
      const auto let_go = [name] {
        const auto found = TheActions().find(name);
        return found == TheActions().end() || found->second != Action::kHold;
      };
      absl::MutexLock lock(&TheMutex());
      TheMutex().Await(absl::Condition(&let_go));
      break;
    }
  }
  return absl::OkStatus();
}

void Set(std::string_view name, Action action) {
  absl::MutexLock lock(&TheMutex());
  if (action == Action::kNone) {
    const auto found = TheActions().find(name);
    if (found != TheActions().end()) TheActions().erase(found);
  } else {
    TheActions().insert_or_assign(std::string(name), action);
  }
  armed.store(static_cast<int>(TheActions().size()), std::memory_order_relaxed);
}

}  // namespace mainstay::fault
