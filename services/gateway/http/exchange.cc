#include "services/gateway/http/exchange.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/status/status.h"
#include "mainstay/options/v1/options.pb.h"
#include "services/gateway/http/error_reply.h"
#include "services/gateway/http/stream_answer.h"
#include "services/gateway/http/unary_answer.h"
#include "services/gateway/http/worker.h"
#include "services/gateway/limit/limit_key.h"

namespace mainstay::gateway {
namespace {

constexpr int kClientClosedRequest = 499;  // nobody sees it but the log and the metrics

bool IsPublic(const google::protobuf::MethodDescriptor& method) {
  return method.options().GetExtension(options::v1::policy).scope() == options::v1::SCOPE_PUBLIC;
}

}  // namespace

Exchange::Exchange(Connection* connection, const Collaborators& collaborators)
    : connection_(connection),
      collaborators_(collaborators),
      facts_(ReadFacts(connection->header())) {
  collaborators_.metrics->in_flight().Increment();
}

Exchange::~Exchange() {
  const absl::Duration took = absl::Now() - start_;
  const int status = status_ == 0 ? kClientClosedRequest : status_;
  const HttpMetrics::Route& route = collaborators_.metrics->route(match_.binding);
  route.Count(status, took);
  collaborators_.metrics->in_flight().Decrement();
  log::Info("request", {{"trace_id", facts_.trace.trace_id},
                        {"request_id", facts_.request_id},
                        {"principal", subject_},
                        {"method", facts_.head ? std::string_view("HEAD") : facts_.method},
                        {"route", route.name()},
                        {"code", int64_t{status}},
                        {"duration_ms", absl::ToDoubleMilliseconds(took)}});
}

void Exchange::Begin() {
  const absl::Status sane = CheckHeader(connection_->header(), connection_->chunked_request());
  if (!sane.ok()) return Fail(sane);
  if (facts_.path.size() + facts_.query.size() > connection_->options().max_target_bytes) {
    return Refuse(414, "the URL is too long");
  }
  if (facts_.method == "OPTIONS") return AnswerOptions();
  if (facts_.method == "GET") {
    const auto page = collaborators_.pages->find(absl::string_view(facts_.path));
    if (page != collaborators_.pages->end()) {
      return Send({.content_type = page->second.content_type, .body = page->second.body});
    }
  }
  if (Route() && Authenticate() && LimitRate()) Admit();
}

bool Exchange::Route() {
  absl::StatusOr<RouteMatch> match = collaborators_.transcoder->Match(facts_.method, facts_.path);
  if (!match.ok()) return Fail(match.status()), false;
  match_ = *std::move(match);
  if (match_.binding == nullptr) {
    if (match_.allow.empty()) return Refuse(404, "there is nothing at this path"), false;
    Reply reply = ErrorReply(405, absl::StrCat("this path answers ", match_.allow));
    absl::StrAppend(&reply.headers, "Allow: ", match_.allow, "\r\n");
    return Send(std::move(reply)), false;
  }
  if (match_.binding->accept_language != nullptr) match_.accept_language = facts_.accept_language;
  const google::protobuf::MethodDescriptor& method = *match_.binding->method;
  uploads_ = match_.binding->raw_request && method.client_streaming();
  if (method.client_streaming() && !uploads_) {
    return Refuse(501, "this method streams both ways: call it by gRPC"), false;
  }
  if (!uploads_ &&
      connection_->content_length().value_or(0) > connection_->options().max_body_bytes) {
    return Refuse(413, absl::StrCat("the body must be at most ",
                                    connection_->options().max_body_bytes, " bytes")),
           false;
  }
  backend_ = collaborators_.backends->Find(match_.binding->area);
  if (backend_ == nullptr) {
    return Fail(status::Error(
               absl::StatusCode::kUnimplemented, "BACKEND_NOT_CONFIGURED",
               absl::StrCat("this gateway has no backend for ", match_.binding->area))),
           false;
  }
  const bool streams = method.client_streaming() || method.server_streaming();
  const absl::StatusOr<absl::Duration> timeout =
      TimeoutOf(connection_->header(), streams ? connection_->options().stream_deadline
                                               : connection_->options().unary_deadline);
  if (!timeout.ok()) return Fail(timeout.status()), false;
  deadline_ = start_ + *timeout;
  return true;
}

bool Exchange::Authenticate() {
  if (facts_.authorization.empty() && IsPublic(*match_.binding->method)) return true;
  const absl::StatusOr<std::string_view> token = BearerToken(facts_.authorization);
  if (!token.ok()) return Fail(token.status()), false;
  absl::StatusOr<auth::Principal> principal = collaborators_.verifier->Verify(*token);
  if (!principal.ok()) return Fail(principal.status()), false;
  subject_ = std::move(principal->subject);
  return true;
}

void Exchange::AnswerOptions() {
  std::string allow;
  if (facts_.path != "*") {
    absl::StatusOr<RouteMatch> match = collaborators_.transcoder->Match("OPTIONS", facts_.path);
    if (!match.ok()) return Fail(match.status());
    allow = match->allow;
    if (collaborators_.pages->contains(absl::string_view(facts_.path))) allow = "GET";
    if (allow.empty()) return Refuse(404, "there is nothing at this path");
  }
  Reply reply{.status = 204, .content_type = ""};
  if (!allow.empty()) absl::StrAppend(&reply.headers, "Allow: ", allow, "\r\n");
  reply.headers.append(collaborators_.cors->PreflightHeaders(facts_.origin, allow));
  Send(std::move(reply));
}

bool Exchange::LimitRate() {
  if (collaborators_.limiter == nullptr) return true;
  const RateLimiter::Decision decision =
      collaborators_.limiter->Take(LimitKey(subject_, subject_.empty() ? Caller() : ""));
  if (decision.allowed) return true;
  collaborators_.metrics->rate_limited().Increment();
  return Fail(status::RetryLater(absl::StatusCode::kResourceExhausted, "RATE_LIMITED",
                                 "too many requests; slow down", decision.retry_after)),
         false;
}

std::string Exchange::Caller() const {
  if (collaborators_.proxies == nullptr) return connection_->peer();
  std::vector<std::string_view> forwarded_for;
  const auto lines = connection_->header().equal_range("X-Forwarded-For");
  for (auto line = lines.first; line != lines.second; ++line) {
    forwarded_for.push_back(View(line->value()));
  }
  return collaborators_.proxies->CallerOf(connection_->peer(), forwarded_for);
}

void Exchange::Admit() {
  const google::protobuf::MethodDescriptor& method = *match_.binding->method;
  if (method.client_streaming() || method.server_streaming()) {
    answer_ = std::make_unique<StreamAnswer>(this);
  } else {
    answer_ = std::make_unique<UnaryAnswer>(this);
  }
}

void Exchange::OnBody(std::string bytes) { answer_->OnBody(std::move(bytes)); }

void Exchange::OnBodyEnd() {
  if (answer_ != nullptr && status_ == 0) answer_->OnBodyEnd();
}

void Exchange::OnDisconnect() {
  gone_ = true;
  if (answer_ != nullptr) answer_->Cancel();
}

void Exchange::Refuse(int http_status, std::string_view message) {
  if (answer_ != nullptr) answer_->Cancel();
  Send(ErrorReply(http_status, message));
}

CallParameters Exchange::call_parameters() const {
  return {.rpc_path = match_.binding->rpc_path,
          .authorization = std::string(facts_.authorization),
          .request_id = facts_.request_id,
          .trace = facts_.trace,
          .deadline = deadline_};
}

void Exchange::Stamp(Reply* reply) {
  status_ = reply->status;
  reply->headers.append(collaborators_.cors->AnswerHeaders(facts_.origin));
}

void Exchange::Send(Reply reply) {
  if (status_ != 0 || gone_) return;  // answered early, or nobody is left
  Stamp(&reply);
  connection_->Send(std::move(reply));
}

void Exchange::SendHead(Reply reply) {
  Stamp(&reply);
  connection_->SendHead(std::move(reply));
}

void Exchange::Fail(const absl::Status& status) { Send(ErrorReply(status)); }

void Exchange::Fail(const grpc::Status& status) {
  CountUpstreamError(status);
  Send(ErrorReply(status));
}

void Exchange::CountUpstreamError(const grpc::Status& status) {
  if (gone_) return;  // cancelled for the caller's sake
  collaborators_.metrics->CountUpstreamError(backend_->area, status.error_code());
}

}  // namespace mainstay::gateway
