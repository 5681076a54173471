// What the demo company's customers think of it, and how that changed over two years: deliveries
// and answers got better with the new warehouse and service desk of 2026, prices went up in its
// spring.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "absl/time/civil_time.h"

namespace mainstay::demo {

// What there is to be satisfied with, by the keys of the satisfaction survey.
enum Aspect {
  kQuality,
  kPerformance,
  kDelivery,
  kPackaging,
  kPrice,
  kPerson,  // who they deal with
  kResponse,
  kSupport,
  kComplaints,
  kDocuments,
  kDigital,
};
inline constexpr size_t kAspects = kDigital + 1;

// The aspect that "product.delivery" and the like ask about; kQuality for keys that are none.
Aspect AspectCalled(std::string_view key);

// How somebody sees us. Of the same person in the same quarter it is the same, whatever they are
// asked, so that the NPS of a pulse and of a survey agree.
struct Opinion {
  std::array<int, kAspects> tenths = {};  // of a scale from 1 to 5: 34 is between 3 and 4
  int overall = 0;                        // the same of everything together
  int nps = 0;                            // 0 to 10
  Aspect best = kQuality, worst = kQuality;

  // On a scale of whole numbers.
  int Score(Aspect aspect, int min, int max) const { return Place(tenths[aspect], min, max); }
  int Overall(int min, int max) const { return Place(overall, min, max); }
  int Effort(int min, int max) const;  // agrees that we are easy to deal with

 private:
  static int Place(int tenths, int min, int max);
};

// Of contact `person` (from 0) of customer `customer` (from 0) on a day.
Opinion OpinionOf(size_t customer, size_t person, absl::CivilDay day);

// Some of those who decide, the first contacts of their accounts, never answer anything.
inline bool IsSilent(size_t customer, size_t person) { return person == 0 && customer % 4 == 0; }

}  // namespace mainstay::demo
