// Create and update.
#include <mainstay/feedback/v1/benchmark_case_service.pb.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/field_mask.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/feedback/cases/case_account_reads.h"
#include "services/feedback/cases/case_handlers.h"
#include "services/feedback/cases/case_store.h"
#include "services/feedback/improvement/benchmark_case_events.h"
#include "services/feedback/improvement/benchmark_case_handlers.h"
#include "services/feedback/improvement/benchmark_case_proto.h"
#include "services/feedback/improvement/benchmark_case_store.h"

namespace mainstay::feedback {
namespace {

constexpr std::string_view kField = "benchmark_case";

absl::StatusOr<v1::BenchmarkCase> Create(rpc::CallContext& call, const Deps& deps,
                                         const v1::CreateBenchmarkCaseRequest& request) {
  const v1::BenchmarkCase& wanted = request.benchmark_case();
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(wanted.case_(), kCasePattern, "benchmark_case.case"));
  BenchmarkCase parsed = FromProto(wanted);
  FillIn(parsed);
  if (absl::Status valid = Validate(parsed); !valid.ok()) {
    return status::PrefixFields(valid, kField);
  }
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountOfCase(call, deps, ids, wanted.case_()));
  return api::WriteOnce<v1::BenchmarkCase>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::BenchmarkCase> {
        const auto c = ReadCase(tx, account.id, ids[1]);
        if (!c) return status::NotFound(wanted.case_());
        if (c->state != "resolved" && c->state != "closed") {
          return status::Error(absl::StatusCode::kFailedPrecondition, "CASE_NOT_SOLVED",
                               "only a resolved or closed case is an example to others");
        }
        BenchmarkCase benchmark = parsed;
        benchmark.id = api::NewUuid(context.now);
        benchmark.case_id = c->id;
        benchmark.category = c->category;
        benchmark.author = context.actor;
        benchmark.create_time = benchmark.update_time = context.now;
        InsertBenchmarkCase(tx, benchmark);
        history::RecordChanges(tx, kBenchmarkCaseChanges, benchmark.id, benchmark.version, "create",
                               {{}}, context);
        events::Append(tx, BenchmarkCaseCreatedEvent(benchmark, context));
        return ToProto(benchmark, {{c->id, c->account_id}});
      });
}

// Refuses another case than the one it is of.
absl::Status CheckSameCase(const v1::UpdateBenchmarkCaseRequest& request,
                           const v1::BenchmarkCase& before) {
  const auto& paths = request.update_mask().paths();
  const bool named = std::find(paths.begin(), paths.end(), "case") != paths.end();
  const std::string& wanted = request.benchmark_case().case_();
  const bool present = (paths.empty() || paths[0] == "*") && !wanted.empty();
  if ((named || present) && wanted != before.case_()) {
    return status::BadField("benchmark_case.case", "never changes; make another benchmark case");
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::BenchmarkCase> Update(rpc::CallContext& call,
                                         const v1::UpdateBenchmarkCaseRequest& request) {
  const v1::BenchmarkCase& wanted = request.benchmark_case();
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(wanted.name(), kBenchmarkCasePattern, "benchmark_case.name"));
  ASSIGN_OR_RETURN(const auto fields, api::FieldsToUpdate(request.update_mask(), wanted));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::BenchmarkCase>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::BenchmarkCase> {
        const auto before = LockBenchmarkCase(tx, ids[0]);
        if (!before) return status::NotFound(wanted.name());
        if (!call.scope().all() && before->author != call.principal().subject) {
          return status::Error(absl::StatusCode::kPermissionDenied, "NOT_THE_AUTHOR",
                               absl::StrCat("only its author ", before->author,
                                            " and those who see every account change it"));
        }
        RETURN_IF_ERROR(api::CheckEtag(wanted.etag(), before->version));
        const SeenCases seen = CasesInScope(tx, {before->case_id}, call.scope());
        const v1::BenchmarkCase shown = ToProto(*before, seen);
        RETURN_IF_ERROR(CheckSameCase(request, shown));
        BenchmarkCase after = *before;
        const BenchmarkCase parsed = FromProto(wanted);
        history::CopyFields(BenchmarkCaseFields(), fields, parsed, after);
        // A line break in a tag, which Validate refuses, would not come through as text.
        if (std::find(fields.begin(), fields.end(), "tags") != fields.end()) {
          after.tags = parsed.tags;
        }
        FillIn(after);
        absl::Status valid = api::CheckOutputOnly(request.update_mask(), wanted, shown);
        if (valid.ok()) valid = Validate(after);
        if (!valid.ok()) return status::PrefixFields(valid, kField);
        const auto changes = history::Diff(BenchmarkCaseFields(), *before, after);
        if (changes.empty()) return shown;
        const history::WriteContext at = history::NextVersion(*before, context, after);
        UpdateBenchmarkCase(tx, after);
        history::RecordChanges(tx, kBenchmarkCaseChanges, after.id, after.version, "update",
                               changes, at);
        events::Append(tx, BenchmarkCaseChangedEvent(after, changes, at));
        return ToProto(after, seen);
      });
}

}  // namespace

void RegisterBenchmarkCaseWrites(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kBenchmarkCaseService, "CreateBenchmarkCase"), deps, Create);
  router.Unary(absl::StrCat(kBenchmarkCaseService, "UpdateBenchmarkCase"), Update);
}

}  // namespace mainstay::feedback
