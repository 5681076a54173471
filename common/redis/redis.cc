#include "common/redis/redis.h"

#include <hiredis/hiredis.h>
#include <openssl/evp.h>

#include <csignal>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/status.h"

namespace mainstay::redis {
namespace {

struct FreeContext {
  void operator()(redisContext* context) const { redisFree(context); }
};
struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using ContextPtr = std::unique_ptr<redisContext, FreeContext>;
using ReplyPtr = std::unique_ptr<redisReply, FreeReply>;

absl::Status Away(std::string_view why) {
  return status::Error(absl::StatusCode::kUnavailable, "REDIS_UNAVAILABLE",
                       absl::StrCat("redis: ", why));
}

// Nested errors (in arrays) become their text: nobody here runs transactions.
Reply Convert(const redisReply& raw) {
  Reply reply;
  switch (raw.type) {
    case REDIS_REPLY_INTEGER:
      reply.kind = Reply::Kind::kInteger;
      reply.integer = raw.integer;
      break;
    case REDIS_REPLY_STRING:
      reply.kind = Reply::Kind::kString;
      reply.text.assign(raw.str, raw.len);
      break;
    case REDIS_REPLY_STATUS:
    case REDIS_REPLY_ERROR:
      reply.kind = Reply::Kind::kStatus;
      reply.text.assign(raw.str, raw.len);
      break;
    case REDIS_REPLY_ARRAY:
      reply.kind = Reply::Kind::kArray;
      reply.items.reserve(raw.elements);
      for (size_t i = 0; i < raw.elements; ++i) reply.items.push_back(Convert(*raw.element[i]));
      break;
    default:
      break;  // nil
  }
  return reply;
}

absl::StatusOr<ContextPtr> Open(const Options& options) {
  constexpr std::string_view kUnix = "unix:";
  const timeval timeout = absl::ToTimeval(options.connect_timeout);
  ContextPtr context;
  if (absl::StartsWith(options.address, kUnix)) {
    context.reset(
        redisConnectUnixWithTimeout(options.address.substr(kUnix.size()).c_str(), timeout));
  } else {
    const size_t colon = options.address.rfind(':');
    int port = 0;
    if (colon == std::string::npos || !absl::SimpleAtoi(options.address.substr(colon + 1), &port)) {
      return absl::InvalidArgumentError(
          absl::StrCat("the Redis address '", options.address, "' is not host:port or unix:/path"));
    }
    context.reset(redisConnectWithTimeout(options.address.substr(0, colon).c_str(), port, timeout));
  }
  if (context == nullptr) return Away("out of memory");
  if (context->err != 0) return Away(context->errstr);
  redisSetTimeout(context.get(), absl::ToTimeval(options.command_timeout));
  return context;
}

}  // namespace

class Connection::Impl {
 public:
  explicit Impl(Options options) : options_(std::move(options)) {
    // hiredis writes without MSG_NOSIGNAL: a server that went away would end the process.
    [[maybe_unused]] static const auto ignored = std::signal(SIGPIPE, SIG_IGN);
  }

  absl::StatusOr<Reply> Command(const std::vector<std::string_view>& arguments) {
    if (context_ == nullptr) {
      const absl::Status connected = Connect();
      if (!connected.ok()) return connected;
    }
    return Send(arguments);
  }

 private:
  absl::Status Connect() {
    if (absl::Now() < next_attempt_) return Away("not reachable a moment ago");
    next_attempt_ = absl::Now() + options_.reconnect_pause;
    absl::StatusOr<ContextPtr> context = Open(options_);
    if (!context.ok()) return context.status();
    context_ = *std::move(context);
    if (!options_.password.empty()) {
      const absl::StatusOr<Reply> answer = options_.user.empty()
                                               ? Send({"AUTH", options_.password})
                                               : Send({"AUTH", options_.user, options_.password});
      if (!answer.ok()) {
        context_.reset();
        return answer.status();
      }
    }
    next_attempt_ = absl::InfinitePast();  // only failures make the next attempt wait
    return absl::OkStatus();
  }

  absl::StatusOr<Reply> Send(const std::vector<std::string_view>& arguments) {
    std::vector<const char*> texts;
    std::vector<size_t> sizes;
    texts.reserve(arguments.size());
    sizes.reserve(arguments.size());
    for (const std::string_view argument : arguments) {
      texts.push_back(argument.empty() ? "" : argument.data());
      sizes.push_back(argument.size());
    }
    const ReplyPtr raw(static_cast<redisReply*>(redisCommandArgv(
        context_.get(), static_cast<int>(texts.size()), texts.data(), sizes.data())));
    if (raw == nullptr) {
      // After a timeout the answer may still come: the connection is no longer in step.
      const absl::Status lost = Away(context_->errstr);
      context_.reset();
      return lost;
    }
    if (raw->type == REDIS_REPLY_ERROR) {
      return absl::FailedPreconditionError(std::string_view(raw->str, raw->len));
    }
    return Convert(*raw);
  }

  const Options options_;
  ContextPtr context_;
  absl::Time next_attempt_ = absl::InfinitePast();
};

Connection::Connection(Options options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Connection::~Connection() = default;

absl::StatusOr<Reply> Connection::Command(const std::vector<std::string_view>& arguments) {
  return impl_->Command(arguments);
}

Script::Script(std::string source) : source_(std::move(source)) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_Digest(source_.data(), source_.size(), digest, &size, EVP_sha1(), nullptr);
  sha1_ = absl::BytesToHexString(std::string_view(reinterpret_cast<char*>(digest), size));
}

absl::StatusOr<Reply> Script::Run(Connection& connection, const std::vector<std::string_view>& keys,
                                  const std::vector<std::string_view>& arguments) const {
  const std::string key_count = absl::StrCat(keys.size());
  std::vector<std::string_view> command = {"EVALSHA", sha1_, key_count};
  command.insert(command.end(), keys.begin(), keys.end());
  command.insert(command.end(), arguments.begin(), arguments.end());
  absl::StatusOr<Reply> reply = connection.Command(command);
  if (absl::IsFailedPrecondition(reply.status()) &&
      absl::StartsWith(reply.status().message(), "NOSCRIPT")) {
    command[0] = "EVAL";  // loads it too
    command[1] = source_;
    reply = connection.Command(command);
  }
  return reply;
}

}  // namespace mainstay::redis
