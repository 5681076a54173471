// What a response does not say to its reader. Domain code: no SQL, no proto.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/survey/responses/response.h"

namespace mainstay::survey {

// Whether a reader, with `identities` or without, is kept from knowing whose the responses of a
// campaign of this privacy are.
bool IsMasked(std::string_view privacy, bool identities);

// Takes from a response what its reader may not see, and returns the names of those fields of the
// API. `privacy` is its campaign's. Of a confidential campaign, without `identities`: who it is of
// and what would tell it beside lists of invitations and of what rules fired, such as the role, the
// channel or the exact time; the day stays. Of an anonymous one the same, wherever it has that: it
// is for figures only, where groups of a few are hidden. Nothing of those is named, for nobody sees
// it.
std::vector<std::string> Mask(std::string_view privacy, bool identities, Response& response);

}  // namespace mainstay::survey
