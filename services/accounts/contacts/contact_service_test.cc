#include "services/accounts/contacts/contact_service.h"

#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mainstay/accounts/v1/account_service.pb.h>
#include <mainstay/accounts/v1/contact_service.pb.h>

#include "common/api/page.h"
#include "common/status/status.h"
#include "common/testing/service_fixture.h"
#include "services/accounts/profile/account_service.h"

namespace mainstay::accounts {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

constexpr char kContacts[] = "mainstay.accounts.v1.ContactService/";
constexpr char kAccounts[] = "mainstay.accounts.v1.AccountService/";

class ContactServiceTest : public ::testing::Test {
 protected:
  ContactServiceTest()
      : fixture_({.migrations = "services/accounts/migrations",
                  .services = {"mainstay.accounts.v1.AccountService",
                               "mainstay.accounts.v1.AttributeSchemaService",
                               "mainstay.accounts.v1.ContactService"},
                  .handlers = [this](rpc::Router& router) {
                    RegisterAccountService(router, {.page_tokens = &tokens_});
                    RegisterContactService(router, {.page_tokens = &tokens_});
                  }}) {
    account_ = MakeAccount("Northwind");
  }

  std::string MakeAccount(const std::string& name, std::string_view user = "ada",
                          std::string_view role = "admin") {
    v1::CreateAccountRequest request;
    request.mutable_account()->set_display_name(name);
    return Call<v1::Account>(absl::StrCat(kAccounts, "CreateAccount"), request, user, role)->name();
  }

  template <class Res>
  absl::StatusOr<Res> Call(std::string_view method, const google::protobuf::Message& request,
                           std::string_view user = "ada", std::string_view role = "admin") {
    return fixture_.Call<Res>(method, request, user, role);
  }

  absl::StatusOr<v1::Contact> Create(const std::string& name, const std::string& reports_to = "",
                                     int influence = 0) {
    v1::CreateContactRequest request;
    request.set_parent(account_);
    request.mutable_contact()->set_display_name(name);
    request.mutable_contact()->set_reports_to(reports_to);
    request.mutable_contact()->set_influence(influence);
    return Call<v1::Contact>(absl::StrCat(kContacts, "CreateContact"), request);
  }
  absl::StatusOr<v1::Contact> Get(const std::string& name, std::string_view user = "ada",
                                  std::string_view role = "admin") {
    v1::GetContactRequest request;
    request.set_name(name);
    return Call<v1::Contact>(absl::StrCat(kContacts, "GetContact"), request, user, role);
  }
  absl::StatusOr<v1::Contact> Update(const v1::Contact& contact,
                                     const std::vector<std::string>& paths,
                                     std::string_view user = "ada",
                                     std::string_view role = "admin") {
    v1::UpdateContactRequest request;
    *request.mutable_contact() = contact;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return Call<v1::Contact>(absl::StrCat(kContacts, "UpdateContact"), request, user, role);
  }
  absl::StatusOr<v1::ListContactChangesResponse> Changes(const std::string& name,
                                                         std::string_view role = "admin") {
    v1::ListContactChangesRequest request;
    request.set_parent(name);
    return Call<v1::ListContactChangesResponse>(absl::StrCat(kContacts, "ListContactChanges"),
                                                request, "ada", role);
  }

  static std::string FieldOf(const absl::Status& error) {
    auto violations = status::GetFieldViolations(error);
    return violations.empty() ? "" : violations[0].field;
  }

  api::PageTokens tokens_{"a key of the test, long enough"};
  testing::ServiceFixture fixture_;
  std::string account_;
};

TEST_F(ContactServiceTest, AContactLivesThroughItsVerbs) {
  auto made = Create("陈静");
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_THAT(made->name(), HasSubstr(account_ + "/contacts/"));

  v1::Contact change;
  change.set_name(made->name());
  change.set_title("Head of purchasing");
  change.set_buying_role(v1::BUYING_ROLE_DECISION_MAKER);
  change.set_etag(made->etag());
  auto changed = Update(change, {"title", "buying_role"});
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->display_name(), "陈静");
  EXPECT_EQ(Update(change, {"title"}).status().code(), absl::StatusCode::kAborted)
      << "the etag is an old one";
  EXPECT_EQ(Update(*changed, {}).value().etag(), changed->etag()) << "sent back as it was read";
  v1::Contact forged = *changed;
  forged.mutable_create_time()->set_seconds(1);
  EXPECT_EQ(status::GetFieldViolations(Update(forged, {}).status())[0].field,
            "contact.create_time");

  v1::DeleteContactRequest remove;
  remove.set_name(made->name());
  auto deleted = Call<v1::Contact>(absl::StrCat(kContacts, "DeleteContact"), remove);
  ASSERT_TRUE(deleted.ok()) << deleted.status();
  EXPECT_TRUE(deleted->has_delete_time());
  EXPECT_EQ(Update(*made, {"title"}).status().code(), absl::StatusCode::kAborted);
  v1::UndeleteContactRequest back;
  back.set_name(made->name());
  ASSERT_TRUE(Call<v1::Contact>(absl::StrCat(kContacts, "UndeleteContact"), back).ok());
  EXPECT_EQ(Call<v1::Contact>(absl::StrCat(kContacts, "UndeleteContact"), back).status().code(),
            absl::StatusCode::kFailedPrecondition);

  auto changes = Changes(made->name());
  ASSERT_TRUE(changes.ok()) << changes.status();
  std::vector<std::string> actions;
  for (const auto& c : changes->changes()) actions.push_back(c.action() + ":" + c.field());
  EXPECT_THAT(actions,
              ElementsAre("undelete:", "delete:", "update:title", "update:buying_role", "create:"));
}

TEST_F(ContactServiceTest, HistoryDoesNotRunBackwardsWithTheClock) {
  auto made = Create("陈静");
  ASSERT_TRUE(made.ok()) << made.status();
  fixture_.clock().Advance(-absl::Seconds(10));
  v1::Contact change = *made;
  change.set_title("Head of purchasing");
  auto changed = Update(change, {"title"});
  ASSERT_TRUE(changed.ok()) << changed.status();
  v1::DeleteContactRequest remove;
  remove.set_name(made->name());
  auto deleted = Call<v1::Contact>(absl::StrCat(kContacts, "DeleteContact"), remove);
  ASSERT_TRUE(deleted.ok()) << deleted.status();
  const std::string made_at = made->update_time().ShortDebugString();
  EXPECT_EQ(changed->update_time().ShortDebugString(), made_at);
  EXPECT_EQ(deleted->delete_time().ShortDebugString(), made_at);
  const auto changes = Changes(made->name());
  ASSERT_TRUE(changes.ok()) << changes.status();
  for (const auto& c : changes->changes()) {
    EXPECT_EQ(c.change_time().ShortDebugString(), made_at) << c.action();
  }
  auto times = fixture_.db().Write({}, [](pg::Tx& tx) -> absl::StatusOr<int> {
    return tx
        .Exec(
            "SELECT count(DISTINCT occurred_at) FROM outbox WHERE aggregate_type = 'contact'")[0][0]
        .as<int>();
  });
  EXPECT_EQ(*times, 1) << "events have the time of the version that they tell of";
}

TEST_F(ContactServiceTest, ReportingLinesStayInTheAccountAndHaveNoRings) {
  auto boss = Create("Boss"), middle = Create("Middle", boss->name());
  auto worker = Create("Worker", middle->name());
  ASSERT_TRUE(worker.ok()) << worker.status();

  v1::Contact ring = *boss;
  ring.set_reports_to(worker->name());
  EXPECT_EQ(FieldOf(Update(ring, {"reports_to"}).status()), "contact.reports_to");
  ring.set_reports_to(boss->name());
  EXPECT_EQ(FieldOf(Update(ring, {"reports_to"}).status()), "contact.reports_to") << "itself";

  const std::string home = account_;
  account_ = MakeAccount("Elsewhere");
  auto stranger = Create("Stranger");
  account_ = home;
  EXPECT_EQ(FieldOf(Create("Newcomer", stranger->name()).status()), "contact.reports_to");
  EXPECT_EQ(FieldOf(Create("").status()), "contact.display_name");
}

TEST_F(ContactServiceTest, ProtectedFieldsAreForThoseWithThePermission) {
  v1::Contact full = *Create("陈静");
  full.set_family("two daughters");
  full.set_phone("+86 21 5555 0199");
  ASSERT_TRUE(Update(full, {"family", "phone"}).ok());

  auto masked = Get(full.name(), "ana", "analyst");
  ASSERT_TRUE(masked.ok()) << masked.status();
  EXPECT_EQ(masked->family(), "");
  EXPECT_THAT(masked->masked_fields(),
              UnorderedElementsAre("personality", "interests", "family", "education", "career"));
  EXPECT_EQ(masked->phone(), "+86 21 5555 0199");

  auto changes = Changes(full.name(), "analyst");
  ASSERT_TRUE(changes.ok()) << changes.status();
  for (const auto& change : changes->changes()) {
    EXPECT_EQ(change.masked(), change.field() == "family");
    EXPECT_NE(change.new_value(), "two daughters");
  }

  v1::Contact sneaky = full;
  sneaky.set_family("none");
  EXPECT_EQ(Update(sneaky, {"family"}, "erp", "integration").status().code(),
            absl::StatusCode::kPermissionDenied);
  sneaky.clear_family();
  sneaky.clear_etag();
  EXPECT_EQ(Update(sneaky, {"family"}, "erp", "integration").status().code(),
            absl::StatusCode::kPermissionDenied)
      << "clearing is writing too";
  sneaky.set_title("CEO");
  EXPECT_EQ(Update(sneaky, {"*"}, "erp", "integration").status().code(),
            absl::StatusCode::kPermissionDenied);
  auto titled = Update(sneaky, {"title"}, "erp", "integration");
  ASSERT_TRUE(titled.ok()) << titled.status();
  EXPECT_EQ(Get(full.name())->family(), "two daughters") << "what one cannot see stays";
}

TEST_F(ContactServiceTest, OutsideTheTeamThereIsNothing) {
  auto contact = Create("陈静");
  EXPECT_EQ(Get(contact->name(), "li", "account_manager").status().code(),
            absl::StatusCode::kNotFound);
  v1::ListContactsRequest list;
  list.set_parent(account_);
  EXPECT_EQ(Call<v1::ListContactsResponse>(absl::StrCat(kContacts, "ListContacts"), list, "li",
                                           "account_manager")
                .status()
                .code(),
            absl::StatusCode::kNotFound);
  const std::string mine = MakeAccount("Mine", "li", "account_manager");
  const std::string id = contact->name().substr(contact->name().rfind('/'));
  EXPECT_EQ(Get(mine + "/contacts" + id, "li", "account_manager").status().code(),
            absl::StatusCode::kNotFound)
      << "another account's contact under an account of one's own";
}

TEST_F(ContactServiceTest, ListsComeInPagesByInfluence) {
  for (int influence : {2, 5, 1, 4, 5}) {
    ASSERT_TRUE(Create(absl::StrCat("Person ", influence), "", influence).ok());
  }
  v1::ListContactsRequest request;
  request.set_parent(account_);
  request.set_page_size(2);
  std::vector<int> seen;
  for (int pages = 0; pages < 5; ++pages) {
    auto page = Call<v1::ListContactsResponse>(absl::StrCat(kContacts, "ListContacts"), request);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& contact : page->contacts()) seen.push_back(contact.influence());
    if (page->next_page_token().empty()) break;
    request.set_page_token(page->next_page_token());
  }
  EXPECT_THAT(seen, ElementsAre(5, 5, 4, 2, 1));
  request.clear_page_token();
  request.set_filter("influence >= 4");
  request.set_order_by("display_name");
  request.set_page_size(0);
  EXPECT_EQ(Call<v1::ListContactsResponse>(absl::StrCat(kContacts, "ListContacts"), request)
                ->contacts_size(),
            3);
}

TEST_F(ContactServiceTest, ContactsOfAMergedAccountAreTheSurvivors) {
  auto contact = Create("陈静");
  const std::string survivor = MakeAccount("Northwind Holding");
  v1::MergeAccountRequest merge;
  merge.set_name(account_);
  merge.set_into(survivor);
  auto merged = Call<v1::Account>(absl::StrCat(kAccounts, "MergeAccount"), merge);
  ASSERT_TRUE(merged.ok()) << merged.status();
  auto through_old_name = Get(contact->name());
  ASSERT_TRUE(through_old_name.ok()) << through_old_name.status();
  EXPECT_THAT(through_old_name->name(), HasSubstr(survivor));
  EXPECT_TRUE(Get(through_old_name->name()).ok());
}

TEST_F(ContactServiceTest, OfTwoWhoWouldCloseARingOneIsRefused) {
  for (int round = 0; round < 10; ++round) {
    v1::Contact a = *Create("A"), b = *Create("B");
    a.set_reports_to(b.name());
    b.set_reports_to(a.name());
    absl::Status first, second;
    std::thread one([&] { first = Update(a, {"reports_to"}).status(); });
    std::thread two([&] { second = Update(b, {"reports_to"}).status(); });
    one.join();
    two.join();
    EXPECT_NE(first.ok(), second.ok());
  }
}

TEST_F(ContactServiceTest, EveryWriteLeavesItsEvent) {
  auto contact = Create("陈静");
  contact->set_phone("110");
  ASSERT_TRUE(Update(*contact, {"phone"}).ok());
  auto types =
      fixture_.db().ReadOne({}, [&](pg::Tx& tx) -> absl::StatusOr<std::vector<std::string>> {
        std::vector<std::string> found;
        for (const auto& row :
             tx.Exec("SELECT type FROM outbox WHERE aggregate_type = 'contact' ORDER BY seq")) {
          found.push_back(row[0].c_str());
        }
        return found;
      });
  ASSERT_TRUE(types.ok()) << types.status();
  EXPECT_THAT(*types, ElementsAre("mainstay.accounts.v1.ContactCreated",
                                  "mainstay.accounts.v1.ContactChanged"));
}

TEST_F(ContactServiceTest, ThoseOfSeveralAccountsAreReadAtOnce) {
  const std::string first = account_;
  const std::string li = Create("Li")->name();
  account_ = MakeAccount("Southwind", "wang.li", "account_manager");
  const std::string chen = Create("Chen")->name();
  const auto names = [&](std::string_view user, std::string_view role) {
    v1::BatchListContactsRequest request;
    request.add_parents(account_);
    request.add_parents(first);
    const auto answer = Call<v1::BatchListContactsResponse>(
        absl::StrCat(kContacts, "BatchListContacts"), request, user, role);
    EXPECT_TRUE(answer.ok()) << answer.status();
    std::vector<std::string> found;
    for (const v1::Contact& contact : answer->contacts()) found.push_back(contact.name());
    return found;
  };
  EXPECT_THAT(names("ada", "integration"), UnorderedElementsAre(li, chen));
  EXPECT_THAT(names("wang.li", "account_manager"), ElementsAre(chen));
  EXPECT_EQ(Call<v1::BatchListContactsResponse>(absl::StrCat(kContacts, "BatchListContacts"),
                                                v1::BatchListContactsRequest())
                .status()
                .code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace mainstay::accounts
