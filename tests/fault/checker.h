// Compares what clients were told with all databases.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/pg/session.h"
#include "tests/fault/load.h"
#include "tests/fault/private_suite.h"

namespace mainstay::faults {

// For a suite that nothing breaks any more.
class Checker {
 public:
  explicit Checker(const Suite& suite);

  // Why the services do not agree yet: events that are on their way, or that wait; "" when
  // everything has arrived.
  std::string Unsettled();

  // Keeps the suite until that is "", at most until `end`; what it is then.
  std::string Settle(Suite& suite, absl::Time end);

  // Everything that is wrong, at most a few of a kind; empty when
  //  - each acknowledged write is there, with the version that was told, once: one event, one row
  //    of idempotency, and its aggregate is no older;
  //  - each refused one is not, and each of unknown outcome is there once or not at all;
  //  - nothing else was written under these clients' names;
  //  - each aggregate's events are its versions 1, 2, 3, … in this order, and what one client wrote
  //    to it one after the other is so too;
  //  - engagement's directory says of the accounts what accounts says.
  std::vector<std::string> Problems(const std::vector<Write>& writes);

  // Levels of the escalation ladder that clocks have reached.
  int64_t CountLevels();
  // Orders in the books.
  int64_t CountOrders();
  // Versions of the account, "accounts/{uuid}", that engagement's directory does not have yet.
  int64_t Behind(const std::string& account);
  // From a change of one of these accounts, made between these times, to the commit of its effect.
  absl::Duration LagP99(const std::vector<std::string>& accounts, absl::Time start, absl::Time end);
  // Runs it as the database's owner.
  void Execute(Part service, const std::string& sql) { Read(session(service), sql); }

 private:
  using Rows = std::vector<std::vector<std::string>>;
  struct Event {
    std::string aggregate;  // "account 0193…"
    int64_t version;
    std::string actor;
  };
  using Events = std::multimap<std::string, Event>;  // by trace id

  pg::Session& session(Part service) { return sessions_[static_cast<size_t>(service)]; }
  static Rows Read(pg::Session& session, const std::string& sql);
  static std::string Value(pg::Session& session, const std::string& sql);
  void Report(const std::string& kind, const std::string& what);
  Events ReadEvents(Part service);
  void CheckWrites(Part service, const std::vector<Write>& writes);
  void CheckWrite(const Write& write, const Events& events, const std::set<std::string>& answered);
  void CheckOrderOfEach(const std::vector<Write>& writes, const Events& events);
  void CheckVersions(Part service, const std::vector<std::string>& tables);
  void CheckEffects(Part service);
  void CheckDirectory(Part service);
  void CheckClocks();

  std::deque<pg::Session> sessions_;  // by Part
  std::vector<std::string> problems_;
  std::map<std::string, int> reported_;
};

}  // namespace mainstay::faults
