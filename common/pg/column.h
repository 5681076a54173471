// Columns that may be NULL.
#pragma once

#include <optional>
#include <pqxx/result>

#include "absl/time/time.h"
#include "common/pg/param.h"

namespace mainstay::pg {

// The instant of a timestamptz column; nothing for NULL.
inline std::optional<absl::Time> TimeOf(const pqxx::field& field) {
  if (field.is_null()) return std::nullopt;
  return ParseTime(field.c_str());
}

}  // namespace mainstay::pg
