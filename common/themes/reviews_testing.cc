#include "common/themes/reviews_testing.h"

#include <cstdio>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/csv/csv_splitter.h"

namespace mainstay::themes {

std::vector<Review> LoadReviews() {
  std::vector<Review> reviews;
  if (!std::filesystem::exists(kReviewFile)) return reviews;
  FILE* pipe = popen(absl::StrCat("xz -dc ", kReviewFile).c_str(), "r");
  if (pipe == nullptr) return reviews;
  csv::CsvSplitter splitter;
  const auto take = [&](const csv::CsvRecord& record) {
    const auto fields = csv::ParseRecord(csv::WithoutLineEnd(record.bytes), ',');
    if (record.number > 0 && fields.ok() && fields->size() == 2) {
      reviews.push_back({.praise = (*fields)[0] == "1",
                         .id = absl::StrCat("review-", record.number),
                         .text = (*fields)[1]});
    }
    return true;
  };
  std::vector<char> buffer(1 << 20);
  for (size_t n; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    splitter.Feed(std::string_view(buffer.data(), n), take);
  }
  pclose(pipe);
  splitter.Finish(take);
  return reviews;
}

std::vector<SourceText> ComplaintsAgainst(const std::vector<Review>& reviews, Group praise) {
  std::vector<SourceText> texts;
  for (const Review& review : reviews) {
    texts.push_back({.id = review.id,
                     .text = review.text,
                     .group = review.praise ? praise : Group::kNow,
                     .labels = {review.praise ? "label=praise" : "label=complaint"}});
  }
  return texts;
}

}  // namespace mainstay::themes
