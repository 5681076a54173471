#include "services/survey/analysis/suppression.h"

#include <algorithm>
#include <limits>
#include <queue>
#include <utility>

namespace mainstay::survey {
namespace {

// A count of the table as a flow between two nodes.
struct Flow {
  size_t from = 0;
  size_t to = 0;
  int64_t count = 0;
  bool hidden = false;
  bool may_be_zero = false;  // to a reader who sees it hidden
};

// The table as a network: node 0 the source, then the rows, then the columns, then the sink. The
// flow from sink to source, the total, is always shown and therefore not here.
class Network {
 public:
  Network(const CrossTable& table, int64_t least) : rows_(table.rows()), columns_(table.columns()) {
    const std::vector<int64_t> row_totals = table.RowTotals(), column_totals = table.ColumnTotals();
    const auto few = [least](int64_t count) { return count > 0 && count < least; };
    const size_t sink = rows_ + columns_ + 1;
    for (size_t i = 0; i < rows_; ++i) {
      flows_.push_back({0, 1 + i, row_totals[i], few(row_totals[i])});
    }
    for (size_t j = 0; j < columns_; ++j) {
      flows_.push_back({1 + rows_ + j, sink, column_totals[j], few(column_totals[j])});
    }
    for (size_t i = 0; i < rows_; ++i) {
      for (size_t j = 0; j < columns_; ++j) {
        const int64_t count = table.At(i, j);
        const bool in_few = few(row_totals[i]) || few(column_totals[j]);
        flows_.push_back({1 + i, 1 + rows_ + j, count, in_few || few(count), in_few});
      }
    }
    at_.resize(sink + 1);
    for (size_t f = 0; f < flows_.size(); ++f) {
      at_[flows_[f].from].push_back(f);
      at_[flows_[f].to].push_back(f);
    }
  }

  const Flow& row_total(size_t i) const { return flows_[i]; }
  const Flow& column_total(size_t j) const { return flows_[rows_ + j]; }
  const Flow& cell(size_t i, size_t j) const { return flows_[rows_ + columns_ + i * columns_ + j]; }

  // Hides what it takes; false when no choice does. Once is enough: what is hidden for another lies
  // on a cycle with it.
  bool Protect() {
    for (size_t f = 0; f < flows_.size(); ++f) {
      if (flows_[f].hidden && !ProtectOne(f)) return false;
    }
    return true;
  }
  // But the margin of an only row or column, which is the total.
  void HideAll() {
    for (Flow& flow : flows_) {
      const bool is_total =
          flow.from == 0 ? rows_ == 1 : flow.to == at_.size() - 1 && columns_ == 1;
      flow.hidden = !is_total;
    }
  }

 private:
  static constexpr int64_t kNoWay = std::numeric_limits<int64_t>::max();

  // What it costs to send a person along `f` from `node`: nothing over hidden flows, and over shown
  // ones as many people as would be hidden with them. Shown zeros stay shown.
  int64_t Cost(size_t f, size_t node) const {
    const Flow& flow = flows_[f];
    if (!flow.hidden && flow.count == 0) return kNoWay;
    const int64_t least = flow.hidden && flow.may_be_zero ? 0 : 1;
    if (node == flow.to && flow.count <= least) return kNoWay;  // one fewer cannot be
    return flow.hidden ? 0 : flow.count;
  }

  // The cheapest way between two nodes without the flow `without`; its flows go to `way`.
  int64_t Cheapest(size_t from, size_t to, size_t without, std::vector<size_t>& way) const {
    std::vector<int64_t> costs(at_.size(), kNoWay);
    std::vector<std::pair<size_t, size_t>> come(at_.size());  // node and flow before
    std::priority_queue<std::pair<int64_t, size_t>, std::vector<std::pair<int64_t, size_t>>,
                        std::greater<>>
        open;
    costs[from] = 0;
    open.push({0, from});
    while (!open.empty()) {
      const auto [cost, node] = open.top();
      open.pop();
      if (cost > costs[node]) continue;
      for (size_t f : at_[node]) {
        const int64_t step = f == without ? kNoWay : Cost(f, node);
        if (step == kNoWay) continue;
        const size_t next = flows_[f].from == node ? flows_[f].to : flows_[f].from;
        if (cost + step < costs[next]) {
          costs[next] = cost + step;
          come[next] = {node, f};
          open.push({costs[next], next});
        }
      }
    }
    way.clear();
    if (costs[to] == kNoWay) return kNoWay;
    for (size_t node = to; node != from; node = come[node].first) way.push_back(come[node].second);
    return costs[to];
  }

  // Makes a cycle of hidden flows through a hidden one: one person more over it and back by others,
  // or one fewer, whichever hides fewer people.
  bool ProtectOne(size_t f) {
    const Flow& flow = flows_[f];
    std::vector<size_t> more, fewer;
    const int64_t cost_of_more = Cheapest(flow.to, flow.from, f, more);
    int64_t cost_of_fewer = kNoWay;
    if (Cost(f, flow.to) != kNoWay) cost_of_fewer = Cheapest(flow.from, flow.to, f, fewer);
    if (cost_of_more == kNoWay && cost_of_fewer == kNoWay) return false;
    for (size_t hidden : cost_of_more <= cost_of_fewer ? more : fewer) {
      flows_[hidden].hidden = true;
    }
    return true;
  }

  const size_t rows_;
  const size_t columns_;
  std::vector<Flow> flows_;              // row totals, column totals, cells
  std::vector<std::vector<size_t>> at_;  // by node
};

}  // namespace

bool ShownTable::Hidden() const {
  const auto hidden = [](const std::vector<std::optional<int64_t>>& counts) {
    return std::any_of(counts.begin(), counts.end(), [](const auto& c) { return !c; });
  };
  return hidden(row_totals) || hidden(column_totals) ||
         std::any_of(cells.begin(), cells.end(), hidden);
}

ShownTable Suppress(const CrossTable& table, int64_t least) {
  Network network(table, least);
  ShownTable shown{.total = table.Total()};
  if ((shown.total > 0 && shown.total < least) || !network.Protect()) network.HideAll();
  const auto seen = [](const Flow& flow) {
    return flow.hidden ? std::nullopt : std::optional<int64_t>(flow.count);
  };
  for (size_t i = 0; i < table.rows(); ++i) {
    shown.row_totals.push_back(seen(network.row_total(i)));
    auto& row = shown.cells.emplace_back();
    for (size_t j = 0; j < table.columns(); ++j) row.push_back(seen(network.cell(i, j)));
  }
  for (size_t j = 0; j < table.columns(); ++j) {
    shown.column_totals.push_back(seen(network.column_total(j)));
  }
  return shown;
}

std::vector<bool> HiddenGroups(absl::Span<const int64_t> sizes, int64_t least,
                               std::vector<bool> hidden) {
  hidden.resize(sizes.size());
  int64_t people = 0;
  size_t groups = 0;
  const auto hide = [&](size_t i) {
    hidden[i] = true;
    people += sizes[i];
    groups += sizes[i] > 0;
  };
  for (size_t i = 0; i < sizes.size(); ++i) {
    if (hidden[i] || (sizes[i] > 0 && sizes[i] < least)) hide(i);
  }
  while (groups > 0 && (groups < 2 || people < least)) {
    size_t smallest = sizes.size();
    for (size_t i = 0; i < sizes.size(); ++i) {
      if (hidden[i] || sizes[i] == 0) continue;
      if (smallest == sizes.size() || sizes[i] < sizes[smallest]) smallest = i;
    }
    if (smallest == sizes.size()) break;
    hide(smallest);
  }
  return hidden;
}

}  // namespace mainstay::survey
