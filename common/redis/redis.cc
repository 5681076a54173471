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

// The one reply of a pipeline with one command.
absl::StatusOr<Reply> Only(absl::StatusOr<std::vector<absl::StatusOr<Reply>>> replies) {
  if (!replies.ok()) return replies.status();
  return std::move(replies->front());
}

}  // namespace

class Connection::Impl {
 public:
  explicit Impl(Options options) : options_(std::move(options)) {
    // hiredis writes without MSG_NOSIGNAL: a server that went away would end the process.
    [[maybe_unused]] static const auto ignored = std::signal(SIGPIPE, SIG_IGN);
  }

  absl::StatusOr<std::vector<absl::StatusOr<Reply>>> Pipeline(
      const std::vector<std::vector<std::string_view>>& commands) {
    if (context_ == nullptr) {
      RETURN_IF_ERROR(Connect());
    }
    return SendAll(commands);
  }

 private:
  absl::Status Connect() {
    if (absl::Now() < next_attempt_) return Away("not reachable a moment ago");
    next_attempt_ = absl::Now() + options_.reconnect_pause;
    absl::StatusOr<ContextPtr> context = Open(options_);
    if (!context.ok()) return context.status();
    context_ = *std::move(context);
    if (!options_.password.empty()) {
      std::vector<std::string_view> login = {"AUTH"};
      if (!options_.user.empty()) login.push_back(options_.user);
      login.push_back(options_.password);
      const absl::StatusOr<Reply> answer = Only(SendAll({login}));
      if (!answer.ok()) {
        context_.reset();
        return answer.status();
      }
    }
    next_attempt_ = absl::InfinitePast();  // only failures make the next attempt wait
    return absl::OkStatus();
  }

  absl::StatusOr<std::vector<absl::StatusOr<Reply>>> SendAll(
      const std::vector<std::vector<std::string_view>>& commands) {
    for (const std::vector<std::string_view>& command : commands) Append(command);
    std::vector<absl::StatusOr<Reply>> replies;
    replies.reserve(commands.size());
    while (replies.size() < commands.size()) {
      void* raw = nullptr;
      if (redisGetReply(context_.get(), &raw) != REDIS_OK) {
        // After a timeout the answer may still come: the connection is no longer in step.
        const absl::Status lost = Away(context_->errstr);
        context_.reset();
        return lost;
      }
      const ReplyPtr reply(static_cast<redisReply*>(raw));
      if (reply->type == REDIS_REPLY_ERROR) {
        replies.push_back(absl::FailedPreconditionError(std::string_view(reply->str, reply->len)));
      } else {
        replies.push_back(Convert(*reply));
      }
    }
    return replies;
  }

  // Into hiredis's output buffer; fails only as what is sent then does.
  void Append(const std::vector<std::string_view>& arguments) {
    std::vector<const char*> texts;
    std::vector<size_t> sizes;
    texts.reserve(arguments.size());
    sizes.reserve(arguments.size());
    for (const std::string_view argument : arguments) {
      texts.push_back(argument.empty() ? "" : argument.data());
      sizes.push_back(argument.size());
    }
    redisAppendCommandArgv(context_.get(), static_cast<int>(texts.size()), texts.data(),
                           sizes.data());
  }

  const Options options_;
  ContextPtr context_;
  absl::Time next_attempt_ = absl::InfinitePast();
};

Connection::Connection(Options options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Connection::~Connection() = default;

absl::StatusOr<Reply> Connection::Command(const std::vector<std::string_view>& arguments) {
  return Only(impl_->Pipeline({arguments}));
}

absl::StatusOr<std::vector<absl::StatusOr<Reply>>> Connection::Pipeline(
    const std::vector<std::vector<std::string_view>>& commands) {
  return impl_->Pipeline(commands);
}

Script::Script(std::string source) : source_(std::move(source)) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_Digest(source_.data(), source_.size(), digest, &size, EVP_sha1(), nullptr);
  sha1_ = absl::BytesToHexString(std::string_view(reinterpret_cast<char*>(digest), size));
}

absl::StatusOr<Reply> Script::Run(Connection& connection, const Call& call) const {
  return Only(RunAll(connection, {call}));
}

absl::StatusOr<std::vector<absl::StatusOr<Reply>>> Script::RunAll(
    Connection& connection, const std::vector<Call>& calls) const {
  std::vector<std::string> key_counts;
  for (const Call& call : calls) key_counts.push_back(absl::StrCat(call.keys.size()));
  std::vector<std::vector<std::string_view>> commands;
  for (size_t i = 0; i < calls.size(); ++i) {
    std::vector<std::string_view>& command = commands.emplace_back();
    command = {"EVALSHA", sha1_, key_counts[i]};
    command.insert(command.end(), calls[i].keys.begin(), calls[i].keys.end());
    command.insert(command.end(), calls[i].arguments.begin(), calls[i].arguments.end());
  }
  ASSIGN_OR_RETURN(std::vector<absl::StatusOr<Reply>> replies, connection.Pipeline(commands));
  std::vector<size_t> forgotten;
  std::vector<std::vector<std::string_view>> again = {{"SCRIPT", "LOAD", source_}};
  for (size_t i = 0; i < replies.size(); ++i) {
    if (!absl::IsFailedPrecondition(replies[i].status()) ||
        !absl::StartsWith(replies[i].status().message(), "NOSCRIPT")) {
      continue;
    }
    forgotten.push_back(i);
    again.push_back(commands[i]);
  }
  if (forgotten.empty()) return replies;
  ASSIGN_OR_RETURN(std::vector<absl::StatusOr<Reply>> loaded, connection.Pipeline(again));
  for (size_t i = 0; i < forgotten.size(); ++i) replies[forgotten[i]] = std::move(loaded[i + 1]);
  return replies;
}

}  // namespace mainstay::redis
