#include "services/feedback/requirements/requirement_review_store.h"

#include <pqxx/result>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/pg/day.h"
#include "common/pg/statement.h"
#include "services/feedback/requirements/requirement_sql_store.h"

namespace mainstay::feedback {
namespace {

constexpr pg::Statement kInsert{"requirement_review_insert", R"sql(
INSERT INTO requirement_reviews (review_id, date, attendees, minutes, author, create_time)
VALUES ($1, $2, $3, $4, $5, $6)
)sql"};
constexpr pg::Statement kInsertItems{"requirement_review_items_insert", R"sql(
INSERT INTO requirement_review_items (review_id, position, requirement_id, decision, note,
  old_state, state)
SELECT $1::uuid, item.n - 1, item.requirement_id, item.decision, item.note, item.old_state,
  item.state
FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[]) WITH ORDINALITY
  AS item (requirement_id, decision, note, old_state, state, n)
)sql"};

#define MAINSTAY_REVIEW_COLUMNS \
  "v.review_id, v.date, v.attendees, v.minutes, v.author, v.create_time"
constexpr pg::Statement kRead{"requirement_review_read",
                              "SELECT " MAINSTAY_REVIEW_COLUMNS
                              " FROM requirement_reviews v WHERE v.review_id = $1"};
constexpr pg::Statement kReadItems{
    "requirement_review_items_read",
    "SELECT i.review_id, i.requirement_id, i.decision, i.note, i.old_state, i.state "
    "FROM requirement_review_items i JOIN requirements r USING (requirement_id) "
    "WHERE i.review_id = ANY($1::uuid[]) AND " MAINSTAY_REQUIREMENT_SEEN(
        "$2") " ORDER BY i.position"};

constexpr pg::Statement kCountItems{"requirement_review_items_count",
                                    "SELECT review_id, count(*) FROM requirement_review_items "
                                    "WHERE review_id = ANY($1::uuid[]) GROUP BY review_id"};

RequirementReview FromRow(const pqxx::row& row) {
  return {.id = row[0].c_str(),
          .date = pg::ParseDay(row[1].c_str()),
          .attendees = pg::ParseArray(row[2].c_str()),
          .minutes = row[3].c_str(),
          .items = {},
          .author = row[4].c_str(),
          .create_time = pg::ParseTime(row[5].c_str())};
}

void FillItems(pg::Tx& tx, const auth::AccountScope& scope, absl::Span<RequirementReview> reviews) {
  absl::flat_hash_map<std::string, RequirementReview*> by_id;
  std::vector<std::string> ids;
  for (RequirementReview& review : reviews) {
    by_id[review.id] = &review;
    ids.push_back(review.id);
  }
  if (ids.empty()) return;
  for (const auto& row : tx.Run(kReadItems, ids, scope.user())) {
    by_id[row[0].c_str()]->items.push_back({.requirement_id = row[1].c_str(),
                                            .decision = row[2].c_str(),
                                            .note = row[3].c_str(),
                                            .old_state = row[4].c_str(),
                                            .state = row[5].c_str()});
  }
  if (scope.all()) return;
  // Minutes speak of everything that was decided on, whoever asks for it.
  for (const auto& row : tx.Run(kCountItems, ids)) {
    RequirementReview& review = *by_id[row[0].c_str()];
    if (review.items.size() < row[1].as<size_t>()) review.minutes.clear();
  }
}

template <std::string RequirementReviewItem::*member>
std::vector<std::string> Column(const RequirementReview& review) {
  std::vector<std::string> values;
  for (const RequirementReviewItem& item : review.items) values.push_back(item.*member);
  return values;
}

}  // namespace

void InsertReview(pg::Tx& tx, const RequirementReview& review) {
  tx.Run(kInsert, review.id, pg::DayText(review.date), review.attendees, review.minutes,
         review.author, review.create_time);
  tx.Run(kInsertItems, review.id, Column<&RequirementReviewItem::requirement_id>(review),
         Column<&RequirementReviewItem::decision>(review),
         Column<&RequirementReviewItem::note>(review),
         Column<&RequirementReviewItem::old_state>(review),
         Column<&RequirementReviewItem::state>(review));
}

std::optional<RequirementReview> ReadReview(pg::Tx& tx, const std::string& id,
                                            const auth::AccountScope& scope) {
  const pqxx::result rows = tx.Run(kRead, id);
  if (rows.empty()) return std::nullopt;
  RequirementReview review = FromRow(rows[0]);
  FillItems(tx, scope, absl::MakeSpan(&review, 1));
  if (review.items.empty()) return std::nullopt;
  return review;
}

absl::Span<const api::Sort> RequirementReviewSorts() {
  static constexpr api::Sort kSorts[] = {{"date", true, "v.date", "date"}};
  return kSorts;
}

api::Rows<RequirementReview> ListReviews(pg::Tx& tx, const api::ListQuery& query,
                                         const std::string& account_id,
                                         const auth::AccountScope& scope) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat("SELECT " MAINSTAY_REVIEW_COLUMNS, api::KeyColumns(query, "v.review_id"),
                   " FROM requirement_reviews v WHERE ", query.filter.where);
  const std::string accounts =
      directory::AccountsPredicate(params, "a.account_id", account_id, scope);
  if (!accounts.empty()) {
    absl::StrAppend(&sql,
                    " AND v.review_id IN (SELECT i.review_id FROM requirement_askers a "
                    "JOIN requirements m ON m.requirement_id = a.requirement_id "
                    "JOIN requirement_review_items i "
                    "ON i.requirement_id IN (m.requirement_id, m.survivor_id) WHERE TRUE",
                    accounts, ")");
  }
  absl::StrAppend(&sql, api::KeysetEnd(query, "v.review_id", params));
  auto page = api::ReadRows(tx.Exec(sql, params.values()), query, FromRow);
  FillItems(tx, scope, absl::MakeSpan(page.items));
  return page;
}

}  // namespace mainstay::feedback
