#include "tests/fault/fault_points.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include "absl/strings/match.h"

namespace mainstay::faults {

std::set<std::string> FaultPoints() {
  std::set<std::string> points;
  const std::regex call("fault::Point\\(\"([^\"]+)\"\\)");
  for (const char* folder : {"common", "services"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      const std::filesystem::path& path = entry.path();
      if (path.extension() != ".cc" && path.extension() != ".h") continue;
      if (absl::EndsWith(path.stem().string(), "_test")) continue;
      std::ifstream in(path);
      const std::string text{std::istreambuf_iterator<char>(in), {}};
      for (std::sregex_iterator match(text.begin(), text.end(), call), end; match != end; ++match) {
        if (!absl::StartsWith((*match)[1].str(), "mutation.")) points.insert((*match)[1]);
      }
    }
  }
  return points;
}

}  // namespace mainstay::faults
