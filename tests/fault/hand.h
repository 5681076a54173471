// A client that writes one thing at a time, where everything is well.
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/fault/load.h"
#include "tests/fault/private_suite.h"

namespace mainstay::faults {

// Any threads; `writes` is read while none writes.
class Hand {
 public:
  explicit Hand(Suite& suite) : suite_(suite), token_(suite.Token("writer-0")) {}

  // "accounts/{uuid}"; expected to succeed.
  std::string CreateAccount(const std::string& name);
  // One attempt. `request_id`: a new one when empty.
  absl::Status Rename(const std::string& account, const std::string& name,
                      const std::string& request_id = "");

  // What was acknowledged.
  std::vector<Write> writes() const;

 private:
  template <class Res, class Req>
  absl::StatusOr<Res> Send(std::string_view method, Req request, std::string request_id);

  Suite& suite_;
  const std::string token_;
  mutable std::mutex mutex_;
  std::vector<Write> writes_;
};

}  // namespace mainstay::faults
