// Compares what clients were told with all databases.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/fault/databases.h"
#include "tests/fault/load.h"
#include "tests/fault/private_suite.h"

namespace mainstay::faults {

// For a suite that nothing breaks any more.
class Checker {
 public:
  explicit Checker(const Suite& suite);

  // Why the services do not agree yet: events that are on their way, or that wait, and what
  // answers to surveys have still to lead to; "" when everything has arrived.
  std::string Unsettled();

  // Keeps the suite, whose databases answer, until that is "", at most until `end`; what it is
  // then. Survey's messages that a killed process was about to send are sent now instead of later.
  std::string Settle(Suite& suite, absl::Time end);

  // Everything that is wrong, at most a few of a kind; empty when
  //  - each acknowledged write is there, with the version that was told, once: one event, one row
  //    of idempotency, and its aggregate is no older;
  //  - each refused one is not, and each of unknown outcome is there once or not at all;
  //  - nothing else was written under these clients' names;
  //  - each aggregate's events are its versions 1, 2, 3, … in this order, and what one client wrote
  //    to it one after the other is so too;
  //  - each service received every event that the others told it of, and got to the versions of
  //    each aggregate one after the other;
  //  - its directory says of the accounts what accounts says.
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
  void Execute(Part service, const std::string& sql) { databases_.Read(service, sql); }

 private:
  struct Event {
    std::string aggregate;  // "account 0193…"
    int64_t version;
    std::string actor;
  };
  using Events = std::multimap<std::string, Event>;  // by trace id

  std::string UnsettledIn(const ServiceParts& from);
  Events ReadEvents(Part service);
  void CheckWrites(Part service, const std::vector<Write>& writes);
  void CheckWrite(const Write& write, const Events& events, const std::set<std::string>& answered);
  void CheckOrderOfEach(const std::vector<Write>& writes, const Events& events);
  void CheckVersions(Part service, const std::vector<std::string>& tables);
  void CheckReceived(Part from, Part to);
  void CheckEffects(Part service);
  void CheckDirectory(Part service);
  void CheckClocks();

  Databases databases_;
  Findings findings_;
};

}  // namespace mainstay::faults
