// Published versions of questionnaires in PostgreSQL. They never change, so they are read once a
// process.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/survey/questionnaires/form.h"

namespace mainstay::survey {

struct PublishedVersion {
  std::string questionnaire_id;  // bare UUID
  int number = 0;                // from 1
  Form form;                     // content and conditions
  std::string publisher;         // user id
  std::string reason;            // as the publisher gave it
  absl::Time publish_time;

  const QuestionnaireContent& content() const { return form.content; }
};

// A version of a questionnaire, also of one that is retired or deleted. Kept for the process' life,
// the least lately used forgotten beyond 200. NOT_FOUND names the version. Thread-safe.
absl::StatusOr<std::shared_ptr<const PublishedVersion>> ReadVersion(
    pg::Tx& tx, const std::string& questionnaire_id, int number);

}  // namespace mainstay::survey
