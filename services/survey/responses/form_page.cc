#include "services/survey/responses/form_page.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "common/text/rules.h"
#include "common/web/html.h"
#include "services/survey/responses/page_style.h"
#include "services/survey/responses/question_html.h"

namespace mainstay::survey {
namespace {

using web::Escape;

std::string Document(std::string_view language, std::string_view title, std::string_view body) {
  return absl::StrCat("<!DOCTYPE html>\n<html lang=\"", words::kTag.In(language),
                      "\">\n<head>\n<meta charset=\"utf-8\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                      "<meta name=\"robots\" content=\"noindex\">\n"
                      "<meta name=\"referrer\" content=\"no-referrer\">\n"
                      "<meta name=\"format-detection\" content=\"telephone=no\">\n<style>",
                      kPageStyle, "</style>\n<title>", Escape(title),
                      "</title>\n</head>\n<body>\n<main>\n", body, "</main>\n</body>\n</html>\n");
}

std::string Paragraph(std::string_view text, std::string_view style = "") {
  if (text.empty()) return "";
  return absl::StrCat("<p", style.empty() ? "" : absl::StrCat(" class=\"", style, "\""), ">",
                      Escape(text), "</p>\n");
}

// What is wrong, each with a link to its field. It has the focus when the page opens.
std::string Problems(const FormPage& page) {
  std::string html =
      absl::StrCat("<div class=\"box\" role=\"alert\" tabindex=\"-1\" autofocus>\n<h2>",
                   words::kToPutRight.In(page.language), "</h2>\n<ul>\n");
  for (const AnswerProblem& problem : page.problems) {
    for (const ShownQuestion& shown : page.section.questions) {
      if (shown.question->key != problem.question) continue;
      absl::StrAppend(&html, "<li><a href=\"#", FieldId(shown, problem.row), "\">",
                      Escape(shown.text), "</a>: ", Escape(problem.message.In(page.language)),
                      "</li>\n");
    }
  }
  return absl::StrCat(html, "</ul>\n</div>\n");
}

std::string Note(std::string_view text) {
  return absl::StrCat("<div class=\"box note\" role=\"status\"><p>", Escape(text), "</p></div>\n");
}

// What the form carries of itself: which section, based on what, with which questions.
std::string Hidden(const FormPage& page) {
  std::string shown;
  for (const ShownQuestion& question : page.section.questions) {
    absl::StrAppend(&shown, shown.empty() ? "" : " ", question.question->key);
  }
  return absl::StrCat("<input type=\"hidden\" name=\"section\" value=\"", page.section.section->key,
                      "\">\n<input type=\"hidden\" name=\"saved\" value=\"", page.save_count,
                      "\">\n<input type=\"hidden\" name=\"shown\" value=\"", shown, "\">\n");
}

std::string Head(const FormPage& page) {
  const bool chinese = page.language == "zh";
  std::string html;
  // The first button of a form is what the Enter key presses: it must be the one that goes on.
  absl::StrAppend(&html,
                  "<button class=\"first\" name=\"go\" value=\"next\" tabindex=\"-1\" "
                  "aria-hidden=\"true\"></button>\n<div class=\"top\"><button class=\"lang\" "
                  "name=\"go\" value=\"",
                  chinese ? "en" : "zh", "\" lang=\"", chinese ? "en" : "zh-CN", "\">",
                  chinese ? "English" : "中文", "</button></div>\n");
  absl::StrAppend(&html, "<h1>", Escape(page.title), "</h1>\n");
  if (page.count > 1) {
    const std::string step =
        absl::Substitute(words::kPageOf.In(page.language), page.number, page.count);
    absl::StrAppend(&html, "<div class=\"step\"><progress max=\"", page.count, "\" value=\"",
                    page.number - 1, "\" aria-label=\"", step, "\"></progress><span>", step,
                    "</span></div>\n");
  }
  return html;
}

std::string Introduction(const FormPage& page) {
  std::string html = Paragraph(page.intro);
  if (page.privacy == "anonymous") html += Paragraph(words::kAnonymous.In(page.language), "soft");
  if (page.privacy == "confidential") {
    html += Paragraph(words::kConfidential.In(page.language), "soft");
  }
  return html;
}

std::string Foot(const FormPage& page) {
  absl::TimeZone zone;
  absl::LoadTimeZone(text::kDefaultTimeZone, &zone);
  const bool last = page.number >= page.count;
  std::string html = absl::StrCat(
      "<div class=\"steps\">\n<button class=\"go\" name=\"go\" "
      "value=\"next\">",
      (last ? words::kSubmit : words::kNext).In(page.language), "</button>\n");
  if (page.number > 1) {
    absl::StrAppend(&html, "<button name=\"go\" value=\"back\">", words::kBack.In(page.language),
                    "</button>\n");
  }
  html += "</div>\n";
  if (page.count > 1) html += Paragraph(words::kSaved.In(page.language), "soft");
  if (page.expire_time) {
    html += Paragraph(absl::StrCat(words::kUntil.In(page.language),
                                   absl::FormatTime("%Y-%m-%d %H:%M", *page.expire_time, zone)),
                      "soft");
  }
  return html;
}

}  // namespace

std::string FormPageHtml(const FormPage& page) {
  // To the page's own address, but without the place on it that a link of the problems led to:
  // there the focus would go instead of where the next page wants it.
  std::string body =
      absl::StrCat("<form method=\"post\" action=\"?page=", page.section.section->key,
                   "\" accept-charset=\"utf-8\" novalidate autocomplete=\"off\">\n", Head(page));
  if (!page.problems.empty()) body += Problems(page);
  if (page.merged) body += Note(words::kElsewhere.In(page.language));
  if (!page.opened.empty() && page.problems.empty()) body += Note(words::kMore.In(page.language));
  if (page.number == 1) body += Introduction(page);
  if (!page.section.title.empty()) {
    absl::StrAppend(&body, "<h2>", Escape(page.section.title), "</h2>\n");
  }
  body += Paragraph(page.section.intro);
  body += Hidden(page);
  for (const ShownQuestion& shown : page.section.questions) body += QuestionHtml(page, shown);
  absl::StrAppend(&body, Foot(page), "</form>\n");
  const std::string title = absl::StrCat(
      page.problems.empty() ? "" : words::kErrorTitle.In(page.language), page.title,
      page.count > 1 ? absl::StrCat(" · ", absl::Substitute(words::kPageOf.In(page.language),
                                                            page.number, page.count))
                     : "");
  return Document(page.language, title, body);
}

std::string NoticePage(std::string_view language, const words::Notice& notice,
                       std::string_view more) {
  const std::string_view title = notice.title.In(language);
  return Document(language, title,
                  absl::StrCat("<h1>", Escape(title), "</h1>\n",
                               Paragraph(more.empty() ? notice.text.In(language) : more)));
}

}  // namespace mainstay::survey
