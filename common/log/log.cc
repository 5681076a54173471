#include "common/log/log.h"

#include <unistd.h>

#include <cstdio>
#include <string>

#include "absl/time/clock.h"
#include "common/log/line.h"
#include "common/log/line_writer.h"

namespace mainstay::log {
namespace {

struct State {
  std::string service;
  Level level = Level::kInfo;
  bool json = false;
  LineWriter* writer = nullptr;  // null before Init: lines are then written directly
};

State& TheState() {
  static State& state = *new State;  // outlives every thread
  return state;
}

}  // namespace

void Init(const Options& options) {
  State& state = TheState();
  state.service = options.service;
  state.level = options.level;
  state.json = options.format == Format::kJson ||
               (options.format == Format::kAuto && ::isatty(STDERR_FILENO) == 0);
  if (state.writer == nullptr) state.writer = new LineWriter(STDERR_FILENO);
}

void Flush() {
  if (LineWriter* const writer = TheState().writer) writer->Flush();
}

void Write(Level level, std::string_view message, std::initializer_list<Field> fields) {
  const State& state = TheState();
  if (level < state.level) return;
  const std::string line = state.json ? JsonLine(absl::Now(), level, state.service, message, fields)
                                      : ConsoleLine(absl::Now(), level, message, fields);
  if (state.writer != nullptr) {
    state.writer->Add(line, level >= Level::kWarning);
  } else {
    std::fwrite(line.data(), 1, line.size(), stderr);
  }
}

}  // namespace mainstay::log
