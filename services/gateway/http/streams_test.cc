// Bodies that stream up to the backend, answers that stream down from it.
#include <atomic>
#include <fstream>
#include <thread>
#include <utility>

#include <gmock/gmock.h>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "mainstay/type/v1/http_body.pb.h"
#include "services/gateway/http/http_test_kit.h"

namespace mainstay::gateway {
namespace {

using ::testing::HasSubstr;

constexpr char kDownload[] = "/mainstay.accounts.v1.TradeService/DownloadTradeImportRejects";

class StreamsTest : public HttpTest {};

TEST_F(StreamsTest, StreamsBecomeLinesOfJson) {
  Start();
  backend_.On(Sample("Watch"), [](FakeCall& call) {
    std::string request;
    call.Read(&request);
    for (int i = 0; i < 100; ++i) {
      sample::v1::Item item;
      item.set_name(absl::StrCat("items/", i));
      if (!call.Write(item.SerializeAsString())) break;
    }
    return grpc::Status::OK;
  });
  HttpClient client = Connect();
  const HttpResponse response = client.Call("GET", "/v1/items/7:watch", Auth());
  EXPECT_EQ(response.result_int(), 200);
  EXPECT_EQ(response["Content-Type"], "application/x-ndjson");
  std::string expected;
  for (int i = 0; i < 100; ++i) absl::StrAppend(&expected, "{\"name\":\"items/", i, "\"}\n");
  EXPECT_EQ(response.body(), expected);
  EXPECT_EQ(client.Call("GET", "/").body(), "hello");
  EXPECT_EQ(client.Call("HEAD", "/v1/items/7:watch", Auth()).result_int(), 200);
  EXPECT_EQ(client.Call("GET", "/").body(), "hello");
}

TEST_F(StreamsTest, AStreamThatFailsSaysSo) {
  Start();
  int lines = 0;
  backend_.On(Sample("Watch"), [&](FakeCall& call) {
    std::string request;
    call.Read(&request);
    for (int i = 0; i < lines; ++i) call.Write("");
    return grpc::Status(grpc::ABORTED, "x");
  });
  HttpClient client = Connect();
  EXPECT_EQ(client.Call("GET", "/v1/items/7:watch", Auth()).result_int(), 409);
  lines = 1;
  const HttpResponse response = client.Call("GET", "/v1/items/7:watch", Auth());
  EXPECT_EQ(response.result_int(), 200);
  EXPECT_THAT(response.body(), ::testing::StartsWith("{}\n{\"error\":{\"code\":10"));
}

TEST_F(StreamsTest, AReaderWhoStopsHoldsTheBackendBack) {
  Start();
  std::atomic<int> written = 0;
  absl::Notification cancelled;
  backend_.On(kDownload, [&](FakeCall& call) {
    std::string request;
    call.Read(&request);
    type::v1::HttpBody body;
    body.set_content_type("text/csv");
    body.set_data(std::string(256 << 10, 'x'));
    while (call.Write(body.SerializeAsString())) ++written;
    cancelled.Notify();
    return grpc::Status::CANCELLED;
  });
  HttpClient client = Connect();
  client.Send(absl::StrCat("GET /v1/tradeImports/1:downloadRejects HTTP/1.1\r\nHost: test\r\n",
                           Auth(), "\r\n"));
  EXPECT_THAT(client.ReceiveUntil("\r\n\r\n"), HasSubstr("Content-Type: text/csv"));
  constexpr int kHeld = 256;  // 64 MiB: socket buffers and flow control windows
  for (int before = -1; written < kHeld && before != written;) {
    before = written;
    absl::SleepFor(absl::Milliseconds(500));
  }
  EXPECT_LT(written, kHeld);
  client.Close();
  EXPECT_TRUE(cancelled.WaitForNotificationWithTimeout(absl::Seconds(60)));
}

TEST_F(StreamsTest, RawStreamsKeepEveryByteAndTheFileName) {
  Start();
  std::string sent;
  backend_.On(kDownload, [&](FakeCall& call) {
    std::string request;
    call.Read(&request);
    for (int i = 0; i < 50; ++i) {
      type::v1::HttpBody body;
      if (i == 0) {
        body.set_content_type("text/csv");
        body.set_filename("rejects 表.csv");
      }
      body.set_data(std::string(i * 1000, static_cast<char>(i)));
      sent += body.data();
      call.Write(body.SerializeAsString());
    }
    return grpc::Status::OK;
  });
  HttpClient client = Connect();
  const HttpResponse response = client.Call("GET", "/v1/tradeImports/1:downloadRejects", Auth());
  EXPECT_EQ(response.result_int(), 200);
  EXPECT_TRUE(response.body() == sent);
  EXPECT_THAT(std::string(response["Content-Disposition"]),
              HasSubstr("filename*=UTF-8''rejects%20%E8%A1%A8.csv"));
}

// Reads an upload to its end and answers its size.
grpc::Status CountBytes(FakeCall& call, std::string* first_parent) {
  std::string message;
  int64_t size = 0;
  bool first = true;
  while (call.Read(&message)) {
    sample::v1::UploadRequest request;
    request.ParseFromString(message);
    if (std::exchange(first, false)) *first_parent = request.parent() + "|" + request.mode();
    size += static_cast<int64_t>(request.file().data().size());
  }
  sample::v1::Item item;
  item.set_size(size);
  call.Write(item.SerializeAsString());
  return grpc::Status::OK;
}

TEST_F(StreamsTest, UploadsStreamThroughWhateverTheirLength) {
  Start([](HttpOptions& options) { options.max_body_bytes = 1000; });
  std::string first;
  backend_.On(Sample("Upload"), [&](FakeCall& call) { return CountBytes(call, &first); });
  const std::string head =
      absl::StrCat("POST /v1/items/7/uploads?mode=fast HTTP/1.1\r\nHost: test\r\n", Auth());
  HttpClient client = Connect();
  client.Send(absl::StrCat(head, "Content-Length: 5000000\r\n\r\n"));
  for (int i = 0; i < 50; ++i) client.Send(std::string(100000, 'x'));
  EXPECT_EQ(client.Receive().body(), R"({"size":"5000000"})");
  EXPECT_EQ(first, "items/7|fast");

  client.Send(absl::StrCat(head, "Transfer-Encoding: chunked\r\n\r\n"));
  for (int i = 0; i < 300; ++i) client.Send("3E8\r\n" + std::string(1000, 'y') + "\r\n");
  client.Send("0\r\n\r\n");
  EXPECT_EQ(client.Receive().body(), R"({"size":"300000"})");

  client.Send(absl::StrCat(head, "Content-Length: 0\r\n\r\n"));
  EXPECT_EQ(client.Receive().body(), "{}");
  EXPECT_EQ(first, "items/7|fast");
}

// 0 under a sanitizer, which keeps what was freed.
int64_t ResidentKib() {
#ifdef MAINSTAY_SANITIZED
  return 0;
#else
  std::ifstream status("/proc/self/status");
  std::string word;
  int64_t kib = 0;
  while (status >> word && word != "VmRSS:") {
  }
  status >> kib;
  return kib;
#endif
}

TEST_F(StreamsTest, ASlowBackendHoldsAnUploadBack) {
  Start();
  absl::Notification release;
  std::string first;
  backend_.On(Sample("Upload"), [&](FakeCall& call) {
    release.WaitForNotification();
    return CountBytes(call, &first);
  });
  HttpClient client = Connect();
  client.Send(absl::StrCat("POST /v1/items/7/uploads HTTP/1.1\r\nHost: test\r\n", Auth(),
                           "Content-Length: 48000000\r\n\r\n"));
  const int64_t before = ResidentKib();
  std::atomic<int> sent = 0;
  std::thread sender([&] {
    const std::string piece(100000, 'x');
    for (; sent < 480; ++sent) client.Send(piece);
  });
  absl::SleepFor(absl::Milliseconds(500));
  EXPECT_LT(sent, 200);
  EXPECT_LT(ResidentKib() - before, 20 << 10);  // the fake backend's share is in it too
  release.Notify();
  sender.join();
  EXPECT_EQ(client.Receive().body(), R"({"size":"48000000"})");
  EXPECT_LT(ResidentKib() - before, 40 << 10);
}

TEST_F(StreamsTest, ABackendThatRefusesAnUploadAnswersAtOnce) {
  Start();
  backend_.On(Sample("Upload"), [](FakeCall& call) {
    std::string message;
    call.Read(&message);
    return grpc::Status(grpc::PERMISSION_DENIED, "no");
  });
  HttpClient client = Connect();
  client.Send(absl::StrCat("POST /v1/items/7/uploads HTTP/1.1\r\nHost: test\r\n", Auth(),
                           "Content-Length: 5000000\r\n\r\n", std::string(200000, 'x')));
  EXPECT_EQ(client.Receive().result_int(), 403);
}

TEST_F(StreamsTest, AnUploaderWhoLeavesCancelsTheCall) {
  Start();
  absl::Notification begun, cancelled;
  backend_.On(Sample("Upload"), [&](FakeCall& call) {
    std::string message;
    if (call.Read(&message)) begun.Notify();
    while (call.Read(&message)) {
    }
    if (call.AwaitCancelled()) cancelled.Notify();
    return grpc::Status::CANCELLED;
  });
  HttpClient client = Connect();
  client.Send(absl::StrCat("POST /v1/items/7/uploads HTTP/1.1\r\nHost: test\r\n", Auth(),
                           "Content-Length: 5000000\r\n\r\n", std::string(200000, 'x')));
  begun.WaitForNotification();
  client.Close();
  EXPECT_TRUE(cancelled.WaitForNotificationWithTimeout(absl::Seconds(60)));
}

}  // namespace
}  // namespace mainstay::gateway
