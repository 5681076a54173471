// What a browser sends with a form.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mainstay::web {

struct FormField {
  std::string name;
  std::string value;
};

// The fields of a form (application/x-www-form-urlencoded), in order; nothing when it is none, is
// larger than `most_bytes` or has more than `most_fields`. Names and values are valid UTF-8 without
// control characters but line feeds and tabs; what is none of that is left out of them.
std::optional<std::vector<FormField>> ParseForm(std::string_view content_type,
                                                std::string_view data, size_t most_bytes,
                                                size_t most_fields);

// The first `most` characters of `utf8`, which is valid.
std::string_view Cut(std::string_view utf8, size_t most);

}  // namespace mainstay::web
