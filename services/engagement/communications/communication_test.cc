#include "services/engagement/communications/communication.h"

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/text/search.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engagement/communications/snippet.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

const absl::Time kNow = absl::FromUnixSeconds(1'790'000'000);

Communication Valid() {
  Communication c;
  c.channel = "phone";
  c.direction = "inbound";
  c.subject = "报价";
  c.users = {"wang.li"};
  c.occur_time = kNow;
  return c;
}

std::vector<std::string> Broken(const Communication& communication) {
  std::vector<std::string> fields;
  for (const auto& v : status::GetFieldViolations(Validate(communication, kNow))) {
    fields.push_back(v.field);
  }
  return fields;
}

TEST(CommunicationTest, SaysWhatIsMissing) {
  EXPECT_THAT(Broken(Valid()), IsEmpty());
  Communication c;
  c.occur_time = kNow;
  EXPECT_THAT(Broken(c), ElementsAre("channel", "direction", "subject"));
  c = Valid();
  c.subject = "";
  c.body = " \n";
  EXPECT_THAT(Broken(c), ElementsAre("subject"));
  c.body = "谈价格";
  EXPECT_THAT(Broken(c), IsEmpty());
}

TEST(CommunicationTest, CompletesTimeAndUser) {
  Communication c;
  c.subject = "　报价 ";
  Normalize(c);
  Complete(c, "wang.li", kNow);
  EXPECT_EQ(c.subject, "报价");
  EXPECT_EQ(c.occur_time, kNow);
  EXPECT_THAT(c.users, ElementsAre("wang.li"));
}

TEST(CommunicationTest, TimesLieBetween1990AndAFewMinutesAhead) {
  Communication c = Valid();
  c.occur_time = kNow + absl::Minutes(5);
  EXPECT_THAT(Broken(c), IsEmpty());
  c.occur_time += absl::Microseconds(1);
  EXPECT_THAT(Broken(c), ElementsAre("occur_time"));
  c.occur_time = absl::FromCivil(absl::CivilDay(1990, 1, 1), absl::UTCTimeZone());
  EXPECT_THAT(Broken(c), IsEmpty());
  c.occur_time -= absl::Microseconds(1);
  EXPECT_THAT(Broken(c), ElementsAre("occur_time"));
  c = Valid();
  c.duration_minutes = 1440;
  EXPECT_THAT(Broken(c), IsEmpty());
  c.duration_minutes = 1441;
  EXPECT_THAT(Broken(c), ElementsAre("duration_minutes"));
  c.duration_minutes = -1;
  EXPECT_THAT(Broken(c), ElementsAre("duration_minutes"));
}

TEST(CommunicationTest, LimitsCountCharacters) {
  Communication c = Valid();
  c.subject.clear();
  for (int i = 0; i < 300; ++i) c.subject += "话";
  for (int i = 0; i < 100'000; ++i) c.body += "话";
  EXPECT_THAT(Broken(c), IsEmpty());
  c.subject += "x";
  c.body += "x";
  EXPECT_THAT(Broken(c), ElementsAre("subject", "body"));
  c = Valid();
  c.subject = "two\nlines";
  EXPECT_THAT(Broken(c), ElementsAre("subject"));
}

TEST(CommunicationTest, NamesTheListItemThatIsWrong) {
  Communication c = Valid();
  c.users = {"a", "b/c", "a"};
  c.contact_ids = {"1", "2", "1"};
  c.attachments = {{"Offer", "https://files.example/1"}, {"", "ftp://x"}};
  EXPECT_THAT(Broken(c), ElementsAre("contacts[2]", "users[1]", "users[2]", "attachments[1].title",
                                     "attachments[1].uri"));
  EXPECT_EQ(status::GetFieldViolations(ValidateLists(c)).size(), 5u);
}

TEST(CommunicationTest, AttachmentsLieOnTheWeb) {
  for (const char* uri : {"http://a", "https://a.example/x?y=1#z", "HTTPS://A/文件.pdf"}) {
    EXPECT_TRUE(IsWebAddress(uri)) << uri;
  }
  for (const char* uri : {"", "a", "file:///etc/passwd", "javascript:alert(1)", "http://",
                          "https:///x", "https://a b", "http:/a", "https://?x", "https://a\n"}) {
    EXPECT_FALSE(IsWebAddress(uri)) << uri;
  }
  EXPECT_FALSE(IsWebAddress(absl::StrCat("https://a/", std::string(2000, 'x'))));
}

TEST(CommunicationTest, EveryFieldSurvivesItsText) {
  Communication full = Valid();
  full.contact_ids = {"1", "2"};
  full.users = {"a", "b"};
  full.body = "x\ny";
  full.occur_time = kNow + absl::Microseconds(7);
  full.duration_minutes = 12;
  full.attachments = {{"Offer of May", "https://a/1"}, {"B", "https://a/2"}};
  full.source = "crm";
  full.external_id = "7";
  Communication copy;
  for (const auto& field : CommunicationFields()) {
    EXPECT_NE(field.get(copy), field.get(full)) << field.name;
    field.set(copy, field.get(full));
  }
  EXPECT_THAT(history::Diff(CommunicationFields(), full, copy), IsEmpty());
  EXPECT_EQ(copy.attachments, full.attachments);
  EXPECT_EQ(copy.occur_time, full.occur_time);
}

TEST(CommunicationTest, CutsTextBetweenCharacters) {
  EXPECT_EQ(FirstCharacters("沟通记录", 2), "沟通");
  EXPECT_EQ(FirstCharacters("ab", 5), "ab");
  EXPECT_EQ(InOneLine("  a\r\n\n b\tc ", 100), "a b c");
  EXPECT_EQ(InOneLine("a\nb", 2), "a");
}

std::string Snippet(std::string_view body, std::string_view query) {
  return SnippetOf(body, text::ParseSearchQuery(query).words);
}

TEST(SnippetTest, BeginsALittleBeforeTheWord) {
  std::string body;
  for (int i = 0; i < 50; ++i) body += "今天天气很好。";
  body += "客户询问报价，\n我们答应周五回复。";
  const std::string snippet = Snippet(body, "报价");
  EXPECT_THAT(snippet, HasSubstr("客户询问报价， 我们答应周五回复。"));
  EXPECT_LT(snippet.find("客户"), 150u) << snippet;
  EXPECT_THAT(Snippet(body, "報價"), HasSubstr("客户询问报价")) << "traditional characters";
  EXPECT_THAT(Snippet(body, "nothing"), StartsWith("今天天气很好。今天")) << "found in the subject";
}

TEST(SnippetTest, FindsWordsAcrossStepsWhereverTheyStand) {
  for (size_t before = 0; before < 70; ++before) {
    const std::string body =
        absl::StrCat(std::string(before, '.'), "Contract Renewal ", std::string(500, 'x'));
    EXPECT_THAT(Snippet(body, "contractrenewal"), HasSubstr("Contract Renewal")) << before;
    EXPECT_THAT(Snippet(body, "renewal"), HasSubstr("Contract Renewal")) << before;
  }
}

TEST(SnippetTest, IsShort) {
  std::string body;
  for (int i = 0; i < 1000; ++i) body += "话";
  EXPECT_EQ(Snippet(body, "话").size(), 3 * kSnippet);
  EXPECT_EQ(Snippet("", "话"), "");
}

}  // namespace
}  // namespace mainstay::engagement
