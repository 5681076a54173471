#include "services/survey/responses/form_page.h"

#include <gmock/gmock.h>

#include "services/survey/questionnaires/content_testing.h"

namespace mainstay::survey {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// A form with one question of each kind, and its page.
class FormPageTest : public ::testing::Test {
 protected:
  FormPageTest() {
    std::vector<Question> questions;
    for (const auto& [key, kind] : std::initializer_list<std::pair<const char*, QuestionKind>>{
             {"nps", QuestionKind::kNps},
             {"csat", QuestionKind::kCsat},
             {"ces", QuestionKind::kCes},
             {"stars", QuestionKind::kRating},
             {"reason", QuestionKind::kSingleChoice},
             {"reasons", QuestionKind::kMultipleChoice},
             {"service", QuestionKind::kMatrix},
             {"words", QuestionKind::kText},
             {"amount", QuestionKind::kNumber},
             {"day", QuestionKind::kDate},
             {"tracking", QuestionKind::kKano}}) {
      questions.push_back(Ask(key, kind));
    }
    questions[0].required = true;
    questions[0].low_label = {"完全不会", "Not at all"};
    questions[0].high_label = {"一定会", "Certainly"};
    questions[6].not_applicable = true;
    questions[7].text = {"为什么是 <b>{{nps}}</b>？", "Why <b>{{nps}}</b>?"};
    questions[7].help = {"随便写", "In your own words"};
    form_ = *MakeForm(
        ContentOf({Page("all", questions), Page("last", {Ask("more", QuestionKind::kText)})}));
  }

  FormPage PageOf(const std::string& language) {
    FormPage page;
    page.language = language;
    page.title = "A & B";
    page.intro = "<script>alert(1)</script>";
    page.privacy = "anonymous";
    page.section = Show(form_, form_.content.sections[0], {facts_, answers_, language, 7});
    page.count = 2;
    page.save_count = 3;
    page.expire_time = absl::FromUnixSeconds(1'800'000'000);
    page.answers = &answers_;
    return page;
  }

  Form form_;
  Facts facts_;
  Answers answers_;
};

TEST_F(FormPageTest, NeedsNoScriptsAndFetchesNothing) {
  const std::string page = FormPageHtml(PageOf("en"));
  EXPECT_THAT(page, HasSubstr("width=device-width"));
  EXPECT_THAT(page, HasSubstr("<form method=\"post\" action=\"?page=all\""));
  EXPECT_THAT(page, HasSubstr("name=\"referrer\" content=\"no-referrer\""));
  EXPECT_THAT(page, HasSubstr("content=\"noindex\""));
  for (const char* none : {"<script", "http:", "https:", "src=", "<b>", "onclick"}) {
    EXPECT_THAT(page, Not(HasSubstr(none))) << none;
  }
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)"));
  EXPECT_THAT(page, HasSubstr("A &amp; B"));
}

TEST_F(FormPageTest, SpeaksBothLanguages) {
  const std::string chinese = FormPageHtml(PageOf("zh"));
  EXPECT_THAT(chinese, HasSubstr("lang=\"zh-CN\""));
  EXPECT_THAT(chinese, HasSubstr("第 1 页，共 2 页"));
  EXPECT_THAT(chinese, HasSubstr("下一页"));
  EXPECT_THAT(chinese, HasSubstr("本次调查匿名"));
  EXPECT_THAT(chinese, HasSubstr("2027-01-15 16:00"));
  EXPECT_THAT(chinese, HasSubstr("value=\"en\" lang=\"en\">English"));
  const std::string english = FormPageHtml(PageOf("en"));
  EXPECT_THAT(english, HasSubstr("Page 1 of 2"));
  EXPECT_THAT(english, HasSubstr("value=\"zh\" lang=\"zh-CN\">中文"));
}

TEST_F(FormPageTest, ShowsWhatWasAnswered) {
  answers_["nps"].number = 9;
  answers_["reasons"].choices = {"price", "else"};
  answers_["reasons"].text = "\"quoted\"";
  answers_["service"].rows = {{"speed", 4}};
  answers_["service"].not_applicable_rows = {"quality"};
  answers_["amount"].number = 1500;
  answers_["day"].date = absl::CivilDay(2026, 3, 1);
  answers_["tracking"].functional = 1;
  const std::string page = FormPageHtml(PageOf("en"));
  EXPECT_THAT(page, HasSubstr("name=\"a.nps\" value=\"9\" checked"));
  EXPECT_THAT(page, HasSubstr("name=\"a.reasons\" value=\"price\""));
  EXPECT_THAT(page, HasSubstr("value=\"&quot;quoted&quot;\""));
  EXPECT_THAT(page, HasSubstr("name=\"a.service.speed\" value=\"4\" checked"));
  EXPECT_THAT(page, HasSubstr("name=\"a.service.quality\" value=\"na\" checked"));
  EXPECT_THAT(page, HasSubstr("value=\"1500\""));
  EXPECT_THAT(page, HasSubstr("value=\"2026-03-01\""));
  EXPECT_THAT(page, HasSubstr("Why &lt;b&gt;9&lt;/b&gt;?"));
}

TEST_F(FormPageTest, SaysWhatIsWrongBesideTheQuestionAndAtTheTop) {
  FormPage page = PageOf("en");
  page.problems = {{"nps", "", {"请选择", "Choose one."}},
                   {"service", "speed", {"请选择", "Choose one for speed."}}};
  const std::string html = FormPageHtml(page);
  EXPECT_THAT(html, HasSubstr("role=\"alert\" tabindex=\"-1\" autofocus"));
  EXPECT_THAT(html, HasSubstr("<a href=\"#i-nps\">"));
  EXPECT_THAT(html, HasSubstr("<a href=\"#i-service-speed\">"));
  EXPECT_THAT(html, HasSubstr("id=\"bad-nps\""));
  EXPECT_THAT(html, HasSubstr("aria-describedby=\"ends-nps bad-nps\""));
  EXPECT_THAT(html, HasSubstr("id=\"bad-service-speed\""));
  EXPECT_THAT(html, HasSubstr("<title>Please check: "));
}

TEST_F(FormPageTest, GivesWhatTheAnswersOpenedTheFocus) {
  FormPage page = PageOf("en");
  page.opened = "reason";
  EXPECT_THAT(FormPageHtml(page), HasSubstr("id=\"i-reason\" autofocus"));
  page.problems = {{"nps", "", {"请选择", "Choose one."}}};
  EXPECT_THAT(FormPageHtml(page), Not(HasSubstr("id=\"i-reason\" autofocus")));
}

TEST_F(FormPageTest, KeepsWhatWasTypedWhereItCouldNotBeRead) {
  FormPage page = PageOf("en");
  page.typed["amount"] = "a <lot>";
  EXPECT_THAT(FormPageHtml(page), HasSubstr("value=\"a &lt;lot&gt;\""));
}

TEST(NoticePageTest, HasNoForm) {
  for (const words::Notice* notice :
       {&words::kThanks, &words::kExpired, &words::kRevoked, &words::kClosed, &words::kFull,
        &words::kGone, &words::kUnknown}) {
    for (const char* language : {"zh", "en"}) {
      const std::string page = NoticePage(language, *notice);
      EXPECT_THAT(page, Not(HasSubstr("<form")));
      EXPECT_THAT(page, HasSubstr(std::string(notice->title.In(language))));
    }
  }
  EXPECT_THAT(NoticePage("en", words::kThanks, "Bye <now>"), HasSubstr("Bye &lt;now&gt;"));
}

}  // namespace
}  // namespace mainstay::survey
