#include "common/text/lists.h"

#include <algorithm>
#include <utility>

#include "common/text/rules.h"

namespace mainstay::text {

void CutRepeats(std::vector<std::string>& texts) {
  std::vector<std::string> kept;
  for (std::string& value : texts) {
    value = Trim(value);
    if (std::find(kept.begin(), kept.end(), value) == kept.end()) kept.push_back(std::move(value));
  }
  texts = std::move(kept);
}

}  // namespace mainstay::text
