// A ranking in words: what speaks for a requirement, what against it, and how firm its place is.
#pragma once

#include <string>

#include <mainstay/feedback/v1/scoring_service.pb.h>

namespace mainstay::ctl {

enum class Language { kEnglish, kChinese };

// One or two sentences without a line break, of a requirement that has a rank. `next` is the title
// of the one after it, where that is known.
std::string ExplainRank(const feedback::v1::Ranking& ranking,
                        const feedback::v1::RankedRequirement& ranked, const std::string& next,
                        Language language);

// What a ranking was made of and what was seen about it, a sentence a line.
std::string ExplainRanking(const feedback::v1::Ranking& ranking, Language language);

}  // namespace mainstay::ctl
