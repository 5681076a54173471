#include "common/api/listing.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/status.h"

namespace mainstay::api {

absl::StatusOr<Listing> Listing::Read(const rpc::CallContext& call, const PageTokens& tokens,
                                      const Asked& asked, const ListFields& fields,
                                      std::string_view binding) {
  Listing listing;
  listing.tokens_ = &tokens;
  listing.binding_ = absl::StrJoin({std::string(call.method()), std::string(binding), asked.filter,
                                    asked.order_by, call.scope().user().value_or("")},
                                   "\n");
  ListQuery& query = listing.query_;
  ASSIGN_OR_RETURN(query.limit, PageSize(asked.page_size));
  ASSIGN_OR_RETURN(query.filter, ParseFilter(asked.filter, fields.filters, 1));
  std::vector<OrderBy> orders;
  for (const Sort& sort : fields.sorts)
    orders.push_back({std::string(sort.field), sort.descending});
  ASSIGN_OR_RETURN(const OrderBy order, ParseOrderBy(asked.order_by, orders));
  query.sort = *std::find_if(fields.sorts.begin(), fields.sorts.end(), [&](const Sort& sort) {
    return sort.field == order.field && sort.descending == order.descending;
  });
  ASSIGN_OR_RETURN(query.after, tokens.Parse(listing.binding_, asked.page_token));
  if (!query.after.empty() && query.after.size() != 2) {
    return status::BadField("page_token", "is not one of this list");
  }
  return listing;
}

absl::StatusOr<ChangeListing> ChangeListing::Read(const rpc::CallContext& call,
                                                  const PageTokens& tokens,
                                                  const std::string& parent, int page_size,
                                                  const std::string& page_token) {
  ChangeListing listing;
  listing.tokens_ = &tokens;
  listing.binding_ = absl::StrJoin({std::string(call.method()), parent}, "\n");
  ASSIGN_OR_RETURN(listing.limit_, PageSize(page_size));
  ASSIGN_OR_RETURN(const auto after, tokens.Parse(listing.binding_, page_token));
  if (after.empty()) return listing;
  listing.cursor_.emplace();
  if (after.size() != 2 || !absl::SimpleAtoi(after[0], &listing.cursor_->version) ||
      !absl::SimpleAtoi(after[1], &listing.cursor_->position)) {
    return status::BadField("page_token", "is not one of this list");
  }
  return listing;
}

Rows<history::RecordedChange> ChangeListing::ReadFrom(pg::Tx& tx, const history::ChangeTable& table,
                                                      const std::string& resource_id) const {
  return ReadFrom([&](const std::optional<history::ChangeCursor>& after, int limit) {
    return history::ReadChanges(tx, table, resource_id, after, limit);
  });
}

Rows<history::RecordedChange> ChangeListing::ReadFrom(const ReadFunction& read) const {
  Rows<history::RecordedChange> rows;
  rows.items = read(cursor_, limit_ + 1);
  size_t bytes = 0, kept = 0;
  while (kept < std::min(rows.items.size(), static_cast<size_t>(limit_)) &&
         bytes <= kMostPageBytes) {
    const history::Change& change = rows.items[kept++].change;
    bytes += change.old_value.size() + change.new_value.size();
  }
  if (kept < rows.items.size()) {
    rows.items.resize(kept);
    rows.next = {absl::StrCat(rows.items.back().version), absl::StrCat(rows.items.back().position)};
  }
  return rows;
}

}  // namespace mainstay::api
