// How a command ends: exit codes that scripts can rely on, and what is said.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "absl/status/status.h"
#include "tools/mainstayctl/terminal.h"

namespace mainstay::ctl {

// 0 done · 1 wrong usage · 2 input refused · 3 not found · 4 not permitted or not signed in ·
// 5 conflict with the present state · 6 not available or too late · 7 internal error
inline constexpr int kExitUsage = 1;
int ExitCode(const absl::Status& status);

// `status` in the command's own words: of each pair the first is replaced by the second, in the
// names of refused fields ("abc_analysis.b_threshold" → "--b"; "columns." → "--map " stands for all
// of its parts), and in what is said; there only those with a dot, a line or a space, which are no
// plain words.
absl::Status NameFlags(const absl::Status& status,
                       const std::vector<std::pair<std::string, std::string>>& flags);

// A refusal in the words of `command`: fields whose last part is the name of one of its options;
// name and parent, which are its first argument; and the command itself instead of the verb that
// was not possible from the state.
absl::Status NameOptions(const absl::Status& status, const CLI::App& command);

// A line with what happened, then a line for each field that was refused.
std::string DescribeError(const absl::Status& status, const Terminal& terminal);

// The list of exit codes, for --help.
std::string ExitCodesHelp();

}  // namespace mainstay::ctl
