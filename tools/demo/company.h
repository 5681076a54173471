// The demo company: a made-up supplier and its 300 customers. The same seed and day give the same
// company on every machine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <mainstay/accounts/v1/account_service.pb.h>
#include <mainstay/accounts/v1/contact_service.pb.h>
#include <mainstay/accounts/v1/team_service.pb.h>
#include <mainstay/accounts/v1/trade_service.pb.h>
#include <mainstay/engagement/v1/commitment_service.pb.h>
#include <mainstay/engagement/v1/communication_service.pb.h>
#include <mainstay/engagement/v1/visit_service.pb.h>
#include <mainstay/feedback/v1/case_service.pb.h>

#include "absl/time/civil_time.h"

namespace mainstay::demo {

inline constexpr uint64_t kSeed = 20260101;
inline constexpr int kAccounts = 300;
inline constexpr int kContacts = 1200;
inline constexpr int kMonths = 24;
inline constexpr char kCurrency[] = "CNY";
inline constexpr char kTimeZone[] = "Asia/Shanghai";  // of all order times
inline constexpr char kCreditNotePrefix[] = "CN";
inline constexpr char kAbroad[] = "海外";  // the region of customers who write English

struct DemoContact {
  accounts::v1::Contact card;
  int reports_to = -1;  // index among the account's contacts, always a smaller one
};

struct DemoAccount {
  accounts::v1::Account card;  // without parent_account
  int parent = -1;             // index among the accounts, always a smaller one
  int rank = 0;                // 1 buys most
  int industry = 0;            // index among the vocabulary's industries
  int payment_days = 30;       // agreed
  std::vector<DemoContact> contacts;
  std::vector<accounts::v1::TeamMember> team;  // besides the owner
};

struct DemoLine {
  std::string product, description;
  int64_t quantity = 0;  // negative for goods taken back
  int64_t price_hundredths = 0;
};

struct DemoOrder {
  int account = 0;
  std::string number;  // "SO202601-0042-1", or "CN…" for a credit note
  absl::CivilSecond time;
  std::vector<DemoLine> lines;

  int64_t total_hundredths() const;
};

struct DemoPayment {
  int account = 0;
  accounts::v1::Payment card;
};

// Made in a visit. Neither kept nor broken: open, perhaps overdue.
struct DemoPromise {
  engagement::v1::Commitment card;  // a customer's without the promiser: the visit's host
  std::optional<google::protobuf::Timestamp> kept_time;
  std::string proof;           // of what was kept
  std::string broken_because;  // empty unless broken
};

struct DemoVisit {
  int account = 0;
  engagement::v1::Visit card;  // its one attendee, if any, without a name
  int host = -1;               // that attendee: index among the account's contacts
  bool made = false;           // recorded; otherwise planned
  bool to_prepare = false;     // planned so soon that there is a task to prepare it
  std::optional<DemoPromise> promise;
};

struct DemoCommunication {
  int account = 0;
  engagement::v1::Communication card;  // without contacts
  int contact = -1;                    // index among the account's contacts
};

struct DemoCase {
  int account = 0;
  feedback::v1::Case card;                         // without contact
  int contact = -1;                                // index among the account's contacts
  std::optional<feedback::v1::CaseCourse> course;  // without the confirming contact; absent: new
};

struct Company {
  absl::CivilDay today;  // when it was made
  std::vector<DemoAccount> accounts;
  std::vector<DemoOrder> orders;  // in the order of accounts and months
  std::vector<DemoPayment> payments;
  std::vector<DemoVisit> visits;
  std::vector<DemoCommunication> communications;
  std::vector<DemoCase> cases;  // in the order of accounts and days
};

// Trade, visits and communications of the kMonths calendar months that end with `today`'s, up to
// that day, the visits planned for the quarter after it, and the cases of the six months before.
Company MakeCompany(absl::CivilDay today);

// Its parts, in the order in which they are made.
std::vector<DemoAccount> MakeAccounts();
void AddPeople(std::vector<DemoAccount>& accounts);
void AddTrade(absl::CivilDay today, Company& company);
void AddEngagement(absl::CivilDay today, Company& company);
void AddCases(absl::CivilDay today, Company& company);
void AddPromises(absl::CivilDay today, Company& company);  // to the visits that were made

// A moment of our day: `hour` 0 to 23, by kTimeZone.
google::protobuf::Timestamp TimeOf(absl::CivilDay day, int hour, int minute);

// What account `rank` buys in a normal month, in hundredths; the head of the list buys most of all.
int64_t MonthlyHundredths(int rank);

}  // namespace mainstay::demo
