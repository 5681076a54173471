#include "services/survey/responses/part_answers_store.h"

#include <pqxx/result>

#include "common/pg/statement.h"
#include "services/survey/responses/answer_document.h"

namespace mainstay::survey {
namespace {

constexpr int kForgetBatch = 1000;

constexpr pg::Statement kBegin{"part_answers_begin", R"sql(
INSERT INTO part_answers AS p (part_key, campaign_id, save_count, language, section, seed, answers,
  start_time, update_time)
VALUES ($1, $2, 0, $3, $4, $5, '{}', $6, $7)
ON CONFLICT (part_key) DO UPDATE SET
  language = excluded.language, section = excluded.section, update_time = excluded.update_time,
  start_time = CASE WHEN p.save_count = 0 THEN excluded.start_time ELSE p.start_time END
RETURNING )sql" MAINSTAY_PART_COLUMNS};
constexpr pg::Statement kKeep{"part_answers_keep", R"sql(
INSERT INTO part_answers (part_key, campaign_id, save_count, language, section, seed, answers,
  start_time, update_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (part_key) DO UPDATE SET save_count = excluded.save_count,
  language = excluded.language, section = excluded.section, answers = excluded.answers,
  update_time = excluded.update_time
)sql"};
constexpr pg::Statement kDelete{"part_answers_delete",
                                "DELETE FROM part_answers WHERE part_key = ANY ($1::bytea[])"};
constexpr pg::Statement kForget{"part_answers_forget", R"sql(
DELETE FROM part_answers WHERE part_key IN (
  SELECT part_key FROM part_answers WHERE update_time < $1 LIMIT $2::int)
)sql"};

}  // namespace

PartAnswers PartAnswersOfRow(const pqxx::row& row, int first) {
  const auto at = [&](int column) {
    return row[static_cast<pqxx::row::size_type>(first + column)];
  };
  PartAnswers part;
  part.save_count = at(0).as<int64_t>();
  part.language = at(1).c_str();
  part.section = at(2).c_str();
  part.seed = static_cast<uint64_t>(at(3).as<int64_t>());
  // What we wrote ourselves can be read.
  part.answers = ParseAnswerDocument(at(4).c_str()).value_or(Answers());
  part.start_time = pg::ParseTime(at(5).c_str());
  return part;
}

PartAnswers BeginPartAnswers(pg::Tx& tx, const std::string& key, const std::string& campaign_id,
                             const PartAnswers& part, absl::Time now) {
  return PartAnswersOfRow(tx.Run(kBegin, pg::Bytes{key}, campaign_id, part.language, part.section,
                                 static_cast<int64_t>(part.seed), part.start_time, now)[0]);
}

void KeepPartAnswers(pg::Tx& tx, const std::string& key, const std::string& campaign_id,
                     const PartAnswers& part, absl::Time now) {
  tx.Run(kKeep, pg::Bytes{key}, campaign_id, part.save_count, part.language, part.section,
         static_cast<int64_t>(part.seed), AnswerDocument(part.answers), part.start_time, now);
}

void DeletePartAnswers(pg::Tx& tx, const std::vector<std::string>& keys) {
  std::vector<std::string> in_hex;
  for (const std::string& key : keys) in_hex.push_back(*pg::ToParam(pg::Bytes{key}));
  tx.Run(kDelete, in_hex);
}

absl::StatusOr<bool> ForgetPartAnswers(pg::Tx& tx, absl::Time now) {
  const pqxx::result deleted = tx.Run(kForget, now - kPartAnswersKept, kForgetBatch);
  return deleted.affected_rows() == static_cast<pqxx::result::size_type>(kForgetBatch);
}

}  // namespace mainstay::survey
