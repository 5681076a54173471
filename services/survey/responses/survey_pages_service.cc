// What people do with a link in a browser.
#include <mainstay/survey/v1/public_survey_service.pb.h>
#include <mainstay/type/v1/http_body.pb.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "services/survey/questionnaires/version_store.h"
#include "services/survey/responses/form_page.h"
#include "services/survey/responses/page_form.h"
#include "services/survey/responses/public_survey_handlers.h"
#include "services/survey/responses/respondent_writes.h"

namespace mainstay::survey {
namespace {

using type::v1::HttpBody;

constexpr int kNotFound = 404;

HttpBody Html(std::string page, int status = 0) {
  HttpBody body;
  body.set_content_type("text/html; charset=utf-8");
  body.set_data(std::move(page));
  body.set_status(status);
  return body;
}

// Another page of the same link: the address itself is in no page and no header.
HttpBody GoTo(std::string_view section) {
  HttpBody body;
  body.set_location(absl::StrCat("?page=", section));
  return body;
}

const words::Notice& NoticeOf(const std::string& state) {
  if (state == "answered") return words::kThanks;
  if (state == "expired") return words::kExpired;
  if (state == "revoked") return words::kRevoked;
  if (state == "closed") return words::kClosed;
  if (state == "full") return words::kFull;
  if (state == "gone") return words::kGone;
  return words::kUnknown;
}

// Of a link that cannot be answered, or was just now.
HttpBody Closed(const Sitting& sitting, const FormWish& wish) {
  const std::string language = LanguageFor(wish.language, sitting.part.language,
                                           wish.accept_language, sitting.invitation.language);
  std::string thanks;
  if (sitting.state == "answered" && sitting.version != nullptr) {
    thanks = sitting.version->content().thanks.In(language);
  }
  return Html(NoticePage(language, NoticeOf(sitting.state), thanks),
              sitting.state == "unknown" ? kNotFound : 0);
}

// What else a page that comes again says.
struct Remarks {
  std::vector<AnswerProblem> problems;
  std::map<std::string, std::string> typed;
  std::string opened;
  bool merged = false;
};

HttpBody Shown(const Sitting& sitting, std::string_view section_key, Remarks remarks) {
  const Form& form = sitting.version->form;
  const PartAnswers& part = sitting.part;
  const Facts facts = FactsOf(sitting.campaign, sitting.invitation, part.language);
  const auto sections = ShownSections(form, facts, part.answers);
  const auto place = std::find_if(sections.begin(), sections.end(),
                                  [&](const Section* s) { return s->key == section_key; });
  if (place == sections.end()) return Html(NoticePage(part.language, words::kNothingAsked));
  FormPage page;
  page.language = part.language;
  page.title = form.content.title.In(part.language);
  page.intro = form.content.intro.In(part.language);
  page.privacy = sitting.campaign.privacy;
  page.section = Show(form, **place, {facts, part.answers, part.language, part.seed});
  page.number = static_cast<size_t>(place - sections.begin()) + 1;
  page.count = sections.size();
  page.save_count = part.save_count;
  page.expire_time = sitting.invitation.expire_time;
  page.answers = &part.answers;
  page.typed = std::move(remarks.typed);
  page.problems = std::move(remarks.problems);
  page.opened = std::move(remarks.opened);
  page.merged = remarks.merged;
  return Html(FormPageHtml(page));
}

absl::StatusOr<HttpBody> Read(rpc::CallContext& call, const Deps& deps,
                              const v1::ReadSurveyPageRequest& request) {
  const FormWish wish{request.page(), request.lang(), request.accept_language()};
  ASSIGN_OR_RETURN(const Sitting sitting, OpenSitting(call, deps, request.token(), wish));
  if (!sitting.open()) return Closed(sitting, wish);
  return Shown(sitting, sitting.part.section, {});
}

// The rules' problems of a section, in the place of those of what could not be read.
std::vector<AnswerProblem> ProblemsOf(const PageForm& page, std::vector<AnswerProblem> found) {
  std::vector<AnswerProblem> problems = page.problems;
  for (AnswerProblem& problem : found) {
    if (!page.typed.contains(problem.question)) problems.push_back(std::move(problem));
  }
  return problems;
}

// The section that a problem is in.
std::string SectionOf(const Form& form, const AnswerProblem& problem,
                      const std::string& otherwise) {
  const auto place = form.places.find(problem.question);
  return place == form.places.end() ? otherwise : form.content.sections[place->second.first].key;
}

// Where a page that was saved, and submitted nothing, leads.
HttpBody Onward(const SavedSection& saved, PageForm& page) {
  const Sitting& sitting = saved.sitting;
  const Form& form = sitting.version->form;
  const Answers& answers = sitting.part.answers;
  const Facts facts = FactsOf(sitting.campaign, sitting.invitation, sitting.part.language);
  if (page.go == "back") {
    const Section* const before = SectionBefore(form, facts, answers, page.section);
    return GoTo(before == nullptr ? page.section : before->key);
  }
  if (page.go != "next") return GoTo(page.section);  // in the other language
  Remarks remarks{.problems = ProblemsOf(page, saved.problems),
                  .typed = std::move(page.typed),
                  .opened = saved.opened,
                  .merged = saved.merged};
  if (!remarks.opened.empty()) {
    // What was not on the page could not be answered there: that is no mistake yet.
    std::erase_if(remarks.problems, [&](const AnswerProblem& problem) {
      return std::find(page.shown.begin(), page.shown.end(), problem.question) == page.shown.end();
    });
  }
  if (!remarks.problems.empty()) {
    // Perhaps on a page before: that page, with all of it.
    const std::string section = SectionOf(form, remarks.problems.front(), page.section);
    return Shown(sitting, section, std::move(remarks));
  }
  const Section* const next = NextSection(form, facts, answers, page.section);
  if (!remarks.opened.empty() || remarks.merged || next == nullptr) {
    return Shown(sitting, page.section, std::move(remarks));
  }
  return GoTo(next->key);
}

absl::StatusOr<HttpBody> Send(rpc::CallContext& call, const Deps& deps,
                              const v1::SendSurveyPageRequest& request) {
  const FormWish wish{"", request.lang(), request.accept_language()};
  std::optional<PageForm> page;
  const auto read = [&](const Form& form) -> absl::StatusOr<SectionAnswers> {
    page = ParsePageForm(form, request.form().content_type(), request.form().data());
    if (!page) return status::BadField("form", "must be a page of this survey");
    return SectionAnswers{
        .section = page->section,
        .save_count = page->save_count,
        .answers = page->answers,
        .shown = page->shown,
        .language = page->go == "zh" || page->go == "en" ? page->go : request.lang(),
        .submits = page->go == "next" && page->typed.empty()};
  };
  const absl::StatusOr<SavedSection> saved = SaveSection(call, deps, request.token(), read);
  if (absl::IsInvalidArgument(saved.status())) {
    return Html(
        NoticePage(LanguageFor(wish.language, "", wish.accept_language, ""), words::kUnreadable),
        400);
  }
  RETURN_IF_ERROR(saved.status());
  if (!saved->sitting.open()) return Closed(saved->sitting, wish);
  return Onward(*saved, *page);
}

}  // namespace

void RegisterSurveyPages(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kPublicSurveyService, "ReadSurveyPage"), deps, Read);
  router.Unary(absl::StrCat(kPublicSurveyService, "SendSurveyPage"), deps, Send);
}

}  // namespace mainstay::survey
