// Structured logs: one JSON object a line, or a readable line on a terminal. Written by a thread of
// their own; never block a call.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace mainstay::log {

enum class Level { kDebug, kInfo, kWarning, kError };
enum class Format { kAuto, kJson, kConsole };  // kAuto: console when stderr is a terminal

struct Options {
  std::string service;  // "accounts"; on every line
  Level level = Level::kInfo;
  Format format = Format::kAuto;
};

// Call once, before threads. Logs go to stderr.
void Init(const Options& options);
// Writes what is queued; call before exit.
void Flush();

using Value = std::variant<std::string_view, int64_t, double, bool>;
using Field = std::pair<std::string_view, Value>;

// {"time":…,"level":…,"service":…,"message":…, fields…}. Never tokens, never personal data.
void Write(Level level, std::string_view message, std::initializer_list<Field> fields = {});
inline void Info(std::string_view m, std::initializer_list<Field> f = {}) {
  Write(Level::kInfo, m, f);
}
inline void Warning(std::string_view m, std::initializer_list<Field> f = {}) {
  Write(Level::kWarning, m, f);
}
inline void Error(std::string_view m, std::initializer_list<Field> f = {}) {
  Write(Level::kError, m, f);
}
inline void Debug(std::string_view m, std::initializer_list<Field> f = {}) {
  Write(Level::kDebug, m, f);
}

}  // namespace mainstay::log
