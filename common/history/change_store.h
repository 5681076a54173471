// Changes on record: a table a kind of resource, so that each can be read under its own permission.
#pragma once

#include <cstdint>
#include <optional>
#include <pqxx/result>
#include <string>
#include <vector>

#include "common/history/change.h"
#include "common/pg/session.h"
#include "common/pg/statement.h"

namespace mainstay::history {

// A table of changes, which a service's migration declares as
//   CREATE TABLE contact_changes (
//     contact_id uuid NOT NULL, version bigint NOT NULL, position int NOT NULL,
//     field text NOT NULL, action text NOT NULL, old_value text NOT NULL, new_value text NOT NULL,
//     actor text NOT NULL, reason text NOT NULL, change_time timestamptz NOT NULL,
//     PRIMARY KEY (contact_id, version, position));
struct ChangeTable {
  pg::Statement record;
  pg::Statement read;
  pg::Statement record_first;
};

// MAINSTAY_CHANGE_TABLE("contact_changes", "contact_id"): its statements. record numbers one
// version's changes from 0; read takes the newest version first, and within it in order;
// record_first notes how many resources came to be.
#define MAINSTAY_CHANGE_TABLE(table, id)                                                          \
  {                                                                                               \
    {table "_record", "INSERT INTO " table " (" id                                                \
                      ", version, position, field, action, old_value, new_value, actor, reason, " \
                      "change_time) SELECT $1::uuid, $2::bigint, c.n - 1, c.field, $3, "          \
                      "c.old_value, c.new_value, $7, $8, $9::timestamptz "                        \
                      "FROM unnest($4::text[], $5::text[], $6::text[]) WITH ORDINALITY "          \
                      "c (field, old_value, new_value, n)"},                                      \
        {table "_read", "SELECT " id                                                              \
                        ", version, position, field, action, old_value, new_value, actor, "       \
                        "reason, change_time FROM " table " WHERE " id                            \
                        " = $1::uuid AND version <= $2::bigint "                                  \
                        "AND (version < $2::bigint OR position > $3::int) "                       \
                        "ORDER BY version DESC, position LIMIT $4::int"},                         \
    {                                                                                             \
      table "_record_first", "INSERT INTO " table " (" id                                         \
                             ", version, position, field, action, old_value, new_value, actor, "  \
                             "reason, change_time) SELECT unnest($1::uuid[]), 1, 0, '', $2, '', " \
                             "'', $3, $4, $5::timestamptz"                                        \
    }                                                                                             \
  }

// Records one version's changes in one statement; `changes` must not be empty. `table` must live
// for ever.
void RecordChanges(pg::Tx& tx, const ChangeTable& table, const std::string& resource_id,
                   int64_t version, const std::string& action, const std::vector<Change>& changes,
                   const WriteContext& context);

// Records in one statement that each of the resources came to be, by `action`: its version 1.
void RecordFirstVersions(pg::Tx& tx, const ChangeTable& table,
                         const std::vector<std::string>& resource_ids, const std::string& action,
                         const WriteContext& context);

// Where a page of changes ended.
struct ChangeCursor {
  int64_t version = 0;
  int position = 0;
};

// At most `limit` changes of a resource after `cursor`: newest version first, and within it in
// order. The caller has checked the scope in the same transaction.
std::vector<RecordedChange> ReadChanges(pg::Tx& tx, const ChangeTable& table,
                                        const std::string& resource_id,
                                        const std::optional<ChangeCursor>& cursor, int limit);

// Rows of resource id, version, position, field, action, old value, new value, actor, reason and
// change time.
std::vector<RecordedChange> ChangesOf(const pqxx::result& rows);

}  // namespace mainstay::history
