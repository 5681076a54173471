// GetCommitmentStats.
#include <mainstay/engagement/v1/commitment_service.pb.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/enum_text.h"
#include "common/api/page.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/directory/account_access.h"
#include "common/status/status.h"
#include "common/text/rules.h"
#include "services/engagement/commitments/commitment_handlers.h"
#include "services/engagement/commitments/commitment_proto.h"
#include "services/engagement/commitments/commitment_stats_store.h"

namespace mainstay::engagement {
namespace {

absl::StatusOr<CommitmentStatsQuery> QueryOf(const v1::GetCommitmentStatsRequest& request) {
  CommitmentStatsQuery query;
  ASSIGN_OR_RETURN(query.group_by,
                   api::EnumToText(request.group_by(), "COMMITMENT_GROUPING_", "group_by"));
  if (query.group_by.empty()) query.group_by = "account";
  ASSIGN_OR_RETURN(query.party, api::EnumToText(request.party(), "COMMITMENT_PARTY_", "party"));
  if (request.has_start_time()) {
    ASSIGN_OR_RETURN(query.start, api::TimeFromProto(request.start_time(), "start_time"));
  }
  if (request.has_end_time()) {
    ASSIGN_OR_RETURN(query.end, api::TimeFromProto(request.end_time(), "end_time"));
  }
  if (query.start >= query.end) return status::BadField("end_time", "must be after start_time");
  query.time_zone = request.time_zone().empty() ? text::kDefaultTimeZone : request.time_zone();
  if (!text::IsTimeZone(query.time_zone)) {
    return status::BadField("time_zone", text::kTimeZoneRule);
  }
  ASSIGN_OR_RETURN(query.limit, api::PageSize(request.page_size()));
  return query;
}

// What the pages of one question have in common.
std::string BindingOf(const rpc::CallContext& call, v1::GetCommitmentStatsRequest request) {
  request.clear_page_token();
  request.clear_page_size();
  return absl::StrJoin(
      {std::string(call.method()), request.SerializeAsString(), call.scope().user().value_or("")},
      "\n");
}

absl::StatusOr<v1::CommitmentStats> Get(rpc::CallContext& call, const Deps& deps,
                                        const v1::GetCommitmentStatsRequest& request) {
  ASSIGN_OR_RETURN(CommitmentStatsQuery query, QueryOf(request));
  query.now = call.now();
  const std::string binding = BindingOf(call, request);
  ASSIGN_OR_RETURN(query.after, deps.page_tokens->Parse(binding, request.page_token()));
  if (!query.after.empty() && query.after.size() != 2) {
    return status::BadField("page_token", "is not one of this list");
  }
  ASSIGN_OR_RETURN(query.account_id, AccountOfParent(call, *deps.directory, request.parent()));
  return call.db().ReadOne(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::CommitmentStats> {
        const CommitmentStats stats = CountCommitments(tx, query, call.scope());
        v1::CommitmentStats answer;
        *answer.mutable_total() = ToProto(stats.total, "");
        for (const CommitmentCounts& counts : stats.groups) {
          *answer.add_groups() = ToProto(counts, query.group_by);
        }
        if (!stats.next.empty()) {
          answer.set_next_page_token(deps.page_tokens->Make(binding, stats.next));
        }
        return answer;
      });
}

}  // namespace

void RegisterCommitmentStats(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kCommitmentService, "GetCommitmentStats"), deps, Get);
}

}  // namespace mainstay::engagement
