// Real Chinese reviews for tests and benchmarks. They lie beside the repository and are no part of
// it (../shared/data/hotel_reviews_zh.csv.xz seen from its root).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/themes/themes.h"

namespace mainstay::themes {

struct Review {
  bool praise = false;
  std::string id, text;
};

// Where they are looked for, from the repository's root.
inline constexpr std::string_view kReviewFile = "../shared/data/hotel_reviews_zh.csv.xz";

// All reviews in the order of the file, which has 7,766; empty when it is not there.
std::vector<Review> LoadReviews();

// The complaints as texts of now, the praise as `praise`. `reviews` must outlive them.
std::vector<SourceText> ComplaintsAgainst(const std::vector<Review>& reviews, Group praise);

}  // namespace mainstay::themes
