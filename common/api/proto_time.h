// Times between messages and the domain.
#pragma once

#include <string_view>

#include <google/protobuf/timestamp.pb.h>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace mainstay::api {

// To the microsecond.
google::protobuf::Timestamp TimeToProto(absl::Time time);
// A violation of `field` when out of the range of years 1 to 9999.
absl::StatusOr<absl::Time> TimeFromProto(const google::protobuf::Timestamp& time,
                                         std::string_view field);
// Of a message that we wrote ourselves: not checked.
absl::Time TimeOf(const google::protobuf::Timestamp& time);

}  // namespace mainstay::api
