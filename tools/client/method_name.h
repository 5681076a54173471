// How our own clients name methods.
#pragma once

#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"

namespace mainstay::client {

// The full name of "AccountService/GetAccount"; of another area than accounts with the area before
// it: "mainstay.engagement.v1.VisitService/GetVisit" of "engagement/VisitService/GetVisit".
inline std::string FullMethod(std::string_view method) {
  const size_t slash = method.find('/');
  if (method.find('/', slash + 1) == method.npos) {
    return absl::StrCat("mainstay.accounts.v1.", method);
  }
  return absl::StrCat("mainstay.", method.substr(0, slash), ".v1.", method.substr(slash + 1));
}

}  // namespace mainstay::client
