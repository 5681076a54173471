#include "services/survey/analysis/response_groups.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "services/survey/analysis/suppression.h"

namespace mainstay::survey {
namespace {

ResponseGroup NewGroup(std::shared_ptr<const TallyPlan> plan, std::string value) {
  ResponseGroup group{.value = std::move(value), .tally = Tally(plan)};
  group.hidden.resize(plan->questions().size());
  return group;
}

void AddTo(ResponseGroup& group, const StratumTally& stratum) {
  group.tally.Merge(stratum.tally);
  group.uninvited += stratum.uninvited;
  if (stratum.stratum.flagged) group.flagged += stratum.tally.responses();
}

// Responses by dimension, in the order of values: a group for each value of those that `holds`
// takes, and in it those of them that `counts` takes.
template <class Holds, class Counts>
std::vector<ResponseGroup> Split(const std::shared_ptr<const TallyPlan>& plan,
                                 absl::Span<const StratumTally> strata, std::string_view dimension,
                                 Holds holds, Counts counts) {
  std::map<std::string, ResponseGroup> groups;
  for (const StratumTally& stratum : strata) {
    if (!holds(stratum.stratum)) continue;
    const std::string value = ValueIn(stratum.stratum, dimension);
    ResponseGroup& group = groups.try_emplace(value, NewGroup(plan, value)).first->second;
    if (counts(stratum.stratum)) AddTo(group, stratum);
  }
  std::vector<ResponseGroup> split;
  for (auto& [value, group] : groups) split.push_back(std::move(group));
  return split;
}

// Hides what may not be told of groups that are the whole together, beside what is hidden already.
void Protect(std::vector<ResponseGroup>& groups) {
  const auto sizes = [&](auto size) {
    std::vector<int64_t> made;
    for (const ResponseGroup& group : groups) made.push_back(size(group));
    return made;
  };
  std::vector<bool> before;
  for (const ResponseGroup& group : groups) before.push_back(group.suppressed);
  const std::vector<bool> suppressed =
      HiddenGroups(sizes([](const ResponseGroup& group) { return group.tally.responses(); }),
                   kLeastGroup, std::move(before));
  for (size_t g = 0; g < groups.size(); ++g) groups[g].suppressed = suppressed[g];
  if (groups.empty()) return;
  const auto questions = groups[0].tally.plan().questions();
  for (size_t q = 0; q < questions.size(); ++q) {
    std::vector<bool> already = suppressed;
    for (size_t g = 0; g < groups.size(); ++g) already[g] = already[g] || groups[g].hidden[q];
    const std::vector<bool> hidden = HiddenGroups(
        sizes([&](const ResponseGroup& group) { return group.tally.Answered(questions[q]); }),
        kLeastGroup, std::move(already));
    for (size_t g = 0; g < groups.size(); ++g) groups[g].hidden[q] = hidden[g];
  }
}

// Hides in `to` what is hidden in `from`, groups of the same values.
void TakeHidden(const std::vector<ResponseGroup>& from, std::vector<ResponseGroup>& to) {
  for (size_t g = 0; g < to.size(); ++g) {
    to[g].suppressed = from[g].suppressed;
    to[g].hidden = from[g].hidden;
  }
}

// The groups of protected responses with what may be told of them. Without the flagged ones, groups
// are hidden so that neither their figures, nor those with the flagged ones, which everybody can
// ask for too, nor the difference of the two tells of a few.
template <class Holds>
std::vector<ResponseGroup> ProtectedGroups(const std::shared_ptr<const TallyPlan>& plan,
                                           absl::Span<const StratumTally> strata,
                                           std::string_view dimension, bool exclude_flagged,
                                           Holds holds) {
  const auto part = [&](auto counts) { return Split(plan, strata, dimension, holds, counts); };
  std::vector<ResponseGroup> all = part([](const Stratum&) { return true; });
  Protect(all);
  if (!exclude_flagged) return all;
  std::vector<ResponseGroup> flagged = part([](const Stratum& stratum) { return stratum.flagged; });
  TakeHidden(all, flagged);
  Protect(flagged);
  std::vector<ResponseGroup> kept = part([](const Stratum& stratum) { return !stratum.flagged; });
  TakeHidden(flagged, kept);
  Protect(kept);
  std::erase_if(kept, [](const ResponseGroup& group) {
    return !group.suppressed && group.tally.responses() == 0;
  });
  return kept;
}

void Sort(std::vector<ResponseGroup>& groups, std::string_view dimension) {
  std::stable_sort(groups.begin(), groups.end(),
                   [&](const ResponseGroup& a, const ResponseGroup& b) {
                     if (dimension != "wave") return a.tally.responses() > b.tally.responses();
                     return std::pair(a.value.size(), a.value) < std::pair(b.value.size(), b.value);
                   });
}

}  // namespace

std::string ValueIn(const Stratum& stratum, std::string_view dimension) {
  if (dimension == "wave") return absl::StrCat(stratum.wave);
  if (dimension == "tier") return stratum.tier;
  if (dimension == "region") return stratum.region;
  if (dimension == "segment") return stratum.segment;
  if (dimension == "role") return stratum.role;
  if (dimension == "channel") return stratum.channel;
  if (dimension == "language") return stratum.language;
  return "";
}

bool Selection::Holds(const Stratum& stratum) const {
  if (exclude_flagged && stratum.flagged) return false;
  return std::all_of(values.begin(), values.end(), [&](const auto& value) {
    return ValueIn(stratum, value.first) == value.second;
  });
}

absl::Status CheckSplits(const Selection& selection, int other, bool protected_) {
  if (!protected_ || static_cast<int>(selection.values.size()) + other <= 1) {
    return absl::OkStatus();
  }
  return status::BadField("selection",
                          "must not be more than one condition, and none together with a grouping "
                          "or a cross table: the campaign is confidential or anonymous, or you may "
                          "read the responses of some accounts only");
}

GroupedResponses Group(std::shared_ptr<const TallyPlan> plan, absl::Span<const StratumTally> strata,
                       const Selection& selection, std::string_view dimension, bool protected_) {
  const auto holds = [&](const Stratum& stratum) { return selection.Holds(stratum); };
  GroupedResponses grouped{.total = NewGroup(plan, "")};
  for (const StratumTally& stratum : strata) {
    if (holds(stratum.stratum)) AddTo(grouped.total, stratum);
  }
  if (!dimension.empty() && !protected_) {
    grouped.groups = Split(plan, strata, dimension, holds, holds);
  }
  if (protected_) {
    const bool exclude = selection.exclude_flagged;
    const Selection with_flagged{.values = selection.values};
    if (!dimension.empty()) {
      grouped.groups =
          ProtectedGroups(plan, strata, dimension, exclude,
                          [&](const Stratum& stratum) { return with_flagged.Holds(stratum); });
    }
    // The total is a group among those of the dimension it is selected in, or the only one.
    const std::string_view selected =
        selection.values.empty() ? "" : std::string_view(selection.values.begin()->first);
    const std::vector<ResponseGroup> beside =
        ProtectedGroups(plan, strata, selected, exclude, [](const Stratum&) { return true; });
    for (const ResponseGroup& group : beside) {
      if (!selection.values.empty() && group.value != selection.values.begin()->second) continue;
      grouped.total.suppressed = group.suppressed;
      grouped.total.hidden = group.hidden;
    }
    // Figures of groups would add up to what the total does not tell.
    for (ResponseGroup& group : grouped.groups) {
      group.suppressed = group.suppressed || grouped.total.suppressed;
      for (size_t q = 0; q < group.hidden.size(); ++q) {
        group.hidden[q] = group.hidden[q] || grouped.total.hidden[q];
      }
    }
  }
  Sort(grouped.groups, dimension);
  return grouped;
}

}  // namespace mainstay::survey
