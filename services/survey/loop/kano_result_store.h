// KANO findings in PostgreSQL.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/survey/loop/kano_result.h"

namespace mainstay::survey {

// What the responses of the campaign say of each question now, in the order given; id and version
// as it was told last, locked until the transaction ends.
std::vector<KanoFinding> CountKano(pg::Tx& tx, const std::string& campaign_id,
                                   const std::vector<KanoQuestion>& questions);

// Whether these counts are what was told last.
bool IsToldSo(pg::Tx& tx, const KanoFinding& finding);
// Keeps what is told now, with its id and version.
void KeepKano(pg::Tx& tx, const KanoFinding& finding);

// A campaign with purpose KANO that was closed and has told nothing since, and is not locked; ""
// when there is none. NoteTold marks it.
std::string ClosedKanoStudy(pg::Tx& tx);
void NoteTold(pg::Tx& tx, const std::string& campaign_id, absl::Time now);

}  // namespace mainstay::survey
