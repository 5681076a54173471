// Redis through hiredis (0.14 and 1.x): one connection, RAII, timeouts, reconnect. Redis may be
// lost at any moment: callers treat an error as "not there" and go on.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace mainstay::redis {

struct Options {
  std::string address = "127.0.0.1:6379";  // host:port, or unix:/path
  std::string user;                        // of an ACL; empty: the default user
  std::string password;                    // empty: no AUTH
  absl::Duration connect_timeout = absl::Milliseconds(500);
  absl::Duration command_timeout = absl::Milliseconds(500);
  absl::Duration reconnect_pause = absl::Seconds(1);  // between attempts after a failure
};

// A reply as a tree.
struct Reply {
  enum class Kind { kNil, kInteger, kString, kStatus, kArray };
  Kind kind = Kind::kNil;
  int64_t integer = 0;
  std::string text;
  std::vector<Reply> items;
};

// Not thread-safe: one a thread.
class Connection {
 public:
  explicit Connection(Options options);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Sends one command, binary-safe. UNAVAILABLE when Redis cannot be reached (at once while
  // `reconnect_pause` has not passed); FAILED_PRECONDITION with Redis's text for an error reply.
  absl::StatusOr<Reply> Command(const std::vector<std::string_view>& arguments);

  // Sends all commands at once and then reads their replies, so that together they take one way to
  // Redis and back. An error as of Command, but for error replies, which are each command's own.
  absl::StatusOr<std::vector<absl::StatusOr<Reply>>> Pipeline(
      const std::vector<std::vector<std::string_view>>& commands);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// A Lua script, called by EVALSHA and loaded again when Redis forgot it.
class Script {
 public:
  explicit Script(std::string source);
  struct Call {
    std::vector<std::string_view> keys, arguments;
  };
  absl::StatusOr<Reply> Run(Connection& connection, const Call& call) const;
  // All calls in one pipeline.
  absl::StatusOr<std::vector<absl::StatusOr<Reply>>> RunAll(Connection& connection,
                                                            const std::vector<Call>& calls) const;

 private:
  std::string source_, sha1_;
};

}  // namespace mainstay::redis
