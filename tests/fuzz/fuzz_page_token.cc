// A page token as a stranger may send it: none is taken that we did not make for the same query.
// Input: "binding\nrest", where rest is a token, and a cursor for one of ours.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/api/page.h"

namespace {

void Require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const mainstay::api::PageTokens tokens("a key of more than sixteen bytes");
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const size_t newline = input.find('\n');
  const std::string_view binding = input.substr(0, newline);
  const std::string_view rest =
      newline == input.npos ? std::string_view() : input.substr(newline + 1);

  // Nobody can make one without the key.
  const auto forged = tokens.Parse(binding, rest);
  Require(forged.ok() == rest.empty());

  // What we make comes back whole, for its own query only, and in its own spelling only.
  const std::vector<std::string> cursor = absl::StrSplit(rest, ',');
  const std::string token = tokens.Make(binding, cursor);
  const auto parsed = tokens.Parse(binding, token);
  Require(token.size() > 8192 || (parsed.ok() && *parsed == cursor));
  Require(!tokens.Parse(absl::StrCat(binding, "x"), token).ok());
  std::string changed = token;
  char& c = changed[size % changed.size()];
  c = c == 'A' ? 'B' : 'A';
  Require(!tokens.Parse(binding, changed).ok());
  return 0;
}
