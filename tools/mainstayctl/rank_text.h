// A ranking in words: what speaks for a requirement, what against it, and how firm its place is.
#pragma once

#include <string>

#include <mainstay/feedback/v1/scoring_service.pb.h>

#include "tools/mainstayctl/language.h"

namespace mainstay::ctl {

// One or two sentences without a line break, of a requirement that has a rank. `next` is the title
// of the one after it, where that is known.
std::string ExplainRank(const feedback::v1::Ranking& ranking,
                        const feedback::v1::RankedRequirement& ranked, const std::string& next,
                        Language language);

// "12.0 % – 31.5 %": between which weights something stays as it is, with as many digits as tell
// them apart, at most three; "fixed" where no change is left.
std::string FormatBand(double lower, double upper, Language language);

// What a ranking was made of and what was seen about it, a sentence a line.
std::string ExplainRanking(const feedback::v1::Ranking& ranking, Language language);

}  // namespace mainstay::ctl
