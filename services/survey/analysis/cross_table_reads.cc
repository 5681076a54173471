// Cross tables, from the responses themselves.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "services/survey/analysis/analysis_handlers.h"
#include "services/survey/analysis/analysis_proto.h"

namespace mainstay::survey {
namespace {

const std::map<std::string, Dimension>& Facts() {
  static const auto& facts = *new std::map<std::string, Dimension>{
      {"account.tier", "tier"},       {"account.region", "region"}, {"account.segment", "segment"},
      {"contact.role", "role"},       {"survey.wave", "wave"},      {"survey.channel", "channel"},
      {"survey.language", "language"}};
  return facts;
}

// One side with its values in order; those of facts are known from the counts.
struct Side {
  CrossSide side;
  std::vector<std::string> values;

  size_t PlaceOf(const std::string& value) const {
    return std::find(values.begin(), values.end(), value) - values.begin();
  }
};

absl::StatusOr<Side> SideOf(const TallyPlan& plan, const std::string& name,
                            std::string_view field) {
  Side made;
  if (const auto fact = Facts().find(name); fact != Facts().end()) {
    made.side.dimension = fact->second;
    return made;
  }
  const TalliedQuestion* question = plan.Find(name);
  const bool choice = question != nullptr && question->kind == QuestionKind::kSingleChoice;
  if (question == nullptr || (!choice && !question->IsScale())) {
    return status::BadField(field,
                            "must be a scale, a matrix' row, a single choice, or a fact such as "
                            "account.tier");
  }
  made.side.key = question->key;
  made.side.row = question->row;
  made.side.choice = choice;
  made.values = question->options;
  for (int score = question->min; !choice && score <= question->max; ++score) {
    made.values.push_back(absl::StrCat(score));
  }
  return made;
}

void TakeFacts(const std::vector<CrossCount>& counts, std::string CrossCount::*value, Side& side) {
  if (side.side.dimension.empty()) return;
  std::set<std::pair<size_t, std::string>> values;  // numbers of waves in order
  for (const CrossCount& count : counts) {
    values.emplace(side.side.dimension == "wave" ? (count.*value).size() : 0, count.*value);
  }
  for (const auto& [size, text] : values) side.values.push_back(text);
}

CrossTable TableOf(const std::vector<CrossCount>& counts, const Side& row, const Side& column) {
  CrossTable table(row.values.size(), column.values.size());
  for (const CrossCount& count : counts) {
    const size_t i = row.PlaceOf(count.row), j = column.PlaceOf(count.column);
    if (i < row.values.size() && j < column.values.size()) table.At(i, j) += count.count;
  }
  return table;
}

// Without those of whom one of the two is not known: they are nothing that they have in common.
CrossTable KnownOf(CrossTable table, const Side& row, const Side& column) {
  for (size_t i = 0; i < table.rows(); ++i) {
    for (size_t j = 0; j < table.columns(); ++j) {
      if (row.values[i].empty() || column.values[j].empty()) table.At(i, j) = 0;
    }
  }
  return table;
}

v1::CrossTable ToProto(const ShownTable& shown, const Side& row, const Side& column) {
  v1::CrossTable message;
  message.set_total(shown.total);
  for (size_t j = 0; j < column.values.size(); ++j) {
    v1::CrossTableColumn& added = *message.add_columns();
    added.set_value(column.values[j]);
    if (shown.column_totals[j]) added.set_total(*shown.column_totals[j]);
  }
  for (size_t i = 0; i < row.values.size(); ++i) {
    v1::CrossTableRow& added = *message.add_rows();
    added.set_value(row.values[i]);
    if (shown.row_totals[i]) added.set_total(*shown.row_totals[i]);
    for (const auto& count : shown.cells[i]) {
      v1::CrossTableCell& cell = *added.add_cells();
      if (count) cell.set_count(*count);
    }
  }
  return message;
}

}  // namespace

absl::StatusOr<v1::CrossTable> GetCrossTable(rpc::CallContext& call,
                                             const v1::GetCrossTableRequest& request) {
  absl::StatusOr<Selection> selection = FromProto(request.selection());
  if (!selection.ok()) return status::PrefixFields(selection.status(), "selection");
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::CrossTable> {
    ASSIGN_OR_RETURN(const CampaignTallies tallies,
                     ReadCampaignTallies(call, tx, request.campaign()));
    RETURN_IF_ERROR(CheckTold(tallies, *selection, "cross table"));
    if (selection->exclude_flagged && tallies.is_protected()) {
      return status::BadField(
          "selection.exclude_flagged",
          "must not be set: the difference to the table with flagged responses would tell "
          "single answers of a confidential or anonymous campaign, or of other teams");
    }
    ASSIGN_OR_RETURN(Side row, SideOf(*tallies.plan, request.row(), "row"));
    ASSIGN_OR_RETURN(Side column, SideOf(*tallies.plan, request.column(), "column"));
    const auto counts = CountPairs(tx, tallies.campaign.id, *selection, row.side, column.side);
    TakeFacts(counts, &CrossCount::row, row);
    TakeFacts(counts, &CrossCount::column, column);
    const CrossTable table = TableOf(counts, row, column);
    const ShownTable shown = Suppress(table, tallies.is_protected() ? kLeastGroup : 0);
    v1::CrossTable message = ToProto(shown, row, column);
    message.set_row(request.row());
    message.set_column(request.column());
    const auto association = AssociationOf(KnownOf(table, row, column));
    if (association && !shown.Hidden()) {
      *message.mutable_association() = survey::ToProto(*association);
    }
    return message;
  });
}

}  // namespace mainstay::survey
