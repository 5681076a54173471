#include "tools/mainstayctl/rank_text.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "tools/mainstayctl/format.h"

namespace mainstay::ctl {
namespace {

using feedback::v1::RankedRequirement;
using feedback::v1::Ranking;
using feedback::v1::RankingPart;

constexpr size_t kNamed = 2;          // criteria in a sentence
constexpr double kWorthSaying = 0.1;  // their least share

std::string TitleOf(const Ranking& ranking, const std::string& criterion) {
  for (const auto& one : ranking.criteria()) {
    if (one.criterion().id() == criterion) return one.criterion().display_name();
  }
  return criterion;
}

// "effect 45.0 %, value 30.0 %": the greatest shares.
std::string Greatest(const Ranking& ranking, const RankedRequirement& ranked,
                     double (RankingPart::*share)() const, Language language) {
  std::vector<const RankingPart*> parts;
  for (const RankingPart& part : ranked.parts()) {
    if ((part.*share)() >= kWorthSaying) parts.push_back(&part);
  }
  std::stable_sort(parts.begin(), parts.end(), [&](const RankingPart* a, const RankingPart* b) {
    return (a->*share)() > (b->*share)();
  });
  parts.resize(std::min(parts.size(), kNamed));
  std::vector<std::string> named;
  for (const RankingPart* part : parts) {
    named.push_back(
        absl::StrCat(TitleOf(ranking, part->criterion()), " ", FormatShare((part->*share)())));
  }
  return absl::StrJoin(named, language == Language::kChinese ? "、" : ", ");
}

std::string SwapText(const Ranking& ranking, const RankedRequirement& ranked,
                     const std::string& next, Language language) {
  if (!ranked.has_swap()) return "";
  const auto& swap = ranked.swap();
  const std::string title = TitleOf(ranking, swap.criterion());
  const bool more = swap.swap_weight() > swap.weight();
  const std::string to = FormatShare(swap.swap_weight()), from = FormatShare(swap.weight());
  if (language == Language::kChinese) {
    return absl::StrCat("“", title, "”的权重", more ? "升到 " : "降到 ", to,
                        more ? " 以上" : " 以下", "（现为 ", from, "）时，",
                        next.empty() ? "下一名" : next, "将超过它。");
  }
  return absl::StrCat(" ", next.empty() ? "The next" : next, " passes it when ", title, " weighs ",
                      more ? "more" : "less", " than ", to, " (now ", from, ").");
}

}  // namespace

std::string ExplainRank(const Ranking& ranking, const RankedRequirement& ranked,
                        const std::string& next, Language language) {
  const std::string pros = Greatest(ranking, ranked, &RankingPart::anti_ideal_share, language);
  const std::string cons = Greatest(ranking, ranked, &RankingPart::ideal_share, language);
  // Without parts the closeness is not told either: it would tell what others buy.
  const bool told = !ranked.parts().empty();
  const std::string closeness = absl::StrFormat("%.3f", ranked.closeness());
  std::string text;
  if (language == Language::kChinese) {
    text = absl::StrCat("第 ", ranked.rank(), " 名 ", ranked.title());
    if (told) absl::StrAppend(&text, "：贴近度 ", closeness);
    if (ranked.previous_rank() > 0) {
      absl::StrAppend(&text, "（上次第 ", ranked.previous_rank(), " 名）");
    }
    absl::StrAppend(&text, "。");
    if (!pros.empty()) absl::StrAppend(&text, "优势：", pros, "。");
    if (!cons.empty()) absl::StrAppend(&text, "差距：", cons, "。");
  } else {
    text = absl::StrCat(ranked.rank(), ". ", ranked.title());
    if (told) absl::StrAppend(&text, ": closeness ", closeness);
    if (ranked.previous_rank() > 0) {
      absl::StrAppend(&text, " (was ", ranked.previous_rank(), ")");
    }
    absl::StrAppend(&text, ".");
    if (!pros.empty()) absl::StrAppend(&text, " For it: ", pros, ".");
    if (!cons.empty()) absl::StrAppend(&text, " Against it: ", cons, ".");
  }
  return text + SwapText(ranking, ranked, next, language);
}

std::string FormatBand(double lower, double upper, Language language) {
  // Weights are told apart by a thousandth of a percent; nobody sets them finer.
  for (int digits = 1; digits <= 3; ++digits) {
    const std::string from = absl::StrFormat("%.*f", digits, lower * 100);
    const std::string to = absl::StrFormat("%.*f", digits, upper * 100);
    if (from != to) return absl::StrCat(from, " % – ", to, " %");
  }
  return language == Language::kChinese ? "不可变动" : "fixed";
}

std::string ExplainRanking(const Ranking& ranking, Language language) {
  const bool chinese = language == Language::kChinese;
  std::string text =
      chinese
          ? absl::StrCat("共 ", ranking.ranked_count(), " 项排序，", ranking.unranked_count(),
                         " 项缺分未排。\n")
          : absl::StrCat(ranking.ranked_count(), " are ranked, ", ranking.unranked_count(),
                         ranking.unranked_count() == 1 ? " lacks a score.\n" : " lack a score.\n");
  if (ranking.unranked_count() > 0) {
    text.insert(text.size() - 1, chinese ? "（rank missing 列出）" : " (rank missing lists them)");
  }
  if (!ranking.previous().empty()) {
    absl::StrAppend(
        &text, chinese ? absl::StrCat("与上次相比，", ranking.reversal_count(), " 对的先后互换。\n")
                       : absl::StrCat("Since the ranking before, ", ranking.reversal_count(),
                                      " pairs changed places.\n"));
  }
  if (ranking.removal_count() > 0 && ranking.removal_count() == ranking.ranked_count()) {
    absl::StrAppend(&text,
                    chinese ? "逆序提示：排序很密，无论去掉哪一项，其余总有几项先后互换；"
                              "贴近度相近的，请按并列看待。\n"
                            : "Rank reversal: they lie so close together that some of the others "
                              "change places\nwhichever one is left out; take those of nearly the "
                              "same closeness as equal.\n");
  } else if (ranking.removal_count() > 0) {
    absl::StrAppend(
        &text, chinese ? absl::StrCat("逆序提示：去掉其中 ", ranking.removal_count(),
                                      " 项之一，会使其余项的先后互换。\n")
                       : absl::StrCat("Rank reversal: leaving out any of ", ranking.removal_count(),
                                      " of them would turn the order of others round.\n"));
  }
  return text;
}

}  // namespace mainstay::ctl
