#include "common/auth/principal.h"

#include <algorithm>

namespace mainstay::auth {

bool Principal::has_role(std::string_view role) const {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

}  // namespace mainstay::auth
