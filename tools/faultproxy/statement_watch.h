// Finds the moment to cut a connection to PostgreSQL at: a statement, or its answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "tools/faultproxy/conditions.h"
#include "tools/faultproxy/message_splitter.h"

namespace mainstay::faultproxy {

// Follows one connection from its first byte on. An encrypted one, or one of another protocol, is
// left alone.
class StatementWatch {
 public:
  // A piece that is about to pass. How many of its bytes still do before the connection is to be
  // cut; nothing when it is not. A cut found is taken off `cut`, which is erased with the last one.
  std::optional<size_t> Look(Direction direction, std::string_view piece,
                             std::optional<StatementCut>& cut);

 private:
  using Message = MessageSplitter::Message;

  std::optional<size_t> LookAtClient(std::string_view piece, std::optional<StatementCut>& cut);
  std::optional<size_t> LookAtServer(std::string_view piece);
  void OnStartup(const Message& message);

  MessageSplitter client_{/*untyped=*/true};
  MessageSplitter server_{/*untyped=*/false};
  bool opaque_ = false;
  bool asked_for_encryption_ = false;  // the server answers with a single byte
  // How often the server will say, and has said, that it is ready for the next statement; it says
  // so a first time after the login. An answer begins when all those before it are over.
  int64_t asked_ = 1, ready_ = 0;
  std::optional<int64_t> cut_at_ready_;  // cut the answer that begins after so many
};

}  // namespace mainstay::faultproxy
