// How satisfied an account is, out of what its contacts answered and who was asked. Domain code: no
// SQL, no proto.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/survey/analysis/account_satisfaction.h"
#include "services/survey/questionnaires/answer.h"
#include "services/survey/questionnaires/questionnaire.h"

namespace mainstay::survey {

// What is counted: answers and invitations of so long.
inline constexpr absl::Duration kSatisfactionWindow = absl::Hours(24 * 365);

// What one response says of satisfaction, each 0 to 100; nothing where it was not asked or not
// answered.
struct Opinion {
  // Of the outcome of the driver model when that is a CSAT or a rating, else the mean of the CSAT
  // questions: where the answer lies between the ends of its scale.
  std::optional<double> score;
  // 100 of a promoter (9, 10), 0 of a detractor (0 to 6), 50 between: the weighted mean of these,
  // doubled and less 100, is the weighted NPS. Of the first NPS question.
  std::optional<double> promotes;

  bool empty() const { return !score && !promotes; }
};
Opinion OpinionOf(const QuestionnaireContent& content, const Answers& answers);

// A response of a contact. UUIDs are bare.
struct Heard {
  std::string contact_id;
  std::string confidential_campaign;  // empty: of an identified one
  Opinion opinion;
  bool settled =
      true;  // of a confidential one; until then nobody is told that this contact answered
};

// An invitation of a contact.
struct Invited {
  std::string contact_id;
  std::string role;
  int influence = 0;
  bool reached = false;  // it went out, and did not bounce
};

struct AccountFigures {
  std::optional<double> score;       // weighted, 0 to 100
  std::optional<double> plain_mean;  // of the same answers, unweighted
  std::optional<double> nps;         // weighted, -100 to 100
  int64_t respondents = 0;           // contacts in the score or in the NPS
  int64_t invited = 0;               // contacts who were asked or answered
  double weight_heard = 0;           // as AccountSatisfaction's, of the score
  double effective_sample_size = 0;
  std::vector<std::string> silent_decision_makers;  // contacts, ascending
  bool representative = false;
  int64_t withheld = 0;  // contacts left out: confidential, settled, and too few
};

// `heard` and `invited` the newest first: of each contact the newest opinion that there is counts,
// and the role and influence of the newest invitation that knows them. Of the score and of the NPS
// each: those of a confidential campaign count when kLeastGroup contacts gave one, and before what
// the same contacts said elsewhere under their names: no telling then differs from the one before
// by fewer people's confidential words. Who answered a confidential campaign was not silent,
// whatever of it counts.
AccountFigures FiguresOf(absl::Span<const Heard> heard, absl::Span<const Invited> invited);

// Whether receivers would read the same of both.
bool SameFigures(const AccountFigures& a, const AccountFigures& b);

}  // namespace mainstay::survey
