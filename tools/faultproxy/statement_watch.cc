#include "tools/faultproxy/statement_watch.h"

#include "absl/strings/match.h"

namespace mainstay::faultproxy {
namespace {

using Message = MessageSplitter::Message;
using Then = MessageSplitter::Then;

// The SQL of a simple query, or of a statement to be prepared; empty for other messages.
std::string_view SqlOf(const Message& message) {
  if (message.type == 'Q') return message.body;
  if (message.type != 'P') return {};
  const size_t name_end = message.body.find('\0');
  return name_end == std::string_view::npos ? std::string_view() : message.body.substr(name_end);
}

// What the server says by itself: a notice, a changed setting, a notification.
bool IsAside(char type) { return type == 'N' || type == 'S' || type == 'A'; }

}  // namespace

std::optional<size_t> StatementWatch::Look(Direction direction, std::string_view piece,
                                           std::optional<StatementCut>& cut) {
  if (opaque_) return std::nullopt;
  return direction == Direction::kToServer ? LookAtClient(piece, cut) : LookAtServer(piece);
}

std::optional<size_t> StatementWatch::LookAtClient(std::string_view piece,
                                                   std::optional<StatementCut>& cut) {
  std::optional<size_t> passing;
  const bool understood = client_.Feed(piece, [&](const Message& message) {
    if (message.type == '\0') OnStartup(message);
    if (cut && !cut_at_ready_ && absl::StrContains(SqlOf(message), cut->text)) {
      switch (cut->moment) {
        case Moment::kBefore:
          passing = message.begin;
          break;
        case Moment::kSent:
          passing = message.end;
          break;
        case Moment::kAnswer:
          cut_at_ready_ = asked_;
          break;
      }
      if (--cut->times == 0) cut.reset();
    }
    // A query, a synchronization or a function call: each is answered by a "ready".
    if (message.type == 'Q' || message.type == 'S' || message.type == 'F') ++asked_;
    return passing ? Then::kStop : Then::kGoOn;
  });
  if (!understood) opaque_ = true;
  return passing;
}

// Requests for SSL and for GSSAPI come before the true start.
void StatementWatch::OnStartup(const Message& message) {
  constexpr std::string_view kSsl = "\x04\xd2\x16\x2f", kGssapi = "\x04\xd2\x16\x30";
  if (message.body == kSsl || message.body == kGssapi) asked_for_encryption_ = true;
}

std::optional<size_t> StatementWatch::LookAtServer(std::string_view piece) {
  size_t skipped = 0;
  if (asked_for_encryption_ && !piece.empty()) {
    asked_for_encryption_ = false;
    if (piece[0] != 'N') {
      opaque_ = true;
      return std::nullopt;
    }
    client_.ExpectUntyped();
    skipped = 1;
  }
  std::optional<size_t> passing;
  const bool understood = server_.Feed(piece.substr(skipped), [&](const Message& message) {
    if (cut_at_ready_ == ready_ && !IsAside(message.type)) {
      passing = skipped + message.begin;
      return Then::kStop;
    }
    if (message.type == 'Z') ++ready_;
    return Then::kGoOn;
  });
  if (!understood) opaque_ = true;
  return passing;
}

}  // namespace mainstay::faultproxy
