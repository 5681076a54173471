#include "services/feedback/closure/confirmation_page.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "common/text/rules.h"

namespace mainstay::feedback {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kForm[] = "application/x-www-form-urlencoded";

ConfirmationQuestion Question() {
  return {.number = 42,
          .subject = "水泵 <b>\"漏油\"</b> & 'x'",
          .resolution = "第一行\n<script>alert(1)</script>",
          .expire_time = absl::FromUnixSeconds(1'800'000'000)};
}

TEST(ConfirmationPageTest, ShowsTheResolutionEscaped) {
  const std::string page = QuestionPage(web::Language::kChinese, Question(), false);
  EXPECT_THAT(page, HasSubstr("水泵 &lt;b&gt;&quot;漏油&quot;&lt;/b&gt; &amp; &#39;x&#39;"));
  EXPECT_THAT(page, HasSubstr("第一行\n&lt;script&gt;"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("<b>")));
  EXPECT_THAT(page, HasSubstr("2027-01-15 16:00"));
  EXPECT_THAT(page, HasSubstr("lang=\"zh-CN\""));
  EXPECT_THAT(page, HasSubstr("问题解决了吗"));
}

TEST(ConfirmationPageTest, WorksOnAPhoneAndWithoutScripts) {
  const std::string page = QuestionPage(web::Language::kEnglish, Question(), true);
  EXPECT_THAT(page, HasSubstr("width=device-width"));
  EXPECT_THAT(page, HasSubstr("<form method=\"post\""));
  EXPECT_THAT(page, HasSubstr("name=\"solved\" value=\"yes\""));
  EXPECT_THAT(page, HasSubstr("name=\"solved\" value=\"no\""));
  EXPECT_THAT(page, HasSubstr("lang=\"en\""));
  EXPECT_THAT(page, HasSubstr("choose once more"));
  EXPECT_THAT(page, Not(HasSubstr("action=")));
  EXPECT_THAT(page, Not(HasSubstr("http")));  // nothing is fetched from anywhere
}

TEST(ConfirmationPageTest, OthersSayNothingOfACase) {
  for (const char* state : {"expired", "revoked", "superseded", "unknown"}) {
    for (const auto language : {web::Language::kChinese, web::Language::kEnglish}) {
      const std::string page = UnanswerablePage(language, state);
      EXPECT_THAT(page, Not(HasSubstr("<form"))) << state;
      EXPECT_EQ(page, UnanswerablePage(language, state));
    }
  }
  EXPECT_NE(UnanswerablePage(web::Language::kEnglish, "expired"),
            UnanswerablePage(web::Language::kEnglish, "revoked"));
  EXPECT_THAT(AnsweredPage(web::Language::kChinese, true), HasSubstr("感谢您的确认"));
  const std::string otherwise =
      AnsweredOtherwisePage(web::Language::kChinese, false, Question().expire_time);
  EXPECT_THAT(otherwise, HasSubstr("此前的答复是：没有解决"));
  EXPECT_THAT(otherwise, HasSubstr("致电您的客户经理"));
  EXPECT_THAT(otherwise, HasSubstr("2027-01-15 16:00"));
  EXPECT_THAT(otherwise, Not(HasSubstr("<form")));
  EXPECT_THAT(AnsweredOtherwisePage(web::Language::kEnglish, true, Question().expire_time),
              HasSubstr("was: yes"));
  EXPECT_THAT(AnsweredPage(web::Language::kEnglish, false), HasSubstr("We go on working on it"));
}

TEST(ConfirmationFormTest, ReadsWhatBrowsersSend) {
  const auto form = ParseConfirmationForm(
      absl::StrCat(kForm, "; charset=UTF-8"),
      "comment=%E8%BF%98%E5%9C%A8%E6%BC%8F%0D%0A100%25+sure&solved=no&other=1");
  ASSERT_TRUE(form.has_value());
  EXPECT_FALSE(form->solved);
  EXPECT_EQ(form->comment, "还在漏\n100% sure");
  EXPECT_TRUE(ParseConfirmationForm(kForm, "solved=yes")->solved);
  EXPECT_EQ(ParseConfirmationForm(kForm, "solved=yes&comment=100%")->comment, "100%");
}

TEST(ConfirmationFormTest, RefusesWhatIsNone) {
  EXPECT_FALSE(ParseConfirmationForm("application/json", "{\"solved\":\"yes\"}"));
  EXPECT_FALSE(ParseConfirmationForm("", "solved=yes"));
  EXPECT_FALSE(ParseConfirmationForm(kForm, ""));
  EXPECT_FALSE(ParseConfirmationForm(kForm, "solved=maybe"));
  EXPECT_FALSE(ParseConfirmationForm(kForm, "comment=x"));
  EXPECT_FALSE(ParseConfirmationForm(
      kForm, absl::StrCat("solved=yes&comment=", std::string(kMostFormBytes, 'x'))));
}

TEST(ConfirmationFormTest, LeavesOutWhatNoTextCanHave) {
  // NUL, ESC, a lone byte, an overlong "/", a surrogate, a C1 control, one beyond Unicode.
  const auto form = ParseConfirmationForm(
      kForm, "solved=no&comment=a%00%1Bb%FFc%C0%AFd%ED%A0%80e%C2%85f%F4%90%80%80g%09%F0%9F%98%80");
  ASSERT_TRUE(form.has_value());
  EXPECT_EQ(form->comment, "abcdefg\t😀");
  std::string many;
  for (int i = 0; i < 3000; ++i) many += "%E6%B0%B4";
  const auto cut = ParseConfirmationForm(kForm, absl::StrCat("solved=no&comment=", many));
  EXPECT_EQ(text::Characters(cut->comment), 2000u);
}

}  // namespace
}  // namespace mainstay::feedback
