#include "services/engagement/communications/case_inbox_events.h"

#include "absl/strings/str_cat.h"
#include "common/api/uuid.h"
#include "services/engagement/communications/communication_fixture.h"

namespace mainstay::engagement {
namespace {

using ::testing::HasSubstr;

class CaseInboxTest : public CommunicationFixture {
 protected:
  // As the consumer calls the handlers: by the payload's type, in a transaction.
  absl::Status Receive(const feedback::v1::CaseEntryAdded& payload, int64_t version) {
    events::Subscription subscription{.area = "feedback"};
    TakeCaseEntries(subscription);
    events::v1::Event event;
    event.set_area("feedback");
    event.set_type(payload.GetDescriptor()->full_name());
    event.set_payload(payload.SerializeAsString());
    event.set_actor("wang.li");
    event.set_aggregate_version(version);
    *event.mutable_occur_time() = api::TimeToProto(absl::FromUnixSeconds(1700000000));
    return service_.db().Write({}, [&](pg::Tx& tx) {
      return subscription.handlers.find(event.type())->second(tx, event);
    });
  }
  std::vector<v1::Communication> Logged() {
    v1::ListCommunicationsRequest request;
    request.set_parent("accounts/-");
    const auto page = Call<v1::ListCommunicationsResponse>("ListCommunications", request);
    EXPECT_TRUE(page.ok()) << page.status();
    return {page->communications().begin(), page->communications().end()};
  }
};

TEST_F(CaseInboxTest, WhatACustomerWasToldIsACommunication) {
  const std::string contact =
      absl::StrCat(account_, "/contacts/", api::NewUuid(service_.clock().Now()));
  feedback::v1::CaseEntryAdded told;
  told.set_case_(absl::StrCat(account_, "/cases/", api::NewUuid(service_.clock().Now())));
  told.set_number(12);
  told.set_kind(feedback::v1::CASE_ENTRY_KIND_TOLD);
  told.set_channel(feedback::v1::CASE_CHANNEL_IN_PERSON);
  told.set_contact(contact);
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(Receive(told, 3).ok());  // twice is once
  const auto logged = Logged();
  ASSERT_EQ(logged.size(), 1u);
  const v1::Communication& communication = logged[0];
  EXPECT_THAT(communication.name(), HasSubstr(account_));
  EXPECT_EQ(communication.channel(), v1::COMMUNICATION_CHANNEL_MEETING);
  EXPECT_EQ(communication.direction(), v1::COMMUNICATION_DIRECTION_OUTBOUND);
  EXPECT_EQ(communication.contacts(0), contact);
  EXPECT_EQ(communication.users(0), "wang.li");
  EXPECT_EQ(communication.subject(), "Case #12 · 客诉 #12");
  EXPECT_EQ(communication.occur_time().seconds(), 1700000000);
  EXPECT_EQ(communication.source(), told.case_());
  EXPECT_EQ(communication.external_id(), "entries/3");
  ASSERT_TRUE(Receive(told, 4).ok());
  EXPECT_EQ(Logged().size(), 2u);
}

TEST_F(CaseInboxTest, NotesAmongUsAreNone) {
  feedback::v1::CaseEntryAdded note;
  note.set_case_(absl::StrCat(account_, "/cases/", api::NewUuid(service_.clock().Now())));
  note.set_kind(feedback::v1::CASE_ENTRY_KIND_NOTE);
  ASSERT_TRUE(Receive(note, 2).ok());
  EXPECT_TRUE(Logged().empty());
}

}  // namespace
}  // namespace mainstay::engagement
