// What the demo company's customers complain of, ask for, suggest and praise.
#pragma once

#include <string_view>

#include <mainstay/feedback/v1/case_service.pb.h>

#include "absl/types/span.h"

namespace mainstay::demo {

// "%s" in the facts is the product that it is about.
struct CaseTopic {
  feedback::v1::CaseKind kind;
  std::string_view category;
  feedback::v1::CaseSeverity severity;
  feedback::v1::CaseScope scope;
  std::string_view subject, facts, position, cause, resolution;
};

// The first half comes more often than the second.
absl::Span<const CaseTopic> CaseTopics();

}  // namespace mainstay::demo
