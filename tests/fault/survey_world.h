// What respondents are asked in the fault tests, and what they may say.
#pragma once

#include <google/protobuf/map.h>
#include <mainstay/survey/v1/survey_form.pb.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fault/private_suite.h"

namespace mainstay::faults {

enum class Privacy { kIdentified, kConfidential, kAnonymous };
inline constexpr std::array kPrivacies = {Privacy::kIdentified, Privacy::kConfidential,
                                          Privacy::kAnonymous};

// A questionnaire of three sections, and a running campaign of each privacy that asks it. Whoever
// is identified and gives 6 or less gets a case, 9 or more a task; a confidential 6 or less gets a
// task, once enough of the account have answered.
struct SurveyWorld {
  std::array<std::string, kPrivacies.size()> campaigns;  // "campaigns/{uuid}", by Privacy
  // "accounts/{uuid}/contacts/{uuid}", of each account kContacts.
  std::vector<std::vector<std::string>> accounts;

  static constexpr int kContacts = 6;

  const std::string& campaign(Privacy privacy) const {
    return campaigns[static_cast<size_t>(privacy)];
  }
};

// Makes it, where everything is well; what fails is a failure of the test.
SurveyWorld MakeSurveyWorld(Suite& suite, int accounts);

// What somebody says.
struct Said {
  int nps = 0;        // 0 to 10
  std::string why;    // "price" or "delivery", asked of those with 6 or less; else empty
  int overall = 1;    // 1 to 5
  int speed = 1;      // 1 to 5
  std::string words;  // nobody else's
};

using AnswerMap = google::protobuf::Map<std::string, survey::v1::Answer>;

// The sections in which it is said, in the questionnaire's order.
inline constexpr std::array<std::string_view, 3> kSections = {"score", "service", "end"};
AnswerMap AnswersOf(const Said& said, std::string_view section);
// Those of all sections.
AnswerMap AllAnswersOf(const Said& said);
// As survey keeps it (services/survey/responses/answer_document.h).
std::string DocumentOf(const Said& said);

}  // namespace mainstay::faults
