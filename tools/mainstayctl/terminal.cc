#include "tools/mainstayctl/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace mainstay::ctl {

std::string Terminal::Paint(Colour colour, std::string_view text) const {
  if (!colours || text.empty()) return std::string(text);
  const char* code = "0";
  switch (colour) {
    case Colour::kBold:
      code = "1";
      break;
    case Colour::kDim:
      code = "2";
      break;
    case Colour::kRed:
      code = "31";
      break;
    case Colour::kGreen:
      code = "32";
      break;
    case Colour::kYellow:
      code = "33";
      break;
    case Colour::kBlue:
      code = "34";
      break;
  }
  return absl::StrCat("\x1b[", code, "m", text, "\x1b[0m");
}

Terminal LookAt(int file_descriptor) {
  Terminal terminal;
  terminal.interactive = isatty(file_descriptor) == 1;
  if (!terminal.interactive) return terminal;
  const char* kind = std::getenv("TERM");
  const char* no_colour = std::getenv("NO_COLOR");
  terminal.colours = (no_colour == nullptr || *no_colour == '\0') && kind != nullptr &&
                     std::string_view(kind) != "dumb";
  winsize size{};
  terminal.width = 80;
  if (ioctl(file_descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    terminal.width = size.ws_col;
  }
  const char* columns = std::getenv("COLUMNS");
  int given = 0;
  if (columns != nullptr && absl::SimpleAtoi(columns, &given) && given > 0) terminal.width = given;
  return terminal;
}

}  // namespace mainstay::ctl
