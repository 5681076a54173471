// A criteria set as the company keeps it: the rules that rank, with what people call the criteria
// and where their scores come from. Domain code: no SQL, no proto.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/feedback/scoring/criteria_set.h"

namespace mainstay::feedback {

// One version of a set; versions stay for ever.
struct ScoringSet {
  std::string id;  // bare UUID
  int64_t version = 1;
  std::string display_name;
  CriteriaSet rules;
  // By criterion, in the order of the rules.
  std::vector<std::string> titles;
  std::vector<std::string> sources;  // "hand", "value", "sales", "account_count",
                                     // "urgency", "importance"
  std::string author;                // of the version: user id
  std::string reason;
  absl::Time create_time;  // of the set
  absl::Time update_time;  // of the version
};

// Fills in what may be absent: sources by hand, titles from ids; cuts spaces.
void Complete(ScoringSet& set);

// Checks what people write of a completed set; INVALID_ARGUMENT names all that cannot be accepted.
absl::Status Validate(const ScoringSet& set);

// What scores of a requirement are made of.
struct ScoredRequirement {
  std::string id;  // bare UUID
  std::string title;
  int urgency = 0, importance = 0;  // 0 is not said
  int accounts = 0;
  int64_t value = 0;
  std::optional<double> sales;           // in the company's currency, once measured
  std::map<std::string, double> scores;  // by hand, by criterion
};

// Whether sales count in it: what is worked out of the scores tells what accounts buy, also those
// that the reader does not see.
bool CountsSales(const ScoringSet& set);

// The place of a criterion; nothing for one that the set does not have.
std::optional<size_t> PlaceOf(const ScoringSet& set, const std::string& criterion);

// A requirement's scores by criterion; nothing where there is none. A fact beyond the scale counts
// as its end; a score by hand beyond it was given when the scale was another and counts no more.
std::vector<std::optional<double>> ScoresBy(const ScoringSet& set,
                                            const ScoredRequirement& requirement);

// Checks a score that somebody gives on a criterion by its place; `field` is where it stands.
absl::Status CheckScore(const ScoringSet& set, size_t place, double score,
                        const std::string& field);

}  // namespace mainstay::feedback
