// Review meetings in PostgreSQL. One is seen by those who see a requirement that it decided on,
// with the decisions on those.
#pragma once

#include <optional>
#include <string>

#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "services/feedback/requirements/requirement_review.h"

namespace mainstay::feedback {

void InsertReview(pg::Tx& tx, const RequirementReview& review);

std::optional<RequirementReview> ReadReview(pg::Tx& tx, const std::string& id,
                                            const auth::AccountScope& scope);

// What lists are sorted by: the latest first.
absl::Span<const api::Sort> RequirementReviewSorts();

// Meetings that decided on requirements that an account asks for, resolved by the caller; with an
// empty `account_id` any account in the scope.
api::Rows<RequirementReview> ListReviews(pg::Tx& tx, const api::ListQuery& query,
                                         const std::string& account_id,
                                         const auth::AccountScope& scope);

}  // namespace mainstay::feedback
