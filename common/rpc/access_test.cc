// Who gets through the adapter, and what comes back to whom.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/rpc/server_test_kit.h"
#include "common/status/status.h"

namespace mainstay::rpc {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::v1::EchoResponse;
using testing::v1::ListPeopleResponse;
using testing::v1::Person;

std::string ReasonOf(const absl::Status& status) {
  auto detail = status::GetErrorDetail(status);
  return detail ? detail->reason : "";
}

class AccessTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = new EchoServer; }
  static void TearDownTestSuite() { delete server_; }
  static EchoServer* server_;
};
EchoServer* AccessTest::server_;

TEST_F(AccessTest, AnswersACallerWithThePermission) {
  auto answer = server_->EchoAs("wang.li", "account_manager", "whoami");
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->text(), "wang.li wang.li");
  EXPECT_EQ(server_->EchoAs("ada", "admin", "whoami")->text(), "ada all");
}

TEST_F(AccessTest, RefusesACallWithoutAToken) {
  auto answer = Call<EchoResponse>(*server_->channel, kEcho, {}, EchoOf("hello"));
  EXPECT_EQ(answer.status().code(), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(ReasonOf(answer.status()), "TOKEN_MISSING");
}

TEST_F(AccessTest, RefusesATokenThatIsNoToken) {
  auto answer =
      Call<EchoResponse>(*server_->channel, kEcho, {.token = "nonsense"}, EchoOf("hello"));
  EXPECT_EQ(answer.status().code(), absl::StatusCode::kUnauthenticated);
}

TEST_F(AccessTest, RefusesAnotherAuthorizationScheme) {
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Basic YTpi");
  EchoResponse response;
  EXPECT_EQ(server_->EchoRaw(context, EchoOf("hello"), &response).error_code(),
            grpc::StatusCode::UNAUTHENTICATED);
}

TEST_F(AccessTest, RefusesACallerWithoutThePermission) {
  auto answer = server_->EchoAs("wang.li", "account_manager", "hello", EchoMethod("Merge"));
  EXPECT_EQ(answer.status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ReasonOf(answer.status()), "PERMISSION_MISSING");
  EXPECT_THAT(std::string(answer.status().message()), HasSubstr("accounts.merge"));
  EXPECT_TRUE(server_->EchoAs("ada", "director", "hello", EchoMethod("Merge")).ok());
  EXPECT_EQ(server_->EchoAs("ada", "no_such_role", "hello").status().code(),
            absl::StatusCode::kPermissionDenied);
}

TEST_F(AccessTest, LetsAnyoneCallAPublicMethodButNotWithABadToken) {
  auto answer =
      Call<EchoResponse>(*server_->channel, EchoMethod("EchoPublic"), {}, EchoOf("whoami"));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->text(), " ");
  auto refused = Call<EchoResponse>(*server_->channel, EchoMethod("EchoPublic"), {.token = "x"},
                                    EchoOf("whoami"));
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kUnauthenticated);
}

TEST_F(AccessTest, KeepsAMethodAboutTheCallerToTheCaller) {
  EXPECT_EQ(server_->EchoAs("ada", "admin", "whoami", EchoMethod("Mine"))->text(), "ada ada");
}

TEST_F(AccessTest, SaysThatAMethodIsUnknown) {
  for (std::string method : {EchoMethod("NoSuch"), std::string("no.such.Service/Method")}) {
    EXPECT_EQ(server_->Echo("hello", 0, method).status().code(), absl::StatusCode::kUnimplemented);
  }
}

TEST_F(AccessTest, MasksProtectedFieldsAtEveryDepth) {
  auto list = Call<ListPeopleResponse>(*server_->channel, EchoMethod("ListPeople"),
                                       server_->As("ann", "analyst"), EchoOf(""));
  ASSERT_TRUE(list.ok()) << list.status();
  ASSERT_EQ(list->people_size(), 2);
  for (const Person& person : list->people()) {
    EXPECT_THAT(person.name(), Not(IsEmpty()));
    EXPECT_THAT(person.birthday(), IsEmpty());
    EXPECT_THAT(person.interests(), IsEmpty());
    EXPECT_THAT(person.masked_fields(), ElementsAre("birthday", "interests"));
    EXPECT_THAT(person.reports(0).birthday(), IsEmpty());
    EXPECT_THAT(person.reports(0).masked_fields(), ElementsAre("birthday", "interests"));
    EXPECT_THAT(person.deputies().at("deputy").birthday(), IsEmpty());
  }
}

TEST_F(AccessTest, ShowsProtectedFieldsToThoseWithThePermission) {
  auto list = Call<ListPeopleResponse>(*server_->channel, EchoMethod("ListPeople"),
                                       server_->As("wang.li", "account_manager"), EchoOf(""));
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(list->people(0).birthday(), "1980-02-29");
  EXPECT_THAT(list->people(0).masked_fields(), IsEmpty());
}

TEST_F(AccessTest, MasksStreamedMessages) {
  Person person;
  int seen = 0;
  absl::Status status = CallServerStream(*server_->channel, EchoMethod("StreamPeople"),
                                         server_->As("ann", "analyst"), EchoOf(""), &person, [&] {
                                           ++seen;
                                           EXPECT_THAT(person.birthday(), IsEmpty());
                                           return true;
                                         });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(seen, 1);
}

class ProtectedWriteTest : public AccessTest {
 protected:
  absl::Status Update(std::string_view role, const testing::v1::UpdatePersonRequest& request) {
    return Call<Person>(*server_->channel, EchoMethod("UpdatePerson"), server_->As("ann", role),
                        request)
        .status();
  }
};

TEST_F(ProtectedWriteTest, RefusesAProtectedFieldNamingIt) {
  testing::v1::UpdatePersonRequest request;
  request.mutable_person()->add_reports()->set_birthday("1999-01-01");
  absl::Status status = Update("analyst", request);
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(std::string(status.message()), HasSubstr("person.reports.birthday"));
  EXPECT_TRUE(Update("director", request).ok());
}

TEST_F(ProtectedWriteTest, RefusesToEmptyAProtectedFieldThroughTheMask) {
  for (const char* path : {"birthday", "reports", "*", "deputies"}) {
    testing::v1::UpdatePersonRequest request;
    request.mutable_person()->set_name("New");
    request.mutable_update_mask()->add_paths(path);
    EXPECT_EQ(Update("analyst", request).code(), absl::StatusCode::kPermissionDenied) << path;
    EXPECT_TRUE(Update("director", request).ok()) << path;
  }
}

TEST_F(ProtectedWriteTest, LetsOtherFieldsThrough) {
  testing::v1::UpdatePersonRequest request;
  request.mutable_person()->set_name("New");
  request.mutable_update_mask()->add_paths("name");
  EXPECT_TRUE(Update("analyst", request).ok());
}

}  // namespace
}  // namespace mainstay::rpc
