#include "common/rpc/incoming_call.h"

#include <exception>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/auth/policy.h"
#include "common/log/log.h"
#include "common/metrics/metrics.h"
#include "common/rpc/admission.h"
#include "common/rpc/messages.h"
#include "common/rpc/status_conversion.h"
#include "common/status/status.h"

namespace mainstay::rpc {
namespace {

constexpr std::string_view kBearer = "bearer ";

prometheus::Gauge& InFlight() {
  static prometheus::Gauge& gauge =
      metrics::Gauge("mainstay_rpc_in_flight", "Calls arrived and not yet answered");
  return gauge;
}

// The value of a header that must not be repeated; empty when absent.
std::string_view Header(const grpc::CallbackServerContext& context, const char* name) {
  const auto& headers = context.client_metadata();
  auto it = headers.find(name);
  if (it == headers.end()) return {};
  return std::string_view(it->second.data(), it->second.size());
}

trace::TraceContext TraceOf(const grpc::CallbackServerContext& context) {
  std::string_view header = Header(context, "traceparent");
  if (!header.empty()) {
    if (auto parent = trace::ParseTraceparent(header)) return trace::ChildOf(*parent);
  }
  return trace::NewTrace();
}

bool IsOurFault(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

}  // namespace

void AddPushback(absl::Duration delay, grpc::CallbackServerContext* context) {
  context->AddTrailingMetadata("grpc-retry-pushback-ms",
                               absl::StrCat(absl::ToInt64Milliseconds(delay)));
}

IncomingCall::IncomingCall(const Method& method, const ServerState& state,
                           grpc::CallbackServerContext* context)
    : method_(method),
      state_(state),
      transport_(context),
      arrival_(absl::Now()),
      deadline_(std::min(absl::FromChrono(context->deadline()), arrival_ + method.max_deadline)),
      trace_(TraceOf(*context)) {
  InFlight().Increment();
}

absl::Status IncomingCall::Identify() {
  std::string_view authorization = Header(*transport_, "authorization");
  if (!authorization.empty()) {
    if (!absl::StartsWithIgnoreCase(authorization, kBearer)) {
      return status::Error(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID",
                           "send the token as: authorization: Bearer TOKEN");
    }
    token_ = authorization.substr(kBearer.size());
    ASSIGN_OR_RETURN(principal_, state_.verifier->Verify(token_));
  }
  ASSIGN_OR_RETURN(scope_, auth::Authorize(method_.policy, principal_));
  return absl::OkStatus();
}

absl::Status IncomingCall::Admit() {
  RETURN_IF_ERROR(Identify());
  return Readmit();
}

absl::Status IncomingCall::Readmit() { return method_.queue->Offer(method_.lane, this, deadline_); }

CallContext& IncomingCall::OpenContext(pg::Session* session) {
  return context_.emplace(
      method_.name, std::move(principal_), std::move(scope_), trace_, deadline_, session,
      state_.clock, [this] { return cancelled(); }, std::move(token_));
}

absl::Status IncomingCall::StillWanted() const {
  if (absl::Now() >= deadline_) {
    return absl::DeadlineExceededError("the deadline passed before the call could be run");
  }
  if (cancelled()) return absl::CancelledError("the caller has gone");
  return absl::OkStatus();
}

grpc::ByteBuffer IncomingCall::Piece(const google::protobuf::Message& message) const {
  if (method_.response_fields.empty()) return SerializeMessage(message);
  std::unique_ptr<google::protobuf::Message> copy(message.New());
  copy->CopyFrom(message);
  method_.response_fields.Mask(principal(), copy.get());
  return SerializeMessage(*copy);
}

absl::Status IncomingCall::Guard(const std::function<absl::Status()>& handler) const {
  try {
    return handler();
  } catch (...) {
    return LogException(std::current_exception(), method_.name, trace_.trace_id);
  }
}

grpc::Status IncomingCall::Conclude(const absl::Status& status) {
  const absl::Duration elapsed = absl::Now() - arrival_;
  const double milliseconds = absl::ToDoubleMilliseconds(elapsed);
  InFlight().Decrement();
  method_.metrics.Record(status.code(), elapsed);
  if (status.ok()) {
    log::Info("rpc", {{"method", method_.name},
                      {"code", std::string_view("OK")},
                      {"duration_ms", milliseconds},
                      {"trace_id", trace_.trace_id},
                      {"principal", principal().subject}});
    return grpc::Status::OK;
  }
  const std::string code = absl::StatusCodeToString(status.code());
  log::Write(IsOurFault(status.code()) ? log::Level::kError : log::Level::kInfo, "rpc",
             {{"method", method_.name},
              {"code", code},
              {"duration_ms", milliseconds},
              {"trace_id", trace_.trace_id},
              {"principal", principal().subject},
              {"error", status.message()}});
  if (std::optional<absl::Duration> delay = status::GetRetryDelay(status)) {
    AddPushback(*delay, transport_);
  }
  return ToGrpcStatus(status, method_.domain, trace_.trace_id);
}

absl::Status LogException(const std::exception_ptr& thrown, std::string_view method,
                          std::string_view trace_id) {
  std::string what = "not a std::exception";
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& exception) {
    what = exception.what();
  } catch (...) {
  }
  log::Error("a handler threw", {{"method", method}, {"trace_id", trace_id}, {"what", what}});
  return absl::InternalError(absl::StrCat("a handler threw: ", what));
}

}  // namespace mainstay::rpc
