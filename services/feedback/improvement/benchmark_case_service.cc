#include "services/feedback/improvement/benchmark_case_service.h"

#include "services/feedback/improvement/benchmark_case_handlers.h"

namespace mainstay::feedback {

void RegisterBenchmarkCaseService(rpc::Router& router, const Deps& deps) {
  RegisterBenchmarkCaseReads(router, deps);
  RegisterBenchmarkCaseWrites(router, deps);
}

}  // namespace mainstay::feedback
