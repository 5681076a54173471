// Holds a running service to every cell of its table: each role, each method, an account of the
// caller's own team and one of another's; without a token, and with no role.
#pragma once

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>
#include <mainstay/events/v1/event.pb.h>
#include <mainstay/options/v1/options.pb.h>

#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/types/span.h"
#include "common/api/page.h"
#include "common/api/uuid.h"
#include "common/auth/roles.h"
#include "common/testing/service_fixture.h"
#include "tests/contract/authorisation_table.h"

namespace mainstay::contract {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

inline constexpr char kMe[] = "me";          // whoever calls
inline constexpr char kOther[] = "another";  // whose team the caller is not on

// Every method of the mainstay.*.v1 services that the protos declare, as "Service/Method".
inline std::vector<const MethodDescriptor*> AllMethods() {
  std::ifstream file(MAINSTAY_PROTOSET, std::ios::binary);
  google::protobuf::FileDescriptorSet set;
  EXPECT_TRUE(set.ParseFromIstream(&file)) << MAINSTAY_PROTOSET;
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  std::vector<const MethodDescriptor*> methods;
  for (const auto& declared : set.file()) {
    if (!absl::StartsWith(declared.package(), "mainstay.")) continue;
    const auto* linked = pool->FindFileByName(declared.name());
    EXPECT_NE(linked, nullptr) << declared.name();
    for (int s = 0; linked != nullptr && s < linked->service_count(); ++s) {
      for (int m = 0; m < linked->service(s)->method_count(); ++m) {
        methods.push_back(linked->service(s)->method(m));
      }
    }
  }
  return methods;
}

inline std::string ShortName(const MethodDescriptor& method) {
  return absl::StrCat(method.service()->name(), "/", method.name());
}

// What the placeholders of a request stand for.
using World = std::map<std::string, std::string>;

// One area's matrix. `area` is "accounts".
class AuthorisationMatrix : public ::testing::Test {
 protected:
  AuthorisationMatrix(std::string area, absl::Span<const Row> table)
      : area_(std::move(area)), table_(table) {}

  // The running service, in its own database.
  virtual testing::ServiceFixture& service() = 0;
  // An account of that owner's with what belongs to it; only what the request asks for.
  virtual World NewWorld(const std::string& owner, std::string_view request) = 0;
  // What belongs to nobody; made after the accounts.
  virtual void AddCommon(std::string_view request, World& world) = 0;

  std::string package() const { return absl::StrCat("mainstay.", area_, ".v1"); }

  std::vector<const MethodDescriptor*> Methods() const {
    std::vector<const MethodDescriptor*> methods;
    for (const MethodDescriptor* method : AllMethods()) {
      if (method->file()->package() == package()) methods.push_back(method);
    }
    return methods;
  }
  std::vector<std::string> Services() const {
    std::set<std::string> names;
    for (const MethodDescriptor* method : Methods()) names.insert(method->service()->full_name());
    return {names.begin(), names.end()};
  }

  std::string DeadLetter() {
    const std::string id = api::NewUuid(absl::Now());
    mainstay::events::v1::Event event;
    event.set_aggregate_type("case");
    event.set_aggregate_id(id);
    event.set_aggregate_version(1);
    const std::string bytes = event.SerializeAsString();
    absl::Status status = service().db().Write({}, [&](pg::Tx& tx) {
      tx.Exec(
          "INSERT INTO event_backlog (event_id, area, partition, account_id, seq, type, event, "
          "state, attempts, next_attempt_time, error, create_time) VALUES "
          "($1, 'another', 0, $1, 1, 't', $2, 'dead', 5, 'infinity', '', now())",
          {id, pg::ToParam(pg::Bytes{bytes})});
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
    return absl::StrCat("services/", area_, "/deadLetters/", id);
  }

  const MethodDescriptor* Method(std::string_view short_name) {
    for (const MethodDescriptor* method : Methods()) {
      if (ShortName(*method) == short_name) return method;
    }
    return nullptr;
  }

  // One call of any kind; a streamed answer leaves its last message.
  absl::Status Send(const MethodDescriptor& method, const rpc::CallOptions& options,
                    const Message& request, Message* response) {
    std::string name = absl::StrCat(method.service()->full_name(), "/", method.name());
    if (method.client_streaming()) {
      bool sent = false;
      auto next = [&](Message* message) {
        if (sent) return false;
        message->CopyFrom(request);
        return sent = true;
      };
      std::unique_ptr<Message> message(request.New());
      return rpc::CallClientStream(service().channel(), name, options, next, message.get(),
                                   response);
    }
    if (method.server_streaming()) {
      return rpc::CallServerStream(service().channel(), name, options, request, response,
                                   [] { return true; });
    }
    return rpc::Call(service().channel(), name, options, request, response);
  }

  std::unique_ptr<Message> New(const google::protobuf::Descriptor* type) {
    return std::unique_ptr<Message>(
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
  }

  // Calls and gives "OK", "OK, without it" for an answer without the account, or the code's name.
  std::string Outcome(const Row& row, const rpc::CallOptions& options, const World& world) {
    const MethodDescriptor* method = Method(row.method);
    std::unique_ptr<Message> request = New(method->input_type());
    std::unique_ptr<Message> response = New(method->output_type());
    std::vector<std::pair<std::string, std::string>> values(world.begin(), world.end());
    std::string text = absl::StrReplaceAll(row.request, values);
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, request.get())) << text;
    absl::Status status = Send(*method, options, *request, response.get());
    if (!status.ok()) {
      return status.code() == absl::StatusCode::kNotFound ||
                     status.code() == absl::StatusCode::kPermissionDenied ||
                     status.code() == absl::StatusCode::kUnauthenticated
                 ? absl::StatusCodeToString(status.code())
                 : status.ToString();
    }
    bool all_there = row.about != About::kAccounts ||
                     absl::StrContains(response->DebugString(), world.at("$account"));
    return all_there ? "OK" : "OK, without it";
  }

  static std::string Expected(const Row& row, char reach, bool own) {
    if (reach == '-') return "PERMISSION_DENIED";
    if (reach == '*' || own || row.about == About::kNothing) return "OK";
    if (row.about == About::kPerson) return "PERMISSION_DENIED";
    return row.about == About::kAccount ? "NOT_FOUND" : "OK, without it";
  }

  void NamesEveryRole() {
    std::vector<std::string> roles(std::begin(kRoles), std::end(kRoles));
    EXPECT_EQ(roles, auth::AllRoles());
    for (const Row& row : table_) EXPECT_EQ(row.reach.size(), roles.size()) << row.method;
  }

  void NamesEveryMethodOnce() {
    std::vector<std::string> declared, named;
    for (const MethodDescriptor* method : Methods()) declared.push_back(ShortName(*method));
    for (const Row& row : table_) named.emplace_back(row.method);
    EXPECT_THAT(named, ::testing::UnorderedElementsAreArray(declared));
  }

  void NobodyGetsInWithoutATokenOrARole() {
    for (const Row& row : table_) {
      // Every placeholder is nonsense: nobody gets far enough to notice.
      const Row nonsense{row.method, row.reach, row.about, "", row.fresh};
      const bool is_public =
          Method(row.method)->options().GetExtension(mainstay::options::v1::policy).scope() ==
          mainstay::options::v1::SCOPE_PUBLIC;
      const std::string nobody = Outcome(nonsense, rpc::CallOptions(), {});
      const std::string powerless = Outcome(nonsense, service().As(kMe, "no such role"), {});
      if (is_public) {
        // A page says itself that there is nothing.
        EXPECT_THAT(nobody, ::testing::AnyOf("NOT_FOUND", "OK")) << row.method;
        EXPECT_EQ(powerless, nobody) << row.method;
      } else {
        EXPECT_EQ(nobody, "UNAUTHENTICATED") << row.method;
        EXPECT_EQ(powerless, "PERMISSION_DENIED") << row.method;
      }
    }
  }

  void EveryCellHolds() {
    for (const Row& row : table_) {
      std::map<bool, World> shared;
      for (size_t role = 0; role < std::size(kRoles); ++role) {
        for (bool own : {true, false}) {
          if (row.fresh || !shared.contains(own)) {
            shared[own] = NewWorld(own ? kMe : kOther, row.request);
            AddCommon(row.request, shared[own]);
          }
          EXPECT_EQ(Outcome(row, service().As(kMe, kRoles[role]), shared[own]),
                    Expected(row, row.reach[role], own))
              << row.method << " by " << kRoles[role] << ", "
              << (own ? "their own account" : "another team's account");
        }
      }
    }
  }

  const std::string area_;
  const absl::Span<const Row> table_;
  api::PageTokens page_tokens_{"0123456789abcdef0123456789abcdef"};
};

}  // namespace mainstay::contract
