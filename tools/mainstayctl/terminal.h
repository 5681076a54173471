// What the output goes to, and colours for it.
#pragma once

#include <string>
#include <string_view>

namespace mainstay::ctl {

enum class Colour { kBold, kDim, kRed, kGreen, kYellow, kBlue };

// How to write for one stream.
struct Terminal {
  bool interactive = false;  // a person looks at it: progress bars make sense
  bool colours = false;
  int width = 0;  // columns; 0 means unlimited (a file or a pipe)

  // `text` in that colour, or as it is where colours are off.
  std::string Paint(Colour colour, std::string_view text) const;
};

// Looks at the file descriptor. Colours: only on a terminal, and not with NO_COLOR set or TERM
// "dumb". COLUMNS overrides the width.
Terminal LookAt(int file_descriptor);

}  // namespace mainstay::ctl
