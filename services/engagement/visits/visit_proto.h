// Between visits, their forms and their changes, and messages.
#pragma once

#include <string>
#include <string_view>

#include <google/type/date.pb.h>
#include <google/type/latlng.pb.h>
#include <mainstay/engagement/v1/visit_form_service.pb.h>
#include <mainstay/engagement/v1/visit_service.pb.h>

#include "absl/status/statusor.h"
#include "services/engagement/visits/visit.h"
#include "services/engagement/visits/visit_form.h"

namespace mainstay::engagement {

std::string VisitName(const std::string& account_id, const std::string& visit_id);

// What callers set, completed with its defaults (visit.h). Attendees may be named under
// `account_id`, the account as the caller names it, or under `survivor_id`, what it is now.
absl::StatusOr<Visit> FromProto(const v1::Visit& message, const std::string& account_id,
                                const std::string& survivor_id, const std::string& caller);
v1::Visit ToProto(const Visit& visit);

// A violation of `field` outside of the globe.
absl::StatusOr<Position> PositionFromProto(const google::type::LatLng& position,
                                           std::string_view field);

v1::VisitState StateToProto(std::string_view state);
v1::VisitKind KindToProto(std::string_view kind);
v1::VisitMode ModeToProto(std::string_view mode);

absl::StatusOr<VisitForm> FromProto(const v1::VisitForm& message);
v1::VisitForm ToProto(const VisitForm& form);

}  // namespace mainstay::engagement
