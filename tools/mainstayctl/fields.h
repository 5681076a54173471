// Values typed on the command line, into messages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/message.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/type/money.pb.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace mainstay::ctl {

// Sets one field from "field=value": text, whole numbers, yes/no, an enum by its name ("large" or
// "COMPANY_SIZE_LARGE"), money ("1200.50 CNY"), a time, an important date (important_date.h),
// "map.key=value" for one entry of a map; a repeated field gets one more value. An empty value
// clears the field. Fields in camelCase are taken too. INVALID_ARGUMENT names the field and says
// what is accepted.
absl::Status SetField(google::protobuf::Message* message, std::string_view assignment);

// The field that "field=value" sets, as an update mask names it; a map's key is left out.
std::string FieldOf(std::string_view assignment);

// "2026-01-31", "2026-01-31 14:30" or RFC 3339; without a zone the machine's own is meant.
absl::StatusOr<google::protobuf::Timestamp> ParseTime(std::string_view text);
// What a time until which something is to be done means: a day alone, "2026-01-31", is meant to its
// end, "2026-01-31 23:59"; anything else stays as it is.
std::string UntilTime(const std::string& text);
// "1200.50 CNY" or "CNY 1200.50"; at most 9 decimals.
absl::StatusOr<google::type::Money> ParseMoney(std::string_view text);

}  // namespace mainstay::ctl
