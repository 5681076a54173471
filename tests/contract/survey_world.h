// A world of survey for its authorisation matrix: the service with all of it, and one of each kind
// of thing in it.
#pragma once

#include "common/directory/directory.h"
#include "common/events/event_admin.h"
#include "common/testing/directory_kit.h"
#include "services/survey/access/survey_test_kit.h"
#include "services/survey/constraint_errors.h"
#include "services/survey/deps.h"
#include "tests/contract/authorisation_matrix_fixture.h"
#include "tests/contract/survey_table.h"

namespace mainstay::contract {

class SurveyWorld : public AuthorisationMatrix {
 protected:
  SurveyWorld() : AuthorisationMatrix("survey", kSurveyTable) {}

  testing::ServiceFixture& service() override { return service_; }

  void Register(rpc::Router& router) {
    deps_.page_tokens = &page_tokens_;
    deps_.directory = &directory_;
    events::RegisterEventAdmin(router, "survey", &page_tokens_);
  }

  int made_ = 0;
  directory::Directory directory_{testing::NoAccounts()};
  survey::Deps deps_;
  testing::ServiceFixture service_{{.migrations = "services/survey/migrations",
                                    .services = Services(),
                                    .handlers = [this](rpc::Router& router) { Register(router); },
                                    .constraint_errors = &survey::SurveyConstraintErrors()}};
};

}  // namespace mainstay::contract
