// What a handler knows about the call it answers.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "common/auth/principal.h"
#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "common/time/clock.h"
#include "common/trace/trace.h"

namespace mainstay::rpc {

// Valid until the handler returns, a watch's until the watch is over; used only by the thread of
// the worker that has the call: each look of a watch may have another one, with another db().
class CallContext {
 public:
  CallContext(std::string_view method, auth::Principal principal, auth::AccountScope scope,
              trace::TraceContext trace, absl::Time deadline, pg::Session* session,
              const time::Clock* clock, std::function<bool()> cancelled, std::string token)
      : method_(method),
        principal_(std::move(principal)),
        scope_(std::move(scope)),
        trace_(std::move(trace)),
        deadline_(deadline),
        session_(session),
        clock_(clock),
        cancelled_(std::move(cancelled)),
        token_(std::move(token)) {}

  // "mainstay.accounts.v1.AccountService/GetAccount"
  std::string_view method() const { return method_; }
  const auth::Principal& principal() const { return principal_; }
  // What the method's policy resolved to for this caller; stores take it.
  const auth::AccountScope& scope() const { return scope_; }
  // The caller's bearer token, for calls to other services in their name; empty without one. Never
  // logged, never stored.
  std::string_view token() const { return token_; }
  const trace::TraceContext& trace() const { return trace_; }
  // Capped by the server; never infinite for unary calls.
  absl::Time deadline() const { return deadline_; }
  pg::TxOptions tx_options() const { return {.deadline = deadline_}; }
  // The worker's own connection.
  pg::Session& db() const { return *session_; }
  // Another worker goes on with the call. For the adapter.
  void MoveTo(pg::Session* session) { session_ = session; }
  absl::Time now() const { return clock_->Now(); }
  // True once the caller has gone; long work looks now and then.
  bool cancelled() const { return cancelled_(); }

 private:
  std::string_view method_;
  auth::Principal principal_;
  auth::AccountScope scope_;
  trace::TraceContext trace_;
  absl::Time deadline_;
  pg::Session* session_;
  const time::Clock* clock_;
  std::function<bool()> cancelled_;
  std::string token_;
};

}  // namespace mainstay::rpc
