// Duplicates: responses that answer everything alike, which many long ones by different people do
// not.
#pragma once

#include <cstdint>
#include <optional>

#include "services/survey/questionnaires/answer.h"

namespace mainstay::survey {

// Fewer single answers than this are easily given alike by two people. (N. Kuriakose, M. Robbins,
// Don't Get Duped: Fraud through Duplication in Public Opinion Surveys, Statistical J. of the IAOS
// 32, 2016, find that real respondents rarely agree on nearly all of a long questionnaire.)
inline constexpr int kLeastAnswersAlike = 10;

// A number that is the same for responses that answer alike and, for all that matters, for these
// only (64 bits of FNV-1a over all answers in the order of their keys; the same on every machine
// and in every version, so that it can be stored). Nothing when a response cannot be told to be a
// duplicate: fewer than kLeastAnswersAlike single answers, a matrix row being one, or all scores
// the same, which is straight-lining and is flagged as that.
std::optional<int64_t> FingerprintOf(const Answers& answers);

}  // namespace mainstay::survey
