// SuggestAssignee and ReassignCases.
#include <mainstay/feedback/v1/agent_service.pb.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/write_context.h"
#include "common/status/status.h"
#include "common/text/rules.h"
#include "services/feedback/assignment/agent_handlers.h"
#include "services/feedback/assignment/agent_proto.h"
#include "services/feedback/assignment/agent_store.h"
#include "services/feedback/assignment/assignment_write.h"
#include "services/feedback/cases/case_account_reads.h"
#include "services/feedback/cases/case_handlers.h"
#include "services/feedback/cases/case_proto.h"
#include "services/feedback/cases/case_store.h"
#include "services/feedback/cases/case_verbs.h"
#include "services/feedback/cases/case_write.h"

namespace mainstay::feedback {
namespace {

constexpr int kMostExcluded = 100;
// A call's: each is a write of its own within one transaction.
constexpr int kMostReassigned = 200;

absl::StatusOr<v1::AssigneeSuggestion> Suggest(rpc::CallContext& call, const Deps& deps,
                                               const v1::SuggestAssigneeRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kCasePattern, "name"));
  if (request.excluded_users_size() > kMostExcluded) {
    return status::BadField("excluded_users", absl::StrCat("must be at most ", kMostExcluded));
  }
  const std::vector<std::string> excluded(request.excluded_users().begin(),
                                          request.excluded_users().end());
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountOfCase(call, deps, ids, request.name()));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::AssigneeSuggestion> {
                          const auto c = ReadCase(tx, account.id, ids[1]);
                          if (!c) return status::NotFound(request.name());
                          const Assignment assignment =
                              CaseAssigner(tx, {c->account_id}).Next(*c, excluded, call.now());
                          v1::AssigneeSuggestion suggestion;
                          suggestion.set_name(CaseName(*c));
                          suggestion.set_assignee(assignment.user);
                          for (const Consideration& one : assignment.considerations) {
                            *suggestion.add_considerations() = ToProto(one);
                          }
                          return suggestion;
                        });
}

v1::Reassignment ToProto(const Case& c, const Assignment& assignment) {
  v1::Reassignment message;
  message.set_case_(CaseName(c));
  message.set_number(c.number);
  message.set_assignee(assignment.user);
  for (const Consideration& one : assignment.considerations) {
    *message.add_considerations() = ToProto(one);
  }
  return message;
}

// Gives the open cases of `user` to others, or only says how.
absl::StatusOr<v1::ReassignCasesResponse> ReassignFrom(pg::Tx& tx, const std::string& user,
                                                       const Deps& deps, bool validate_only,
                                                       const auth::AccountScope& scope,
                                                       const history::WriteContext& context) {
  if (!ReadAgent(tx, user)) return status::NotFound(AgentName(user));
  const AssignedCases assigned = validate_only ? OpenCasesOf(tx, user, scope, kMostReassigned)
                                               : LockOpenCasesOf(tx, user, scope, kMostReassigned);
  std::vector<std::string> accounts;
  for (const Case& c : assigned.cases) accounts.push_back(c.account_id);
  CaseAssigner assigner(tx, std::move(accounts));
  v1::ReassignCasesResponse response;
  for (const Case& before : assigned.cases) {
    const Assignment assignment = assigner.Next(before, {user}, context.now);
    *response.add_reassignments() = ToProto(before, assignment);
    if (validate_only || assignment.user.empty()) continue;
    Case after = before;
    RETURN_IF_ERROR(Assign(after, assignment.user));
    const CaseEntry entry{.kind = "verb", .verb = "assign", .text = context.reason};
    RETURN_IF_ERROR(
        ChangeCase(tx, deps.case_sequels, before, std::move(after), {"assign", entry}, context)
            .status());
  }
  response.set_remaining_count(assigned.remaining);
  return response;
}

absl::StatusOr<v1::ReassignCasesResponse> Reassign(rpc::CallContext& call, const Deps& deps,
                                                   const v1::ReassignCasesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kAgentPattern, "name"));
  const std::string reason = text::Trim(request.reason());
  if (reason.empty()) {
    return status::BadField("reason", "say why, in 1 to 500 characters");
  }
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, reason));
  const auto reassign = [&](pg::Tx& tx) {
    return ReassignFrom(tx, ids[0], deps, request.validate_only(), call.scope(), context);
  };
  if (request.validate_only()) return call.db().Read(call.tx_options(), reassign);
  const auto still_seen = [&](pg::Tx& tx, const v1::ReassignCasesResponse& stored) {
    for (const v1::Reassignment& one : stored.reassignments()) {
      RETURN_IF_ERROR(CheckCaseSeen(tx, call.scope(), one.case_()));
    }
    return absl::OkStatus();
  };
  return api::WriteOnce<v1::ReassignCasesResponse>(call, request, still_seen, reassign);
}

}  // namespace

void RegisterAssignment(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kAgentService, "SuggestAssignee"), deps, Suggest);
  router.Unary(absl::StrCat(kAgentService, "ReassignCases"), deps, Reassign);
}

}  // namespace mainstay::feedback
