#include "tests/fault/checker.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace mainstay::faults {
namespace {

std::string Describe(const Write& write) {
  return absl::StrCat(write.method, " ", write.request_id, " of writer ", write.writer, " after ",
                      write.attempts, " attempts (", write.error, ")");
}

// Clocks at which somebody should have looked by now.
constexpr char kUnseenClocks[] =
    "SELECT count(*) FROM case_clocks WHERE next_check_time < now() - interval '1 s'";

// What survey has still to do by itself: work that answers left, and what became of its firings.
constexpr std::pair<const char*, const char*> kSurveyWork[] = {
    {"responses are not counted as they are",
     "SELECT count(*) FROM responses JOIN campaigns USING (campaign_id) "
     "WHERE tallied_flagged <> (flags <> '{}') OR (privacy = 'identified' AND NOT tallied)"},
    {"invitations are not counted as they are",
     "SELECT count(*) FROM invitations WHERE tallied <> (state = 'answered' OR (send_time IS NOT "
     "NULL AND state NOT IN ('bounced', 'undeliverable')))"},
    {"accounts are not measured", "SELECT count(*) FROM satisfaction_notes"},
    {"firings have no outcome", "SELECT count(*) FROM loop_firings WHERE state = 'requested'"},
    {"messages are not sent", "SELECT count(*) FROM invitation_deliveries WHERE state = 'due'"}};

// What a killed process had claimed is sent again after minutes, which nobody waits for here.
constexpr char kHurry[] =
    "UPDATE invitation_deliveries SET next_time = now() "
    "WHERE state = 'due' AND next_time > now() + interval '2 s'";

}  // namespace

Checker::Checker(const Suite& suite) : databases_(suite) {}

std::string Checker::UnsettledIn(const ServiceParts& from) {
  const std::string area = NameOf(from.service);
  const std::string waiting =
      databases_.Value(from.service, "SELECT count(*) FROM outbox WHERE published_at IS NULL");
  if (waiting != "0") return absl::StrCat(area, " has not published ", waiting);
  const std::string told = databases_.Value(from.service, "SELECT count(*) FROM outbox");
  for (const ServiceParts& to : kServices) {
    if (!absl::StrContains(from.receivers, NameOf(to.service))) continue;
    const std::string received = databases_.Value(
        to.service, absl::StrCat("SELECT count(*) FROM inbox WHERE area = '", area, "'"));
    if (told != received) {
      return absl::StrCat(area, " told ", told, ", ", NameOf(to.service), " received ", received);
    }
  }
  const std::string backlog =
      databases_.Value(from.service,
                       "SELECT string_agg(state || ' ' || error, ', ') FROM event_backlog "
                       "WHERE state NOT IN ('replayed', 'discarded')");
  return backlog.empty() ? "" : absl::StrCat("in the backlog of ", area, ": ", backlog);
}

std::string Checker::Unsettled() {
  for (const auto& [what, count] : kSurveyWork) {
    const std::string open = databases_.Value(Part::kSurvey, count);
    if (open != "0") return absl::StrCat("survey: ", open, " ", what);
  }
  for (const ServiceParts& from : kServices) {
    if (std::string open = UnsettledIn(from); !open.empty()) return open;
  }
  const std::string clocks = databases_.Value(Part::kFeedback, kUnseenClocks);
  return clocks == "0" ? "" : absl::StrCat(clocks, " clocks wait to be looked at");
}

std::string Checker::Settle(Suite& suite, absl::Time end) {
  // What one service does about the last event of another may come behind the question about its
  // own, and a third one may do something about that: so three times.
  std::string unsettled = Unsettled();
  for (int quiet = unsettled.empty() ? 1 : 0; quiet < 3 && (quiet > 0 || absl::Now() < end);) {
    Execute(Part::kSurvey, kHurry);
    suite.KeepFor(absl::Milliseconds(100));
    unsettled = Unsettled();
    quiet = unsettled.empty() ? quiet + 1 : 0;
  }
  return unsettled;
}

std::vector<std::string> Checker::Problems(const std::vector<Write>& writes) {
  if (const std::string open = Unsettled(); !open.empty()) findings_.Report("not settled", open);
  for (const ServiceParts& parts : kServices) CheckWrites(parts.service, writes);
  CheckVersions(Part::kAccounts, {"account", "contact"});
  CheckVersions(Part::kEngagement, {"task", "communication"});
  CheckVersions(Part::kFeedback, {"case"});
  CheckVersions(Part::kSurvey, {"campaign"});
  for (const ServiceParts& from : kServices) {
    for (const ServiceParts& to : kServices) {
      if (absl::StrContains(from.receivers, NameOf(to.service))) {
        CheckReceived(from.service, to.service);
      }
    }
  }
  for (const Part service : {Part::kEngagement, Part::kFeedback, Part::kSurvey}) {
    CheckEffects(service);
    CheckDirectory(service);
  }
  CheckClocks();
  return findings_.Take();
}

Checker::Events Checker::ReadEvents(Part service) {
  Events events;
  for (auto& row :
       databases_.Read(service,
                       "SELECT split_part(trace, '-', 2), aggregate_type || ' ' || aggregate_id, "
                       "aggregate_version, actor FROM outbox")) {
    events.emplace(std::move(row[0]),
                   Event{std::move(row[1]), NumberOf(row[2]), std::move(row[3])});
  }
  return events;
}

void Checker::CheckWrites(Part service, const std::vector<Write>& all) {
  std::vector<Write> writes;
  std::set<std::string> traces;
  for (const Write& write : all) {
    if (write.service != service) continue;
    writes.push_back(write);
    traces.insert(write.trace_id);
  }
  const Events events = ReadEvents(service);
  std::set<std::string> answered;
  for (auto& row : databases_.Read(service, "SELECT request_id FROM idempotency")) {
    answered.insert(std::move(row[0]));
  }
  for (const Write& write : writes) CheckWrite(write, events, answered);
  for (const auto& [trace, event] : events) {
    if (absl::StartsWith(event.actor, "writer-") && traces.count(trace) == 0) {
      findings_.Report("nobody asked for it",
                       absl::StrCat(event.aggregate, " version ", event.version));
    }
  }
  CheckOrderOfEach(writes, events);
}

void Checker::CheckWrite(const Write& write, const Events& events,
                         const std::set<std::string>& answered) {
  const size_t effects = events.count(write.trace_id);
  const bool known = answered.count(write.request_id) > 0;
  if (effects > 1) findings_.Report("done more than once", Describe(write));
  if ((effects > 0) != known)
    findings_.Report("done and not noted, or noted and not done", Describe(write));
  if (write.told == Told::kRefused && (effects > 0 || known)) {
    findings_.Report("refused and done", Describe(write));
  }
  if (write.told == Told::kRefused && !write.to_be_refused)
    findings_.Report("refused", Describe(write));
  if (write.told != Told::kAcknowledged) return;
  if (write.to_be_refused) findings_.Report("not refused", Describe(write));
  if (effects == 0) {
    findings_.Report("acknowledged and lost", Describe(write));
  } else if (const int64_t version = events.find(write.trace_id)->second.version;
             write.version != 0 && version != write.version) {
    findings_.Report("another version than was told",
                     absl::StrCat(Describe(write), ": told ", write.version, ", is ", version));
  }
}

// A client sends a write once the one before has its answer, so its versions of a thing grow. Those
// of unknown outcome may come later.
void Checker::CheckOrderOfEach(const std::vector<Write>& writes, const Events& events) {
  std::map<std::pair<int, std::string>, int64_t> last;
  for (const Write& write : writes) {
    const auto event = events.find(write.trace_id);
    if (write.told != Told::kAcknowledged || event == events.end()) continue;
    int64_t& version = last[{write.writer, event->second.aggregate}];
    if (event->second.version <= version)
      findings_.Report("in another order than written", Describe(write));
    version = event->second.version;
  }
}

}  // namespace mainstay::faults
