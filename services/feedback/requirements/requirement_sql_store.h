// Parts of SQL that the stores of requirements, of their askers and of what is made of them share.
// In all of them `r` is the requirement's row.
#pragma once

#include <string>
#include <string_view>

#include "common/directory/directory_store.h"

namespace mainstay::feedback {

#define MAINSTAY_REQUIREMENT_COLUMNS                                                               \
  "r.requirement_id, r.version, r.title, r.asked_who, r.asked_what, r.asked_when, r.asked_where, " \
  "r.asked_why, r.asked_how, r.parent_id, r.state, r.reject_reason, r.responsible, "               \
  "r.accountable, r.consulted, r.informed, r.urgency, r.importance, r.due_date, r.kano_class, "    \
  "r.kano_source, r.merged_into, r.score_time, r.scored_accounts, r.scored_value, "                \
  "r.deliver_time, r.validate_time, r.create_time, r.update_time, r.scored_sales, "                \
  "r.scored_sales_currency"

// Whether `user` ("$2"), auth::AccountScope::user(), sees an account that asks for it.
#define MAINSTAY_REQUIREMENT_SEEN(user)                                                   \
  "(" user                                                                                \
  "::text IS NULL OR EXISTS (SELECT FROM requirements m JOIN requirement_askers a "       \
  "ON a.requirement_id = m.requirement_id WHERE (m.requirement_id = r.requirement_id "    \
  "OR m.survivor_id = r.requirement_id) AND a.account_id IN " MAINSTAY_ACCOUNTS_OF_TEAMS( \
      user) "))"

// QuadrantOf in SQL, for filters.
extern const std::string_view kQuadrantSql;

// The columns of RequirementFacts, after FactsOf.
extern const std::string_view kFactColumns;
// SQL of the parameters by which facts are read.
struct FactsSql {
  std::string today;     // a date: DueDay
  std::string currency;  // a text: what sales are counted in
  std::string user;      // auth::AccountScope::user(): whose accounts' sales f.sales is of
};
// Joins who asks, counted, as f; the last measure of sales in that currency, if there was one, as
// measured; and why it is to be looked at again as w.
std::string FactsOf(const FactsSql& sql);

}  // namespace mainstay::feedback
