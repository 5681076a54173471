// Confirmation links: who may make them, what they show, and that an answer counts once.
#include <gtest/gtest.h>

#include <thread>

#include "services/feedback/closure/closure_fixture.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class ConfirmationServiceTest : public ClosureTest {
 protected:
  std::vector<v1::ConfirmationLink> Links(const std::string& name) {
    v1::ListConfirmationLinksRequest request;
    request.set_parent(name);
    request.set_page_size(1);
    std::vector<v1::ConfirmationLink> links;
    do {
      const auto page =
          Call<v1::ListConfirmationLinksResponse>("ClosureService/ListConfirmationLinks", request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      links.insert(links.end(), page->confirmation_links().begin(),
                   page->confirmation_links().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return links;
  }
  absl::StatusOr<v1::ConfirmationLink> Revoke(const std::string& link) {
    v1::RevokeConfirmationLinkRequest request;
    request.set_name(link);
    return Call<v1::ConfirmationLink>("ClosureService/RevokeConfirmationLink", request);
  }
};

TEST_F(ConfirmationServiceTest, YesClosesTheCase) {
  const std::string name = Resolved();
  const std::string token = Token(name);
  const auto asked = See(token);
  ASSERT_TRUE(asked.ok()) << asked.status();
  EXPECT_EQ(asked->state(), v1::CONFIRMATION_STATE_OPEN);
  EXPECT_EQ(asked->resolution(), "换了密封圈");
  EXPECT_EQ(Get(name).state(), v1::CASE_STATE_RESOLVED) << "reading changes nothing";
  const auto answered = Answer(token, true, "谢谢");
  ASSERT_TRUE(answered.ok()) << answered.status();
  EXPECT_EQ(answered->state(), v1::CONFIRMATION_STATE_ANSWERED);
  EXPECT_TRUE(answered->solved());
  EXPECT_EQ(answered->subject(), "");
  const v1::Case closed = Get(name);
  EXPECT_EQ(closed.state(), v1::CASE_STATE_CLOSED);
  EXPECT_EQ(closed.closure(), v1::CASE_CLOSURE_CUSTOMER_BY_LINK);
  EXPECT_EQ(closed.confirmed_by(), contact_);
  const auto timeline = Timeline(name);
  EXPECT_EQ(timeline[0].verb(), "confirm");
  EXPECT_EQ(timeline[0].text(), "谢谢");
  EXPECT_EQ(timeline[0].contact(), contact_);
  EXPECT_EQ(timeline[0].author(), "customer");
  EXPECT_THAT(EventsOf(name), ElementsAre("CaseOpened", "CaseStateChanged", "CaseStateChanged",
                                          "CaseEntryAdded", "CaseStateChanged"));
}

TEST_F(ConfirmationServiceTest, NoOpensItAgainWithTheCustomersWords) {
  const std::string name = Resolved();
  const std::string token = Token(name);
  const auto answered = Answer(token, false, "还在漏 <b>");
  ASSERT_TRUE(answered.ok()) << answered.status();
  EXPECT_FALSE(answered->solved());
  const v1::Case open = Get(name);
  EXPECT_EQ(open.state(), v1::CASE_STATE_IN_PROGRESS);
  EXPECT_EQ(open.reopen_count(), 1);
  EXPECT_EQ(open.closure(), v1::CASE_CLOSURE_UNSPECIFIED);
  EXPECT_EQ(Timeline(name)[0].text(), "还在漏 <b>");
  // What comes after gets the first answer, also when it says otherwise.
  EXPECT_FALSE(answered->answer_ignored());
  const auto otherwise = Answer(token, true);
  EXPECT_FALSE(otherwise->solved());
  EXPECT_TRUE(otherwise->answer_ignored());
  EXPECT_EQ(otherwise->answer_time().seconds(), answered->answer_time().seconds());
  EXPECT_FALSE(Answer(token, false)->answer_ignored()) << "the same once more";
  EXPECT_FALSE(Answer(token, false, "还在漏 <b>")->answer_ignored()) << "in the same words";
  EXPECT_TRUE(Answer(token, false, "而且有味道")->answer_ignored()) << "words that are not kept";
  EXPECT_THAT(Page(token), HasSubstr("感谢您的反馈"));
  // Nor does it answer the next resolution.
  Resolve(name, "换了泵");
  EXPECT_FALSE(Answer(token, true)->solved());
  EXPECT_EQ(Get(name).state(), v1::CASE_STATE_RESOLVED);
  EXPECT_THAT(Page(token), Not(HasSubstr("换了泵")));
}

TEST_F(ConfirmationServiceTest, AHundredClicksAtOnceAreOne) {
  const std::string name = Resolved();
  const std::string token = Token(name);
  const int64_t before = static_cast<int64_t>(EventsOf(name).size());
  std::vector<std::thread> clicks;
  std::vector<absl::StatusOr<v1::Confirmation>> answers(100, absl::UnknownError(""));
  for (size_t i = 0; i < answers.size(); ++i) {
    clicks.emplace_back([&, i] { answers[i] = Answer(token, i % 2 == 0, absl::StrCat(i)); });
  }
  for (std::thread& click : clicks) click.join();
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(answer->state(), v1::CONFIRMATION_STATE_ANSWERED);
    EXPECT_EQ(answer->solved(), answers[0]->solved());
  }
  EXPECT_EQ(EventsOf(name).size(), before + 1);
  const bool solved = answers[0]->solved();
  EXPECT_EQ(Get(name).state(), solved ? v1::CASE_STATE_CLOSED : v1::CASE_STATE_IN_PROGRESS);
  EXPECT_EQ(Get(name).reopen_count(), solved ? 0 : 1);
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(ConfirmationServiceTest, CannotBeGuessedOrMadeToShowAnotherCase) {
  const std::string mine = Token(Resolved());
  const std::string others = Token(Resolved());
  EXPECT_NE(mine, others);
  std::vector<std::string> guesses = {"short", std::string(48, 'A'), mine.substr(0, 47), mine + "A",
                                      mine.substr(0, 24) + others.substr(24)};
  for (size_t i = 0; i < mine.size(); ++i) {
    guesses.push_back(mine);
    guesses.back()[i] = guesses.back()[i] == 'A' ? 'B' : 'A';
  }
  const std::string unknown = Page("x", "en");
  EXPECT_THAT(unknown, HasSubstr("This link does not work"));
  for (const std::string& guess : guesses) {
    const auto seen = See(guess);
    EXPECT_TRUE(absl::IsNotFound(seen.status())) << seen.status();
    EXPECT_THAT(seen.status().message(), Not(HasSubstr(guess))) << "errors are logged";
    EXPECT_TRUE(absl::IsNotFound(Answer(guess, true).status()));
    EXPECT_EQ(Page(guess, "en"), unknown);
  }
  EXPECT_EQ(See(mine)->state(), v1::CONFIRMATION_STATE_OPEN);
}

TEST_F(ConfirmationServiceTest, ExpiresAndCanBeTakenBack) {
  const std::string name = Resolved();
  const std::string token = Token(name);
  service_.clock().Advance(absl::Hours(24 * 14) - absl::Seconds(1));
  EXPECT_TRUE(See(token).ok());
  service_.clock().Advance(absl::Seconds(1));
  EXPECT_EQ(ReasonOf(See(token).status()), "LINK_EXPIRED");
  EXPECT_EQ(ReasonOf(Answer(token, true).status()), "LINK_EXPIRED");
  EXPECT_THAT(Page(token), HasSubstr("链接已过期"));
  EXPECT_THAT(Send(token, "solved=yes"), HasSubstr("链接已过期"));
  EXPECT_EQ(Get(name).state(), v1::CASE_STATE_RESOLVED);

  const auto link = Link(name);
  ASSERT_TRUE(link.ok()) << link.status();
  const auto revoked = Revoke(link->name());
  ASSERT_TRUE(revoked.ok()) << revoked.status();
  EXPECT_EQ(revoked->state(), v1::CONFIRMATION_STATE_REVOKED);
  const auto entry = Timeline(name)[0];
  EXPECT_EQ(entry.kind(), v1::CASE_ENTRY_KIND_NOTE);
  EXPECT_EQ(entry.author(), "ada");
  EXPECT_EQ(entry.contact(), contact_);
  EXPECT_THAT(entry.text(), HasSubstr("客户确认链接已撤销"));
  ExpectAnEventForEveryVersion(service_.db());
  EXPECT_EQ(ReasonOf(Revoke(link->name()).status()), "WRONG_STATE");
  const auto links = Links(name);
  ASSERT_EQ(links.size(), 2u);
  EXPECT_EQ(links[0].name(), link->name());
  EXPECT_EQ(links[0].url(), "");
  // The one that expired was revoked when the contact got another.
  EXPECT_EQ(links[1].state(), v1::CONFIRMATION_STATE_REVOKED);
}

TEST_F(ConfirmationServiceTest, AContactHasOneLinkAndEveryContactTheirOwn) {
  const std::string name = Resolved();
  const std::string first = Token(name);
  const std::string second = Token(name);
  const std::string other = Token(name, other_contact_);
  EXPECT_EQ(ReasonOf(See(first).status()), "LINK_REVOKED");
  EXPECT_TRUE(See(second).ok());
  ASSERT_TRUE(Answer(other, true).ok());
  EXPECT_EQ(Get(name).confirmed_by(), other_contact_);
  EXPECT_EQ(ReasonOf(See(second).status()), "LINK_SUPERSEDED");
  EXPECT_EQ(ReasonOf(Answer(second, false).status()), "LINK_SUPERSEDED");
  EXPECT_EQ(Get(name).state(), v1::CASE_STATE_CLOSED);
  EXPECT_THAT(Page(second), HasSubstr("已不需要答复"));
}

TEST_F(ConfirmationServiceTest, IsOfOneResolution) {
  const std::string name = Resolved();
  const std::string token = Token(name);
  v1::ReopenCaseRequest reopen;
  reopen.set_reason("电话里说没好");
  Do("ReopenCase", name, reopen);
  EXPECT_EQ(ReasonOf(See(token).status()), "LINK_SUPERSEDED");
  Resolve(name, "换了泵");
  EXPECT_EQ(ReasonOf(Answer(token, true).status()), "LINK_SUPERSEDED");
  EXPECT_THAT(Page(token), Not(HasSubstr("换了泵")));
  EXPECT_TRUE(See(Token(name)).ok());
}

TEST_F(ConfirmationServiceTest, IsMadeForResolvedCasesAndTheirContacts) {
  const std::string open = Open("product.defect").name();
  EXPECT_EQ(ReasonOf(Link(open).status()), "WRONG_STATE");
  const std::string name = Resolved();
  const auto strange = Link(name,
                            "accounts/0190a000-0000-7000-8000-00000000000f/contacts/"
                            "0190a000-0000-7000-8000-000000000002");
  ASSERT_FALSE(strange.ok());
  EXPECT_EQ(status::GetFieldViolations(strange.status())[0].field, "contact");
  v1::CreateConfirmationLinkRequest request;
  request.set_parent(name);
  request.mutable_validity()->set_seconds(59);
  const auto brief = Call<v1::ConfirmationLink>("ClosureService/CreateConfirmationLink", request);
  ASSERT_FALSE(brief.ok());
  EXPECT_EQ(status::GetFieldViolations(brief.status())[0].field, "validity");
  request.clear_validity();
  EXPECT_TRUE(absl::IsNotFound(Call<v1::ConfirmationLink>("ClosureService/CreateConfirmationLink",
                                                          request, "zhao.min", "account_manager")
                                   .status()));
}

TEST_F(ConfirmationServiceTest, ThePageAsksAndTakesItsForm) {
  const std::string name = Resolved();
  const std::string token = Token(name);
  EXPECT_THAT(Page(token, "zh-CN"), HasSubstr("换了密封圈"));
  EXPECT_THAT(Page(token, "en-US,en;q=0.9"), HasSubstr("Is it solved?"));
  EXPECT_THAT(Page(token), Not(HasSubstr(token)));
  EXPECT_THAT(Send(token, "solved=perhaps"), HasSubstr("没有收到您的选择"));
  EXPECT_THAT(Send(token, "solved=yes", "text/plain"), HasSubstr("没有收到您的选择"));
  EXPECT_EQ(Get(name).state(), v1::CASE_STATE_RESOLVED);
  const std::string thanks = Send(token, "solved=no&comment=%E8%BF%98%E5%9C%A8%E6%BC%8F%00");
  EXPECT_THAT(thanks, HasSubstr("感谢您的反馈"));
  EXPECT_EQ(Timeline(name)[0].text(), "还在漏");
  EXPECT_THAT(Send(token, "solved=yes"), HasSubstr("此前的答复是：没有解决")) << "kindly";
}

TEST_F(ConfirmationServiceTest, ANoWithoutWordsAndTooManyOfThem) {
  const std::string name = Resolved();
  const std::string token = Token(name);
  const auto long_comment = Answer(token, false, std::string(2001, 'x'));
  ASSERT_FALSE(long_comment.ok());
  EXPECT_EQ(status::GetFieldViolations(long_comment.status())[0].field, "comment");
  v1::AnswerConfirmationRequest unsaid;
  unsaid.set_token(token);
  const auto said_nothing = Call<v1::Confirmation>("ClosureService/AnswerConfirmation", unsaid);
  ASSERT_FALSE(said_nothing.ok());
  EXPECT_EQ(status::GetFieldViolations(said_nothing.status())[0].field, "solved");
  EXPECT_EQ(Get(name).state(), v1::CASE_STATE_RESOLVED);
  ASSERT_TRUE(Answer(token, false, "　").ok());
  EXPECT_EQ(Get(name).state(), v1::CASE_STATE_IN_PROGRESS);
  EXPECT_THAT(Timeline(name)[0].text(), HasSubstr("Not solved, by the confirmation link"));
}

}  // namespace
}  // namespace mainstay::feedback
