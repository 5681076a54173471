#include "services/engagement/case_verifications/case_verification_proto.h"

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/proto_time.h"

namespace mainstay::engagement {

std::string CaseOf(const CaseVerification& v) {
  return absl::StrCat("accounts/", v.account_id, "/cases/", v.case_id);
}

std::string VisitOf(const CaseVerification& v) {
  if (v.visit_id.empty()) return "";
  return absl::StrCat("accounts/", v.account_id, "/visits/", v.visit_id);
}

v1::CaseVerification ToProto(const CaseVerification& v) {
  v1::CaseVerification message;
  message.set_name(absl::StrCat("accounts/", v.account_id, "/caseVerifications/", v.id));
  message.set_case_(CaseOf(v));
  message.set_number(v.number);
  message.set_state(
      api::TextToEnum<v1::CaseVerificationState>(v.state, "CASE_VERIFICATION_STATE_"));
  *message.mutable_close_time() = api::TimeToProto(v.close_time);
  message.set_visit(VisitOf(v));
  message.set_note(v.note);
  message.set_verifier(v.verifier);
  if (v.verify_time) *message.mutable_verify_time() = api::TimeToProto(*v.verify_time);
  return message;
}

}  // namespace mainstay::engagement
