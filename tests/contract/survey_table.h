// Who may do what in survey (authorisation_table.h says how to read it). $dead is a dead letter.
#pragma once

#include "tests/contract/authorisation_table.h"

namespace mainstay::contract {

// clang-format off
inline constexpr Row kSurveyTable[] = {
  //                                            admin
  //                                            |director
  //                                            ||account_manager
  //                                            |||service_agent
  //                                            ||||analyst
  //                                            |||||survey_manager
  //                                            ||||||integration
  {"EventAdminService/ListDeadLetters",        "*------", About::kNothing,  R"(parent: "services/survey")"},
  {"EventAdminService/ReplayDeadLetter",       "*------", About::kNothing,  R"(name: "$dead")"},
  {"EventAdminService/DiscardDeadLetter",      "*------", About::kNothing,  R"(name: "$dead" reason: "x")", true},
};
// clang-format on

}  // namespace mainstay::contract
