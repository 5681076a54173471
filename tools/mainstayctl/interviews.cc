// responses record: interviews by phone
#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <mainstay/survey/v1/response_service.pb.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/errors.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/interview_answer.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/text.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace survey::v1;  // NOLINT: the messages of this file

constexpr char kService[] = "survey/ResponseService/";
constexpr char kRecordHelp[] = R"(Without --answer it asks question by question, as the answers open
them, and reads what the respondent says line by line; an empty line leaves a question out, and the
end of the input records nothing. Whom to call: invitations calls CAMPAIGN.
Answers: numbers; options by key, text or place from 1, several with commas between; days as
2026-01-31; n/a where that can be answered. Parts of questions: service.speed=4 (a row of a matrix),
reason.text="own words" (beside an option), need.functional=1 and need.dysfunctional=5 (1 like to 5
dislike).)";

struct Options {
  std::string invitation, language, began;
  std::vector<std::string> answers;
  WriteOptions write;
};

absl::StatusOr<SurveyForm> Fetch(Session& session, const GetInterviewFormRequest& request) {
  return session.Call<SurveyForm>(absl::StrCat(kService, "GetInterviewForm"), request);
}

std::vector<const FormQuestion*> Questions(const SurveyForm& form) {
  std::vector<const FormQuestion*> questions;
  for (const FormSection& section : form.sections()) {
    for (const FormQuestion& question : section.questions()) questions.push_back(&question);
  }
  return questions;
}

// Answers that were typed as options, put to the questions that are asked: each may open more.
class GivenAnswers {
 public:
  static absl::StatusOr<GivenAnswers> Read(const std::vector<std::string>& typed) {
    GivenAnswers given;
    for (const std::string& one : typed) {
      const size_t equals = one.find('=');
      if (equals == std::string::npos || equals == 0) {
        return status::BadField("--answer", "must look like nps=9 or service.speed=4");
      }
      const std::string name = one.substr(0, equals);
      const size_t dot = name.find('.');
      given.by_question_[name.substr(0, dot)].emplace_back(
          dot == std::string::npos ? "" : name.substr(dot + 1), one.substr(equals + 1));
    }
    return given;
  }

  absl::Status PutTo(Session& session, GetInterviewFormRequest& request) {
    std::vector<std::string> asked;
    for (bool more = true; more;) {
      ASSIGN_OR_RETURN(const SurveyForm form, Fetch(session, request));
      more = false;
      asked.clear();
      for (const FormQuestion* question : Questions(form)) {
        asked.push_back(question->key());
        const auto given = by_question_.extract(question->key());
        if (given.empty()) continue;
        more = true;
        for (const auto& [part, text] : given.mapped()) {
          RETURN_IF_ERROR(NameFlags(
              ReadAnswer(*question, part, text, (*request.mutable_answers())[question->key()]),
              {{"answer", absl::StrCat("--answer ", question->key())}}));
        }
      }
    }
    if (by_question_.empty()) return absl::OkStatus();
    return status::BadField(
        absl::StrCat("--answer ", by_question_.begin()->first),
        absl::StrCat("is not asked after these answers; asked are: ", absl::StrJoin(asked, ", ")));
  }

 private:
  std::map<std::string, std::vector<std::pair<std::string, std::string>>> by_question_;
};

// A conversation: every question that is shown, one after the other.
class Conversation {
 public:
  Conversation(Session& session, GetInterviewFormRequest& request)
      : session_(session), request_(request) {}

  absl::Status Go() {
    while (true) {
      ASSIGN_OR_RETURN(const SurveyForm form, Fetch(session_, request_));
      language_ = form.language() == "zh" ? Language::kChinese : Language::kEnglish;
      AskAgain(form);
      const FormQuestion* const next = Next(form);
      if (next == nullptr) return absl::OkStatus();
      RETURN_IF_ERROR(Ask(*next));
      asked_.insert(next->key());
    }
  }

 private:
  // What was asked and is to be put right is asked once more.
  void AskAgain(const SurveyForm& form) {
    for (const FormProblem& problem : form.problems()) {
      if (asked_.erase(problem.question()) == 0) continue;
      session_.err() << "! " << Printable(problem.message()) << "\n";
      request_.mutable_answers()->erase(problem.question());
    }
  }

  // The first that was not asked, after the beginning of its section where that is new.
  const FormQuestion* Next(const SurveyForm& form) {
    for (const FormSection& section : form.sections()) {
      for (const FormQuestion& question : section.questions()) {
        if (asked_.contains(question.key())) continue;
        if (section_ != section.key()) {
          section_ = section.key();
          for (const std::string& line : {section.title(), section.intro()}) {
            if (!line.empty()) session_.err() << "\n" << Printable(line, true) << "\n";
          }
        }
        return &question;
      }
    }
    return nullptr;
  }

  absl::Status Ask(const FormQuestion& question) {
    const Terminal& terminal = session_.err_terminal();
    session_.err() << "\n"
                   << terminal.Paint(Colour::kBold, Printable(question.text(), true))
                   << (question.required() ? " *" : "") << "\n";
    if (!question.help().empty()) session_.err() << Printable(question.help(), true) << "\n";
    Answer answer;
    bool any = false;
    for (const AnswerPart& part : PartsOf(question, language_)) {
      RETURN_IF_ERROR(AskPart(question, part, answer, any));
    }
    if (WantsWords(question, answer)) {
      const AnswerPart words{"text", In(language_, "in their words", "原话")};
      RETURN_IF_ERROR(AskPart(question, words, answer, any));
    }
    if (any) (*request_.mutable_answers())[question.key()] = std::move(answer);
    return absl::OkStatus();
  }

  absl::Status AskPart(const FormQuestion& question, const AnswerPart& part, Answer& answer,
                       bool& any) {
    while (true) {
      session_.err() << part.prompt << "> " << std::flush;
      std::string line;
      if (!std::getline(std::cin, line)) {
        return absl::CancelledError("the input has ended; nothing was recorded");
      }
      if (absl::StripAsciiWhitespace(line).empty()) return absl::OkStatus();
      const absl::Status read =
          ReadAnswer(question, part.part, absl::StripSuffix(line, "\r"), answer);
      if (read.ok()) {
        any = true;
        return absl::OkStatus();
      }
      session_.err() << "! " << status::GetFieldViolations(read)[0].description << "\n";
    }
  }

  Session& session_;
  GetInterviewFormRequest& request_;
  Language language_ = Language::kEnglish;
  std::set<std::string> asked_;
  std::string section_;
};

absl::Status Record(Session& session, const Options& options) {
  GetInterviewFormRequest form;
  form.set_invitation(InNested("campaigns", "invitations", options.invitation));
  form.set_language(options.language);
  RecordResponseRequest request;
  if (!options.began.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_start_time(), ParseTime(options.began));
  }
  if (options.answers.empty()) {
    if (options.began.empty())
      request.mutable_start_time()->set_seconds(absl::ToUnixSeconds(absl::Now()));
    RETURN_IF_ERROR(Conversation(session, form).Go());
  } else {
    ASSIGN_OR_RETURN(GivenAnswers given, GivenAnswers::Read(options.answers));
    RETURN_IF_ERROR(given.PutTo(session, form));
  }
  request.set_invitation(form.invitation());
  request.set_language(form.language());
  *request.mutable_answers() = form.answers();
  ApplyWriteOptions(options.write, &request);
  const auto recorded =
      session.Call<RecordResponseResponse>(absl::StrCat(kService, "RecordResponse"), request);
  if (!recorded.ok()) {
    return NameFlags(recorded.status(), {{"answers.", "--answer "}, {"start_time", "--began"}});
  }
  if (recorded->name().empty() && !session.json()) {
    session.out() << "recorded; the survey is anonymous, and nothing leads to the response\n";
  } else {
    session.PrintRecord(*recorded);
  }
  return absl::OkStatus();
}

}  // namespace

void AddInterviews(CLI::App& responses, Chosen& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(responses, "record",
                 "Record an interview by phone (电话访问录入): record INVITATION --answer nps=9",
                 chosen, [options](Session& session) { return Record(session, *options); });
  command
      ->add_option("invitation", options->invitation,
                   "Its resource name, as the list of calls shows it, or CAMPAIGN/ID")
      ->required();
  command
      ->add_option("--answer", options->answers, "QUESTION=ANSWER, as often as there are answers")
      ->allow_extra_args(false);
  command->add_option("--language", options->language,
                      "In which language it is held, zh or en; the invitation's without");
  command->add_option("--began", options->began,
                      "When it began, \"2026-03-02 09:00\"; when it is asked here, by itself");
  AddRequestId(*command, options->write.request_id);
  AddToHelp(*command, kRecordHelp);
}

}  // namespace mainstay::ctl
