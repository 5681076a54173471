// What loop rules do in the transaction of a response.
#pragma once

#include "services/survey/responses/response_sequel.h"

namespace mainstay::survey {

// Fires the rules in force of the campaign for those responses whose account is known: each rule at
// most once a response, however the response came. Of an anonymous campaign none: what its rules
// were made for before it became anonymous is not known of any response. A condition that does not
// fit the version that was answered holds for nobody. Of a confidential campaign, rules fire only
// for accounts of which kLeastGroup contacts or more have answered, this one included, and the
// firing says neither who answered nor when, but for the day: what is done about the account must
// not tell who is behind it. That an invitation is answered is shown to whoever sees the account:
// of the day's answers there it is one.
ResponseSequel LoopSequel();

}  // namespace mainstay::survey
