#include "tools/faultproxy/command.h"

#include <functional>
#include <limits>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/status/status.h"

namespace mainstay::faultproxy {
namespace {

using Words = std::vector<std::string>;

absl::StatusOr<std::vector<Direction>> DirectionsOf(const std::string& word) {
  if (word == "to-server") return std::vector{Direction::kToServer};
  if (word == "to-client") return std::vector{Direction::kToClient};
  if (word == "both") return std::vector{Direction::kToServer, Direction::kToClient};
  return absl::InvalidArgumentError(
      absl::StrCat("'", word, "' is not a direction: to-server, to-client or both"));
}

absl::StatusOr<int64_t> NumberOf(const std::string& word) {
  int64_t number = 0;
  if (!absl::SimpleAtoi(word, &number) || number < 0) {
    return absl::InvalidArgumentError(absl::StrCat("'", word, "' is not a number from 0 on"));
  }
  return number;
}

absl::StatusOr<Moment> MomentOf(const std::string& word) {
  if (word == "before") return Moment::kBefore;
  if (word == "sent") return Moment::kSent;
  if (word == "answer") return Moment::kAnswer;
  return absl::InvalidArgumentError(
      absl::StrCat("'", word, "' is not a moment of a statement: before, sent or answer"));
}

absl::Status ChangeAll(Proxy& proxy, const Words& words,
                       const std::function<void(Shape&)>& change) {
  ASSIGN_OR_RETURN(const auto directions, DirectionsOf(words[2]));
  for (const Direction direction : directions) {
    RETURN_IF_ERROR(proxy.Change(words[1], direction, change));
  }
  return absl::OkStatus();
}

absl::Status Delay(Proxy& proxy, const Words& words) {
  ASSIGN_OR_RETURN(const int64_t delay, NumberOf(words[3]));
  int64_t jitter = 0;
  if (words.size() > 4) {
    ASSIGN_OR_RETURN(jitter, NumberOf(words[4]));
  }
  return ChangeAll(proxy, words, [&](Shape& shape) {
    shape.delay = absl::Milliseconds(delay);
    shape.jitter = absl::Milliseconds(jitter);
  });
}

absl::Status Bandwidth(Proxy& proxy, const Words& words) {
  ASSIGN_OR_RETURN(const int64_t speed, NumberOf(words[3]));
  return ChangeAll(proxy, words, [&](Shape& shape) { shape.bytes_per_second = speed; });
}

absl::Status Blackhole(Proxy& proxy, const Words& words) {
  return ChangeAll(proxy, words, [](Shape& shape) { shape.blackhole = true; });
}

absl::Status ResetAll(Proxy& proxy, const Words& words) { return proxy.Reset(words[1]); }

absl::Status HalfClose(Proxy& proxy, const Words& words) {
  ASSIGN_OR_RETURN(const auto directions, DirectionsOf(words[2]));
  for (const Direction direction : directions) {
    RETURN_IF_ERROR(proxy.HalfClose(words[1], direction));
  }
  return absl::OkStatus();
}

absl::Status CutAfter(Proxy& proxy, const Words& words) {
  ASSIGN_OR_RETURN(const auto directions, DirectionsOf(words[2]));
  ASSIGN_OR_RETURN(const int64_t bytes, NumberOf(words[3]));
  for (const Direction direction : directions) {
    RETURN_IF_ERROR(proxy.CutAfter(words[1], direction, bytes));
  }
  return absl::OkStatus();
}

absl::Status CutStatement(Proxy& proxy, const Words& words) {
  ASSIGN_OR_RETURN(const Moment moment, MomentOf(words[2]));
  ASSIGN_OR_RETURN(const int64_t times, NumberOf(words[3]));
  return proxy.CutStatement(words[1], {.moment = moment,
                                       .text = absl::StrJoin(words.begin() + 4, words.end(), " "),
                                       .times = times});
}

absl::Status Heal(Proxy& proxy, const Words& words) { return proxy.Heal(words[1]); }

struct Verb {
  std::string_view name, usage;
  size_t least, most;  // words, with the verb
  absl::Status (*run)(Proxy&, const Words&);
};

constexpr size_t kAnyNumber = std::numeric_limits<size_t>::max();
constexpr Verb kVerbs[] = {
    {"delay", "delay ROUTE DIRECTION MILLISECONDS [JITTER]", 4, 5, Delay},
    {"bandwidth", "bandwidth ROUTE DIRECTION BYTES_PER_SECOND", 4, 4, Bandwidth},
    {"blackhole", "blackhole ROUTE DIRECTION", 3, 3, Blackhole},
    {"reset", "reset ROUTE", 2, 2, ResetAll},
    {"half-close", "half-close ROUTE DIRECTION", 3, 3, HalfClose},
    {"cut-after", "cut-after ROUTE DIRECTION BYTES", 4, 4, CutAfter},
    {"cut-statement", "cut-statement ROUTE before|sent|answer TIMES TEXT", 5, kAnyNumber,
     CutStatement},
    {"heal", "heal ROUTE", 2, 2, Heal},
};

absl::StatusOr<std::string> StatusOf(Proxy& proxy) {
  std::string text;
  for (const std::string& name : proxy.routes()) {
    ASSIGN_OR_RETURN(const std::string address, proxy.Address(name));
    ASSIGN_OR_RETURN(const Counts counts, proxy.CountsOf(name));
    ASSIGN_OR_RETURN(const int64_t to_come, proxy.CutsToCome(name));
    absl::StrAppend(&text, text.empty() ? "" : "\n", name, " listen=", address,
                    " accepted=", counts.accepted, " open=", counts.open, " cuts=", counts.cuts,
                    " cuts_to_come=", to_come, " bytes_to_server=", counts.bytes[0],
                    " bytes_to_client=", counts.bytes[1]);
  }
  return text;
}

}  // namespace

std::string_view CommandHelp() {
  return R"(delay ROUTE DIRECTION MS [JITTER]    bytes arrive MS later, give or take JITTER
bandwidth ROUTE DIRECTION N          N bytes a second; 0 for as fast as it goes
blackhole ROUTE DIRECTION            nothing arrives any more, and nobody is told
reset ROUTE                          ends every connection
half-close ROUTE DIRECTION           closes the sending side of every connection
cut-after ROUTE DIRECTION N          cuts the connection that carries the N-th byte from now on
cut-statement ROUTE MOMENT N TEXT    cuts the next N connections that send PostgreSQL TEXT:
                                     before the server gets it, when it was sent, or when its
                                     answer comes, which the client does not get
heal ROUTE                           sound again; blackholed bytes arrive
status                               each route: address, connections, cuts, bytes
help                                 this text
DIRECTION: to-server, to-client, both. MOMENT: before, sent, answer.)";
}

absl::StatusOr<std::string> Command(Proxy& proxy, std::string_view line) {
  const Words words =
      absl::StrSplit(absl::StripAsciiWhitespace(line), absl::ByAnyChar(" \t"), absl::SkipEmpty());
  if (words.empty()) return absl::InvalidArgumentError("an empty line; try help");
  if (words[0] == "help") return std::string(CommandHelp());
  if (words[0] == "status") return StatusOf(proxy);
  for (const Verb& verb : kVerbs) {
    if (verb.name != words[0]) continue;
    if (words.size() < verb.least || words.size() > verb.most) {
      return absl::InvalidArgumentError(absl::StrCat("it is: ", verb.usage));
    }
    RETURN_IF_ERROR(verb.run(proxy, words));
    return "done";
  }
  return absl::InvalidArgumentError(absl::StrCat("there is no command '", words[0], "'; try help"));
}

}  // namespace mainstay::faultproxy
