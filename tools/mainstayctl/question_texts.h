// What a campaign asks, in the words of its questions, for tables of what was answered.
#pragma once

#include <mainstay/survey/v1/questionnaire_content.pb.h>

#include <map>
#include <string>

#include "tools/mainstayctl/language.h"
#include "tools/mainstayctl/session.h"

namespace mainstay::ctl {

class QuestionTexts {
 public:
  // Knows none: every name stands for itself.
  QuestionTexts() = default;
  // In `language`, or in the other one where there is no text in it.
  QuestionTexts(const survey::v1::QuestionnaireContent& content, Language language);

  // Whether it is a question or a matrix' row of the questionnaire.
  bool Has(const std::string& question) const { return questions_.contains(question); }

  // Of a question or a matrix' row, with the name to type in front, printable and on one line:
  // "service.speed: How is our service? Speed".
  std::string Of(const std::string& question) const;
  // Of an option of a question; its key where there is none.
  std::string OfOption(const std::string& question, const std::string& option) const;

 private:
  std::map<std::string, std::string> questions_;                        // by key, or key.row
  std::map<std::pair<std::string, std::string>, std::string> options_;  // by question and key
};

// Those of a campaign, "campaigns/{uuid}"; none where the questionnaire cannot be read: keys say it
// too, and what was asked for is there.
QuestionTexts ReadQuestionTexts(Session& session, const std::string& campaign, Language language);

}  // namespace mainstay::ctl
