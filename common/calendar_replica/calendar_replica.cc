#include "common/calendar_replica/calendar_replica.h"

#include <mainstay/engagement/v1/calendar_events.pb.h>

#include <utility>

#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "common/calendar_replica/calendar_proto.h"
#include "common/calendar_replica/replica_store.h"
#include "common/status/status.h"

namespace mainstay::calendar_replica {

void KeepCalendars(events::Subscription& subscription) {
  subscription.On<v1::WorkingCalendarChanged>(
      [](pg::Tx& tx, const events::v1::Event& event,
         const v1::WorkingCalendarChanged& payload) -> absl::Status {
        // One that cannot be counted with is a dead letter, not a surprise later.
        RETURN_IF_ERROR(FromProto(payload).status());
        WriteReplica(
            tx,
            std::string(absl::StripPrefix(payload.working_calendar().name(), "workingCalendars/")),
            event.aggregate_version(), event.payload(), absl::Now());
        return absl::OkStatus();
      });
}

absl::StatusOr<std::optional<Replica>> ReadReplica(pg::Tx& tx, const std::string& name) {
  const std::optional<Content> content = ReadContent(tx, name);
  if (!content) return std::optional<Replica>();
  ASSIGN_OR_RETURN(calendar::WorkingCalendar hours, HoursOf(content->bytes));
  return std::optional<Replica>({content->version, std::move(hours)});
}

absl::StatusOr<calendar::WorkingCalendar> HoursOf(const std::string& content) {
  v1::WorkingCalendarChanged event;
  if (!event.ParseFromString(content)) {
    return absl::InternalError("a replicated calendar cannot be parsed");
  }
  return FromProto(event);
}

std::optional<int64_t> ReadReplicaVersion(pg::Tx& tx, const std::string& name) {
  return ReadVersion(tx, name);
}

}  // namespace mainstay::calendar_replica
