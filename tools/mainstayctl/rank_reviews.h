// What is asked about a ranking that was made: what moved, what came of it, what lacks a score.
#pragma once

#include <string>

#include <mainstay/feedback/v1/scoring_service.pb.h>
#include <CLI/CLI.hpp>

#include "absl/status/statusor.h"
#include "tools/mainstayctl/session.h"

namespace mainstay::ctl {

// A ranking by its name or id; the latest for "".
absl::StatusOr<feedback::v1::Ranking> FindRanking(Session& session, const std::string& text);

// compare, deviation, missing
void AddRankReviews(CLI::App& rank, Chosen& chosen);

}  // namespace mainstay::ctl
