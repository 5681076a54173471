#include "common/auth/policy.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/auth/roles.h"
#include "common/status/status.h"

namespace mainstay::auth {

absl::StatusOr<options::v1::Policy> PolicyOf(const google::protobuf::MethodDescriptor& method) {
  auto problem = [&](std::string_view what) {
    return absl::FailedPreconditionError(absl::StrCat(method.full_name(), ": ", what));
  };
  if (!method.options().HasExtension(options::v1::policy)) {
    return problem("has no (mainstay.options.v1.policy)");
  }
  const options::v1::Policy& policy = method.options().GetExtension(options::v1::policy);
  if (policy.scope() == options::v1::SCOPE_UNSPECIFIED) return problem("its policy has no scope");
  if (policy.scope() == options::v1::SCOPE_PUBLIC) {
    if (!policy.permission().empty()) return problem("is public and yet names a permission");
    return policy;
  }
  const std::vector<std::string>& granted = AllPermissions();
  if (std::find(granted.begin(), granted.end(), policy.permission()) == granted.end()) {
    return problem(absl::StrCat("no role grants its permission \"", policy.permission(), "\""));
  }
  return policy;
}

absl::StatusOr<AccountScope> Authorize(const options::v1::Policy& policy,
                                       const Principal& principal) {
  if (policy.scope() == options::v1::SCOPE_PUBLIC) return AccountScope::Team(principal.subject);
  if (!principal.authenticated()) {
    return status::Error(absl::StatusCode::kUnauthenticated, "TOKEN_MISSING",
                         "send a bearer token in the authorization header");
  }
  std::optional<Reach> reach = Grants(principal, policy.permission());
  if (!reach) {
    return status::Error(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING",
                         absl::StrCat("this needs the permission ", policy.permission(),
                                      "; ask an administrator for a role that grants it"),
                         {{"permission", policy.permission()}});
  }
  // A method about the caller's own things never reaches further, whatever the role.
  if (policy.scope() == options::v1::SCOPE_SELF || *reach == Reach::kTeam) {
    return AccountScope::Team(principal.subject);
  }
  return AccountScope::All();
}

}  // namespace mainstay::auth
