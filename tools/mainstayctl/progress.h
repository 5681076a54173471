// How far an upload is: a bar on a terminal, a line now and then elsewhere.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>

#include "absl/time/time.h"
#include "tools/mainstayctl/terminal.h"

namespace mainstay::ctl {

// "12.3 MB"; decimal units.
std::string FormatBytes(int64_t bytes);
// "42 s", "3 min 20 s", "1 h 05 min"
std::string FormatElapsed(absl::Duration duration);

// "██████░░░░  61 %  27.9 of 45.6 MB  9.3 MB/s  ETA 2 s" in at most `width` columns, or
// without the bar when `width` is 0; without bar, share and ETA when `total` is 0 (not known).
// `begin`: bytes that were there before the start, which the rate leaves out.
std::string ProgressLine(int64_t done, int64_t total, int64_t begin, absl::Duration elapsed,
                         int width);
// "applying  ██████░░░░  61 %"
std::string ApplyingLine(double progress, int width);

// Draws to one stream. Not thread-safe.
class Progress {
 public:
  Progress(std::ostream& out, const Terminal& terminal, int64_t total, int64_t begin,
           absl::Time start)
      : out_(out), terminal_(terminal), total_(total), begin_(begin), start_(start) {}
  // Draws at most ten times a second on a terminal, and a line every five seconds elsewhere.
  void Sent(int64_t done, absl::Time now);
  void Applying(double progress);
  // Takes the bar away.
  void Clear();

 private:
  void Draw(const std::string& line);

  std::ostream& out_;
  const Terminal& terminal_;
  const int64_t total_, begin_;
  const absl::Time start_;
  absl::Time drawn_ = absl::InfinitePast();
  bool on_screen_ = false;
};

}  // namespace mainstay::ctl
