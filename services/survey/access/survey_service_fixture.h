// Survey's handlers on a real server: the fixture of its service tests.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "common/testing/area_fixture.h"
#include "services/survey/access/survey_test_kit.h"
#include "services/survey/constraint_errors.h"
#include "services/survey/deps.h"

namespace mainstay::survey {

class SurveyServiceTest : public testing::AreaTest<Deps> {
 protected:
  SurveyServiceTest(const std::vector<std::string>& services, std::vector<Register> handlers)
      : AreaTest("survey", services, std::move(handlers), &SurveyConstraintErrors()) {}
};

}  // namespace mainstay::survey
