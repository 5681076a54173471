#include "services/gateway/backend/call_parameters.h"

namespace mainstay::gateway {

void Apply(const CallParameters& parameters, grpc::ClientContext* context) {
  if (!parameters.authorization.empty()) {
    context->AddMetadata("authorization", parameters.authorization);
  }
  context->AddMetadata("traceparent", parameters.trace.ToTraceparent());
  if (!parameters.request_id.empty()) context->AddMetadata("x-request-id", parameters.request_id);
  if (parameters.deadline != absl::InfiniteFuture()) {
    context->set_deadline(absl::ToChronoTime(parameters.deadline));
  }
}

}  // namespace mainstay::gateway
