// Compares what respondents were told with what survey, and those it told, have.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/fault/databases.h"
#include "tests/fault/survey_load.h"

namespace mainstay::faults {

// For a suite that nothing breaks any more, and that is settled (checker.h).
class SurveyChecker {
 public:
  SurveyChecker(Suite& suite, const SurveyWorld& world);

  // Everything that is wrong, at most a few of a kind; empty when
  //  - each acknowledged answer is there once, with exactly what was said in one of the
  //  respondent's
  //    windows, each of unknown outcome once or not at all, and nothing else;
  //  - of an anonymous one nothing leads to who gave it; of an identified one one event tells, of
  //    any other none;
  //  - whoever answered cannot answer again, whoever did not still can, and finds what was saved;
  //  - the quotas, and the tallies of figures, are what counting responses anew gives;
  //  - rules fired for whom they are to, once, and each firing has its case or task, once;
  //  - each account's card has what survey told of its satisfaction, which is what measuring it
  //  anew
  //    gives;
  //  - every invitation by mail is in a mail whose link opens.
  std::vector<std::string> Problems(const SurveyNotes& notes);

 private:
  struct Place {
    const Sitting* sitting = nullptr;
    const Window* window = nullptr;
  };

  void CheckResponses(const SurveyNotes& notes);
  void CheckResponse(const std::vector<std::string>& row, const std::map<std::string, Place>& said);
  void CheckSitting(const Sitting& sitting);
  void CheckSql();
  void CheckLinks(const SurveyNotes& notes);
  void CheckLink(const Sitting& sitting);
  void CheckTallies();
  void CheckInvitedTallies();
  void CheckFirings();
  void CheckConfidentialFirings(const SurveyNotes& notes);
  void CheckSatisfaction();
  void CheckMails(const SurveyNotes& notes);
  survey::v1::SurveyForm Open(const std::string& token);

  Suite& suite_;
  const SurveyWorld& world_;
  Databases databases_;
  Findings findings_;
  std::map<const Sitting*, std::vector<std::string>> responses_;  // ids of what came of it
};

}  // namespace mainstay::faults
