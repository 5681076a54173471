#include "services/feedback/improvement/benchmark_case_events.h"

#include <mainstay/feedback/v1/benchmark_case_events.pb.h>

#include <utility>

#include "common/events/event_of.h"
#include "services/feedback/improvement/benchmark_case_proto.h"

namespace mainstay::feedback {
namespace {

template <class Payload>
events::OutboxEvent Fact(const BenchmarkCase& benchmark, Payload payload,
                         const history::WriteContext& context) {
  payload.set_benchmark_case(BenchmarkCaseName(benchmark.id));
  return events::EventOf({events::kNoAccount, "benchmark_case", benchmark.id, benchmark.version},
                         payload, context);
}

}  // namespace

events::OutboxEvent BenchmarkCaseCreatedEvent(const BenchmarkCase& benchmark,
                                              const history::WriteContext& context) {
  return Fact(benchmark, v1::BenchmarkCaseCreated(), context);
}

events::OutboxEvent BenchmarkCaseChangedEvent(const BenchmarkCase& benchmark,
                                              const std::vector<history::Change>& changes,
                                              const history::WriteContext& context) {
  v1::BenchmarkCaseChanged payload;
  for (const history::Change& change : changes) payload.add_fields(change.field);
  return Fact(benchmark, std::move(payload), context);
}

}  // namespace mainstay::feedback
