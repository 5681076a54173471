#include "common/trace/trace.h"

#include <cstdint>
#include <random>

#include "absl/strings/str_cat.h"

namespace mainstay::trace {
namespace {

constexpr size_t kTraceparentSize = 55;  // "00-" 32 "-" 16 "-" 2

bool IsLowerHex(std::string_view text) {
  for (const char c : text) {
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

bool IsZero(std::string_view text) { return text.find_first_not_of('0') == text.npos; }

int HexValue(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

// Ids need not be secret, only unique: a generator a thread, seeded by the system.
uint64_t RandomNonZero() {
  thread_local std::mt19937_64 generator = [] {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device()};
    return std::mt19937_64(seed);
  }();
  uint64_t value = 0;
  while (value == 0) value = generator();
  return value;
}

std::string Hex16(uint64_t value) { return absl::StrCat(absl::Hex(value, absl::kZeroPad16)); }

}  // namespace

std::string TraceContext::ToTraceparent() const {
  return absl::StrCat("00-", trace_id, "-", span_id, sampled ? "-01" : "-00");
}

TraceContext NewTrace() {
  return {.trace_id = Hex16(RandomNonZero()) + Hex16(RandomNonZero()),
          .span_id = Hex16(RandomNonZero())};
}

TraceContext ChildOf(const TraceContext& parent) {
  return {
      .trace_id = parent.trace_id, .span_id = Hex16(RandomNonZero()), .sampled = parent.sampled};
}

std::optional<TraceContext> ParseTraceparent(std::string_view header) {
  if (header.size() < kTraceparentSize) return std::nullopt;
  const std::string_view version = header.substr(0, 2), trace_id = header.substr(3, 32),
                         span_id = header.substr(36, 16), flags = header.substr(53, 2);
  if (header[2] != '-' || header[35] != '-' || header[52] != '-') return std::nullopt;
  if (!IsLowerHex(version) || !IsLowerHex(trace_id) || !IsLowerHex(span_id) || !IsLowerHex(flags)) {
    return std::nullopt;
  }
  // Version 00 ends here; a later one may go on after a dash; ff is forbidden.
  if (version == "ff") return std::nullopt;
  if (header.size() > kTraceparentSize && (version == "00" || header[kTraceparentSize] != '-')) {
    return std::nullopt;
  }
  if (IsZero(trace_id) || IsZero(span_id)) return std::nullopt;
  return TraceContext{.trace_id = std::string(trace_id),
                      .span_id = std::string(span_id),
                      .sampled = (HexValue(flags[1]) & 1) != 0};
}

}  // namespace mainstay::trace
