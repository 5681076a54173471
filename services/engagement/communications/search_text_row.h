// What a communication is found by, as both kinds of writes store it.
#pragma once

#include <string>

#include "common/pg/param.h"
#include "services/engagement/communications/communication.h"

namespace mainstay::engagement {

// Subject and body folded, with a gap between them that nothing is found across.
std::string SearchTextOf(const Communication& communication);

// Its grams (common/text/search.h) as an int[] parameter.
pg::Param GramsParam(const std::string& search_text);

}  // namespace mainstay::engagement
