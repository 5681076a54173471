// Loads the demo company through the public API, as a user would.
#pragma once

#include <functional>
#include <string>

#include <google/protobuf/message.h>
#include <grpcpp/channel.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/demo/company.h"

namespace mainstay::demo {

// A UUID made of the method and the request's content: the same call has the same id on every run,
// so that a load that broke off can be run again.
std::string RequestId(std::string_view method, const google::protobuf::Message& request);

struct LoadOptions {
  std::string token;
  int in_flight = 8;
  // Told what is being loaded, how much of it is done, and of how much; any thread, one at a time.
  std::function<void(std::string_view what, int done, int total)> progress;
};

// What the server says of the imported trade.
struct LoadResult {
  accounts::v1::TradeImport import;
};

// Accounts, trade, contacts, teams and payments, visits and communications, rules and a plan. What
// is there already stays as it is.
absl::StatusOr<LoadResult> Load(const Company& company, grpc::Channel& channel,
                                const LoadOptions& options);

}  // namespace mainstay::demo
