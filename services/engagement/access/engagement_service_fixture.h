// Engagement's handlers on a real server: the fixture of its service tests.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "common/testing/area_fixture.h"
#include "services/engagement/access/engagement_test_kit.h"
#include "services/engagement/constraint_errors.h"
#include "services/engagement/deps.h"

namespace mainstay::engagement {

class EngagementServiceTest : public testing::AreaTest<Deps> {
 protected:
  EngagementServiceTest(const std::vector<std::string>& services, std::vector<Register> handlers)
      : AreaTest("engagement", services, std::move(handlers), &EngagementConstraintErrors(),
                 [](rpc::ServerOptions& options) { options.batch_workers = 4; }) {}
};

}  // namespace mainstay::engagement
