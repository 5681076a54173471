#include "services/engagement/communications/communication_service.h"
#include "services/engagement/access/engagement_test_kit.h"

#include <pqxx/pqxx>

#include "services/engagement/communications/communication_fixture.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr char kContact[] = "/contacts/00000000-0000-7000-8000-000000000001";

using CommunicationServiceTest = CommunicationFixture;

TEST_F(CommunicationServiceTest, KeepsWhatWasSaid) {
  v1::Communication said = Said("报价", "客户询问\n年度报价");
  said.add_contacts(account_ + kContact);
  said.set_duration_minutes(15);
  auto* attachment = said.add_attachments();
  attachment->set_title("Offer");
  attachment->set_uri("https://files.example/offer.pdf");
  const v1::Communication logged = Must(Log(said));
  EXPECT_THAT(logged.name(), StartsWith(account_ + "/communications/"));
  EXPECT_THAT(logged.users(), ElementsAre("ada")) << "the caller";
  EXPECT_EQ(logged.snippet(), "客户询问 年度报价");
  const v1::Communication read = Must(Get(logged.name()));
  EXPECT_EQ(read.SerializeAsString(), Must(Get(logged.name())).SerializeAsString());
  EXPECT_EQ(read.body(), said.body());
  EXPECT_THAT(read.contacts(), ElementsAre(account_ + kContact));
  EXPECT_EQ(read.attachments(0).uri(), "https://files.example/offer.pdf");
  EXPECT_EQ(read.occur_time().seconds(), said.occur_time().seconds());
  EXPECT_EQ(Must(Update(read)).etag(), read.etag()) << "sent back as it was read";
}

TEST_F(CommunicationServiceTest, RefusesWhatCannotBe) {
  EXPECT_EQ(FieldOf(Log(Said("")).status()), "communication.subject");
  v1::Communication said = Said("x");
  said.add_contacts(other_ + kContact);
  EXPECT_EQ(FieldOf(Log(said).status()), "communication.contacts[0]");
  said = Said("x", "", -1);
  EXPECT_EQ(FieldOf(Log(said).status()), "communication.occur_time");
  EXPECT_EQ(Log(Said("x"), other_).status().code(), absl::StatusCode::kNotFound);
  testing::Delete(service_, account_);
  EXPECT_EQ(ReasonOf(Log(Said("x")).status()), "ACCOUNT_DELETED");
}

TEST_F(CommunicationServiceTest, ChangesByMaskAndKeepsTheHistory) {
  v1::Communication c = Must(Log(Said("Price", "old")));
  c.set_body("new");
  c.set_channel(v1::COMMUNICATION_CHANNEL_EMAIL);
  c = Must(Update(c, {"body"}));
  EXPECT_EQ(c.channel(), v1::COMMUNICATION_CHANNEL_PHONE);
  EXPECT_EQ(c.body(), "new");
  EXPECT_THAT(Found("new", account_), ElementsAre("Price"));
  EXPECT_THAT(Found("old", account_), IsEmpty());
  v1::Communication bad = c;
  bad.clear_users();
  bad.add_users("a\nb");
  EXPECT_EQ(FieldOf(Update(bad, {"users"}).status()), "communication.users[0]");
  bad = c;
  bad.set_snippet("forged");
  EXPECT_EQ(FieldOf(Update(bad).status()), "communication.snippet");
  c.set_etag("\"1\"");
  EXPECT_EQ(Update(c, {"body"}).status().code(), absl::StatusCode::kAborted);

  v1::ListCommunicationChangesRequest request;
  request.set_parent(c.name());
  request.set_page_size(1);
  auto page = Must(Call<v1::ListCommunicationChangesResponse>("ListCommunicationChanges", request));
  ASSERT_EQ(page.changes_size(), 1);
  EXPECT_EQ(page.changes(0).field(), "body");
  EXPECT_EQ(page.changes(0).old_value(), "old");
  EXPECT_EQ(page.changes(0).actor(), "ada");
  request.set_page_token(page.next_page_token());
  page = Must(Call<v1::ListCommunicationChangesResponse>("ListCommunicationChanges", request));
  ASSERT_EQ(page.changes_size(), 1);
  EXPECT_EQ(page.changes(0).action(), "create");
  EXPECT_EQ(page.next_page_token(), "");
}

TEST_F(CommunicationServiceTest, IsDeletedAndComesBack) {
  const v1::Communication c = Must(Log(Said("Price")));
  EXPECT_TRUE(Must(Delete(c.name())).has_delete_time());
  EXPECT_TRUE(Must(Get(c.name())).has_delete_time());
  EXPECT_EQ(Delete(c.name()).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReasonOf(Update(c, {"subject"}).status()), "ETAG_MISMATCH");
  v1::Communication changed = c;
  changed.clear_etag();
  changed.set_subject("y");
  EXPECT_EQ(ReasonOf(Update(changed, {"subject"}).status()), "COMMUNICATION_DELETED");
  EXPECT_THAT(Subjects(Of(account_)), IsEmpty());
  EXPECT_THAT(Found("price", account_), IsEmpty());
  v1::ListCommunicationsRequest with_deleted = Of(account_);
  with_deleted.set_show_deleted(true);
  EXPECT_THAT(Subjects(with_deleted), ElementsAre("Price"));
  EXPECT_FALSE(Must(Undelete(c.name())).has_delete_time());
  EXPECT_EQ(ReasonOf(Undelete(c.name()).status()), "COMMUNICATION_NOT_DELETED");
  EXPECT_THAT(Found("price", account_), ElementsAre("Price"));
}

TEST_F(CommunicationServiceTest, TellsEveryVersionAndNothingOfWhatWasSaid) {
  v1::Communication c = Must(Log(Said("Geheim", "streng geheim")));
  c.set_subject("Geheim!");
  ASSERT_TRUE(Update(c, {"subject"}).ok());
  ASSERT_TRUE(Delete(c.name()).ok());
  ASSERT_TRUE(Undelete(c.name()).ok());
  ExpectAnEventForEveryVersion(service_.db());
  const auto told = service_.db().ReadOne({}, [](pg::Tx& tx) -> absl::StatusOr<std::string> {
    const pqxx::result rows = tx.Exec(
        "SELECT string_agg(regexp_replace(type, '.*Communication', ''), ' ' ORDER BY seq), "
        "bool_or(position('eheim'::bytea IN payload) > 0) FROM outbox");
    return absl::StrCat(rows[0][0].c_str(), " ", rows[0][1].c_str());
  });
  EXPECT_EQ(*told, "Logged Changed Deleted Undeleted f");
}

TEST_F(CommunicationServiceTest, IsLoggedOnceWhateverIsRepeated) {
  constexpr char kId[] = "00000000-0000-7000-8000-00000000000a";
  const v1::Communication first = Must(Log(Said("Price"), account_, "ada", kId));
  const v1::Communication again = Must(Log(Said("Price"), account_, "ada", kId));
  EXPECT_EQ(again.name(), first.name());
  EXPECT_THAT(Subjects(Of(account_)), ElementsAre("Price"));

  v1::Communication brought = Said("Mail");
  brought.set_source("exchange");
  brought.set_external_id("42");
  const v1::Communication mail = Must(Log(brought));
  EXPECT_EQ(ReasonOf(Log(brought).status()), "EXTERNAL_ID_TAKEN");
  ASSERT_TRUE(Delete(mail.name()).ok());
  EXPECT_EQ(ReasonOf(Log(brought).status()), "EXTERNAL_ID_TAKEN") << "a deleted one has it";
  brought.set_source("other");
  EXPECT_TRUE(Log(brought).ok());
}

TEST_F(CommunicationServiceTest, ListsNewestFirstByWhatIsAsked) {
  for (int hours = 1; hours <= 5; ++hours) {
    v1::Communication said = Said(absl::StrCat(hours, "h"), "body", hours);
    if (hours % 2 == 0) said.set_channel(v1::COMMUNICATION_CHANNEL_EMAIL);
    if (hours == 3) said.add_contacts(account_ + kContact);
    if (hours >= 4) said.add_users("cy");
    Must(Log(said));
  }
  EXPECT_THAT(Subjects(Of(account_)), ElementsAre("1h", "2h", "3h", "4h", "5h"));
  v1::ListCommunicationsRequest request = Of(account_);
  request.set_order_by("occur_time");
  EXPECT_THAT(Subjects(request), ElementsAre("5h", "4h", "3h", "2h", "1h"));
  request = Of(account_);
  request.set_filter("channel = COMMUNICATION_CHANNEL_EMAIL");
  EXPECT_THAT(Subjects(request), ElementsAre("2h", "4h"));
  request.set_filter("direction = COMMUNICATION_DIRECTION_OUTBOUND");
  EXPECT_THAT(Subjects(request), IsEmpty());
  request.clear_filter();
  request.set_contact(account_ + kContact);
  EXPECT_THAT(Subjects(request), ElementsAre("3h"));
  request.clear_contact();
  request.set_user("cy");
  EXPECT_THAT(Subjects(request), ElementsAre("4h", "5h"));
  request.set_page_size(1);
  const auto page = Must(Call<v1::ListCommunicationsResponse>("ListCommunications", request));
  EXPECT_EQ(page.communications(0).body(), "") << "lists leave it out";
  EXPECT_EQ(page.communications(0).snippet(), "body");
}

TEST_F(CommunicationServiceTest, ListsAndFindsWhatTheCallerSees) {
  Must(Log(Said("ours", "", 2)));
  Must(Log(Said("theirs", "", 1), other_, "bo"));
  EXPECT_THAT(Subjects(Of("accounts/-")), ElementsAre("ours"));
  EXPECT_THAT(Subjects(Of("accounts/-"), "bo"), ElementsAre("theirs"));
  EXPECT_THAT(Subjects(Of("accounts/-"), "di", "director"), ElementsAre("theirs", "ours"));
  EXPECT_THAT(Subjects(Of("accounts/-"), "stranger"), IsEmpty());
  EXPECT_THAT(Found("rs", "accounts/-"), ElementsAre("ours"));
  EXPECT_THAT(Found("rs", "accounts/-", "bo"), ElementsAre("theirs"));
  v1::ListCommunicationsRequest request = Of(other_);
  EXPECT_EQ(Call<v1::ListCommunicationsResponse>("ListCommunications", request).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(CommunicationServiceTest, FindsAnyPartInChineseAndLatin) {
  Must(Log(Said("年度框架合同", "讨论付款方式与交货期", 3)));
  Must(Log(Said("Complaint", "The délai de livraison was too long. 交货太慢", 2)));
  Must(Log(Said("ＶＩＰ meeting", "供應鏈問題", 1)));
  EXPECT_THAT(Found("交货", account_), ElementsAre("Complaint", "年度框架合同"));
  EXPECT_THAT(Found("框架", account_), ElementsAre("年度框架合同"));
  EXPECT_THAT(Found("货", account_), ElementsAre("Complaint", "年度框架合同"));
  EXPECT_THAT(Found("货期", account_), ElementsAre("年度框架合同"));
  EXPECT_THAT(Found("vip", account_), ElementsAre("ＶＩＰ meeting")) << "width and case";
  EXPECT_THAT(Found("供应链", account_), ElementsAre("ＶＩＰ meeting")) << "traditional characters";
  EXPECT_THAT(Found("delai livr", account_), ElementsAre("Complaint")) << "accents, two words";
  EXPECT_THAT(Found("交货 付款", account_), ElementsAre("年度框架合同")) << "every word";
  EXPECT_THAT(Found("同讨", account_), IsEmpty()) << "not across subject and body";
  v1::SearchCommunicationsRequest request;
  request.set_parent(account_);
  for (const char* query : {"", "x", "。！"}) {
    request.set_query(query);
    EXPECT_EQ(
        FieldOf(Call<v1::SearchCommunicationsResponse>("SearchCommunications", request).status()),
        "query");
  }
  request.set_query("慢");
  EXPECT_THAT(Must(Call<v1::SearchCommunicationsResponse>("SearchCommunications", request))
                  .results(0)
                  .snippet(),
              HasSubstr("交货太慢"));
}

TEST_F(CommunicationServiceTest, OfAMergedAccountIsTheSurvivors) {
  const v1::Communication c = Must(Log(Said("Price")));
  const std::string survivor = AddAccount(service_, "Northwind Holding", "ada");
  Merge(service_, account_, survivor);
  const v1::Communication seen = Must(Get(c.name()));
  EXPECT_THAT(seen.name(), StartsWith(survivor + "/communications/"));
  EXPECT_TRUE(Get(seen.name()).ok());
  EXPECT_THAT(Subjects(Of(survivor)), ElementsAre("Price"));
  EXPECT_THAT(Subjects(Of("accounts/-")), ElementsAre("Price"));
  EXPECT_THAT(Found("price", survivor), ElementsAre("Price"));
  // What another system brought in comes once for all of them.
  v1::Communication brought = Said("Offer");
  brought.set_source("crm");
  brought.set_external_id("7");
  Must(Log(brought));
  const std::string merged = std::exchange(account_, survivor);
  EXPECT_EQ(Log(brought).status().code(), absl::StatusCode::kAlreadyExists);
  account_ = merged;
  v1::Communication changed = seen;
  changed.set_subject("Prices");
  ASSERT_TRUE(Update(changed, {"subject"}).ok());
  Merge(service_, account_, "");
  EXPECT_THAT(Subjects(Of(account_)), ElementsAre("Prices"));
  EXPECT_THAT(Subjects(Of(survivor)), ElementsAre("Offer"));
}

}  // namespace
}  // namespace mainstay::engagement
