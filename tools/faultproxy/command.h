// What a proxy is told in words.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "tools/faultproxy/proxy.h"

namespace mainstay::faultproxy {

// The commands, one a line, for people.
std::string_view CommandHelp();

// Does what `line` says, and answers it; of several lines for "help" and "status". An error says
// what is wrong with the line.
absl::StatusOr<std::string> Command(Proxy& proxy, std::string_view line);

}  // namespace mainstay::faultproxy
