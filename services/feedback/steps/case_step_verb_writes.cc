// Assign, start, complete and skip.
#include <mainstay/feedback/v1/step_service.pb.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/write_context.h"
#include "common/status/status.h"
#include "services/feedback/cases/case_store.h"
#include "services/feedback/steps/case_step_store.h"
#include "services/feedback/steps/step_account_reads.h"
#include "services/feedback/steps/step_handlers.h"
#include "services/feedback/steps/step_proto.h"
#include "services/feedback/steps/step_record_write.h"

namespace mainstay::feedback {
namespace {

// What a verb does to the step.
using Apply = std::function<absl::Status(CaseStep&, const history::WriteContext&)>;

// Applies a verb to one of a case's steps, and lets those begin that waited for it.
absl::StatusOr<CaseStep> Write(pg::Tx& tx, const Deps& deps, const Case& c,
                               const std::string& step_id, const std::string& name,
                               const std::string& etag, const std::string& action,
                               const Apply& apply, const history::WriteContext& context) {
  auto there = StepsOfCases(tx, {c.id});
  std::vector<StepsWrite> writes(1);
  StepsWrite& write = writes[0];
  write.c = {.id = c.id,
             .account_id = c.account_id,
             .ended = c.state == "closed" || c.state == "withdrawn",
             .assignee = c.assignee,
             .account_manager = {}};
  write.case_number = c.number;
  write.before = there[c.id];
  for (CaseStep& step : write.before) step.account_id = c.account_id;
  write.after = write.before;
  const auto step = std::find_if(write.after.begin(), write.after.end(),
                                 [&](const CaseStep& s) { return s.id == step_id; });
  if (step == write.after.end()) return status::NotFound(name);
  RETURN_IF_ERROR(api::CheckEtag(etag, step->version));
  RETURN_IF_ERROR(apply(*step, context));
  std::vector<std::string> calendars;
  for (const CaseStep& s : write.after) calendars.push_back(s.calendar);
  ASSIGN_OR_RETURN(const AddWorkingTime add, Counter(tx, *deps.working_times, calendars));
  Settle(write.c, nullptr, context.now, add, write.after);
  RecordSteps(tx, writes, action, step_id, context);
  return *step;
}

template <class Request>
absl::StatusOr<v1::CaseStep> Move(rpc::CallContext& call, const Deps& deps, const Request& request,
                                  const std::string& reason, const std::string& action,
                                  const Apply& apply) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kCaseStepPattern, "name"));
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, reason));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountOfStepForWrite(call, deps, ids, request.name()));
  return api::WriteOnce<v1::CaseStep>(
      call, request,
      [&](pg::Tx& tx, const v1::CaseStep& stored) {
        return CheckStepSeen(tx, call.scope(), stored.name());
      },
      [&](pg::Tx& tx) -> absl::StatusOr<v1::CaseStep> {
        // The case's lock is that of its steps.
        const auto c = LockCase(tx, account.id, ids[1]);
        if (!c) return status::NotFound(request.name());
        ASSIGN_OR_RETURN(const CaseStep step, Write(tx, deps, *c, ids[2], request.name(),
                                                    request.etag(), action, apply, context));
        return ToProto(step, context.now);
      });
}

absl::StatusOr<v1::CaseStep> AssignOne(rpc::CallContext& call, const Deps& deps,
                                       const v1::AssignCaseStepRequest& request) {
  return Move(call, deps, request, request.reason(), "assign",
              [&](CaseStep& step, const history::WriteContext&) {
                return AssignStep(step, request.owner());
              });
}

absl::StatusOr<v1::CaseStep> StartOne(rpc::CallContext& call, const Deps& deps,
                                      const v1::StartCaseStepRequest& request) {
  return Move(call, deps, request, request.reason(), "start",
              [](CaseStep& step, const history::WriteContext& context) {
                return StartStep(step, context.now);
              });
}

absl::StatusOr<v1::CaseStep> CompleteOne(rpc::CallContext& call, const Deps& deps,
                                         const v1::CompleteCaseStepRequest& request) {
  return Move(call, deps, request, "", "complete",
              [&](CaseStep& step, const history::WriteContext& context) {
                return CompleteStep(
                    step, request.note(),
                    {request.evidence_uris().begin(), request.evidence_uris().end()}, context.actor,
                    context.now);
              });
}

absl::StatusOr<v1::CaseStep> SkipOne(rpc::CallContext& call, const Deps& deps,
                                     const v1::SkipCaseStepRequest& request) {
  return Move(call, deps, request, request.reason(), "skip",
              [&](CaseStep& step, const history::WriteContext& context) {
                return SkipStep(step, request.reason(), context.actor, context.now);
              });
}

}  // namespace

void RegisterCaseStepVerbs(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kStepService, "AssignCaseStep"), deps, AssignOne);
  router.Unary(absl::StrCat(kStepService, "StartCaseStep"), deps, StartOne);
  router.Unary(absl::StrCat(kStepService, "CompleteCaseStep"), deps, CompleteOne);
  router.Unary(absl::StrCat(kStepService, "SkipCaseStep"), deps, SkipOne);
}

}  // namespace mainstay::feedback
