// Who calls: what a verified token said.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"

namespace mainstay::auth {

struct Principal {
  std::string subject;             // user id, e.g. "wang.li"; empty for an unauthenticated caller
  std::string display_name;        // claim "name"; may be empty
  std::vector<std::string> roles;  // claim "roles"; unknown ones are dropped
  absl::Time expires = absl::InfiniteFuture();

  bool authenticated() const { return !subject.empty(); }
  bool has_role(std::string_view role) const;
};

}  // namespace mainstay::auth
