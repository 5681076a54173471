// Roles, the permissions they grant, and how far those reach. The one table of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/auth/principal.h"

namespace mainstay::auth {

// How much of the data a permission reaches through a role.
enum class Reach {
  kTeam,  // accounts whose team the caller is on
  kAll,   // every account
};

// The widest reach of `permission` over the caller's roles; nothing if none grants it.
std::optional<Reach> Grants(const Principal& principal, std::string_view permission);

// Every role, in the order of the documentation: admin, director, account_manager,
// service_agent, analyst, survey_manager, integration.
const std::vector<std::string>& AllRoles();

// Every permission that some role grants; start-up checks the protos' options against it.
const std::vector<std::string>& AllPermissions();

}  // namespace mainstay::auth
