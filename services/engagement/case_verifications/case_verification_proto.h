// Verifications of cases between the API's messages and the domain.
#pragma once

#include <mainstay/engagement/v1/case_verification_service.pb.h>

#include <string>

#include "services/engagement/case_verifications/case_verification.h"

namespace mainstay::engagement {

v1::CaseVerification ToProto(const CaseVerification& verification);

// "accounts/{uuid}/cases/{uuid}".
std::string CaseOf(const CaseVerification& verification);
// "accounts/{uuid}/visits/{uuid}", or "" before one answered it.
std::string VisitOf(const CaseVerification& verification);

}  // namespace mainstay::engagement
