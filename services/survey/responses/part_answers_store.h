// Part answers in PostgreSQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/survey/responses/part_answers.h"

namespace mainstay::survey {

// `key` is of part_key.h everywhere.
std::optional<PartAnswers> ReadPartAnswers(pg::Tx& tx, const std::string& key);

// Begins, or begins again while nothing was answered: the time starts anew, the seed stays. What
// others have begun or saved meanwhile stays as well. As it is then.
PartAnswers BeginPartAnswers(pg::Tx& tx, const std::string& key, const std::string& campaign_id,
                             const PartAnswers& part, absl::Time now);

// Writes them, there or not yet.
void KeepPartAnswers(pg::Tx& tx, const std::string& key, const std::string& campaign_id,
                     const PartAnswers& part, absl::Time now);

void DeletePartAnswers(pg::Tx& tx, const std::vector<std::string>& keys);

// They are kept so long after they were last touched.
inline constexpr absl::Duration kPartAnswersKept = absl::Hours(24 * 120);

// Forgets at most a batch of older ones; true when there may be more. For service::PeriodicTask.
absl::StatusOr<bool> ForgetPartAnswers(pg::Tx& tx, absl::Time now);

}  // namespace mainstay::survey
