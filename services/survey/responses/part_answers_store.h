// Part answers in PostgreSQL.
#pragma once

#include <pqxx/result>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/survey/responses/part_answers.h"

namespace mainstay::survey {

// To be selected of part_answers p (sitting_store.h); PartAnswersOfRow reads them from `first` on.
#define MAINSTAY_PART_COLUMNS "p.save_count, p.language, p.section, p.seed, p.answers, p.start_time"
inline constexpr int kPartColumns = 6;
PartAnswers PartAnswersOfRow(const pqxx::row& row, int first = 0);

// `key` is of part_key.h everywhere.
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
