// Numbers that conditions compare with, against what the names can be. Domain code: no SQL, no
// proto.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "services/survey/expression/expression.h"

namespace mainstay::survey {

// Whether no name is compared with a number beyond its declared ends, by <, <=, > or >= (the other
// comparisons are CheckCondition's): "nps <= 60" holds for everybody who answered and was meant
// otherwise. INVALID_ARGUMENT says where and names the scale. For what people write now; what was
// stored before stays readable. `text` is what `condition` was parsed from, which passed
// CheckCondition.
absl::Status CheckScales(const Condition& condition, std::string_view text,
                         const Declarations& declarations);

}  // namespace mainstay::survey
