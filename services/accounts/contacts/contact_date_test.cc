// What is announced of contacts' days to remember.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mainstay/accounts/v1/account_service.pb.h>
#include <mainstay/accounts/v1/contact_service.pb.h>
#include <mainstay/accounts/v1/events.pb.h>

#include <pqxx/pqxx>

#include "common/api/page.h"
#include "common/testing/service_fixture.h"
#include "services/accounts/contacts/contact_date_writes.h"
#include "services/accounts/contacts/contact_service.h"
#include "services/accounts/event_versions_testing.h"
#include "services/accounts/profile/account_service.h"

namespace mainstay::accounts {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// 9 o'clock in China.
const absl::Time kNow =
    absl::FromCivil(absl::CivilSecond(2026, 9, 20, 1, 0, 0), absl::UTCTimeZone());

class ContactDateTest : public ::testing::Test {
 protected:
  ContactDateTest()
      : fixture_({.migrations = "services/accounts/migrations",
                  .services = {"mainstay.accounts.v1.AccountService",
                               "mainstay.accounts.v1.AttributeSchemaService",
                               "mainstay.accounts.v1.ContactService"},
                  .handlers = [this](rpc::Router& router) {
                    RegisterAccountService(router, {.page_tokens = &tokens_});
                    RegisterContactService(router, {.page_tokens = &tokens_});
                  }}) {
    v1::CreateAccountRequest request;
    request.mutable_account()->set_display_name("北风");
    account_ = Call<v1::Account>("AccountService/CreateAccount", request).value().name();
  }

  template <class Res>
  absl::StatusOr<Res> Call(std::string_view method, const google::protobuf::Message& request) {
    return fixture_.Call<Res>(absl::StrCat("mainstay.accounts.v1.", method), request, "ada",
                              "admin");
  }

  static void AddBirthday(v1::Contact& contact, int month, int day, bool lunar = false) {
    v1::ImportantDate& date = *contact.add_important_dates();
    date.set_kind(v1::IMPORTANT_DATE_KIND_BIRTHDAY);
    date.set_calendar(lunar ? v1::CALENDAR_LUNAR : v1::CALENDAR_SOLAR);
    date.set_year(1980);
    date.set_month(month);
    date.set_day(day);
  }
  v1::Contact Born(int month, int day, bool lunar = false) {
    v1::CreateContactRequest request;
    request.set_parent(account_);
    request.mutable_contact()->set_display_name("李总");
    AddBirthday(*request.mutable_contact(), month, day, lunar);
    return Call<v1::Contact>("ContactService/CreateContact", request).value();
  }
  void Announce(absl::Time now) {
    const auto more = fixture_.db().Write(
        {}, [&](pg::Tx& tx) { return AnnounceContactDates(tx, now, absl::Hours(24 * 14)); });
    ASSERT_TRUE(more.ok()) << more.status();
    EXPECT_FALSE(*more);
  }
  // The days that were announced, in order.
  std::vector<std::string> Announced() {
    std::vector<std::string> days;
    const auto read = fixture_.db().Read({}, [&](pg::Tx& tx) -> absl::StatusOr<bool> {
      for (const auto& row : tx.Exec("SELECT payload FROM outbox WHERE type = "
                                     "'mainstay.accounts.v1.ContactDateUpcoming' ORDER BY seq")) {
        v1::ContactDateUpcoming event;
        EXPECT_TRUE(event.ParseFromString(pg::ParseBytes(row[0].c_str())));
        EXPECT_EQ(event.contact().substr(0, account_.size()), account_);
        EXPECT_EQ(event.kind(), v1::IMPORTANT_DATE_KIND_BIRTHDAY);
        days.push_back(
            absl::StrCat(event.date().year(), "-", event.date().month(), "-", event.date().day()));
      }
      return true;
    });
    EXPECT_TRUE(read.ok()) << read.status();
    return days;
  }

  // What was told of dates, "Upcoming 1" with the notice's version, in order.
  std::vector<std::string> Facts() {
    std::vector<std::string> facts;
    const auto read = fixture_.db().Read({}, [&](pg::Tx& tx) -> absl::StatusOr<bool> {
      for (const auto& row :
           tx.Exec("SELECT replace(type, 'mainstay.accounts.v1.ContactDate', '') || ' ' || "
                   "aggregate_version FROM outbox WHERE aggregate_type = 'contact_date' "
                   "ORDER BY seq")) {
        facts.emplace_back(row[0].c_str());
      }
      return true;
    });
    EXPECT_TRUE(read.ok()) << read.status();
    return facts;
  }

  api::PageTokens tokens_{"0123456789abcdef0123456789abcdef"};
  testing::ServiceFixture fixture_;
  std::string account_;
};

TEST_F(ContactDateTest, IsAnnouncedOnceEachYearSomeDaysAhead) {
  Born(10, 5);
  Announce(kNow);
  EXPECT_THAT(Announced(), IsEmpty()) << "15 days ahead";
  for (int i = 0; i < 2; ++i) Announce(kNow + absl::Hours(24));
  EXPECT_THAT(Announced(), ElementsAre("2026-10-5"));
  Announce(kNow + absl::Hours(24 * 300));
  EXPECT_THAT(Announced(), ElementsAre("2026-10-5"));
  Announce(kNow + absl::Hours(24 * 370));
  EXPECT_THAT(Announced(), ElementsAre("2026-10-5", "2027-10-5"));
  ExpectAnEventForEveryVersion(fixture_.db());
}

TEST_F(ContactDateTest, LunarDaysMoveWithTheYear) {
  Born(8, 15, /*lunar=*/true);
  Announce(kNow);
  Announce(kNow + absl::Hours(24 * 350));
  EXPECT_THAT(Announced(), ElementsAre("2026-9-25", "2027-9-15"));
}

TEST_F(ContactDateTest, AChangedDateIsLookedAtAgain) {
  v1::Contact contact = Born(3, 1);
  Announce(kNow);
  EXPECT_THAT(Announced(), IsEmpty());
  contact.clear_important_dates();
  AddBirthday(contact, 9, 30);
  v1::UpdateContactRequest update;
  *update.mutable_contact() = contact;
  update.mutable_update_mask()->add_paths("important_dates");
  ASSERT_TRUE(Call<v1::Contact>("ContactService/UpdateContact", update).ok());
  Announce(kNow);
  EXPECT_THAT(Announced(), ElementsAre("2026-9-30"));
}

TEST_F(ContactDateTest, ADateThatIsCorrectedOrRemovedIsTakenBack) {
  v1::Contact contact = Born(9, 30);
  Announce(kNow);
  const auto born = [&](std::vector<int> days) {
    contact.clear_important_dates();
    for (const int day : days) AddBirthday(contact, 9, day);
    v1::UpdateContactRequest update;
    *update.mutable_contact() = contact;
    update.mutable_contact()->clear_etag();
    update.mutable_update_mask()->add_paths("important_dates");
    ASSERT_TRUE(Call<v1::Contact>("ContactService/UpdateContact", update).ok());
    for (int i = 0; i < 2; ++i) Announce(kNow);
  };
  born({30});
  EXPECT_THAT(Facts(), ElementsAre("Upcoming 1")) << "nothing changed";
  born({28});
  EXPECT_THAT(Facts(), ElementsAre("Upcoming 1", "Withdrawn 2", "Upcoming 1"));
  born({28, 30});
  EXPECT_THAT(Facts(), ElementsAre("Upcoming 1", "Withdrawn 2", "Upcoming 1", "Upcoming 3"));
  EXPECT_THAT(Announced(), ElementsAre("2026-9-30", "2026-9-28", "2026-9-30"));
  born({});
  EXPECT_THAT(Facts(), ElementsAre("Upcoming 1", "Withdrawn 2", "Upcoming 1", "Upcoming 3",
                                   "Withdrawn 2", "Withdrawn 4"));
  ExpectAnEventForEveryVersion(fixture_.db());
}

TEST_F(ContactDateTest, ADeletedContactHasNoDays) {
  v1::DeleteContactRequest remove;
  remove.set_name(Born(9, 30).name());
  ASSERT_TRUE(Call<v1::Contact>("ContactService/DeleteContact", remove).ok());
  Announce(kNow);
  EXPECT_THAT(Announced(), IsEmpty());
  v1::UndeleteContactRequest back;
  back.set_name(remove.name());
  ASSERT_TRUE(Call<v1::Contact>("ContactService/UndeleteContact", back).ok());
  Announce(kNow);
  EXPECT_THAT(Announced(), ElementsAre("2026-9-30"));
}

}  // namespace
}  // namespace mainstay::accounts
