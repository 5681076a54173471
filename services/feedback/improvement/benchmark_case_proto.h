// Benchmark cases between the API's messages and the domain.
#pragma once

#include <string>

#include <mainstay/feedback/v1/benchmark_case_service.pb.h>

#include "services/feedback/improvement/benchmark_case.h"
#include "services/feedback/improvement/improvement_store.h"

namespace mainstay::feedback {

// "benchmarkCases/{uuid}".
std::string BenchmarkCaseName(const std::string& benchmark_id);

// The fields that people may set, but for the case.
BenchmarkCase FromProto(const v1::BenchmarkCase& message);
// With its case when that is in `seen`.
v1::BenchmarkCase ToProto(const BenchmarkCase& benchmark, const SeenCases& seen);

}  // namespace mainstay::feedback
