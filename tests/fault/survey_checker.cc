#include "tests/fault/survey_checker.h"

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>
#include <mainstay/survey/v1/public_survey_service.pb.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "common/rpc/channel.h"

namespace mainstay::faults {
namespace {

namespace sv1 = survey::v1;
using google::protobuf::util::MessageDifferencer;

std::string LastOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }

std::string Describe(const Sitting& sitting) {
  std::string text = absl::StrCat(sitting.invitation, " of ", sitting.contact);
  for (const Window& window : sitting.windows) {
    absl::StrAppend(&text, "; \"", window.said.words, "\" (", window.error, ")");
  }
  return text;
}

constexpr char kResponses[] = R"sql(
SELECT response_id, campaign_id, invitation_id,
  'accounts/' || account_id || '/contacts/' || contact_id, answers,
  concat_ws(' ', invitation_id, account_id, contact_id, start_time, duration_seconds,
    nullif(recorded_by, ''), external_id)
FROM responses
)sql";

// What must not be there: what is wrong, and each that is.
struct Wrong {
  const char* kind;
  const char* sql;
};
constexpr Wrong kWrongs[] = {
    {"a response and its event differ", R"sql(
SELECT coalesce(r.response_id, e.aggregate_id), e.events, r.privacy
FROM (SELECT * FROM responses JOIN campaigns USING (campaign_id)) r
FULL JOIN (SELECT aggregate_id, count(*) AS events FROM outbox WHERE aggregate_type = 'response'
           GROUP BY 1) e ON e.aggregate_id = r.response_id
WHERE r.response_id IS NULL OR coalesce(e.events, 0) <> (r.privacy = 'identified')::int
)sql"},
    {"an invitation and its response differ", R"sql(
SELECT i.invitation_id, i.state FROM invitations i
WHERE (i.state = 'answered') <>
      EXISTS (SELECT FROM responses r WHERE r.invitation_id = i.invitation_id)
)sql"},
    {"part answers of an answered survey", R"sql(
SELECT i.invitation_id, p.answers FROM invitations i
JOIN part_answers p ON p.part_key = convert_to('invitation ' || i.invitation_id, 'UTF8')
WHERE i.state = 'answered' AND p.answers <> '{}'
)sql"},
    {"anonymous part answers of nobody", R"sql(
SELECT c.campaign_id, p.kept, t.open FROM campaigns c,
LATERAL (SELECT count(*) AS kept FROM part_answers
         WHERE campaign_id = c.campaign_id AND answers <> '{}') p,
LATERAL (SELECT count(*) AS open FROM invitation_tokens JOIN invitations i USING (invitation_id)
         WHERE i.campaign_id = c.campaign_id) t
WHERE c.privacy = 'anonymous' AND p.kept > t.open
)sql"},
    {"a quota counts otherwise", R"sql(
SELECT q.campaign_id, q.answered, r.responses FROM campaign_quotas q,
LATERAL (SELECT count(*) AS responses FROM responses
         WHERE campaign_id = q.campaign_id AND facts ->> q.dimension = q.value) r
WHERE q.answered <> r.responses
)sql"},
};

}  // namespace

SurveyChecker::SurveyChecker(Suite& suite, const SurveyWorld& world)
    : suite_(suite), world_(world), databases_(suite) {}

std::vector<std::string> SurveyChecker::Problems(const SurveyNotes& notes) {
  CheckResponses(notes);
  CheckSql();
  CheckLinks(notes);
  CheckTallies();
  CheckInvitedTallies();
  CheckFirings();
  CheckConfidentialFirings(notes);
  CheckSatisfaction();
  CheckMails(notes);
  return findings_.Take();
}

void SurveyChecker::CheckResponses(const SurveyNotes& notes) {
  responses_.clear();
  std::map<std::string, Place> said;  // by its words
  for (const Sitting& sitting : notes.sittings) {
    for (const Window& window : sitting.windows) said[window.said.words] = {&sitting, &window};
  }
  for (const auto& row : databases_.Read(Part::kSurvey, kResponses)) CheckResponse(row, said);
  for (const Sitting& sitting : notes.sittings) CheckSitting(sitting);
}

void SurveyChecker::CheckResponse(const std::vector<std::string>& row,
                                  const std::map<std::string, Place>& said) {
  const auto document = nlohmann::json::parse(row[4], nullptr, /*allow_exceptions=*/false);
  const auto words = document.find("words");
  const auto found = words == document.end() ? said.end() : said.find(words->value("text", ""));
  if (found == said.end() || !found->second.window->submitted) {
    return findings_.Report("nobody gave this answer", absl::StrCat(row[0], ": ", row[4]));
  }
  const auto& [sitting, window] = found->second;
  responses_[sitting].push_back(row[0]);
  if (document != nlohmann::json::parse(DocumentOf(window->said))) {
    findings_.Report("other answers than were given",
                     absl::StrCat(Describe(*sitting), ": ", row[4]));
  }
  const bool anonymous = sitting->privacy == Privacy::kAnonymous;
  const bool theirs = row[2] == LastOf(sitting->invitation) && row[3] == sitting->contact;
  if (row[1] != LastOf(world_.campaign(sitting->privacy)) || (!anonymous && !theirs)) {
    findings_.Report("somebody else's response", absl::StrCat(Describe(*sitting), ": ", row[5]));
  }
  if (anonymous && !row[5].empty()) {
    findings_.Report("an anonymous response that leads to somebody",
                     absl::StrCat(Describe(*sitting), ": ", row[5]));
  }
  if (!sitting->response.empty() && LastOf(sitting->response) != row[0]) {
    findings_.Report("another response than was told", Describe(*sitting));
  }
}

void SurveyChecker::CheckSitting(const Sitting& sitting) {
  const size_t responses = responses_[&sitting].size();
  if (responses > 1) findings_.Report("answered more than once", Describe(sitting));
  if (sitting.acknowledged() && responses == 0) {
    findings_.Report("an acknowledged answer is lost", Describe(sitting));
  }
  if (std::any_of(sitting.windows.begin(), sitting.windows.end(),
                  [](const Window& window) { return window.told == Told::kRefused; })) {
    findings_.Report("a respondent was refused", Describe(sitting));
  }
}

void SurveyChecker::CheckSql() {
  for (const Wrong& wrong : kWrongs) {
    for (const auto& row : databases_.Read(Part::kSurvey, wrong.sql)) {
      std::string what = row[0];
      for (size_t i = 1; i < row.size(); ++i) absl::StrAppend(&what, " ", row[i]);
      findings_.Report(wrong.kind, what);
    }
  }
}

sv1::SurveyForm SurveyChecker::Open(const std::string& token) {
  sv1::GetSurveyFormRequest request;
  request.set_token(token);
  const auto form = rpc::Call<sv1::SurveyForm>(
      suite_.channel(Part::kSurvey), "mainstay.survey.v1.PublicSurveyService/GetSurveyForm", {},
      request);
  EXPECT_TRUE(form.ok()) << form.status();
  return form.value_or(sv1::SurveyForm());
}

void SurveyChecker::CheckLinks(const SurveyNotes& notes) {
  for (const Sitting& sitting : notes.sittings) {
    if (!sitting.token.empty()) CheckLink(sitting);
  }
}

void SurveyChecker::CheckLink(const Sitting& sitting) {
  const sv1::SurveyForm form = Open(sitting.token);
  const bool answered = !responses_[&sitting].empty();
  const sv1::SurveyState expected = !answered ? sv1::SURVEY_STATE_OPEN
                                    : sitting.privacy == Privacy::kAnonymous
                                        ? sv1::SURVEY_STATE_GONE
                                        : sv1::SURVEY_STATE_ANSWERED;
  if (form.state() != expected) {
    findings_.Report("a link and its answer differ",
                     absl::StrCat(Describe(sitting), ": ", sv1::SurveyState_Name(form.state())));
  }
  if (answered || sitting.windows.size() > 1) return;
  const Window& window = sitting.windows[0];
  for (int i = 0; i < window.saved; ++i) {
    for (const auto& [question, answer] : AnswersOf(window.said, kSections[i])) {
      const auto kept = form.answers().find(question);
      if (kept == form.answers().end() || !MessageDifferencer::Equals(kept->second, answer)) {
        findings_.Report("saved and lost", absl::StrCat(Describe(sitting), ": ", question));
      }
    }
  }
}

}  // namespace mainstay::faults
