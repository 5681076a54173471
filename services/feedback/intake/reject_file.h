// The file of rejected records: as the sender wrote them, each with its line, field and reason.
#pragma once

#include <string>

#include "services/feedback/intake/case_import.h"

namespace mainstay::feedback {

// The header with three more columns, and a record with their values; each ends its line. In the
// delimiter of the import's file. A record whose quote never ended gets its end.
std::string RejectFileHeader(const CaseImport& import);
std::string RejectFileRecord(const CaseImport& import, const CaseReject& reject);

}  // namespace mainstay::feedback
