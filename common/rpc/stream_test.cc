// Streams in both directions, with peers that are slow, stop early or go away.
#include <thread>

#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/sync_stream.h>
#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "common/rpc/server_test_kit.h"

namespace mainstay::rpc {
namespace {

using testing::v1::EchoRequest;
using testing::v1::EchoResponse;

class StreamTest : public ::testing::Test {
 protected:
  // `pause`: how long a stream may stand still.
  explicit StreamTest(absl::Duration pause = absl::Seconds(30))
      : server_([pause](ServerOptions& options) { options.max_stream_pause = pause; }) {}

  // Sends `count` messages of `text`, each with `payload`; returns how many the server counted.
  absl::StatusOr<int> Send(int count, std::string_view text = "", size_t payload = 0,
                           absl::Duration pause = absl::ZeroDuration()) {
    EchoRequest request;
    EchoResponse response;
    int sent = 0;
    absl::Status status = CallClientStream(
        *server_.channel, EchoMethod("Collect"), server_.As("ada", "admin"),
        [&](google::protobuf::Message*) {
          request.set_text(std::string(text));
          request.set_count(1);
          request.set_payload(std::string(payload, 'x'));
          absl::SleepFor(pause);
          return sent++ < count;
        },
        &request, &response);
    if (!status.ok()) return status;
    return response.count();
  }

  absl::StatusOr<int> Receive(int count, std::string_view text = "", size_t payload = 0,
                              absl::Duration pause = absl::ZeroDuration()) {
    EchoRequest request = EchoOf(text, count);
    request.set_payload(std::string(payload, 'x'));
    EchoResponse response;
    int seen = 0;
    absl::Status status = CallServerStream(*server_.channel, EchoMethod("Count"),
                                           server_.As("ada", "admin"), request, &response, [&] {
                                             EXPECT_EQ(response.count(), seen++);
                                             absl::SleepFor(pause);
                                             return true;
                                           });
    if (!status.ok()) return status;
    return seen;
  }

  EchoServer server_;
};

class StandingStreamTest : public StreamTest {
 protected:
  StandingStreamTest() : StreamTest(absl::Milliseconds(500)) {}
};

TEST_F(StreamTest, TakesNoneOneAndManyMessages) {
  for (int count : {0, 1, 2, 5000}) EXPECT_EQ(Send(count).value(), count);
}

TEST_F(StreamTest, TakesMoreThanFitsInTheWindow) { EXPECT_EQ(Send(40, "", 1 << 20).value(), 40); }

TEST_F(StreamTest, WaitsForASlowSender) {
  EXPECT_EQ(Send(5, "", 0, absl::Milliseconds(60)).value(), 5);
}

TEST_F(StreamTest, HoldsAFastSenderBack) {
  // Far more than the transport buffers, at a handler that takes 10 ms for each.
  EXPECT_EQ(Send(30, "sleep", 1 << 20).value(), 30);
}

TEST_F(StreamTest, AnswersBeforeTheSenderIsDone) {
  auto counted = Send(100000, "stop");
  EXPECT_EQ(counted.value_or(-1), 1) << counted.status();
}

TEST_F(StreamTest, SurvivesAHandlerThatThrows) {
  EXPECT_EQ(Send(3, "throw").status().code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Send(3).value(), 3);
}

TEST_F(StandingStreamTest, TakesTheWorkerBackFromASenderThatStandsStill) {
  const absl::Time start = absl::Now();
  auto counted = Send(2, "", 0, absl::Seconds(2));
  EXPECT_EQ(counted.status().code(), absl::StatusCode::kDeadlineExceeded) << counted.status();
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
}

TEST_F(StreamTest, NoticesThatTheSenderHasGone) {
  for (int i = 0; i < 6; ++i) {  // more often than there are batch workers
    grpc::ClientContext context;
    server_.Authorize(context);
    const std::string path = "/" + EchoMethod("Collect");
    const grpc::internal::RpcMethod rpc(path.c_str(), grpc::internal::RpcMethod::CLIENT_STREAMING);
    EchoResponse response;
    std::unique_ptr<grpc::ClientWriter<EchoRequest>> writer(
        grpc::internal::ClientWriterFactory<EchoRequest>::Create(server_.channel.get(), rpc,
                                                                 &context, &response));
    ASSERT_TRUE(writer->Write(EchoOf("first")));
    context.TryCancel();
    EXPECT_EQ(writer->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  EXPECT_EQ(Send(3).value(), 3);
}

TEST_F(StreamTest, SendsNoneOneAndManyMessages) {
  for (int count : {0, 1, 2, 5000}) EXPECT_EQ(Receive(count).value(), count);
}

TEST_F(StreamTest, WaitsForASlowReader) {
  EXPECT_EQ(Receive(20, "", 1 << 20, absl::Milliseconds(20)).value(), 20);
}

TEST_F(StreamTest, GivesTheErrorAfterTheMessages) {
  EchoResponse response;
  int seen = 0;
  absl::Status status =
      CallServerStream(*server_.channel, EchoMethod("Count"), server_.As("ada", "admin"),
                       EchoOf("fail", 5), &response, [&] { return ++seen > 0; });
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(seen, 2);
}

TEST_F(StreamTest, StopsForAReaderThatHasGone) {
  EchoRequest request = EchoOf("", 1000000);
  request.set_payload(std::string(10000, 'x'));
  EchoResponse response;
  for (int i = 0; i < 6; ++i) {
    int seen = 0;
    absl::Status status =
        CallServerStream(*server_.channel, EchoMethod("Count"), server_.As("ada", "admin"), request,
                         &response, [&] { return ++seen < 3; });
    EXPECT_EQ(status.code(), absl::StatusCode::kCancelled) << status;
  }
  EXPECT_EQ(Receive(3).value(), 3);
}

TEST_F(StandingStreamTest, TakesTheWorkerBackFromAReaderThatStandsStill) {
  EXPECT_FALSE(Receive(40, "", 1 << 20, absl::Seconds(1)).ok());
  EXPECT_EQ(Receive(3).value(), 3);
}

TEST_F(StreamTest, RefusesAStreamWithoutPermission) {
  EchoRequest request;
  EchoResponse response;
  absl::Status status = CallClientStream(
      *server_.channel, EchoMethod("Collect"), {}, [](google::protobuf::Message*) { return true; },
      &request, &response);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated) << status;
}

}  // namespace
}  // namespace mainstay::rpc
