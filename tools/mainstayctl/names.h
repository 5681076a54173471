// What people call the accounts and contacts of a list, which itself has only their ids.
#pragma once

#include <string>

#include "absl/container/flat_hash_map.h"
#include "tools/mainstayctl/session.h"

namespace mainstay::ctl {

// Asks the accounts service, or feedback of cases, once for each. Not thread-safe.
class Names {
 public:
  explicit Names(Session& session) : session_(session) {}
  // For "accounts/{uuid}", and for the name of something that an account has, the account's
  // external id and name; for "accounts/{uuid}/contacts/{uuid}" the contact's name. The id where
  // the caller may not see it, and after the first 300, which take about a second; any other text
  // stays as it is.
  std::string Of(const std::string& name);
  // The same, but a contact's name gives its account.
  std::string OfAccount(const std::string& name);
  // For "accounts/{uuid}/cases/{uuid}" and what lies below it: "#406"; alike.
  std::string NumberOfCase(const std::string& name);

 private:
  // Of a resource name as the service knows it; `id` stands in for it.
  std::string Ask(const std::string& resource, const std::string& id);

  Session& session_;
  absl::flat_hash_map<std::string, std::string> known_;
};

}  // namespace mainstay::ctl
