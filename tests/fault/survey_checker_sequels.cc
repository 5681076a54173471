// What must hold of everything that follows from answers: the other half of the checker.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <memory>
#include <pqxx/result>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "common/status/status.h"
#include "services/survey/analysis/tally.h"
#include "services/survey/questionnaires/version_store.h"
#include "services/survey/responses/answer_document.h"
#include "services/survey/satisfaction/satisfaction_measure_writes.h"
#include "tests/fault/survey_checker.h"

namespace mainstay::faults {
namespace {

constexpr size_t kLeastGroup = 5;  // contacts who answered before a confidential rule fires

std::string LastOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }

std::string AccountOf(const std::string& contact) {
  return contact.substr(0, contact.find("/contacts/"));
}

// What figures are made of, and the responses that it is made of, by stratum.
constexpr char kTallies[] = R"sql(
SELECT concat_ws('|', campaign_id, wave, tier, region, segment, role, channel, language, flagged),
  counters
FROM response_tallies WHERE counters[1] <> 0
)sql";
constexpr char kTallied[] = R"sql(
SELECT concat_ws('|', campaign_id, wave, coalesce(facts ->> 'tier', ''),
    coalesce(facts ->> 'region', ''), coalesce(facts ->> 'segment', ''),
    coalesce(facts ->> 'role', ''), channel, language, tallied_flagged),
  questionnaire_id, questionnaire_version, answers
FROM responses WHERE tallied
)sql";

// Strata of invitations whose tally is not what a recount gives.
constexpr char kInvitedOtherwise[] = R"sql(
SELECT concat_ws('|', campaign_id, wave, tier, region, role, channel, language, t.invited, i.invited)
FROM (SELECT campaign_id, wave, tier, region, role, channel, language, count(*) AS invited
  FROM invitations WHERE tallied GROUP BY 1, 2, 3, 4, 5, 6, 7) i
FULL JOIN (SELECT * FROM invited_tallies WHERE invited <> 0) t
  USING (campaign_id, wave, tier, region, role, channel, language)
WHERE t.invited IS DISTINCT FROM i.invited
)sql";

// Identified responses for which a rule fired and should not have, or the other way round, and
// confidential ones for which one should not have.
constexpr char kMisfired[] = R"sql(
SELECT l.action || ' of response ' || r.response_id, f.firing_id IS NOT NULL
FROM responses r JOIN campaigns c USING (campaign_id) JOIN loop_rules l USING (campaign_id)
LEFT JOIN loop_firings f USING (rule_id, response_id),
LATERAL (SELECT (r.answers -> 'nps' ->> 'number')::numeric AS nps) a
WHERE (f.firing_id IS NOT NULL) <> CASE l.action WHEN 'referral' THEN a.nps >= 9 ELSE a.nps <= 6 END
  AND (c.privacy = 'identified' OR f.firing_id IS NOT NULL)
)sql";

// As the card has it, and as survey told of it.
constexpr char kCards[] =
    "SELECT account_id, concat_ws(' ', satisfaction_score, satisfaction_nps, "
    "satisfaction_respondents, satisfaction_invited, silent_decision_makers) FROM accounts "
    "WHERE satisfaction_time IS NOT NULL";
constexpr char kTold[] =
    "SELECT account_id, concat_ws(' ', score, nps, respondents, invited, cardinality(silent)), "
    "coalesce(score, -1), coalesce(nps, -1000), respondents FROM account_satisfaction";
// Of whom something must have been told.
constexpr char kAnswered[] =
    "SELECT DISTINCT account_id FROM responses WHERE account_id IS NOT NULL AND account_id NOT IN "
    "(SELECT account_id FROM account_satisfaction)";

constexpr char kMails[] =
    "SELECT i.invitation_id, i.state, d.delivery_id, d.state FROM invitations i "
    "LEFT JOIN invitation_deliveries d USING (invitation_id) WHERE i.channel = 'email'";

std::set<std::string> FirstOf(const Databases::Rows& rows) {
  std::set<std::string> first;
  for (const auto& row : rows) first.insert(row[0]);
  return first;
}

bool Near(double a, double b) { return std::abs(a - b) < 1e-9; }

// The secret in the mail's link; "" without one.
std::string TokenIn(const std::string& path) {
  std::ifstream in(path);
  const std::string mail{std::istreambuf_iterator<char>(in), {}};
  constexpr std::string_view kBefore = "base64\r\n\r\n";
  const size_t begin = mail.find(kBefore);
  if (begin == mail.npos) return "";
  const std::string part =
      mail.substr(begin + kBefore.size(), mail.find("\r\n--", begin) - begin - kBefore.size());
  std::string text;
  if (!absl::Base64Unescape(absl::StrReplaceAll(part, {{"\r\n", ""}}), &text)) return "";
  const size_t link = text.find("/s/");
  return link == text.npos ? ""
                           : text.substr(link + 3, text.find_first_of("\r\n", link) - link - 3);
}

}  // namespace

// Of what is counted: the responses of confidential and anonymous campaigns wait for each other.
void SurveyChecker::CheckTallies() {
  std::map<std::string, std::string> kept;
  std::map<std::string, survey::Tally> anew;
  const absl::Status read = databases_.of(Part::kSurvey).Read({}, [&](pg::Tx& tx) -> absl::Status {
    for (const auto& row : tx.Exec(kTallies)) kept[row[0].c_str()] = row[1].c_str();
    for (const auto& row : tx.Exec(kTallied)) {
      ASSIGN_OR_RETURN(const auto version,
                       survey::ReadVersion(tx, row[1].c_str(), row[2].as<int>()));
      ASSIGN_OR_RETURN(const auto answers, survey::ParseAnswerDocument(row[3].c_str()));
      survey::Tally nothing(std::make_shared<const survey::TallyPlan>(version->content()));
      anew.try_emplace(row[0].c_str(), std::move(nothing)).first->second.Add(answers);
    }
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok()) << read;
  if (kept.size() != anew.size()) {
    findings_.Report("tallies differ from a recount",
                     absl::StrCat(kept.size(), " there, ", anew.size(), " counted"));
  }
  for (const auto& [stratum, tally] : anew) {
    const std::string counters = absl::StrCat("{", absl::StrJoin(tally.Counters(), ","), "}");
    if (kept[stratum] != counters) {
      findings_.Report("tallies differ from a recount",
                       absl::StrCat(stratum, ": ", kept[stratum], ", counted ", counters));
    }
  }
}

void SurveyChecker::CheckInvitedTallies() {
  for (const auto& row : databases_.Read(Part::kSurvey, kInvitedOtherwise)) {
    findings_.Report("tallies of invitations differ from a recount", row[0]);
  }
}

void SurveyChecker::CheckFirings() {
  for (const auto& row : databases_.Read(Part::kSurvey, kMisfired)) {
    findings_.Report(row[1] == "t" ? "a rule fired for nothing" : "a rule did not fire", row[0]);
  }
  std::set<std::string> cases = FirstOf(
      databases_.Read(Part::kFeedback, "SELECT case_id FROM cases WHERE channel = 'survey'"));
  std::set<std::string> tasks = FirstOf(databases_.Read(
      Part::kEngagement, "SELECT request_key FROM tasks WHERE request_area = 'survey'"));
  for (const auto& row :
       databases_.Read(Part::kSurvey, "SELECT firing_id, action, outcome FROM loop_firings")) {
    const bool is_case = row[1] == "case";
    const bool there =
        is_case ? cases.erase(row[0]) > 0 : tasks.erase(absl::StrCat("loopFirings/", row[0])) > 0;
    const bool known = absl::StrContains(row[2], is_case ? "/cases/" : "tasks/");
    if (!there || !known) {
      findings_.Report("a firing without its case or task",
                       absl::StrCat(row[0], " ", row[1], ": ", row[2]));
    }
  }
  for (const auto* left : {&cases, &tasks}) {
    for (const std::string& one : *left) {
      findings_.Report("a case or task that no firing asked for", one);
    }
  }
}

// A rule must have fired for those before whom enough of the account had been told that their
// answers count; for others it depends on who was quicker.
void SurveyChecker::CheckConfidentialFirings(const SurveyNotes& notes) {
  const std::set<std::string> fired =
      FirstOf(databases_.Read(Part::kSurvey, "SELECT response_id FROM loop_firings"));
  std::map<std::string, std::vector<const Sitting*>> by_account;
  for (const Sitting& sitting : notes.sittings) {
    if (sitting.privacy == Privacy::kConfidential && responses_[&sitting].size() == 1) {
      by_account[AccountOf(sitting.contact)].push_back(&sitting);
    }
  }
  const auto begin = [](const Sitting& sitting) {
    absl::Time first = absl::InfiniteFuture();
    for (const Window& window : sitting.windows) first = std::min(first, window.begin);
    return first;
  };
  const auto end = [](const Sitting& sitting) {
    absl::Time first = absl::InfiniteFuture();
    for (const Window& window : sitting.windows) first = std::min(first, window.end);
    return first;
  };
  for (const auto& [account, sittings] : by_account) {
    for (const Sitting* sitting : sittings) {
      const bool low = std::all_of(sitting->windows.begin(), sitting->windows.end(),
                                   [](const Window& window) { return window.said.nps <= 6; });
      std::set<std::string> before = {sitting->contact};
      for (const Sitting* other : sittings) {
        if (end(*other) < begin(*sitting)) before.insert(other->contact);
      }
      if (low && before.size() >= kLeastGroup && fired.count(responses_[sitting][0]) == 0) {
        findings_.Report("a rule did not fire", sitting->invitation);
      }
    }
  }
}

void SurveyChecker::CheckSatisfaction() {
  std::map<std::string, std::string> cards;
  for (const auto& row : databases_.Read(Part::kAccounts, kCards)) cards[row[0]] = row[1];
  const Databases::Rows told = databases_.Read(Part::kSurvey, kTold);
  for (const auto& row : told) {
    if (cards[row[0]] != row[1]) {
      findings_.Report("a card and what survey told of it differ",
                       absl::StrCat(row[0], ": ", cards[row[0]], ", told ", row[1]));
    }
    const auto anew = databases_.of(Part::kSurvey).Read({}, [&](pg::Tx& tx) {
      return survey::Measure(tx, {row[0]}, absl::Now());
    });
    ASSERT_TRUE(anew.ok()) << anew.status();
    const survey::AccountFigures& figures = anew->at(row[0]);
    if (!Near(figures.score.value_or(-1), std::stod(row[2])) ||
        !Near(figures.nps.value_or(-1000), std::stod(row[3])) ||
        figures.respondents != NumberOf(row[4])) {
      findings_.Report("satisfaction is another when it is measured anew",
                       absl::StrCat(row[0], ": told ", row[1]));
    }
  }
  for (const auto& row : databases_.Read(Part::kSurvey, kAnswered)) {
    findings_.Report("an account answered and was not measured", row[0]);
  }
}

void SurveyChecker::CheckMails(const SurveyNotes& notes) {
  std::set<std::string> sent;
  for (const auto& row : databases_.Read(Part::kSurvey, kMails)) {
    const std::string path = absl::StrCat(suite_.mails(), "/", row[2], ".eml");
    const std::string token = TokenIn(path);
    if ((row[1] != "sent" && row[1] != "opened") || row[3] != "sent" || token.empty() ||
        Open(token).state() != survey::v1::SURVEY_STATE_OPEN) {
      findings_.Report("an invitation without its mail",
                       absl::StrCat(row[0], " ", row[1], ", ", row[3], ", ", path));
    }
    sent.insert(row[0]);
  }
  for (const std::string& invitation : notes.mailed) {
    if (sent.count(LastOf(invitation)) == 0) findings_.Report("an invitation is lost", invitation);
  }
}

}  // namespace mainstay::faults
