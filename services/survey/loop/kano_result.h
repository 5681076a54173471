// What a KANO study says of one requirement, as feedback is told. Domain code: no SQL, no proto.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/survey/analysis/kano.h"
#include "services/survey/questionnaires/questionnaire.h"

namespace mainstay::survey {

// A KANO question that names a requirement.
struct KanoQuestion {
  std::string key;
  std::string requirement_id;  // bare UUID
};

// Those of a questionnaire, in its order; subjects that are no requirement's name are left out.
std::vector<KanoQuestion> KanoQuestionsOf(const QuestionnaireContent& content);

// One study and one of its questions.
struct KanoFinding {
  std::string id;       // bare UUID
  int64_t version = 0;  // counts what was told of it; 0: nothing yet
  std::string campaign_id;
  KanoQuestion question;
  KanoCounts counts;
  absl::Time measure_time;  // when it was told last
};

// The class that feedback gives a requirement: "must_be", "one_dimensional", "attractive",
// "indifferent", "reverse"; empty when most answers contradict themselves, or two classes are too
// close to each other of a need that is wanted.
std::string ClassOf(const KanoResult& result);

}  // namespace mainstay::survey
