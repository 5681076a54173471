// Bars of charts in a terminal.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace mainstay::ctl {

// A bar from the left over `part` (0 to 1) of `width` columns, in eighths of a column.
inline std::string BarText(double part, int width) {
  // ▏ to ▉ follow each other downwards from U+258F.
  constexpr std::array<const char*, 8> kEighths = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const int eighths = static_cast<int>(std::lround(std::clamp(part, 0.0, 1.0) * width * 8));
  std::string bar;
  for (int i = 0; i < eighths / 8; ++i) bar += "█";
  return bar + kEighths[eighths % 8];
}

}  // namespace mainstay::ctl
