// The pipes in a text: "{{reason}}". For this folder only.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mainstay::survey {

struct Pipe {
  size_t begin = 0;  // of "{{"
  size_t end = 0;    // behind "}}"; of one that is not closed, the text's end
  std::string name;  // without the spaces around it
  bool closed = false;
};

// In order.
std::vector<Pipe> PipesIn(std::string_view text);

}  // namespace mainstay::survey
