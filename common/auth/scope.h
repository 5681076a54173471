// What of the accounts a call may reach: a value that store methods must be given, and that only
// the policy makes. It becomes a SQL predicate.
#pragma once

#include <optional>
#include <string>

namespace mainstay::auth {

class AccountScope {
 public:
  // Every account.
  static AccountScope All() { return AccountScope(std::nullopt); }
  // The accounts whose team `user` is on.
  static AccountScope Team(std::string user) { return AccountScope(std::move(user)); }

  bool all() const { return !user_.has_value(); }
  // The team member's user id, or nothing when all() — as a SQL parameter, NULL means all:
  //   ($n::text IS NULL OR EXISTS (SELECT 1 FROM team_members m
  //      WHERE m.account_id = a.account_id AND m.user_id = $n))
  const std::optional<std::string>& user() const { return user_; }

 private:
  explicit AccountScope(std::optional<std::string> user) : user_(std::move(user)) {}
  std::optional<std::string> user_;
};

}  // namespace mainstay::auth
