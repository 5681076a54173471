#include "tools/load/grpc_calls.h"

#include <grpcpp/channel.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/support/channel_arguments.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace mainstay::load {

absl::StatusOr<std::unique_ptr<GrpcCalls>> GrpcCalls::Connect(const std::string& server,
                                                              int connections, Workload* workload,
                                                              const std::string& token) {
  std::unique_ptr<GrpcCalls> calls(new GrpcCalls(workload, token));
  for (int i = 0; i < connections; ++i) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // a connection of its own
    arguments.SetInt(GRPC_ARG_ENABLE_CHANNELZ, 0);
    arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
    auto channel = grpc::CreateCustomChannel(server, grpc::InsecureChannelCredentials(), arguments);
    if (!channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(5))) {
      return absl::UnavailableError(absl::StrCat("nobody answers at ", server));
    }
    calls->stubs_.push_back(std::make_unique<grpc::GenericStub>(channel));
  }
  return calls;
}

GrpcCalls::~GrpcCalls() {
  queue_.Shutdown();
  void* tag;
  bool good;
  while (queue_.Next(&tag, &good)) continue;
}

void GrpcCalls::Start(GrpcCall& call, absl::Duration timeout) {
  call.begun = absl::Now();
  call.context.emplace();
  call.context->AddMetadata("authorization", authorization_);
  call.context->set_deadline(absl::ToChronoTime(call.begun + timeout));
  grpc::Slice slice(workload_->NextMessage());
  const grpc::ByteBuffer request(&slice, 1);
  next_stub_ = (next_stub_ + 1) % stubs_.size();
  call.reader = stubs_[next_stub_]->PrepareUnaryCall(&*call.context, workload_->grpc_method(),
                                                     request, &queue_);
  call.reader->StartCall();
  call.reader->Finish(&call.response, &call.status, &call);
}

GrpcCall* GrpcCalls::Next(absl::Time until) {
  void* tag = nullptr;
  bool good;
  const auto next = queue_.AsyncNext(&tag, &good, absl::ToChronoTime(until));
  return next == grpc::CompletionQueue::GOT_EVENT ? static_cast<GrpcCall*>(tag) : nullptr;
}

}  // namespace mainstay::load
