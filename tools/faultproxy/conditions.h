// What a route does to the bytes that pass over it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>

#include "absl/time/time.h"

namespace mainstay::faultproxy {

enum class Direction { kToServer, kToClient };

inline Direction Opposite(Direction direction) {
  return direction == Direction::kToServer ? Direction::kToClient : Direction::kToServer;
}

// Of one direction. Bytes never overtake each other, and none is lost or changed: as over TCP.
struct Shape {
  absl::Duration delay;          // each byte arrives so much later,
  absl::Duration jitter;         // give or take a random time of at most this
  int64_t bytes_per_second = 0;  // 0: as fast as it goes
  // A blackhole: nothing arrives any more, ends of connections neither, until it is healed. Then
  // everything does, as TCP would send it again.
  bool blackhole = false;
};

// Which moment of a statement's life a connection is cut at.
enum class Moment {
  kBefore,  // the server does not get the statement
  kSent,    // the server gets it, nobody waits for its answer
  kAnswer,  // the server has answered, and the client does not get the answer
};

// Cuts the next `times` connections that send PostgreSQL a statement whose text contains `text`.
struct StatementCut {
  Moment moment = Moment::kAnswer;
  std::string text;
  int64_t times = 1;
};

struct Counts {
  int64_t accepted = 0;                 // connections so far
  int64_t open = 0;                     // connections now
  int64_t cuts = 0;                     // connections that a cut has ended
  std::array<int64_t, 2> bytes = {{}};  // delivered, by Direction
};

// A route's state, which its connections look at with every piece. The proxy's thread.
struct Conditions {
  std::array<Shape, 2> shapes = {{}};  // by Direction
  // Bytes that still pass before the connection that carries the last of them is cut.
  std::array<std::optional<int64_t>, 2> cut_after = {{}};
  std::optional<StatementCut> statement;
  Counts counts;
  std::minstd_rand random{std::random_device{}()};

  const Shape& shape(Direction direction) const { return shapes[static_cast<size_t>(direction)]; }
};

}  // namespace mainstay::faultproxy
