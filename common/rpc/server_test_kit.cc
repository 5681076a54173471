#include "common/rpc/server_test_kit.h"

#include <map>
#include <stdexcept>

#include <grpcpp/impl/client_unary_call.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/metrics/metrics.h"
#include "common/status/status.h"

namespace mainstay::rpc {
namespace {

using testing::v1::EchoRequest;
using testing::v1::EchoResponse;
using testing::v1::ListPeopleResponse;
using testing::v1::Person;

// How often a request with this payload was seen, this time included.
int TimesSeen(const std::string& payload) {
  static absl::Mutex mutex;
  static auto& seen = *new std::map<std::string, int>;
  absl::MutexLock lock(&mutex);
  return ++seen[payload];
}

absl::StatusOr<EchoResponse> Behave(Gate* gate, CallContext& context, const EchoRequest& request) {
  EchoResponse response;
  response.set_text(request.text());
  response.set_count(request.count());
  response.set_payload(request.payload());
  const std::string& text = request.text();
  if (text == "sleep") absl::SleepFor(absl::Milliseconds(request.count()));
  if (text == "hold") gate->Pass();
  if (text == "throw") throw std::runtime_error("the secret of the handler");
  if (text == "throw int") throw 7;  // NOLINT
  if (text == "fail") return status::BadField("text", "must not be fail");
  if (text == "flaky" && TimesSeen(request.payload()) <= request.count()) {
    return absl::UnavailableError("try again");
  }
  if (text == "internal") return absl::InternalError("the secret of the handler");
  if (text == "whoami") {
    response.set_text(absl::StrCat(context.principal().subject, " ",
                                   context.scope().all() ? "all" : *context.scope().user()));
  }
  if (text == "deadline") {
    response.set_count(
        static_cast<int>(absl::ToInt64Milliseconds(context.deadline() - absl::Now())));
  }
  if (text == "trace") response.set_text(context.trace().ToTraceparent());
  while (text == "until cancelled" && !context.cancelled()) absl::SleepFor(absl::Milliseconds(5));
  return response;
}

Person SomeBody(std::string_view name) {
  Person person;
  person.set_name(std::string(name));
  person.set_birthday("1980-02-29");
  person.add_interests("fishing");
  Person* report = person.add_reports();
  report->set_name("report");
  report->set_birthday("1999-01-01");
  (*person.mutable_deputies())["deputy"].set_birthday("1990-01-01");
  return person;
}

absl::StatusOr<EchoResponse> Collect(CallContext& context, Reader<EchoRequest>& reader) {
  EchoResponse total;
  EchoRequest request;
  while (reader.Read(&request)) {
    total.set_count(total.count() + 1);
    if (request.text() == "sleep") absl::SleepFor(absl::Milliseconds(request.count()));
    if (request.text() == "stop") return total;
    if (request.text() == "throw") throw std::runtime_error("in the middle of a stream");
  }
  if (context.cancelled()) return absl::CancelledError("the caller has gone");
  return total;
}

absl::Status Count(const EchoRequest& request, Writer<EchoResponse>& writer) {
  for (int i = 0; i < request.count(); ++i) {
    EchoResponse response;
    response.set_count(i);
    response.set_payload(request.payload());
    if (!writer.Write(response)) return absl::CancelledError("gone");
    if (request.text() == "fail" && i == 1) return absl::DataLossError("after two");
  }
  return absl::OkStatus();
}

// Answers 0, 1, 2 … at each look, as many as the request counts.
class EchoWatcher final : public Watcher<EchoResponse> {
 public:
  explicit EchoWatcher(EchoRequest request) : request_(std::move(request)) {}
  absl::StatusOr<std::optional<absl::Time>> Look(CallContext&,
                                                 Writer<EchoResponse>& writer) override {
    if (request_.text() == "throw" && looks_ == 1) throw std::runtime_error("a watcher's bug");
    if (request_.text() == "fail" && looks_ == 1) return absl::DataLossError("half-way");
    EchoResponse response;
    response.set_payload(request_.payload());
    for (int i = 0; i < (request_.text() == "all at once" ? request_.count() : 1); ++i) {
      response.set_count(looks_++);
      writer.Write(response);
    }
    if (request_.text() == "for ever") return absl::Now() + absl::Hours(1);
    if (looks_ >= request_.count()) return std::nullopt;
    return absl::Now() + absl::Milliseconds(1);
  }

 private:
  const EchoRequest request_;
  int looks_ = 0;
};

}  // namespace

std::string EchoMethod(std::string_view method) {
  return absl::StrCat("mainstay.testing.v1.EchoService/", method);
}

void Gate::Pass() {
  absl::MutexLock lock(&mutex_);
  ++calls_;
  mutex_.Await(absl::Condition(&open_));
}

void Gate::AwaitCalls(int n) {
  absl::MutexLock lock(&mutex_);
  const auto come = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return calls_ >= n; };
  mutex_.Await(absl::Condition(&come));
}

int Gate::calls() {
  absl::MutexLock lock(&mutex_);
  return calls_;
}

void Gate::Open() {
  absl::MutexLock lock(&mutex_);
  open_ = true;
}

void AddEchoHandlers(Router& router, Gate* gate) {
  const auto behave = [gate](CallContext& context, const EchoRequest& request) {
    return Behave(gate, context, request);
  };
  for (std::string_view method : {"Echo", "EchoPublic", "Merge", "Mine"}) {
    router.Unary<EchoRequest, EchoResponse>(EchoMethod(method), behave);
  }
  router.Batched<EchoRequest, EchoResponse>(
      EchoMethod("EchoBatched"),
      [behave](pg::Session&, absl::Span<const BatchedCall<EchoRequest, EchoResponse>> calls) {
        for (const auto& call : calls) {
          auto answer = behave(call.context(), call.request());
          if (answer.ok()) {
            *call.response() = *answer;
            if (call.request().text() == "size") {
              call.response()->set_count(static_cast<int>(calls.size()));
            }
          } else {
            call.Fail(answer.status());
          }
        }
      },
      [](const EchoRequest& request) { return request.text() == "hold alone"; },
      [behave](CallContext& context, const EchoRequest& request) {
        EchoRequest hold = request;
        hold.set_text("hold");
        return behave(context, hold);
      });
  router.Unary<testing::v1::UpdatePersonRequest, Person>(
      EchoMethod("UpdatePerson"),
      [](CallContext&, const testing::v1::UpdatePersonRequest& request) -> absl::StatusOr<Person> {
        return request.person();
      });
  router.Unary<EchoRequest, ListPeopleResponse>(
      EchoMethod("ListPeople"),
      [](CallContext&, const EchoRequest&) -> absl::StatusOr<ListPeopleResponse> {
        ListPeopleResponse response;
        *response.add_people() = SomeBody("one");
        *response.add_people() = SomeBody("two");
        return response;
      });
  router.ClientStream<EchoRequest, EchoResponse>(EchoMethod("Collect"), Collect);
  router.ServerStream<EchoRequest, EchoResponse>(
      EchoMethod("Count"), [](CallContext&, const EchoRequest& request,
                              Writer<EchoResponse>& writer) { return Count(request, writer); });
  router.Watch<EchoRequest, EchoResponse>(
      EchoMethod("Watch"),
      [](CallContext&, const EchoRequest& request) -> absl::StatusOr<std::unique_ptr<EchoWatcher>> {
        return std::make_unique<EchoWatcher>(request);
      });
  router.ServerStream<EchoRequest, Person>(
      EchoMethod("StreamPeople"), [](CallContext&, const EchoRequest&, Writer<Person>& writer) {
        writer.Write(SomeBody("one"));
        return absl::OkStatus();
      });
}

EchoServer::EchoServer(const std::function<void(ServerOptions&)>& adjust)
    : verifier(auth::Verifier::Create(issuer.options()).value()) {
  Router router;
  AddEchoHandlers(router, &gate);
  ServerOptions options;
  options.services = {"mainstay.testing.v1.EchoService"};
  options.workers = 4;
  options.batch_workers = 2;
  options.verifier = verifier.get();
  if (adjust) adjust(options);
  server = Server::Start(options, std::move(router)).value();
  server->SetServing(true);
  channel = NewChannel({.target = server->address()}).value();
}

CallOptions EchoServer::As(std::string_view user, std::string_view role,
                           absl::Duration timeout) const {
  return {.token = issuer.Token(user, {std::string(role)}), .deadline = absl::Now() + timeout};
}

absl::StatusOr<EchoResponse> EchoServer::Echo(std::string_view text, int count,
                                              std::string_view method) {
  return Call<EchoResponse>(*channel, method, As("ada", "admin"), EchoOf(text, count));
}

absl::StatusOr<EchoResponse> EchoServer::EchoAs(std::string_view user, std::string_view role,
                                                std::string_view text, std::string_view method) {
  return Call<EchoResponse>(*channel, method, As(user, role), EchoOf(text));
}

grpc::Status EchoServer::EchoRaw(grpc::ClientContext& context, const EchoRequest& request,
                                 EchoResponse* response, std::string_view method) {
  const std::string path = absl::StrCat("/", method);
  const grpc::internal::RpcMethod rpc(path.c_str(), grpc::internal::RpcMethod::NORMAL_RPC);
  return grpc::internal::BlockingUnaryCall(channel.get(), rpc, &context, request, response);
}

void EchoServer::Authorize(grpc::ClientContext& context) const {
  context.AddMetadata("authorization", absl::StrCat("Bearer ", issuer.Token("ada", {"admin"})));
}

void EchoServer::AwaitQueue(const std::string& lane, int calls) {
  const prometheus::Gauge& depth = metrics::Gauge(
      "mainstay_rpc_queue_depth", "Calls waiting for a worker, by class", {{"class", lane}});
  while (depth.Value() != calls) absl::SleepFor(absl::Milliseconds(1));
}

EchoRequest EchoOf(std::string_view text, int count) {
  EchoRequest request;
  request.set_text(std::string(text));
  request.set_count(count);
  return request;
}

}  // namespace mainstay::rpc
