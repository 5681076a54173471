#include "services/feedback/closure/confirmation_page.h"

#include "absl/strings/str_cat.h"
#include "common/text/rules.h"
#include "common/web/html.h"

namespace mainstay::feedback {
namespace {

constexpr std::string_view kHead =
    "<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta name=\"robots\" content=\"noindex\">\n"
    "<meta name=\"referrer\" content=\"no-referrer\">\n"
    "<style>\n"
    "body{margin:0;background:#f4f5f7;color:#1c2330;font:1.05rem/1.6 system-ui,sans-serif}\n"
    "main{max-width:34rem;margin:0 auto;padding:1.25rem}\n"
    "h1{font-size:1.35rem;line-height:1.35}\n"
    "section{background:#fff;border-radius:.6rem;padding:1rem;margin:1rem 0}\n"
    "h2{font-size:1rem;margin:0;color:#5a6475}\n"
    "p{margin:.4rem 0;overflow-wrap:anywhere}\n"
    ".said{white-space:pre-wrap}\n"
    ".note{color:#a12a2a}\n"
    "small{color:#5a6475}\n"
    "label{display:block;margin:1rem 0 .3rem}\n"
    "textarea{width:100%;box-sizing:border-box;min-height:6rem;font:inherit;padding:.5rem}\n"
    "button{display:block;width:100%;min-height:3rem;margin:.7rem "
    "0;font:inherit;border-radius:.6rem;"
    "border:1px solid #1f5fbf;background:#fff;color:#1f5fbf}\n"
    "button.yes{background:#1f5fbf;color:#fff}\n"
    "</style>\n";

struct Text {
  std::string_view chinese, english;
  std::string_view In(web::Language language) const {
    return language == web::Language::kChinese ? chinese : english;
  }
};

constexpr Text kTag{"zh-CN", "en"};
constexpr Text kAsk{"问题解决了吗？", "Is it solved?"};
constexpr Text kMatter{"您反映的问题", "What you told us"};
constexpr Text kNumber{"编号", "No."};
constexpr Text kResolution{"我们的处理结果", "What we did about it"};
constexpr Text kYes{"已解决", "Yes, it is solved"};
constexpr Text kWhy{"如果没有解决，请告诉我们原因（选填）",
                    "If it is not solved, please tell us why (optional)"};
constexpr Text kNo{"没有解决", "No, it is not solved"};
constexpr Text kUntil{"请在此时间之前答复（北京时间）：", "Please answer by (Beijing time): "};
constexpr Text kAgain{"没有收到您的选择，请再选一次。",
                      "Your choice did not reach us. Please choose once more."};

constexpr Text kThanks{"感谢您的确认", "Thank you"};
constexpr Text kSolved{"您已确认问题解决。祝您一切顺利！",
                       "You have confirmed that it is solved. All the best!"};
constexpr Text kSorry{"感谢您的反馈", "Thank you for telling us"};
constexpr Text kNotSolved{"很抱歉问题没有解决。我们会继续处理，并尽快与您联系。",
                          "We are sorry that it is not solved. We go on working on it and will be "
                          "in touch soon."};

constexpr Text kBefore{"已有答复", "Already answered"};
constexpr Text kBeforeYes{"此前的答复是：已解决。",
                          "The answer before this one was: yes, it is solved."};
constexpr Text kBeforeNo{"此前的答复是：没有解决。",
                         "The answer before this one was: no, it is not solved."};
constexpr Text kFirstCounts{
    "以第一次答复为准，这一次没有改变它。如果情况有变，请直接致电您的客户经理，"
    "我们会马上处理。",
    "The first answer counts, and this one has not changed it. If things "
    "have changed, please call your account manager: we will see to it."};
constexpr Text kAnswerTime{"答复时间（北京时间）：", "Answered at (Beijing time): "};

constexpr Text kExpired{"链接已过期", "This link has expired"};
constexpr Text kRevoked{"链接已停用", "This link is no longer in use"};
constexpr Text kSuperseded{"已不需要答复", "No answer is needed any more"};
constexpr Text kUnknown{"链接无效", "This link does not work"};
constexpr Text kAskUs{"如有任何问题，请与您的客户经理联系。",
                      "If there is anything that you need, please get in touch with your account "
                      "manager."};
constexpr Text kWentOn{"这件事情已有新的进展。如有任何问题，请与您的客户经理联系。",
                       "The matter has moved on since. If there is anything that you need, please "
                       "get in touch with your account manager."};
constexpr Text kCheck{"请检查地址是否完整，或与您的客户经理联系。",
                      "Please check that the address is complete, or get in touch with your "
                      "account manager."};

std::string BeijingTime(absl::Time time) {
  absl::TimeZone zone;
  absl::LoadTimeZone(text::kDefaultTimeZone, &zone);
  return absl::FormatTime("%Y-%m-%d %H:%M", time, zone);
}

std::string Page(web::Language language, const Text& title, std::string_view body) {
  return absl::StrCat("<!DOCTYPE html>\n<html lang=\"", kTag.In(language), "\">\n<head>\n", kHead,
                      "<title>", title.In(language), "</title>\n</head>\n<body>\n<main>\n<h1>",
                      title.In(language), "</h1>\n", body, "</main>\n</body>\n</html>\n");
}

std::string Notice(web::Language language, const Text& title, const Text& text) {
  return Page(language, title, absl::StrCat("<p>", text.In(language), "</p>\n"));
}

}  // namespace

std::string QuestionPage(web::Language language, const ConfirmationQuestion& question, bool again) {
  std::string body;
  if (again) absl::StrAppend(&body, "<p class=\"note\">", kAgain.In(language), "</p>\n");
  absl::StrAppend(&body, "<section>\n<h2>", kMatter.In(language), "</h2>\n<p>",
                  web::Escape(question.subject), "</p>\n<small>", kNumber.In(language), " ",
                  question.number, "</small>\n</section>\n");
  absl::StrAppend(&body, "<section>\n<h2>", kResolution.In(language), "</h2>\n<p class=\"said\">",
                  web::Escape(question.resolution), "</p>\n</section>\n");
  absl::StrAppend(&body, "<form method=\"post\" accept-charset=\"utf-8\">\n",
                  "<button class=\"yes\" name=\"solved\" value=\"yes\">", kYes.In(language),
                  "</button>\n<label for=\"comment\">", kWhy.In(language),
                  "</label>\n<textarea id=\"comment\" name=\"comment\" maxlength=\"",
                  kMostCommentCharacters, "\"></textarea>\n<button name=\"solved\" value=\"no\">",
                  kNo.In(language), "</button>\n</form>\n");
  absl::StrAppend(&body, "<small>", kUntil.In(language), BeijingTime(question.expire_time),
                  "</small>\n");
  return Page(language, kAsk, body);
}

std::string AnsweredPage(web::Language language, bool solved) {
  return solved ? Notice(language, kThanks, kSolved) : Notice(language, kSorry, kNotSolved);
}

std::string AnsweredOtherwisePage(web::Language language, bool solved, absl::Time answer_time) {
  return Page(language, kBefore,
              absl::StrCat("<p>", (solved ? kBeforeYes : kBeforeNo).In(language), "</p>\n<p>",
                           kFirstCounts.In(language), "</p>\n<small>", kAnswerTime.In(language),
                           BeijingTime(answer_time), "</small>\n"));
}

std::string UnanswerablePage(web::Language language, std::string_view state) {
  if (state == "expired") return Notice(language, kExpired, kAskUs);
  if (state == "revoked") return Notice(language, kRevoked, kAskUs);
  if (state == "superseded") return Notice(language, kSuperseded, kWentOn);
  return Notice(language, kUnknown, kCheck);
}

}  // namespace mainstay::feedback
