#include <memory>
#include <optional>

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/channel_arguments.h>

#include "absl/strings/str_cat.h"
#include "tools/load/counter.h"
#include "tools/load/driver.h"

namespace mainstay::load {
namespace {

// One request in flight, over and over.
struct Call {
  grpc::GenericStub* stub;
  std::optional<grpc::ClientContext> context;
  std::unique_ptr<grpc::ClientAsyncResponseReader<grpc::ByteBuffer>> reader;
  grpc::ByteBuffer response;
  grpc::Status status;
  absl::Time begun;
};

void Start(Call& call, Workload& workload, const std::string& authorization,
           grpc::CompletionQueue& queue) {
  call.context.emplace();
  call.context->AddMetadata("authorization", authorization);
  call.context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  grpc::Slice slice(workload.NextMessage());
  grpc::ByteBuffer request(&slice, 1);
  call.begun = absl::Now();
  call.reader =
      call.stub->PrepareUnaryCall(&*call.context, workload.grpc_method(), request, &queue);
  call.reader->StartCall();
  call.reader->Finish(&call.response, &call.status, &call);
}

}  // namespace

absl::StatusOr<Measurement> DriveGrpc(const DriveOptions& options, Workload& workload,
                                      const std::string& token) {
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs;
  for (int i = 0; i < options.connections; ++i) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // a connection of its own
    auto channel =
        grpc::CreateCustomChannel(options.server, grpc::InsecureChannelCredentials(), arguments);
    if (!channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(5))) {
      return absl::UnavailableError(absl::StrCat("nobody answers at ", options.server));
    }
    stubs.push_back(std::make_unique<grpc::GenericStub>(channel));
  }

  const std::string authorization = "Bearer " + token;
  grpc::CompletionQueue queue;
  std::vector<Call> calls(options.in_flight);
  Counter counter(options);
  int running = 0;
  for (size_t i = 0; i < calls.size() && counter.Begin(absl::Now()); ++i, ++running) {
    calls[i].stub = stubs[i % stubs.size()].get();
    Start(calls[i], workload, authorization, queue);
  }
  void* tag;
  bool good;
  while (running > 0 && queue.Next(&tag, &good)) {
    Call& call = *static_cast<Call*>(tag);
    absl::Time now = absl::Now();
    counter.End(call.begun, now,
                call.status.ok() ? ""
                                 : absl::StrCat(call.status.error_code(), " ",
                                                call.status.error_message(), "."));
    if (counter.Begin(now)) {
      Start(call, workload, authorization, queue);
    } else {
      --running;
    }
  }
  queue.Shutdown();
  while (queue.Next(&tag, &good)) continue;
  return counter.Finish();
}

}  // namespace mainstay::load
