// The SQL of what counts as a contact of a customer: the one place for plans and frequencies.
#pragma once

// Contacts that take from an account's budget (CadenceRule::max_contacts), made or planned, one row
// each: account_id, an account of the family that had it, and at. To be restricted from outside by
// at and by whole families: PostgreSQL takes that into each part. A gathering is one contact of a
// family, its survivor's, however many of it came; until it was held, who accepted is to come. A
// wave of a survey is one contact of an account, however many of it were asked.
#define MAINSTAY_BUDGET_CONTACTS                                                        \
  "(SELECT account_id, occur_time AS at FROM communications WHERE delete_time IS NULL " \
  "UNION ALL SELECT account_id, planned_start FROM visits "                             \
  "WHERE state NOT IN ('cancelled', 'missed') "                                         \
  "UNION ALL SELECT account_id, send_time FROM survey_contacts "                        \
  "UNION ALL SELECT account_id, start_time FROM ("                                      \
  "SELECT DISTINCT d.survivor_id AS account_id, g.start_time, g.gathering_id "          \
  "FROM account_directory d JOIN invitations i USING (account_id) "                     \
  "JOIN gatherings g USING (gathering_id) "                                             \
  "WHERE g.state <> 'cancelled' AND (i.attendance = 'attended' OR (i.reply = "          \
  "'accepted' AND i.attendance = '' AND g.state <> 'held'))) been)"

// When the account whose id the SQL `account` gives, or one that was merged into it, was last
// contacted: joined as contact.last, NULL when it never was. A visit under way is a contact.
#define MAINSTAY_JOIN_LAST_CONTACT(account)                                                       \
  " CROSS JOIN LATERAL (SELECT max(one.at) AS last FROM account_directory f CROSS JOIN LATERAL (" \
  "(SELECT coalesce(v.check_in_time, v.planned_start) AS at FROM visits v "                       \
  "WHERE v.account_id = f.account_id AND v.state IN ('checked_in', 'completed') "                 \
  "ORDER BY v.planned_start DESC LIMIT 1) UNION ALL "                                             \
  "(SELECT c.occur_time FROM communications c "                                                   \
  "WHERE c.account_id = f.account_id AND c.delete_time IS NULL "                                  \
  "ORDER BY c.occur_time DESC LIMIT 1)) one WHERE f.survivor_id = " account ") contact "
