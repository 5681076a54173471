// Who may do what: every method of every service, role by role. Read accounts_table.h,
// engagement_table.h … as documentation; the tests beside them (accounts_matrix_test.cc …) hold the
// running services to every cell.
#pragma once

#include <string_view>

namespace mainstay::contract {

// What a call is about, and so what a caller who sees only their team's accounts gets for another
// team's account.
enum class About {
  kAccount,   // one account, or something under it: NOT_FOUND
  kAccounts,  // many: an answer in which it does not appear
  kNothing,   // no account: no difference
  kPerson,    // what a person is in charge of, whatever the accounts: PERMISSION_DENIED for others
};

// One method.
//   reach    a character for each role, in the order of the table's head:
//            '*' every account   't' the accounts of the caller's teams   '-' PERMISSION_DENIED
//   request  in protobuf's text format. What begins with $ the area's test makes: $account is the
//            account that the call is about. Without a token every method is UNAUTHENTICATED, with
//            no role PERMISSION_DENIED; but public ones answer as they do anybody.
//   fresh    the call changes something: every cell gets an account of its own
struct Row {
  std::string_view method;
  std::string_view reach;
  About about;
  std::string_view request;
  bool fresh = false;
};

inline constexpr std::string_view kRoles[] = {"admin",         "director", "account_manager",
                                              "service_agent", "analyst",  "survey_manager",
                                              "integration"};

}  // namespace mainstay::contract
