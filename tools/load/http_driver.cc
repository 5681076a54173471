#include "absl/strings/str_cat.h"
#include "tools/load/counter.h"
#include "tools/load/driver.h"
#include "tools/load/http_loop.h"

namespace mainstay::load {

absl::StatusOr<Measurement> DriveHttp(const DriveOptions& options, Workload& workload) {
  Counter counter(options);
  const absl::Status status = RunHttpLoop(
      options.server, options.in_flight,
      {.next = [&](absl::Time now) -> std::optional<std::string> {
         if (!counter.Begin(now)) return std::nullopt;
         return workload.NextHttp();
       },
       .done =
           [&](absl::Time begun, int status, std::string_view body) {
             counter.End(begun, absl::Now(), status == 200 ? "" : absl::StrCat(status, " ", body));
           }});
  if (!status.ok()) return status;
  return counter.Finish();
}

}  // namespace mainstay::load
