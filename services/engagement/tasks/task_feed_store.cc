#include "services/engagement/tasks/task_feed_store.h"

#include <pqxx/result>

#include "common/pg/advisory_lock.h"
#include "common/pg/statement.h"
#include "services/engagement/tasks/task_row.h"

namespace mainstay::engagement {
namespace {

constexpr int kPage = 200;    // entries looked at by one reading
constexpr int kBatch = 5000;  // entries forgotten at once

constexpr pg::Statement kLock{"task_feed_lock", "SELECT pg_advisory_xact_lock($1)"};

constexpr pg::Statement kAppend{
    "task_feed_append",
    "INSERT INTO task_feed (task_id, action, actor, old_assignee, change_time) "
    "VALUES ($1, $2, $3, $4, $5)"};

// Everything of the page, so that the reader knows how far it came; the last columns say whether
// the reader sees the task, and whether it was taken from them.
constexpr pg::Statement kRead{
    "task_feed_read",
    "SELECT " MAINSTAY_TASK_COLUMNS ", f.seq, f.action, f.actor, f.change_time, " MAINSTAY_TASK_SEEN(
        "$2") ", f.old_assignee = $2::text "
              "FROM (SELECT * FROM task_feed WHERE seq > $1 ORDER BY seq LIMIT $3) f "
              "JOIN tasks t USING (task_id)" MAINSTAY_TASK_ACCOUNT "ORDER BY f.seq"};

constexpr pg::Statement kLast{"task_feed_last", "SELECT coalesce(max(seq), 0) FROM task_feed"};

constexpr pg::Statement kIsIn{
    "task_feed_is_in",
    "SELECT coalesce($1 >= min(seq) - 1 AND $1 <= max(seq), $1 = 0) FROM task_feed"};

constexpr pg::Statement kForget{"task_feed_forget", R"sql(
DELETE FROM task_feed WHERE seq IN (
  SELECT seq FROM (SELECT seq, change_time FROM task_feed ORDER BY seq LIMIT $2) oldest
  WHERE change_time < $1 AND seq < (SELECT max(seq) FROM task_feed))
)sql"};

}  // namespace

int64_t TaskFeedLock() {
  static const int64_t key = pg::AdvisoryKey("engagement/task_feed");
  return key;
}

void LockTaskFeed(pg::Tx& tx) { tx.Run(kLock, TaskFeedLock()); }

void AppendTaskFeed(pg::Tx& tx, const std::string& task_id, const std::string& action,
                    const std::string& actor, const std::string& old_assignee, absl::Time time) {
  tx.Run(kAppend, task_id, action, actor, old_assignee, time);
}

TaskFeedPage ReadTaskFeed(pg::Tx& tx, int64_t seq, const auth::AccountScope& scope) {
  constexpr int kColumns = 16;  // of MAINSTAY_TASK_COLUMNS
  TaskFeedPage page{.read_to = seq};
  const pqxx::result rows = tx.Run(kRead, seq, scope.user(), kPage);
  for (const auto& row : rows) {
    TaskFeedEntry entry{.seq = row[kColumns].as<int64_t>(),
                        .action = row[kColumns + 1].c_str(),
                        .actor = row[kColumns + 2].c_str(),
                        .change_time = pg::ParseTime(row[kColumns + 3].c_str())};
    page.read_to = entry.seq;
    entry.task = TaskFromRow(row);
    if (!row[kColumns + 4].as<bool>()) {
      entry.removed = row[kColumns + 5].as<bool>(false);
      if (!entry.removed) continue;
      entry.task = Task{.id = std::move(entry.task.id)};
    }
    page.entries.push_back(std::move(entry));
  }
  page.more = rows.size() == kPage;
  return page;
}

int64_t LastTaskFeedSeq(pg::Tx& tx) { return tx.Run(kLast)[0][0].as<int64_t>(); }

bool IsInTaskFeed(pg::Tx& tx, int64_t seq) { return tx.Run(kIsIn, seq)[0][0].as<bool>(); }

absl::StatusOr<bool> ForgetTaskFeed(pg::Tx& tx, absl::Time now) {
  return tx.Run(kForget, now - kTaskFeedKept, kBatch).affected_rows() == kBatch;
}

}  // namespace mainstay::engagement
