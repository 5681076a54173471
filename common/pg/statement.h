// A SQL statement by name, prepared on a connection the first time it is used there.
#pragma once

#include <string_view>

namespace mainstay::pg {

// Both views must outlive every session: write them as constants.
//   constexpr pg::Statement kGet{"account_get", R"sql(SELECT … WHERE account_id = $1)sql"};
struct Statement {
  std::string_view name;  // unique in the process
  std::string_view sql;   // with $1 … $n
};

}  // namespace mainstay::pg
