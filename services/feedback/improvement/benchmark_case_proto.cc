#include "services/feedback/improvement/benchmark_case_proto.h"

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/proto_time.h"

namespace mainstay::feedback {

std::string BenchmarkCaseName(const std::string& benchmark_id) {
  return absl::StrCat("benchmarkCases/", benchmark_id);
}

BenchmarkCase FromProto(const v1::BenchmarkCase& message) {
  return {.title = message.title(),
          .situation = message.situation(),
          .solution = message.solution(),
          .lesson = message.lesson(),
          .tags = {message.tags().begin(), message.tags().end()},
          .retired = message.retired()};
}

v1::BenchmarkCase ToProto(const BenchmarkCase& benchmark, const SeenCases& seen) {
  v1::BenchmarkCase message;
  message.set_name(BenchmarkCaseName(benchmark.id));
  const auto account = seen.find(benchmark.case_id);
  if (account != seen.end()) {
    message.set_case_(absl::StrCat("accounts/", account->second, "/cases/", benchmark.case_id));
  }
  message.set_title(benchmark.title);
  message.set_situation(benchmark.situation);
  message.set_solution(benchmark.solution);
  message.set_lesson(benchmark.lesson);
  for (const std::string& tag : benchmark.tags) message.add_tags(tag);
  message.set_category(benchmark.category);
  message.set_retired(benchmark.retired);
  message.set_author(benchmark.author);
  message.set_etag(api::EtagOf(benchmark.version));
  *message.mutable_create_time() = api::TimeToProto(benchmark.create_time);
  *message.mutable_update_time() = api::TimeToProto(benchmark.update_time);
  return message;
}

}  // namespace mainstay::feedback
