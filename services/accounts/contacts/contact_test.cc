#include "services/accounts/contacts/contact.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mainstay::accounts {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Contact Chen() {
  Contact contact;
  contact.display_name = "陈静";
  return contact;
}

std::vector<std::string> BadFields(const Contact& contact) {
  std::vector<std::string> fields;
  for (const auto& violation : status::GetFieldViolations(Validate(contact))) {
    fields.push_back(violation.field);
  }
  return fields;
}

TEST(ContactTest, ANameIsEnough) { EXPECT_THAT(BadFields(Chen()), IsEmpty()); }

TEST(ContactTest, EachFieldHasItsRule) {
  struct Case {
    void (*spoil)(Contact&);
    const char* field;
  };
  const Case cases[] = {
      {[](Contact& c) { c.display_name = ""; }, "display_name"},
      {[](Contact& c) { c.display_name = std::string(101, 'x'); }, "display_name"},
      {[](Contact& c) { c.title = "a\nb"; }, "title"},
      {[](Contact& c) { c.influence = 6; }, "influence"},
      {[](Contact& c) { c.influence = -1; }, "influence"},
      {[](Contact& c) { c.phone = "call me"; }, "phone"},
      {[](Contact& c) { c.phone = "+-"; }, "phone"},
      {[](Contact& c) { c.email = "chen@"; }, "email"},
      {[](Contact& c) { c.email = "chen jing@example.com"; }, "email"},
      {[](Contact& c) { c.email = "a@b@example.com"; }, "email"},
      {[](Contact& c) { c.family = std::string(2001, 'x'); }, "family"},
      {[](Contact& c) {
         c.important_dates.resize(21, {"birthday", false, 0, 1, 1});
       },
       "important_dates"},
  };
  for (const Case& c : cases) {
    Contact contact = Chen();
    c.spoil(contact);
    EXPECT_THAT(BadFields(contact), ElementsAre(c.field));
  }
}

TEST(ContactTest, GoodWaysToReachAPersonPass) {
  Contact contact = Chen();
  contact.phone = "+86 (21) 5555-0199 #12";
  contact.email = "Chen.Jing+work@Example.COM";
  Normalize(contact);
  EXPECT_THAT(BadFields(contact), IsEmpty());
  EXPECT_EQ(contact.email, "Chen.Jing+work@example.com") << "only the domain ignores case";
}

TEST(ContactTest, ImportantDatesMustExist) {
  struct Case {
    ImportantDate date;
    const char* field;  // empty for a good one
  };
  const Case cases[] = {
      {{"birthday", false, 1984, 2, 29}, ""},
      {{"birthday", false, 0, 2, 29}, ""},
      {{"birthday", false, 1985, 2, 29}, "important_dates[0].day"},
      {{"birthday", false, 0, 4, 31}, "important_dates[0].day"},
      {{"birthday", true, 0, 8, 30}, ""},
      {{"birthday", true, 0, 8, 31}, "important_dates[0].day"},
      {{"birthday", true, 2025, 6, 1, true}, ""},
      {{"birthday", true, 2026, 6, 1, true}, "important_dates[0].day"},
      {{"birthday", false, 2025, 6, 1, true}, "important_dates[0].leap_month"},
      {{"birthday", false, 1850, 6, 1}, "important_dates[0].year"},
      {{"birthday", false, 0, 13, 1}, "important_dates[0].month"},
      {{"other", false, 0, 1, 1}, "important_dates[0].label"},
      {{"", false, 0, 1, 1}, "important_dates[0].kind"},
  };
  for (const Case& c : cases) {
    Contact contact = Chen();
    contact.important_dates = {c.date};
    if (*c.field == '\0') {
      EXPECT_THAT(BadFields(contact), IsEmpty()) << ToText(c.date);
    } else {
      EXPECT_THAT(BadFields(contact), ElementsAre(c.field)) << ToText(c.date);
    }
  }
}

TEST(ContactTest, ImportantDatesReadBackFromTheirText) {
  const ImportantDate dates[] = {
      {"birthday", true, 1985, 6, 15, true, ""},
      {"other", false, 0, 12, 1, false, "leap of faith, founded"},
      {"festival", true, 0, 8, 15, false, "leap 中秋"},
  };
  for (const ImportantDate& date : dates) {
    EXPECT_EQ(ParseImportantDate(ToText(date)), date) << ToText(date);
  }
  for (const char* line : {"", "birthday", "birthday solar 1985", "birthday solar x-1-1 "}) {
    EXPECT_EQ(ParseImportantDate(line), std::nullopt) << line;
  }
}

TEST(ContactTest, TheFieldTableGetsAndSetsTheSame) {
  Contact full = Chen();
  full.influence = 4;
  full.attitude = "champion";
  full.important_dates = {{"birthday", true, 1985, 6, 15, true, "x"}, {"festival", false, 0, 1, 1}};
  full.career = "ten years\nin sales";
  Contact copy;
  for (const history::Field<Contact>& field : ContactFields()) field.set(copy, field.get(full));
  EXPECT_THAT(history::Diff(ContactFields(), full, copy), IsEmpty());
  EXPECT_EQ(copy.important_dates, full.important_dates);
  EXPECT_TRUE(IsProtected("career"));
  EXPECT_FALSE(IsProtected("display_name"));
}

}  // namespace
}  // namespace mainstay::accounts
