#include "tests/fault/hand.h"

#include <gtest/gtest.h>
#include <mainstay/accounts/v1/account_service.pb.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/api/etag.h"
#include "common/api/uuid.h"
#include "common/rpc/channel.h"
#include "common/trace/trace.h"

namespace mainstay::faults {

namespace v1 = accounts::v1;

template <class Res, class Req>
absl::StatusOr<Res> Hand::Send(std::string_view method, Req request, std::string request_id) {
  const trace::TraceContext trace = trace::NewTrace();
  if (request_id.empty()) request_id = api::NewUuid(absl::Now());
  request.set_request_id(request_id);
  const auto answer =
      rpc::Call<Res>(suite_.channel(Part::kAccounts), absl::StrCat("mainstay.accounts.v1.", method),
                     {.token = token_,
                      .traceparent = trace.ToTraceparent(),
                      .deadline = absl::Now() + absl::Seconds(60)},
                     request);
  if (!answer.ok()) return answer;
  std::lock_guard lock(mutex_);
  writes_.push_back({.service = Part::kAccounts,
                     .method = std::string(method),
                     .request_id = request_id,
                     .trace_id = trace.trace_id,
                     .told = Told::kAcknowledged,
                     .version = api::VersionOf(answer->etag()).value_or(0),
                     .attempts = 1});
  return answer;
}

std::string Hand::CreateAccount(const std::string& name) {
  v1::CreateAccountRequest request;
  request.mutable_account()->set_display_name(name);
  request.set_allow_duplicate(true);
  const auto account = Send<v1::Account>("AccountService/CreateAccount", request, "");
  EXPECT_TRUE(account.ok()) << account.status();
  return account.ok() ? account->name() : "";
}

absl::Status Hand::Rename(const std::string& account, const std::string& name,
                          const std::string& request_id) {
  v1::UpdateAccountRequest request;
  request.mutable_account()->set_name(account);
  request.mutable_account()->set_display_name(name);
  request.mutable_update_mask()->add_paths("display_name");
  return Send<v1::Account>("AccountService/UpdateAccount", request, request_id).status();
}

std::vector<Write> Hand::writes() const {
  std::lock_guard lock(mutex_);
  return writes_;
}

}  // namespace mainstay::faults
