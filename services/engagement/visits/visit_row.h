// A visit's columns, as every statement that reads one selects them.
#pragma once

#include <pqxx/result>
#include <string>
#include <vector>

#include "common/pg/param.h"
#include "services/engagement/visits/visit.h"

namespace mainstay::engagement {

#define MAINSTAY_VISIT_COLUMNS                                                                 \
  "v.visit_id, v.version, v.kind, v.mode, v.purpose, v.planned_start, v.planned_end, "         \
  "v.time_zone, v.place, v.users, v.user_levels, v.contact_ids, v.contact_levels, v.host_id, " \
  "v.state, v.preparation, v.check_in_time, v.check_in_lat, v.check_in_lng, v.on_time, "       \
  "v.complete_time, v.content, v.progress, v.outcome, v.customer_needs, v.next_visit_date, "   \
  "v.form_keys, v.form_values, v.form_version, v.cancel_reason, v.create_time, v.update_time"

// A row of MAINSTAY_VISIT_COLUMNS, seen under `account_id`.
Visit VisitFromRow(const pqxx::row& row, const std::string& account_id);

// The parameters of an insert or update, in the order of the columns above, then level_match.
std::vector<pg::Param> VisitParams(const Visit& visit);

}  // namespace mainstay::engagement
