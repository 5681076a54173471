// What is known of accounts' satisfaction, and what was told of it, in PostgreSQL.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/survey/satisfaction/account_figures.h"

namespace mainstay::survey {

// A response that counts, its answers as they are kept (responses/answer_document.h).
struct CountedResponse {
  std::string contact_id;
  std::string confidential_campaign;  // empty: of an identified one
  std::string questionnaire_id;
  int questionnaire_version = 0;
  std::string answers;
  bool settled = true;  // of a confidential campaign
};

// By account, those of it and of what was merged into it, since `start`, of campaigns that count
// and are not anonymous; the newest first, at most 5,000. Of confidential campaigns until they are
// settled only who answered, no answers; after that what is in figures, by the time of settling.
std::map<std::string, std::vector<CountedResponse>> ReadCountedResponses(
    pg::Tx& tx, const std::vector<std::string>& account_ids, absl::Time start);
std::map<std::string, std::vector<Invited>> ReadInvited(pg::Tx& tx,
                                                        const std::vector<std::string>& account_ids,
                                                        absl::Time start);

// Notes that answers of these accounts came in: their figures are to be worked out anew. Never
// waits for anybody who notes the same.
void NoteAnswered(pg::Tx& tx, const std::vector<std::string>& account_ids);

// The accounts of at most `limit` notes, each once, in the order of their ids; the notes are
// forgotten by this. Of merged ones the survivor, here and below.
std::vector<std::string> TakeNoted(pg::Tx& tx, int limit);
// Accounts that were measured before `before`, or never and were invited since `start`, or before a
// confidential campaign that they answered was settled, if that was since `before`; at most `limit`
// of each.
std::vector<std::string> ReadOutdated(pg::Tx& tx, absl::Time before, absl::Time start, int limit);

// What was told last of an account; of figures, those of the event.
struct ToldSatisfaction {
  int64_t version = 0;  // counts its events; 0: nothing yet
  AccountFigures figures;
  absl::Time measure_time;
};
// By account; locked until the transaction ends, in the order of their ids.
std::map<std::string, ToldSatisfaction> LockTold(pg::Tx& tx,
                                                 const std::vector<std::string>& account_ids);
void KeepTold(pg::Tx& tx, const std::map<std::string, ToldSatisfaction>& all);

}  // namespace mainstay::survey
