#include "common/events/event_admin.h"

#include <mainstay/events/v1/dead_letter.pb.h>
#include <mainstay/events/v1/event.pb.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/api/idempotency.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/events/backlog_store.h"
#include "common/events/inbox_store.h"
#include "common/log/log.h"
#include "common/status/status.h"

namespace mainstay::events {
namespace {

constexpr size_t kMaxReasonBytes = 4 * 500;
constexpr size_t kMaxReason = 500;  // characters

// "dead" ↔ BACKLOG_STATE_DEAD.
v1::BacklogState StateOf(const std::string& text) {
  v1::BacklogState state = v1::BACKLOG_STATE_UNSPECIFIED;
  v1::BacklogState_Parse(absl::StrCat("BACKLOG_STATE_", absl::AsciiStrToUpper(text)), &state);
  return state;
}

absl::StatusOr<std::string> TextOf(v1::BacklogState state) {
  if (state == v1::BACKLOG_STATE_UNSPECIFIED) return std::string(kDead);
  const std::string& name = v1::BacklogState_Name(state);
  if (name.empty()) return status::BadField("state", "is not a state of dead letters");
  return absl::AsciiStrToLower(name.substr(std::string_view("BACKLOG_STATE_").size()));
}

size_t Characters(const std::string& text) {
  size_t count = 0;
  for (const char c : text) count += (c & 0xc0) != 0x80;
  return count;
}

class EventAdmin {
 public:
  EventAdmin(std::string service, const api::PageTokens* tokens)
      : service_(std::move(service)), tokens_(tokens) {}

  absl::StatusOr<v1::ListDeadLettersResponse> List(
      rpc::CallContext& call, const v1::ListDeadLettersRequest& request) const {
    if (request.parent() != Parent()) {
      return status::BadField("parent", absl::StrCat("must be ", Parent()));
    }
    ASSIGN_OR_RETURN(const int page_size, api::PageSize(request.page_size()));
    ASSIGN_OR_RETURN(const std::string state, TextOf(request.state()));
    const std::string binding = absl::StrCat(call.method(), "\n", state);
    ASSIGN_OR_RETURN(auto after, tokens_->Parse(binding, request.page_token()));
    after.resize(2);
    ASSIGN_OR_RETURN(std::vector<BacklogRow> rows,
                     call.db().ReadOne(call.tx_options(),
                                       [&](pg::Tx& tx) -> absl::StatusOr<std::vector<BacklogRow>> {
                                         return ListBacklog(tx, state, after[0], after[1],
                                                            page_size + 1);
                                       }));
    v1::ListDeadLettersResponse response;
    if (rows.size() > static_cast<size_t>(page_size)) {
      rows.pop_back();
      response.set_next_page_token(
          tokens_->Make(binding, {*pg::ToParam(rows.back().create_time), rows.back().event_id}));
    }
    for (const BacklogRow& row : rows) *response.add_dead_letters() = ToProto(row);
    return response;
  }

  absl::StatusOr<v1::DeadLetter> Replay(rpc::CallContext& call,
                                        const v1::ReplayDeadLetterRequest& request) const {
    return Settle(call, request, /*reason_required=*/false, [&](pg::Tx&, BacklogRow& row) {
      row.state = kRetrying;
      row.attempts = 0;
      row.next_attempt_time = call.now();
      return absl::OkStatus();
    });
  }

  // Its version counts as applied: what comes after it is no gap. What comes after a damaged row,
  // whose version cannot be read, waits as after any gap.
  absl::StatusOr<v1::DeadLetter> Discard(rpc::CallContext& call,
                                         const v1::DiscardDeadLetterRequest& request) const {
    return Settle(call, request, /*reason_required=*/true, [](pg::Tx& tx, BacklogRow& row) {
      v1::Event event;
      if (event.ParseFromString(row.event)) {
        SavePositions(tx, {{{row.area, event.aggregate_type(), event.aggregate_id()},
                            event.aggregate_version()}});
      }
      row.state = kDiscarded;
      row.next_attempt_time = absl::InfiniteFuture();
      return absl::OkStatus();
    });
  }

 private:
  std::string Parent() const { return absl::StrCat("services/", service_); }

  v1::DeadLetter ToProto(const BacklogRow& row) const {
    v1::DeadLetter letter;
    letter.set_name(absl::StrCat(Parent(), "/deadLetters/", row.event_id));
    letter.set_area(row.area);
    letter.set_account(absl::StrCat("accounts/", row.account_id));
    letter.set_type(row.type);
    letter.set_seq(row.seq);
    letter.set_state(StateOf(row.state));
    letter.set_attempts(row.attempts);
    letter.set_error(row.error);
    *letter.mutable_create_time() = api::TimeToProto(row.create_time);
    if (row.next_attempt_time != absl::InfiniteFuture()) {
      *letter.mutable_next_attempt_time() = api::TimeToProto(row.next_attempt_time);
    }
    letter.set_handled_by(row.handled_by);
    if (row.handle_time != absl::InfiniteFuture()) {
      *letter.mutable_handle_time() = api::TimeToProto(row.handle_time);
    }
    letter.set_reason(row.reason);
    return letter;
  }

  // Does `change` to the dead letter that the request names, with who, when and why.
  template <class Request, class Change>
  absl::StatusOr<v1::DeadLetter> Settle(rpc::CallContext& call, const Request& request,
                                        bool reason_required, Change change) const {
    ASSIGN_OR_RETURN(
        const auto ids,
        api::ParseName(request.name(), absl::StrCat(Parent(), "/deadLetters/*"), "name"));
    if (request.reason().size() > kMaxReasonBytes || Characters(request.reason()) > kMaxReason ||
        (reason_required && request.reason().empty())) {
      return status::BadField("reason", reason_required ? "must be 1 to 500 characters"
                                                        : "must be at most 500 characters");
    }
    return api::WriteOnce<v1::DeadLetter>(
        call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::DeadLetter> {
          std::optional<BacklogRow> row = LockBacklogRow(tx, ids[0]);
          if (!row) return status::NotFound(request.name());
          if (row->state != kDead) {
            return status::Error(absl::StatusCode::kFailedPrecondition, "DEAD_LETTER_NOT_DEAD",
                                 absl::StrCat("the event is ", row->state,
                                              "; only a dead one can be replayed or discarded"));
          }
          RETURN_IF_ERROR(change(tx, *row));
          row->handled_by = call.principal().subject;
          row->handle_time = call.now();
          row->reason = request.reason();
          HandleBacklogRow(tx, *row);
          WakeHeads(tx, {{row->area, row->account_id}}, call.now());
          log::Info("a dead letter was handled", {{"event_id", row->event_id},
                                                  {"state", row->state},
                                                  {"principal", row->handled_by},
                                                  {"trace_id", call.trace().trace_id}});
          return ToProto(*row);
        });
  }

  const std::string service_;
  const api::PageTokens* const tokens_;
};

}  // namespace

void RegisterEventAdmin(rpc::Router& router, const std::string& service,
                        const api::PageTokens* tokens) {
  const auto admin = std::make_shared<const EventAdmin>(service, tokens);
  const std::string prefix = absl::StrCat("mainstay.", service, ".v1.EventAdminService/");
  router.Unary<v1::ListDeadLettersRequest, v1::ListDeadLettersResponse>(
      absl::StrCat(prefix, "ListDeadLetters"),
      [admin](rpc::CallContext& call, const v1::ListDeadLettersRequest& request) {
        return admin->List(call, request);
      });
  router.Unary<v1::ReplayDeadLetterRequest, v1::DeadLetter>(
      absl::StrCat(prefix, "ReplayDeadLetter"),
      [admin](rpc::CallContext& call, const v1::ReplayDeadLetterRequest& request) {
        return admin->Replay(call, request);
      });
  router.Unary<v1::DiscardDeadLetterRequest, v1::DeadLetter>(
      absl::StrCat(prefix, "DiscardDeadLetter"),
      [admin](rpc::CallContext& call, const v1::DiscardDeadLetterRequest& request) {
        return admin->Discard(call, request);
      });
}

}  // namespace mainstay::events
