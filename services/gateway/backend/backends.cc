#include "services/gateway/backend/backends.h"

#include <utility>
#include <vector>

#include <grpcpp/client_context.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/time/clock.h"
#include "common/rpc/channel.h"
#include "common/status/status.h"
#include "services/gateway/backend/byte_buffer.h"

namespace mainstay::gateway {
namespace {

constexpr std::string_view kPackagePrefix = "/mainstay.";
// grpc.health.v1.HealthCheckResponse{status: SERVING}: field 1, varint 1.
constexpr std::string_view kServing = "\x08\x01";

struct HealthCall {
  const Backends::Backend* backend;
  grpc::ClientContext context;
  grpc::ByteBuffer request = ToByteBuffer("");  // HealthCheckRequest{}: the whole server
  grpc::ByteBuffer response;
  bool serving = false;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Backends>> Backends::Create(const BackendsOptions& options) {
  auto backends = std::make_unique<Backends>();
  for (const std::string_view entry : absl::StrSplit(options.targets, ',', absl::SkipEmpty())) {
    const size_t equals = entry.find('=');
    if (equals == entry.npos || equals == 0 || equals + 1 == entry.size()) {
      return absl::InvalidArgumentError(
          absl::StrCat("backends: '", entry, "' is not area=host:port"));
    }
    auto backend = std::make_unique<Backend>();
    backend->area = std::string(entry.substr(0, equals));
    ASSIGN_OR_RETURN(backend->channel,
                     rpc::NewChannel({.target = std::string(entry.substr(equals + 1)),
                                      .ca_file = options.ca_file,
                                      .cert_file = options.cert_file,
                                      .key_file = options.key_file}));
    backend->stub = std::make_unique<grpc::GenericStub>(backend->channel);
    const std::string area = backend->area;
    if (!backends->backends_.emplace(area, std::move(backend)).second) {
      return absl::InvalidArgumentError(absl::StrCat("backends: '", area, "' is given twice"));
    }
  }
  if (backends->backends_.empty()) {
    return absl::InvalidArgumentError("backends: name at least one, as in accounts=host:port");
  }
  return backends;
}

const Backends::Backend* Backends::Find(std::string_view area) const {
  const auto found = backends_.find(absl::string_view(area));
  return found == backends_.end() ? nullptr : found->second.get();
}

const Backends::Backend* Backends::FindByPath(std::string_view rpc_path) const {
  if (!absl::StartsWith(rpc_path, kPackagePrefix)) return nullptr;
  rpc_path.remove_prefix(kPackagePrefix.size());
  return Find(rpc_path.substr(0, rpc_path.find('.')));
}

absl::Status Backends::CheckHealth(absl::Duration timeout) const {
  const absl::Time deadline = absl::Now() + timeout;
  std::vector<std::unique_ptr<HealthCall>> calls;
  absl::BlockingCounter answered(static_cast<int>(backends_.size()));
  for (const auto& [area, backend] : backends_) {
    HealthCall* call = calls.emplace_back(std::make_unique<HealthCall>()).get();
    call->backend = backend.get();
    call->context.set_deadline(absl::ToChronoTime(deadline));
    backend->stub->UnaryCall(&call->context, "/grpc.health.v1.Health/Check", {}, &call->request,
                             &call->response, [call, &answered](const grpc::Status& status) {
                               grpc::Slice slice;
                               call->serving =
                                   status.ok() && FlatBytes(call->response, &slice) == kServing;
                               answered.DecrementCount();
                             });
  }
  answered.Wait();
  std::vector<std::string> away;
  for (const auto& call : calls) {
    if (!call->serving) away.push_back(call->backend->area);
  }
  if (away.empty()) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("not serving: ", absl::StrJoin(away, ", ")));
}

}  // namespace mainstay::gateway
