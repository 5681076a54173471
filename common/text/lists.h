// Lists of texts as people write them.
#pragma once

#include <string>
#include <vector>

namespace mainstay::text {

// Cuts the spaces around each text, and all but the first of those that are then the same.
void CutRepeats(std::vector<std::string>& texts);

}  // namespace mainstay::text
