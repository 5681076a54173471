// The parts of BenchmarkCaseService, a file each. For this folder only.
#pragma once

#include <string_view>

#include "common/rpc/router.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

inline constexpr std::string_view kBenchmarkCaseService =
    "mainstay.feedback.v1.BenchmarkCaseService/";
inline constexpr std::string_view kBenchmarkCasePattern = "benchmarkCases/*";

void RegisterBenchmarkCaseReads(rpc::Router& router, const Deps& deps);
void RegisterBenchmarkCaseWrites(rpc::Router& router, const Deps& deps);

}  // namespace mainstay::feedback
