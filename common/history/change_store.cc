#include "common/history/change_store.h"

namespace mainstay::history {

std::vector<RecordedChange> ChangesOf(const pqxx::result& rows) {
  std::vector<RecordedChange> changes;
  changes.reserve(static_cast<size_t>(rows.size()));
  for (const auto& row : rows) {
    RecordedChange& change = changes.emplace_back();
    change.resource_id = row[0].c_str();
    change.version = row[1].as<int64_t>();
    change.position = row[2].as<int>();
    change.change = {row[3].c_str(), row[5].c_str(), row[6].c_str()};
    change.action = row[4].c_str();
    change.actor = row[7].c_str();
    change.reason = row[8].c_str();
    change.change_time = pg::ParseTime(row[9].c_str());
  }
  return changes;
}

void RecordChanges(pg::Tx& tx, const ChangeTable& table, const std::string& resource_id,
                   int64_t version, const std::string& action, const std::vector<Change>& changes,
                   const WriteContext& context) {
  std::vector<std::string> fields, old_values, new_values;
  for (const Change& change : changes) {
    fields.push_back(change.field);
    old_values.push_back(change.old_value);
    new_values.push_back(change.new_value);
  }
  tx.Run(table.record, resource_id, version, action, fields, old_values, new_values, context.actor,
         context.reason, context.now);
}

void RecordFirstVersions(pg::Tx& tx, const ChangeTable& table,
                         const std::vector<std::string>& resource_ids, const std::string& action,
                         const WriteContext& context) {
  tx.Run(table.record_first, resource_ids, action, context.actor, context.reason, context.now);
}

std::vector<RecordedChange> ReadChanges(pg::Tx& tx, const ChangeTable& table,
                                        const std::string& resource_id,
                                        const std::optional<ChangeCursor>& cursor, int limit) {
  ChangeCursor from = cursor.value_or(ChangeCursor{.version = INT64_MAX, .position = INT32_MAX});
  return ChangesOf(tx.Run(table.read, resource_id, from.version, from.position, limit));
}

}  // namespace mainstay::history
