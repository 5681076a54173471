// Who may do what in feedback (authorisation_table.h says how to read it). $account and what is
// named after a state ($case: new, $acknowledged_case …) are of the account the call is about,
// $assignee is who works on $case; $dead (a dead letter), $new_code (of a category that is not there),
// $active_category and $retired_category belong to nobody.
#pragma once

#include "tests/contract/authorisation_table.h"

namespace mainstay::contract {

// clang-format off
inline constexpr Row kFeedbackTable[] = {
  //                                            admin
  //                                            |director
  //                                            ||account_manager
  //                                            |||service_agent
  //                                            ||||analyst
  //                                            |||||survey_manager
  //                                            ||||||integration
  {"CaseService/GetCase",                      "**tt*-*", About::kAccount,  R"(name: "$case")"},
  {"CaseService/ListCases",                    "**tt*-*", About::kAccounts, R"(parent: "accounts/-" page_size: 1000 filter: "assignee = $assignee")"},
  {"CaseService/CreateCase",                   "**tt--*", About::kAccount,  R"(parent: "$account" case {kind: CASE_KIND_COMPLAINT subject: "x"})", true},
  {"CaseService/RecordCase",                   "**----*", About::kAccount,  R"(parent: "$account" case {kind: CASE_KIND_QUESTION subject: "x" receive_time {seconds: 1700000000}} course {state: CASE_STATE_ACKNOWLEDGED acknowledge_time {seconds: 1700003600}})", true},
  {"CaseService/UpdateCase",                   "**tt--*", About::kAccount,  R"(case {name: "$case" cause: "y"})", true},
  {"CaseService/AssignCase",                   "**tt--*", About::kAccount,  R"(name: "$case" assignee: "x")", true},
  {"CaseService/AcknowledgeCase",              "**tt--*", About::kAccount,  R"(name: "$case")", true},
  {"CaseService/StartCase",                    "**tt--*", About::kAccount,  R"(name: "$acknowledged_case")", true},
  {"CaseService/WaitForCustomer",              "**tt--*", About::kAccount,  R"(name: "$acknowledged_case" reason: "x")", true},
  {"CaseService/ResolveCase",                  "**tt--*", About::kAccount,  R"(name: "$acknowledged_case" resolution: "x" cause: "y")", true},
  {"CaseService/ConfirmCase",                  "**tt--*", About::kAccount,  R"(name: "$resolved_case" contact: "$contact" note: "x")", true},
  {"CaseService/ReopenCase",                   "**tt--*", About::kAccount,  R"(name: "$resolved_case" reason: "x")", true},
  {"CaseService/WithdrawCase",                 "**tt--*", About::kAccount,  R"(name: "$case" reason: "x")", true},
  {"CaseService/CreateCaseEntry",              "**tt--*", About::kAccount,  R"(parent: "$case" entry {text: "x"})", true},
  {"CaseService/ListCaseEntries",              "**tt*-*", About::kAccount,  R"(parent: "$case")"},
  {"CaseService/ListCaseChanges",              "**tt*-*", About::kAccount,  R"(parent: "$case")"},

  {"CategoryService/GetCaseCategory",          "*******", About::kNothing,  R"(name: "caseCategories/product.defect")"},
  {"CategoryService/ListCaseCategories",       "*******", About::kNothing,  R"()"},
  {"CategoryService/CreateCaseCategory",       "**-----", About::kNothing,  R"(case_category_id: "$new_code" case_category {display_name: "x"})", true},
  {"CategoryService/UpdateCaseCategory",       "**-----", About::kNothing,  R"(case_category {name: "caseCategories/product.defect" display_name: "$new_code"})", true},
  {"CategoryService/RetireCaseCategory",       "**-----", About::kNothing,  R"(name: "$active_category")", true},
  {"CategoryService/RestoreCaseCategory",      "**-----", About::kNothing,  R"(name: "$retired_category")", true},
  {"CategoryService/ListCaseCategoryChanges",  "**-----", About::kNothing,  R"(parent: "caseCategories/product.defect")"},

  {"AgentService/GetAgent",                    "*******", About::kNothing,  R"(name: "$agent")"},
  {"AgentService/ListAgents",                  "*******", About::kNothing,  R"()"},
  {"AgentService/CreateAgent",                 "**-----", About::kNothing,  R"(user: "$new_user" agent {skills: "product" capacity: 5})", true},
  {"AgentService/UpdateAgent",                 "**-----", About::kNothing,  R"(agent {name: "$agent" capacity: 7})"},
  {"AgentService/ListAgentChanges",            "*******", About::kNothing,  R"(parent: "$agent")"},
  {"AgentService/SuggestAssignee",             "**tt*-*", About::kAccount,  R"(name: "$case")"},
  {"AgentService/ReassignCases",               "**tt--*", About::kAccounts, R"(name: "agents/$assignee" reason: "x")", true},

  {"EventAdminService/ListDeadLetters",        "*------", About::kNothing,  R"(parent: "services/feedback")"},
  {"EventAdminService/ReplayDeadLetter",       "*------", About::kNothing,  R"(name: "$dead")"},
  {"EventAdminService/DiscardDeadLetter",      "*------", About::kNothing,  R"(name: "$dead" reason: "x")", true},
};
// clang-format on

}  // namespace mainstay::contract
