// A benchmark case (标杆案例): a solved case from which others learn. Domain code: no SQL, no
// proto.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/history/change.h"

namespace mainstay::feedback {

struct BenchmarkCase {
  std::string id;       // bare UUID
  int64_t version = 1;  // counts its writes, from 1
  std::string case_id;  // bare UUID
  std::string title;
  std::string situation;
  std::string solution;
  std::string lesson;
  std::vector<std::string> tags;
  std::string category;  // of the case then; code, or empty
  bool retired = false;
  std::string author;  // user id
  absl::Time create_time;
  absl::Time update_time;
};

// Cuts the spaces around title and tags, and tags that stand twice.
void FillIn(BenchmarkCase& benchmark);

// Checks what people write; INVALID_ARGUMENT names all that cannot be accepted.
absl::Status Validate(const BenchmarkCase& benchmark);

// The table of the fields that people change, by their names in the API.
absl::Span<const history::Field<BenchmarkCase>> BenchmarkCaseFields();

// What it is found by, folded.
std::string SearchTextOf(const BenchmarkCase& benchmark);

}  // namespace mainstay::feedback
