#include "common/rpc/descriptor_service.h"

#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/impl/rpc_service_method.h>
#include <grpcpp/support/byte_buffer.h>

#include "common/rpc/client_stream_call.h"
#include "common/rpc/server_stream_call.h"
#include "common/rpc/unary_call.h"
#include "common/rpc/watch_call.h"

namespace mainstay::rpc {
namespace {

using grpc::ByteBuffer;
using grpc::CallbackServerContext;
using GrpcHandler = grpc::internal::MethodHandler;
using grpc::internal::RpcMethod;

GrpcHandler* UnaryHandler(const Method& method, const ServerState& state) {
  return new grpc::internal::CallbackUnaryHandler<ByteBuffer, ByteBuffer>(
      [&](CallbackServerContext* context, const ByteBuffer* request, ByteBuffer* response) {
        return UnaryCall::Start(method, state, context, request, response);
      });
}

GrpcHandler* ClientStreamHandler(const Method& method, const ServerState& state) {
  return new grpc::internal::CallbackClientStreamingHandler<ByteBuffer, ByteBuffer>(
      [&](CallbackServerContext* context, ByteBuffer* response) {
        return ClientStreamCall::Start(method, state, context, response);
      });
}

GrpcHandler* ServerStreamHandler(const Method& method, const ServerState& state) {
  return new grpc::internal::CallbackServerStreamingHandler<ByteBuffer, ByteBuffer>(
      [&](CallbackServerContext* context, const ByteBuffer* request) {
        return ServerStreamCall::Start(method, state, context, request);
      });
}

GrpcHandler* WatchHandler(const Method& method, const ServerState& state) {
  return new grpc::internal::CallbackServerStreamingHandler<ByteBuffer, ByteBuffer>(
      [&](CallbackServerContext* context, const ByteBuffer* request) {
        return WatchCall::Start(method, state, context, request);
      });
}

}  // namespace

DescriptorService::DescriptorService(std::vector<std::unique_ptr<Method>> methods,
                                     const ServerState& state)
    : methods_(std::move(methods)) {
  for (const std::unique_ptr<Method>& method : methods_) Register(*method, state);
}

void DescriptorService::Register(const Method& method, const ServerState& state) {
  RpcMethod::RpcType type = RpcMethod::NORMAL_RPC;
  GrpcHandler* handler = nullptr;
  if (method.handler.client_stream) {
    type = RpcMethod::CLIENT_STREAMING;
    handler = ClientStreamHandler(method, state);
  } else if (method.handler.server_stream) {
    type = RpcMethod::SERVER_STREAMING;
    handler = ServerStreamHandler(method, state);
  } else if (method.handler.watch) {
    type = RpcMethod::SERVER_STREAMING;
    handler = WatchHandler(method, state);
  } else {
    handler = UnaryHandler(method, state);
  }
  AddMethod(new grpc::internal::RpcServiceMethod(method.path.c_str(), type, nullptr));
  MarkMethodRawCallback(method.descriptor->index(), handler);
}

}  // namespace mainstay::rpc
