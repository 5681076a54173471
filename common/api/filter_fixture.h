// The fields that the filter's tests and its fuzzer filter by: one of every type.
#pragma once

#include <vector>

#include "common/api/filter.h"

namespace mainstay::api {

inline const std::vector<FilterField>& ExampleFields() {
  static const auto* fields = new std::vector<FilterField>{
      {.name = "industry", .column = "industry"},
      {.name = "headcount", .column = "headcount", .type = FilterType::kNumber},
      {.name = "create_time", .column = "create_time", .type = FilterType::kTime},
      {.name = "vip", .column = "vip", .type = FilterType::kBool},
      {.name = "parent", .column = "parent_id", .type = FilterType::kUuid, .prefix = "accounts/"},
      {.name = "tier",
       .column = "tier",
       .type = FilterType::kEnum,
       .values = {{"TIER_CORE", "core"}, {"TIER_GENERAL", "general"}}}};
  return *fields;
}

}  // namespace mainstay::api
