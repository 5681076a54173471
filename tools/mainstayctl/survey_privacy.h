// Why somebody sees no responses of a campaign that has some.
#pragma once

#include <string>

#include "tools/mainstayctl/language.h"
#include "tools/mainstayctl/session.h"

namespace mainstay::ctl {

// A line for where a list of the campaign's responses ("campaigns/{uuid}"), or what is made of
// their texts, is empty: what its privacy keeps from callers. Empty of identified campaigns, and
// where the campaign cannot be read.
std::string PrivacyNote(Session& session, const std::string& campaign, Language language);

}  // namespace mainstay::ctl
