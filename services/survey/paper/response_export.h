// Responses as lines of a CSV file that imports read again.
#pragma once

#include <string>
#include <vector>

#include "services/survey/paper/answer_name.h"
#include "services/survey/responses/response.h"

namespace mainstay::survey {

class ResponseExport {
 public:
  // `content` must outlive it.
  explicit ResponseExport(const QuestionnaireContent& content);

  // The names of the columns.
  std::string Header() const;
  // A response in these columns, of which was taken what its reader may not see.
  std::string Line(const Response& response) const;

 private:
  const std::vector<AnswerPart> parts_;
};

}  // namespace mainstay::survey
