#include "common/rpc/status_conversion.h"

#include <string>
#include <utility>
#include <vector>

#include <google/rpc/error_details.pb.h>

#include "absl/time/time.h"
#include "common/status/status.h"

namespace mainstay::rpc {
namespace {

// Not meant for callers. An UNKNOWN with a reason is: whoever gave the reason wrote the message.
bool MustNotLeak(const absl::Status& status) {
  return status.code() == absl::StatusCode::kInternal ||
         (status.code() == absl::StatusCode::kUnknown && !status::GetErrorDetail(status));
}

void AddDetails(const absl::Status& status, std::string_view domain, google::rpc::Status* out) {
  if (std::optional<status::ErrorDetail> detail = status::GetErrorDetail(status)) {
    google::rpc::ErrorInfo info;
    info.set_reason(detail->reason);
    info.set_domain(std::string(domain));
    for (const auto& [key, value] : detail->metadata) (*info.mutable_metadata())[key] = value;
    out->add_details()->PackFrom(info);
  }
  if (auto violations = status::GetFieldViolations(status); !violations.empty()) {
    google::rpc::BadRequest bad;
    for (status::FieldViolation& violation : violations) {
      auto* field = bad.add_field_violations();
      field->set_field(std::move(violation.field));
      field->set_description(std::move(violation.description));
    }
    out->add_details()->PackFrom(bad);
  }
  if (std::optional<absl::Duration> delay = status::GetRetryDelay(status)) {
    google::rpc::RetryInfo retry;
    timespec parts = absl::ToTimespec(*delay);
    retry.mutable_retry_delay()->set_seconds(parts.tv_sec);
    retry.mutable_retry_delay()->set_nanos(static_cast<int32_t>(parts.tv_nsec));
    out->add_details()->PackFrom(retry);
  }
}

// The details of a received status, in the order in which common/status can express them: a bad
// request, a delay, or else a reason. The message stays the sender's.
absl::Status WithDetails(absl::Status status, const google::rpc::Status& details) {
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad;
  google::rpc::RetryInfo retry;
  for (const google::protobuf::Any& detail : details.details()) {
    if (detail.Is<google::rpc::ErrorInfo>()) detail.UnpackTo(&info);
    if (detail.Is<google::rpc::BadRequest>()) detail.UnpackTo(&bad);
    if (detail.Is<google::rpc::RetryInfo>()) detail.UnpackTo(&retry);
  }
  absl::Status rich = status;
  auto take = [&rich](const absl::Status& from) {
    from.ForEachPayload([&rich](absl::string_view url, const absl::Cord& payload) {
      rich.SetPayload(url, payload);
    });
  };
  if (bad.field_violations_size() > 0) {
    std::vector<status::FieldViolation> violations;
    for (auto& field : *bad.mutable_field_violations()) {
      violations.push_back(
          {std::move(*field.mutable_field()), std::move(*field.mutable_description())});
    }
    take(status::BadFields(std::move(violations)));
  }
  if (retry.has_retry_delay()) {
    take(status::RetryLater(status.code(), info.reason(), status.message(),
                            absl::Seconds(retry.retry_delay().seconds()) +
                                absl::Nanoseconds(retry.retry_delay().nanos())));
  }
  if (!info.reason().empty()) {
    take(status::Error(status.code(), info.reason(), status.message(),
                       {info.metadata().begin(), info.metadata().end()}));
  }
  return rich;
}

}  // namespace

google::rpc::Status ToGoogleStatus(const absl::Status& status, std::string_view domain,
                                   std::string_view request_id) {
  google::rpc::Status out;
  if (status.ok()) return out;
  out.set_code(static_cast<int>(status.code()));
  if (MustNotLeak(status)) {
    out.set_message("internal error; quote the request id");
  } else {
    out.set_message(std::string(status.message()));
    AddDetails(status, domain, &out);
  }
  if (!request_id.empty()) {
    google::rpc::RequestInfo info;
    info.set_request_id(std::string(request_id));
    out.add_details()->PackFrom(info);
  }
  return out;
}

grpc::Status ToGrpcStatus(const absl::Status& status, std::string_view domain,
                          std::string_view request_id) {
  if (status.ok()) return grpc::Status::OK;
  google::rpc::Status out = ToGoogleStatus(status, domain, request_id);
  return grpc::Status(static_cast<grpc::StatusCode>(out.code()), out.message(),
                      out.SerializeAsString());
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status out(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status details;
  if (status.error_details().empty() || !details.ParseFromString(status.error_details())) {
    return out;
  }
  return WithDetails(std::move(out), details);
}

}  // namespace mainstay::rpc
