// The handlers of a service process, by full method name. A handler is plain blocking code that
// runs on a worker; nothing reaches it except through the adapter (policy, deadline, admission,
// trace, metrics, last-resort catch).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <google/protobuf/message.h>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/rpc/call_context.h"

namespace mainstay::rpc {

// Reads the messages a client streams. Blocking; worker thread only.
class RawReader {
 public:
  virtual ~RawReader() = default;
  // False at the end of the stream, or when it broke off: the caller has gone, stood still for too
  // long or sent what is no message (then CallContext::cancelled(), at the latest a moment later).
  virtual bool Read(google::protobuf::Message* message) = 0;
};

// Sends the messages a server streams; worker thread only.
class RawWriter {
 public:
  virtual ~RawWriter() = default;
  // Blocks until the transport takes it; a watch's queues it instead, and returns at once.
  // False when the caller has gone.
  virtual bool Write(const google::protobuf::Message& message) = 0;
};

// One caller who is told of news for as long as they watch: what Router::Watch begins. It is asked
// to look again and again, each time on some worker, one at a time; in between it holds none.
class RawWatcher {
 public:
  virtual ~RawWatcher() = default;
  // Writes what there is to tell, without waiting for the caller to take it; the next look comes
  // when they have. When to look again; nothing when the watch is over.
  virtual absl::StatusOr<std::optional<absl::Time>> LookRaw(CallContext&, RawWriter&) = 0;
};

// One call of a batch: filled in by the batch handler.
struct RawBatchedCall {
  CallContext* context;
  const google::protobuf::Message* request;
  google::protobuf::Message* response;
  absl::Status status;
};

// How a method is answered: exactly one function is set, but for a batched method with calls that
// are answered alone.
struct MethodHandler {
  std::function<std::unique_ptr<google::protobuf::Message>()> new_request;
  std::function<std::unique_ptr<google::protobuf::Message>()> new_response;
  std::function<absl::Status(CallContext&, const google::protobuf::Message&,
                             google::protobuf::Message*)>
      unary;
  std::function<void(pg::Session&, absl::Span<RawBatchedCall>)> batched;
  // Of a batched method: the calls that leave the batch and are answered by `unary`.
  std::function<bool(const google::protobuf::Message&)> alone;
  std::function<absl::Status(CallContext&, RawReader&, google::protobuf::Message*)> client_stream;
  std::function<absl::Status(CallContext&, const google::protobuf::Message&, RawWriter&)>
      server_stream;
  std::function<absl::StatusOr<std::unique_ptr<RawWatcher>>(CallContext&,
                                                            const google::protobuf::Message&)>
      watch;
};

// A typed view of RawReader / RawWriter.
template <class Req>
class Reader {
 public:
  explicit Reader(RawReader& raw) : raw_(raw) {}
  bool Read(Req* message) { return raw_.Read(message); }

 private:
  RawReader& raw_;
};
template <class Res>
class Writer {
 public:
  explicit Writer(RawWriter& raw) : raw_(raw) {}
  bool Write(const Res& message) { return raw_.Write(message); }

 private:
  RawWriter& raw_;
};

// A typed RawWatcher.
template <class Res>
class Watcher : public RawWatcher {
 public:
  virtual absl::StatusOr<std::optional<absl::Time>> Look(CallContext&, Writer<Res>&) = 0;

 private:
  absl::StatusOr<std::optional<absl::Time>> LookRaw(CallContext& context, RawWriter& raw) final {
    Writer<Res> writer(raw);
    return Look(context, writer);
  }
};

// One call of a typed batch. Set `status` or fill `*response`.
template <class Req, class Res>
class BatchedCall {
 public:
  explicit BatchedCall(RawBatchedCall& raw) : raw_(&raw) {}
  CallContext& context() const { return *raw_->context; }
  const Req& request() const { return static_cast<const Req&>(*raw_->request); }
  Res* response() const { return static_cast<Res*>(raw_->response); }
  void Fail(absl::Status status) const { raw_->status = std::move(status); }

 private:
  RawBatchedCall* raw_;
};

// Filled at start-up, then constant. `method` is "mainstay.accounts.v1.AccountService/GetAccount".
class Router {
 public:
  // absl::StatusOr<Res> fn(CallContext&, const Req&), for handlers with state of their own.
  template <class Req, class Res, class F>
  void Unary(std::string_view method, F fn) {
    MethodHandler handler = Typed<Req, Res>();
    handler.unary = TypedUnary<Req, Res>(std::move(fn));
    Add(method, std::move(handler));
  }

  // A free function as the handler: absl::StatusOr<Res> fn(CallContext&, const Req&).
  template <class Req, class Res>
  void Unary(std::string_view method, absl::StatusOr<Res> (*fn)(CallContext&, const Req&)) {
    Unary<Req, Res, decltype(fn)>(method, fn);
  }
  // The same with what the composition root gives it: a copy of `bound`.
  template <class Bound, class Req, class Res>
  void Unary(std::string_view method, Bound bound,
             absl::StatusOr<Res> (*fn)(CallContext&, const Bound&, const Req&)) {
    const auto call = [bound = std::move(bound), fn](CallContext& context, const Req& request) {
      return fn(context, bound, request);
    };
    Unary<Req, Res, decltype(call)>(method, call);
  }

  // Hot reads: a batcher thread with its own session takes all waiting calls, at most 64.
  // void fn(pg::Session&, absl::Span<const BatchedCall<Req, Res>>)
  template <class Req, class Res, class F>
  void Batched(std::string_view method, F fn) {
    MethodHandler handler = Typed<Req, Res>();
    handler.batched = TypedBatch<Req, Res>(std::move(fn));
    Add(method, std::move(handler));
  }

  // Batched, but for calls that would hold up the others of their batch: those for which
  // `alone(const Req&)` holds go on to the workers, to `fn_alone`, a handler as of Unary.
  template <class Req, class Res, class F, class A, class G>
  void Batched(std::string_view method, F fn, A alone, G fn_alone) {
    MethodHandler handler = Typed<Req, Res>();
    handler.batched = TypedBatch<Req, Res>(std::move(fn));
    handler.alone = [alone = std::move(alone)](const google::protobuf::Message& request) {
      return alone(static_cast<const Req&>(request));
    };
    handler.unary = TypedUnary<Req, Res>(std::move(fn_alone));
    Add(method, std::move(handler));
  }

  // absl::StatusOr<Res> fn(CallContext&, Reader<Req>&)
  template <class Req, class Res, class F>
  void ClientStream(std::string_view method, F fn) {
    MethodHandler handler = Typed<Req, Res>();
    handler.client_stream = [fn = std::move(fn)](CallContext& context, RawReader& raw,
                                                 google::protobuf::Message* response) {
      Reader<Req> reader(raw);
      absl::StatusOr<Res> result = fn(context, reader);
      if (result.ok()) static_cast<Res*>(response)->Swap(&*result);
      return result.status();
    };
    Add(method, std::move(handler));
  }

  // absl::Status fn(CallContext&, const Req&, Writer<Res>&)
  template <class Req, class Res, class F>
  void ServerStream(std::string_view method, F fn) {
    MethodHandler handler = Typed<Req, Res>();
    handler.server_stream = [fn = std::move(fn)](CallContext& context,
                                                 const google::protobuf::Message& request,
                                                 RawWriter& raw) {
      Writer<Res> writer(raw);
      return fn(context, static_cast<const Req&>(request), writer);
    };
    Add(method, std::move(handler));
  }

  // A server stream that mostly waits, without holding a worker meanwhile:
  // absl::StatusOr<std::unique_ptr<Watcher<Res>>> fn(CallContext&, const Req&)
  template <class Req, class Res, class F>
  void Watch(std::string_view method, F fn) {
    MethodHandler handler = Typed<Req, Res>();
    handler.watch = [fn = std::move(fn)](CallContext& context,
                                         const google::protobuf::Message& request)
        -> absl::StatusOr<std::unique_ptr<RawWatcher>> {
      return fn(context, static_cast<const Req&>(request));
    };
    Add(method, std::move(handler));
  }

  // Aborts the process when `method` was added before: a mistake in the composition root.
  void Add(std::string_view method, MethodHandler handler);
  const MethodHandler* Find(std::string_view method) const;

  // Every method of these services (full names) has a handler, every handler a method of the right
  // streaming kind, and every method a policy whose permission some role grants; otherwise an
  // error that names the method.
  absl::Status Check(const std::vector<std::string>& services) const;

 private:
  template <class Req, class Res>
  static MethodHandler Typed() {
    MethodHandler handler;
    handler.new_request = [] { return std::make_unique<Req>(); };
    handler.new_response = [] { return std::make_unique<Res>(); };
    return handler;
  }

  template <class Req, class Res, class F>
  static auto TypedUnary(F fn) {
    return [fn = std::move(fn)](CallContext& context, const google::protobuf::Message& request,
                                google::protobuf::Message* response) -> absl::Status {
      absl::StatusOr<Res> result = fn(context, static_cast<const Req&>(request));
      if (!result.ok()) return result.status();
      static_cast<Res*>(response)->Swap(&*result);
      return absl::OkStatus();
    };
  }

  template <class Req, class Res, class F>
  static auto TypedBatch(F fn) {
    return [fn = std::move(fn)](pg::Session& session, absl::Span<RawBatchedCall> raw) {
      std::vector<BatchedCall<Req, Res>> calls;
      calls.reserve(raw.size());
      for (RawBatchedCall& call : raw) calls.emplace_back(call);
      fn(session, absl::MakeConstSpan(calls));
    };
  }

  absl::flat_hash_map<std::string, MethodHandler> handlers_;
};

}  // namespace mainstay::rpc
