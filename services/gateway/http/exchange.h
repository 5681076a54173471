// One HTTP request and its answer: what must hold before a backend is called (a sane header, a
// route, a token, the rate limit), then the Answer, then the access log and the metrics. Owned by
// its Connection; one thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/gateway/backend/call_parameters.h"
#include "services/gateway/http/answer.h"
#include "services/gateway/http/collaborators.h"
#include "services/gateway/http/connection.h"
#include "services/gateway/http/request_facts.h"

namespace mainstay::gateway {

class Exchange {
 public:
  Exchange(Connection* connection, const Collaborators& collaborators);
  ~Exchange();

  // For the Connection.

  void Begin();
  bool WantsBody() const { return answer_ != nullptr && answer_->WantsBody(); }
  void OnBody(std::string bytes);
  void OnBodyEnd();
  void OnSent() { answer_->OnSent(); }
  void OnDisconnect();
  void Refuse(int http_status, std::string_view message);
  // The body is streamed to the backend, however long it is.
  bool uploads() const { return uploads_; }
  bool idle() const { return answer_ == nullptr || answer_->idle(); }
  bool head_only() const { return facts_.head; }
  const std::string& request_id() const { return facts_.request_id; }

  // For the Answer.

  Connection& connection() { return *connection_; }
  const Collaborators& collaborators() const { return collaborators_; }
  const RouteMatch& match() const { return match_; }
  const Backends::Backend& backend() const { return *backend_; }
  std::string_view query() const { return facts_.query; }
  std::string_view content_type() const { return facts_.content_type; }
  CallParameters call_parameters() const;
  void Send(Reply reply);
  void SendHead(Reply reply);
  void Fail(const absl::Status& status);
  void Fail(const grpc::Status& status);
  // A backend's call failed, whether or not that still can be shown.
  void CountUpstreamError(const grpc::Status& status);

 private:
  // Each returns false when it answered the request itself.
  bool Route();
  bool Authenticate();
  void AnswerOptions();
  bool LimitRate();
  // The address that calls without a token are limited by.
  std::string Caller() const;
  void Admit();
  void Stamp(Reply* reply);

  Connection* const connection_;
  const Collaborators& collaborators_;
  const absl::Time start_ = absl::Now();
  RequestFacts facts_;
  RouteMatch match_;
  const Backends::Backend* backend_ = nullptr;
  std::string subject_;  // who calls; empty for nobody in particular
  absl::Time deadline_ = absl::InfiniteFuture();
  std::unique_ptr<Answer> answer_;

  bool uploads_ = false;
  bool gone_ = false;  // the caller
  int status_ = 0;     // of the answer; 0: none yet
};

}  // namespace mainstay::gateway
