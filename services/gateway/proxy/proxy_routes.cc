#include "services/gateway/proxy/proxy_routes.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "mainstay/options/v1/options.pb.h"
#include "services/gateway/transcode/binding.h"

namespace mainstay::gateway {

void ProxyRoute::Count(grpc::StatusCode code, absl::Duration took) const {
  const size_t index = static_cast<size_t>(code) < by_code.size() ? code : grpc::UNKNOWN;
  prometheus::Counter* counter = by_code[index].load(std::memory_order_acquire);
  if (counter == nullptr) {
    counter = &metrics::Counter("mainstay_gateway_grpc_calls_total", "Proxied gRPC calls.",
                                {{"method", path}, {"code", absl::StrCat(index)}});
    by_code[index].store(counter, std::memory_order_release);
  }
  counter->Increment();
  latency->Observe(absl::ToDoubleSeconds(took));
}

ProxyRoutes::ProxyRoutes(const Backends& backends) {
  for (const google::protobuf::ServiceDescriptor* service : LinkedServices()) {
    for (int i = 0; i < service->method_count(); ++i) {
      const google::protobuf::MethodDescriptor& method = *service->method(i);
      std::string path = absl::StrCat("/", service->full_name(), "/", method.name());
      const Backends::Backend* backend = backends.FindByPath(path);
      if (backend == nullptr) continue;
      const bool is_public =
          method.options().GetExtension(options::v1::policy).scope() == options::v1::SCOPE_PUBLIC;
      Add(std::move(path), *backend, method.client_streaming(), method.server_streaming(),
          is_public);
    }
  }
  for (const char* version : {"v1", "v1alpha"}) {
    Add(absl::StrCat("/grpc.reflection.", version, ".ServerReflection/ServerReflectionInfo"),
        backends.any(), true, true, true);
  }
}

void ProxyRoutes::Add(std::string path, const Backends::Backend& backend, bool client_streaming,
                      bool server_streaming, bool is_public) {
  prometheus::Histogram& latency = metrics::LatencyHistogram(
      "mainstay_gateway_grpc_call_seconds", "Proxied gRPC calls, from arrival to the status.",
      {{"method", path}});
  routes_.emplace(path, new ProxyRoute{.path = path,
                                       .backend = &backend,
                                       .client_streaming = client_streaming,
                                       .server_streaming = server_streaming,
                                       .is_public = is_public,
                                       .latency = &latency});
}

const ProxyRoute* ProxyRoutes::Find(std::string_view path) const {
  const auto found = routes_.find(absl::string_view(path));
  return found == routes_.end() ? nullptr : found->second.get();
}

}  // namespace mainstay::gateway
