// A condition as a person types it: what is refused says where and why; what is taken evaluates,
// and is never said to be impossible when it is true of somebody.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "services/survey/expression/expression.h"
#include "services/survey/expression/satisfiability.h"

namespace {

using namespace mainstay::survey;  // NOLINT: a fuzz target is one function about one folder

void Require(bool condition) {
  if (!condition) std::abort();
}

const Declarations& Known() {
  static const auto& known = *new Declarations{
      {"nps", {.type = ValueType::kNumber, .minimum = 0, .maximum = 10, .whole_number = true}},
      {"spend", {.type = ValueType::kNumber}},
      {"tier", {.type = ValueType::kText, .values = {"core", "general"}}},
      {"words", {.type = ValueType::kText}},
      {"reason", {.type = ValueType::kChoice, .values = {"price", "quality"}}},
      {"used", {.type = ValueType::kChoices, .values = {"phone", "visit"}}},
      {"service", {.type = ValueType::kAny}},
      {"service.speed", {.type = ValueType::kNumber, .minimum = 1, .maximum = 5}},
      {"bought", {.type = ValueType::kDate}}};
  return known;
}

Value Said(std::string_view name) {
  if (name == "nps") return 6.0;
  if (name == "tier") return std::string("core");
  if (name == "words") return std::string("slow and dear");
  if (name == "reason") return std::string("price");
  if (name == "used") return std::vector<std::string>{"phone"};
  if (name == "service" || name == "service.speed") return 2.0;
  if (name == "bought") return absl::CivilDay(2026, 3, 31);
  return {};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const absl::StatusOr<Condition> parsed = ParseCondition(input);
  if (!parsed.ok()) {
    Require(parsed.status().code() == absl::StatusCode::kInvalidArgument);
    Require(!parsed.status().message().empty());
    return 0;
  }
  Require(input.size() <= kMaxConditionBytes);
  const bool holds = Evaluate(*parsed, Said);
  Require(Evaluate(Not(*parsed), Said) != holds);
  if (!CheckCondition(*parsed, input, Known()).ok()) return 0;
  Require(CanHold({*parsed}, Known()) || !holds);
  Require(CanHold({Not(*parsed)}, Known()) || holds);
  return 0;
}
