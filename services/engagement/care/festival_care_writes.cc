#include "services/engagement/care/festival_care_writes.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/calendar/festival.h"
#include "common/history/time_context.h"
#include "common/status/status.h"
#include "services/engagement/care/care_record_write.h"
#include "services/engagement/care/care_store.h"
#include "services/engagement/tasks/task_feed_store.h"

namespace mainstay::engagement {
namespace {

constexpr int kBatch = 100;

}  // namespace

absl::StatusOr<bool> RemindOfFestivals(pg::Tx& tx, absl::Time now) {
  const absl::CivilDay today = CareDay(now);
  const history::WriteContext context = history::TimeContext(now);
  for (const calendar::Festival& festival : calendar::Festivals()) {
    const auto day = calendar::NextFestival(festival, today);
    const CareRule rule = ReadCareRule(tx, std::string(festival.id));
    if (!day || rule.tiers.empty() || *day - rule.days_ahead > today) continue;
    const auto accounts = AccountsWithoutFestival(tx, rule, *day, kBatch);
    if (accounts.empty()) continue;
    LockTaskFeed(tx);
    for (const CaredAccount& account : accounts) {
      CareItem item{.account_id = account.id,
                    .kind = "festival",
                    .festival = std::string(festival.id),
                    .day = *day};
      const std::string key = absl::StrFormat("care/%s/%s/%04d-%02d-%02d", festival.id, account.id,
                                              day->year(), day->month(), day->day());
      RecordCareItem(tx, item, account.owner, {"engagement", key}, context);
    }
    return true;  // one festival a step, so that a step is a batch
  }
  return false;
}

absl::StatusOr<bool> SettleFestivals(pg::Tx& tx, absl::Time now) {
  const absl::CivilDay today = CareDay(now);
  const auto twice = FestivalTasksTwice(tx, today, kBatch);
  const auto missed = FestivalTasksMissed(tx, today, kBatch);
  if (twice.empty() && missed.empty()) return false;
  const history::WriteContext context = history::TimeContext(now);
  LockTaskFeed(tx);
  for (const CareTask& task : twice) RETURN_IF_ERROR(WithdrawCareTask(tx, task, kMerged, context));
  for (const CareTask& task : missed) RETURN_IF_ERROR(RestoreCareTask(tx, task, context));
  return twice.size() == kBatch || missed.size() == kBatch;
}

}  // namespace mainstay::engagement
