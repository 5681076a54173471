// Cases between the API's messages and the domain.
#pragma once

#include <string>
#include <string_view>

#include <mainstay/feedback/v1/case_service.pb.h>

#include "absl/status/statusor.h"
#include "services/feedback/cases/case.h"
#include "services/feedback/cases/case_entry_store.h"
#include "services/feedback/cases/case_record.h"

namespace mainstay::feedback {

// The fields that people may set; output-only ones are left out. Enum numbers, times and amounts
// that do not exist are violations of their fields.
absl::StatusOr<Case> FromProto(const v1::Case& message);
// Likewise of where a recorded case is. Violations are of its fields.
absl::StatusOr<CaseCourse> FromProto(const v1::CaseCourse& message);
v1::Case ToProto(const Case& c);
// Of the case that `case_name` names.
v1::CaseEntry ToProto(const CaseEntry& entry, const std::string& case_name);

// "accounts/{account}/cases/{case}".
std::string CaseName(const Case& c);
// The name of the case that it is a recurrence of; "" for none.
std::string RecurrenceOf(const Case& c);

v1::CaseState CaseStateToProto(std::string_view state);
v1::CaseKind CaseKindToProto(std::string_view kind);
v1::CaseSeverity CaseSeverityToProto(std::string_view severity);
v1::CaseScope CaseScopeToProto(std::string_view scope);
v1::CaseChannel CaseChannelToProto(std::string_view channel);
v1::CaseClosure CaseClosureToProto(std::string_view closure);
v1::CaseEntryKind CaseEntryKindToProto(std::string_view kind);

}  // namespace mainstay::feedback
