// Under what a respondent's part answers are kept. Domain code.
#pragma once

#include <string>
#include <string_view>

namespace mainstay::survey {

// Of an identified or confidential invitation: its id, so that every link of it, a
// reminder's too, goes on with the same answers.
std::string PartKeyOfInvitation(std::string_view invitation_id);

// Of an anonymous campaign's: HMAC-SHA256 of the token under `link_key`. The token is nowhere in
// the database, so nothing there leads from an invitation to answers, nor back.
std::string PartKeyOfToken(std::string_view link_key, std::string_view token);

}  // namespace mainstay::survey
