// What somebody who answers the survey of tools/bench/survey_content.json sends, request by
// request.
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace mainstay::load {

enum class AnsweringWay {
  kPages,  // as a browser: each page is read, and sent
  kJson,   // as a program: the form is read, and submitted with all answers
};

// One request, and how its answer is known to be the right one.
struct RespondentStep {
  std::string request;   // whole
  int status = 200;      // of the answer
  std::string_view has;  // what its body has in it
};

// One who holds the link's token and answers at random; the last step is what submits. `host`: of
// HTTP's header.
std::vector<RespondentStep> Respondent(AnsweringWay way, std::string_view host,
                                       std::string_view token, std::mt19937_64& random);

}  // namespace mainstay::load
