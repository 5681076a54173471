#include "services/gateway/proxy/proxy_call.h"

#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "common/log/log.h"
#include "common/rpc/status_conversion.h"
#include "common/status/status.h"
#include "services/gateway/limit/limit_key.h"

namespace mainstay::gateway {
namespace {

constexpr std::string_view kDomain = "gateway.mainstay";

std::string_view View(grpc::string_ref text) { return {text.data(), text.size()}; }

std::string_view Find(const grpc::GenericCallbackServerContext& context, const char* key) {
  const auto found = context.client_metadata().find(key);
  return found == context.client_metadata().end() ? std::string_view() : View(found->second);
}

// What gRPC writes by itself on either connection, and what the proxy writes anew.
bool IsOwnMetadata(std::string_view key) {
  return absl::StartsWith(key, ":") || absl::StartsWith(key, "grpc-") || key == "user-agent" ||
         key == "content-type" || key == "te" || key == "host" || key == "traceparent";
}

prometheus::Gauge& InFlight() {
  static prometheus::Gauge& gauge =
      metrics::Gauge("mainstay_gateway_grpc_in_flight", "Proxied gRPC calls under way.");
  return gauge;
}

prometheus::Counter& RateLimited() {
  static prometheus::Counter& counter =
      metrics::Counter("mainstay_gateway_rate_limited_total", "Requests refused by the rate limit.",
                       {{"protocol", "grpc"}});
  return counter;
}

}  // namespace

ProxyCall::ProxyCall(const ProxyCollaborators& collaborators,
                     grpc::GenericCallbackServerContext* context)
    : collaborators_(collaborators),
      context_(context),
      route_(collaborators.routes->Find(context->method())) {
  const auto parent = trace::ParseTraceparent(Find(*context, "traceparent"));
  trace_ = parent.has_value() ? trace::ChildOf(*parent) : trace::NewTrace();
  InFlight().Increment();
}

void ProxyCall::Begin() {
  if (route_ == nullptr) {
    return Refuse(status::Error(absl::StatusCode::kUnimplemented, "METHOD_UNKNOWN",
                                "this gateway does not know the method"));
  }
  if (const absl::Status identified = Identify(); !identified.ok()) return Refuse(identified);
  if (collaborators_.limiter == nullptr) return Forward();
  const RateLimiter::Decision decision =
      collaborators_.limiter->Take(LimitKey(subject_, subject_.empty() ? Caller() : ""));
  if (decision.allowed) return Forward();
  RateLimited().Increment();
  Refuse(status::RetryLater(absl::StatusCode::kResourceExhausted, "RATE_LIMITED",
                            "too many requests; slow down", decision.retry_after));
}

absl::Status ProxyCall::Identify() {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view authorization = Find(*context_, "authorization");
  if (authorization.empty() && route_->is_public) return absl::OkStatus();
  if (authorization.empty()) {
    return status::Error(absl::StatusCode::kUnauthenticated, "TOKEN_MISSING",
                         "send a token in the metadata: authorization: Bearer …");
  }
  if (!absl::StartsWithIgnoreCase(authorization, kScheme)) {
    return status::Error(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID",
                         "the authorization metadata must be: Bearer …");
  }
  absl::StatusOr<auth::Principal> principal =
      collaborators_.verifier->Verify(authorization.substr(kScheme.size()));
  if (!principal.ok()) return principal.status();
  subject_ = std::move(principal->subject);
  return absl::OkStatus();
}

std::string ProxyCall::Caller() const {
  if (collaborators_.proxies == nullptr) return context_->peer();
  std::vector<std::string_view> forwarded_for;
  const auto lines = context_->client_metadata().equal_range("x-forwarded-for");
  for (auto line = lines.first; line != lines.second; ++line) {
    forwarded_for.push_back(View(line->second));
  }
  return collaborators_.proxies->CallerOf(context_->peer(), forwarded_for);
}

void ProxyCall::Refuse(const absl::Status& status) {
  const grpc::Status refusal = rpc::ToGrpcStatus(status, kDomain);
  code_ = refusal.error_code();
  Finish(refusal);
}

void ProxyCall::ForwardMetadata() {
  for (const auto& [key, value] : context_->client_metadata()) {
    if (IsOwnMetadata(View(key))) continue;
    backend_context_.AddMetadata(std::string(View(key)), std::string(View(value)));
  }
  backend_context_.AddMetadata("traceparent", trace_.ToTraceparent());
  backend_context_.set_deadline(context_->deadline());
}

void ProxyCall::Forward() {
  ForwardMetadata();
  route_->backend->stub->PrepareBidiStreamingCall(&backend_context_, route_->path, {}, &backward_);
  backward_.AddMultipleHolds(2);
  backward_.StartRead(&down_);
  backward_.StartCall();
  StartRead(&up_);
}

// The caller has sent a message, has no more, or has gone.
void ProxyCall::OnReadDone(bool ok) {
  {
    absl::MutexLock lock(&mutex_);
    if (!up_open_) return;
    if (ok && route_->client_streaming) return backward_.StartWrite(&up_);
    if (ok) {
      backward_.StartWriteLast(&up_, grpc::WriteOptions());
    } else if (!answering_) {
      return StartSendInitialMetadata();  // OnSendInitialMetadataDone goes on
    } else if (context_->IsCancelled()) {
      backend_context_.TryCancel();
    } else {
      backward_.StartWritesDone();
    }
  }
  CloseUp();
}

// gRPC ends the reads of a stream that was reset just as those of one that was completed, and tells
// of the reset separately, maybe later. But nothing can be sent on a stream that was reset: so an
// upload that was cut off never looks to the backend like one that has ended.
void ProxyCall::OnSendInitialMetadataDone(bool ok) {
  {
    absl::MutexLock lock(&mutex_);
    if (!up_open_) return;
    if (ok && !context_->IsCancelled()) {
      backward_.StartWritesDone();
    } else {
      backend_context_.TryCancel();
    }
  }
  CloseUp();
}

void ProxyCall::OnBackendTook(bool ok) {
  up_.Clear();
  if (!ok) return CloseUp();
  if (route_->client_streaming) StartRead(&up_);
}

void ProxyCall::CloseUp() {
  {
    absl::MutexLock lock(&mutex_);
    if (!std::exchange(up_open_, false)) return;
  }
  backward_.RemoveHold();
}

void ProxyCall::OnBackendMessage(bool ok) {
  if (ok && route_->server_streaming) {
    absl::MutexLock lock(&mutex_);
    answering_ = true;
    return StartWrite(&down_);
  }
  if (ok && !std::exchange(has_answer_, true) && route_->client_streaming) {
    return backward_.StartRead(&after_answer_);  // which says when the backend ends the call
  }
  if (!ok) CloseUp();  // it has ended the call, perhaps before the caller was through
  backward_.RemoveHold();
}

void ProxyCall::OnWriteDone(bool ok) {
  if (ok) return backward_.StartRead(&down_);
  backend_context_.TryCancel();
  backward_.RemoveHold();
}

void ProxyCall::OnBackendDone(const grpc::Status& status) {
  code_ = status.error_code();
  for (const auto& [key, value] : backend_context_.GetServerTrailingMetadata()) {
    if (View(key) == "grpc-status-details-bin") continue;  // goes with the status
    context_->AddTrailingMetadata(std::string(View(key)), std::string(View(value)));
  }
  if (status.ok() && has_answer_) {
    StartWriteAndFinish(&down_, grpc::WriteOptions(), status);
  } else {
    Finish(status);
  }
}

void ProxyCall::OnDone() {
  const absl::Duration took = absl::Now() - start_;
  if (route_ != nullptr) route_->Count(code_, took);
  InFlight().Decrement();
  log::Info("call", {{"trace_id", trace_.trace_id},
                     {"principal", subject_},
                     {"method", context_->method()},
                     {"code", absl::StatusCodeToString(static_cast<absl::StatusCode>(code_))},
                     {"duration_ms", absl::ToDoubleMilliseconds(took)}});
  delete this;
}

}  // namespace mainstay::gateway
