// Text on a terminal: how wide it is, and how to make it fit. All text is UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace mainstay::ctl {

// `text` without what could steer a terminal: control and bidirectional control characters become
// "?", bytes that are not UTF-8 become U+FFFD. Line breaks stay when `keep_lines`.
std::string Printable(std::string_view text, bool keep_lines = false);

// Columns that `text` takes: 2 for wide characters (Chinese, full width, emoji), 0 for combining
// ones, 1 for the rest.
int DisplayWidth(std::string_view text);

// `text` cut to at most `width` columns, the last of them "…" when something was cut.
std::string Fit(std::string_view text, int width);

// `text` with spaces behind (or before) it up to `width` columns; longer text stays as it is.
std::string PadRight(std::string_view text, int width);
std::string PadLeft(std::string_view text, int width);

}  // namespace mainstay::ctl
