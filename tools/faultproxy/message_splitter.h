// Where the messages of PostgreSQL's protocol begin and end in a stream of bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace mainstay::faultproxy {

// Of one direction of one connection. Messages are a type byte, a length (four bytes, big-endian,
// which counts itself) and a body; a client's first one has no type.
class MessageSplitter {
 public:
  struct Message {
    char type;              // '\0' for one without type
    std::string_view body;  // at most its first kBodyKept bytes
    size_t begin;           // in the piece; 0 when it began in an earlier one
    size_t end;             // behind it
  };
  // What is done with the bytes behind the message.
  enum class Then { kGoOn, kStop };
  using Handler = std::function<Then(const Message&)>;

  static constexpr size_t kBodyKept = 64 << 10;

  // `untyped`: the first message has no type.
  explicit MessageSplitter(bool untyped) : untyped_(untyped) {}

  // Calls `handler` for each message that ends in `piece`, in order. After kStop the rest of the
  // piece is not looked at. False when the bytes are not of this protocol.
  bool Feed(std::string_view piece, const Handler& handler);

  // The next message has no type again: a request for encryption was refused.
  void ExpectUntyped() { untyped_ = true; }

 private:
  size_t HeaderSize() const { return untyped_ ? 4 : 5; }

  bool untyped_;
  std::string header_;  // of the message that has begun, as far as it came
  std::string body_;
  size_t missing_ = 0;  // bytes of its body still to come
};

}  // namespace mainstay::faultproxy
