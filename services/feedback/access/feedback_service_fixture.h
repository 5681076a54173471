// Feedback's handlers on a real server: the fixture of its service tests.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "common/testing/area_fixture.h"
#include "services/feedback/access/feedback_test_kit.h"
#include "services/feedback/constraint_errors.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

class FeedbackServiceTest : public testing::AreaTest<Deps> {
 protected:
  FeedbackServiceTest(const std::vector<std::string>& services, std::vector<Register> handlers)
      : AreaTest("feedback", services, std::move(handlers), &FeedbackConstraintErrors()) {}
};

}  // namespace mainstay::feedback
