// Who may do what in accounts (authorisation_table.h says how to read it). $account, $name,
// $contact, $gone_contact, $member, $order are of the account the call is about; $gone is a deleted
// account, $merged one that was merged, $into one more, all of the same team; $analysis, $import
// and $dead (a dead letter) belong to nobody.
#pragma once

#include "tests/contract/authorisation_table.h"

namespace mainstay::contract {

// clang-format off
inline constexpr Row kAccountsTable[] = {
  //                                      admin
  //                                      |director
  //                                      ||account_manager
  //                                      |||service_agent
  //                                      ||||analyst
  //                                      |||||survey_manager
  //                                      ||||||integration
  {"AccountService/GetAccount",          "**tt***", About::kAccount,  R"(name: "$account")"},
  {"AccountService/ListAccounts",        "**tt***", About::kAccounts, R"(page_size: 1000)"},
  {"AccountService/SearchAccounts",      "**tt***", About::kAccounts, R"(query: "$name")"},
  {"AccountService/CreateAccount",       "**t---*", About::kNothing,  R"(account {display_name: "New"} allow_duplicate: true)"},
  {"AccountService/UpdateAccount",       "**t---*", About::kAccount,  R"(account {name: "$account" industry: "steel"})", true},
  {"AccountService/DeleteAccount",       "**-----", About::kAccount,  R"(name: "$account")", true},
  {"AccountService/UndeleteAccount",     "**-----", About::kAccount,  R"(name: "$gone")", true},
  {"AccountService/CheckDuplicates",     "**t---*", About::kAccounts, R"(display_name: "$name")"},
  {"AccountService/MergeAccount",        "**-----", About::kAccount,  R"(name: "$account" into: "$into")", true},
  {"AccountService/UnmergeAccount",      "**-----", About::kAccount,  R"(name: "$merged")", true},
  {"AccountService/GetAccountGroup",     "**tt***", About::kAccount,  R"(name: "$account/group")"},
  {"AccountService/ListAccountChanges",  "**tt***", About::kAccount,  R"(parent: "$account")"},

  {"AttributeSchemaService/GetAttributeSchema",    "*******", About::kNothing, R"()"},
  {"AttributeSchemaService/UpdateAttributeSchema", "**-----", About::kNothing, R"(attribute_schema {})"},

  {"ContactService/GetContact",          "**tt***", About::kAccount,  R"(name: "$contact")"},
  {"ContactService/ListContacts",        "**tt***", About::kAccount,  R"(parent: "$account")"},
  {"ContactService/BatchListContacts",   "**tt***", About::kAccounts, R"(parents: "$account")"},
  {"ContactService/CreateContact",       "**t---*", About::kAccount,  R"(parent: "$account" contact {display_name: "Li"})", true},
  {"ContactService/UpdateContact",       "**t---*", About::kAccount,  R"(contact {name: "$contact" title: "CEO"})", true},
  {"ContactService/DeleteContact",       "**t---*", About::kAccount,  R"(name: "$contact")", true},
  {"ContactService/UndeleteContact",     "**t---*", About::kAccount,  R"(name: "$gone_contact")", true},
  {"ContactService/ListContactChanges",  "**tt***", About::kAccount,  R"(parent: "$contact")"},

  {"TeamService/GetTeamMember",          "**tt*--", About::kAccount,  R"(name: "$member")"},
  {"TeamService/ListTeamMembers",        "**tt*--", About::kAccount,  R"(parent: "$account")"},
  {"TeamService/CreateTeamMember",       "**t----", About::kAccount,  R"(parent: "$account" team_member {user: "new" role: TEAM_ROLE_SERVICE})", true},
  {"TeamService/UpdateTeamMember",       "**t----", About::kAccount,  R"(team_member {name: "$member" role: TEAM_ROLE_FINANCE})", true},
  {"TeamService/DeleteTeamMember",       "**t----", About::kAccount,  R"(name: "$member")", true},

  {"TradeService/ImportTrade",           "**----*", About::kNothing,  R"(file {data: "order,customer,quantity,price,time\n"}
                                                                          columns {order_number: "order" account_external_id: "customer" quantity: "quantity" unit_price: "price" order_time: "time"}
                                                                          default_currency_code: "CNY")"},
  {"TradeService/GetTradeImport",        "**----*", About::kNothing,  R"(name: "$import")"},
  {"TradeService/ListTradeImports",      "**----*", About::kNothing,  R"()"},
  {"TradeService/CancelTradeImport",     "**----*", About::kNothing,  R"(name: "$cancelled")"},
  {"TradeService/DownloadTradeImportRejects", "**----*", About::kNothing, R"(name: "$import")"},
  {"TradeService/RecordOrder",           "**t---*", About::kAccount,  R"(parent: "$account" order {order_number: "2" currency_code: "CNY" order_time {seconds: 1700000000} lines {quantity: "1" unit_price: "5"}})", true},
  {"TradeService/GetOrder",              "**tt*-*", About::kAccount,  R"(name: "$order")"},
  {"TradeService/ListOrders",            "**tt*-*", About::kAccount,  R"(parent: "$account")"},
  {"TradeService/ListOrderChanges",      "**tt*-*", About::kAccount,  R"(parent: "$order")"},
  {"TradeService/RecordPayment",         "**t---*", About::kAccount,  R"(parent: "$account" payment {payment_number: "1" amount {currency_code: "CNY" units: 5} payment_time {seconds: 1700000000}})", true},
  {"TradeService/ListPayments",          "**tt*-*", About::kAccount,  R"(parent: "$account")"},
  {"TradeService/GetTradeSummary",       "**tt*-*", About::kAccount,  R"(parent: "$account")"},

  {"EventAdminService/ListDeadLetters",   "*------", About::kNothing, R"(parent: "services/accounts")"},
  {"EventAdminService/ReplayDeadLetter",  "*------", About::kNothing, R"(name: "$dead")"},
  {"EventAdminService/DiscardDeadLetter", "*------", About::kNothing, R"(name: "$dead" reason: "broken")", true},

  {"GradingService/CreateAbcAnalysis",   "**--*--", About::kNothing,  R"(abc_analysis {currency_code: "CNY"})"},
  {"GradingService/GetAbcAnalysis",      "**t-*-*", About::kNothing,  R"(name: "$analysis")"},
  {"GradingService/ListAbcAnalyses",     "**t-*-*", About::kNothing,  R"()"},
  {"GradingService/ListAbcRows",         "**t-*-*", About::kAccounts, R"(parent: "$analysis" page_size: 1000)"},
  {"GradingService/ApplyAbcTiers",       "**--*--", About::kNothing,  R"(name: "$analysis")"},
  {"GradingService/GetAbcChart",         "**--*-*", About::kNothing,  R"(parent: "$analysis")"},
};
// clang-format on

}  // namespace mainstay::contract
