// What programs do with a confirmation link for a customer.
#include <mainstay/feedback/v1/closure_service.pb.h>

#include <optional>

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/api/proto_time.h"
#include "common/status/status.h"
#include "common/text/rules.h"
#include "services/feedback/closure/closure_handlers.h"
#include "services/feedback/closure/confirmation_form.h"
#include "services/feedback/closure/confirmation_writes.h"

namespace mainstay::feedback {
namespace {

absl::StatusOr<v1::Confirmation> ToProto(const SeenLink& seen) {
  v1::Confirmation message;
  if (seen.state == "answered") {
    message.set_state(v1::CONFIRMATION_STATE_ANSWERED);
    message.set_solved(seen.solved);
    if (seen.answer_time) *message.mutable_answer_time() = api::TimeToProto(*seen.answer_time);
    message.set_answer_ignored(seen.ignored);
    return message;
  }
  if (seen.state != "open") {
    return status::Error(absl::StatusCode::kFailedPrecondition,
                         absl::StrCat("LINK_", absl::AsciiStrToUpper(seen.state)),
                         absl::StrCat("the link is ", seen.state,
                                      ": ask your account manager for another one if needed"));
  }
  message.set_state(v1::CONFIRMATION_STATE_OPEN);
  message.set_number(seen.c.number);
  message.set_subject(seen.c.subject);
  message.set_resolution(seen.c.resolution);
  *message.mutable_expire_time() = api::TimeToProto(seen.expire_time);
  return message;
}

absl::StatusOr<v1::Confirmation> Get(rpc::CallContext& call, const Deps& deps,
                                     const v1::GetConfirmationRequest& request) {
  ASSIGN_OR_RETURN(const SeenLink seen, SeeLink(call, deps, request.token()));
  return ToProto(seen);
}

absl::StatusOr<v1::Confirmation> Answer(rpc::CallContext& call, const Deps& deps,
                                        const v1::AnswerConfirmationRequest& request) {
  std::vector<status::FieldViolation> violations;
  text::CheckText("comment", request.comment(), 0, kMostCommentCharacters, text::Lines::kMany,
                  violations);
  if (!violations.empty()) return status::BadFields(std::move(violations));
  ASSIGN_OR_RETURN(const SeenLink seen,
                   AnswerLink(call, deps, request.token(),
                              request.has_solved() ? std::optional(request.solved()) : std::nullopt,
                              request.comment()));
  return ToProto(seen);
}

}  // namespace

void RegisterConfirmations(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kClosureService, "GetConfirmation"), deps, Get);
  router.Unary(absl::StrCat(kClosureService, "AnswerConfirmation"), deps, Answer);
}

}  // namespace mainstay::feedback
