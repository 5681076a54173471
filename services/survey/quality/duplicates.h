// Duplicates: responses that answer everything alike where that is no coincidence.
//
// On a short form of scales alone many people answer alike: of 26,000 real ones on 14 scales a
// tenth repeat what was there. How many coincidences a campaign makes by itself is seen in its
// other responses. Two honest ones are alike with the probability p = Σ P(x)² over everything x
// that can be answered, whose unbiased estimate is the share of alike pairs among all pairs of
// responses (E. H. Simpson, Measurement of Diversity, Nature 163, 1949); n earlier responses then
// make a new one expect E = n · p that are alike, and so p = r ÷ (n(n−1)/2) gives
//   E = 2r ÷ (n − 1).
// Counted are the responses that answer otherwise than the one in question, and in r each answer
// that was given more than once as one pair, however often: who forges a hundred of a kind does not
// make them look like coincidences. By Markov's inequality E bounds the probability that an honest
// response repeats anything, and it is suspicious to do so where E < 0.05.
//
// E is told by a part of them as well, since r and n shrink alike when some of all that was
// answered are left out: a big campaign is judged by kMostFingerprints of it, those that are the
// smallest numbers. They are hashes, so these are as good as any.
#pragma once

#include <cstdint>
#include <limits>
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

// So many tell whether E < 0.05: a hundred repeated ones where it is just that, give or take ten.
inline constexpr int kMostFingerprints = 4'000;

// The responses of a campaign by what they answered, of those that have a fingerprint.
struct Coincidences {
  int64_t responses = 0;
  int64_t repeated = 0;  // fingerprints that more than one of them has
  // The greatest fingerprint that was looked at.
  int64_t greatest = std::numeric_limits<int64_t>::max();

  // Without those `times` responses that have a certain one.
  Coincidences Without(int64_t fingerprint, int64_t times) const {
    if (fingerprint > greatest) return *this;
    return {responses - times, repeated - (times > 1 ? 1 : 0), greatest};
  }
};
// Whether hardly any response would repeat another by chance: E < 0.05 as above; also where too
// little was answered otherwise to say.
bool RepeatsAreSuspicious(const Coincidences& others);

}  // namespace mainstay::survey
