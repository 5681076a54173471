#include "services/engagement/commitments/commitment_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "common/directory/directory_store.h"
#include "common/pg/statement.h"

namespace mainstay::engagement {
namespace {

constexpr pg::Statement kInsert{"commitment_insert", R"sql(
INSERT INTO commitments (commitment_id, version, subject, body, party, promiser, beneficiary,
  due_time, original_due_time, time_zone, source, state, renegotiation_count, kept_time,
  punctuality, proof, evidence_uris, close_reason, create_time, update_time, account_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
  $21)
)sql"};

constexpr pg::Statement kUpdate{"commitment_update", R"sql(
UPDATE commitments SET version = $2, subject = $3, body = $4, party = $5, promiser = $6,
  beneficiary = $7, due_time = $8, original_due_time = $9, time_zone = $10, source = $11,
  state = $12, renegotiation_count = $13, kept_time = $14, punctuality = $15, proof = $16,
  evidence_uris = $17, close_reason = $18, create_time = $19, update_time = $20
WHERE commitment_id = $1
)sql"};

#define MAINSTAY_COMMITMENT_COLUMNS                                                          \
  "c.commitment_id, c.version, c.subject, c.body, c.party, c.promiser, c.beneficiary, "      \
  "c.due_time, c.original_due_time, c.time_zone, c.source, c.state, c.renegotiation_count, " \
  "c.kept_time, c.punctuality, c.proof, c.evidence_uris, c.close_reason, c.create_time, "    \
  "c.update_time"
constexpr int kColumns = 20;

#define MAINSTAY_COMMITMENT_READ        \
  "SELECT " MAINSTAY_COMMITMENT_COLUMNS \
  " FROM commitments c WHERE c.commitment_id = $2 AND c.account_id IN " MAINSTAY_FAMILY("$1")
constexpr pg::Statement kRead{"commitment_read", MAINSTAY_COMMITMENT_READ};
constexpr pg::Statement kLock{"commitment_lock", MAINSTAY_COMMITMENT_READ " FOR UPDATE OF c"};

// Parameters $1 to $20 of both kInsert and kUpdate.
std::vector<pg::Param> Row(const Commitment& c) {
  return {pg::ToParam(c.id),
          pg::ToParam(c.version),
          pg::ToParam(c.subject),
          pg::ToParam(c.text),
          pg::ToParam(c.party),
          pg::ToParam(c.promiser),
          pg::ToParam(c.beneficiary),
          pg::ToParam(c.due_time),
          pg::ToParam(c.original_due_time),
          pg::ToParam(c.time_zone),
          pg::ToParam(c.source),
          pg::ToParam(c.state),
          pg::ToParam(c.renegotiation_count),
          pg::ToParam(c.kept_time),
          pg::ToParam(c.punctuality),
          pg::ToParam(c.proof),
          pg::ToParam(c.evidence_uris),
          pg::ToParam(c.close_reason),
          pg::ToParam(c.create_time),
          pg::ToParam(c.update_time)};
}

// A row of MAINSTAY_COMMITMENT_COLUMNS, seen under `account_id`.
Commitment FromRow(const pqxx::row& row, const std::string& account_id) {
  Commitment c;
  c.account_id = account_id;
  c.id = row[0].c_str();
  c.version = row[1].as<int64_t>();
  c.subject = row[2].c_str();
  c.text = row[3].c_str();
  c.party = row[4].c_str();
  c.promiser = row[5].c_str();
  c.beneficiary = row[6].c_str();
  c.due_time = pg::ParseTime(row[7].c_str());
  c.original_due_time = pg::ParseTime(row[8].c_str());
  c.time_zone = row[9].c_str();
  c.source = row[10].c_str();
  c.state = row[11].c_str();
  c.renegotiation_count = row[12].as<int>();
  if (!row[13].is_null()) c.kept_time = pg::ParseTime(row[13].c_str());
  c.punctuality = row[14].c_str();
  c.proof = row[15].c_str();
  c.evidence_uris = pg::ParseArray(row[16].c_str());
  c.close_reason = row[17].c_str();
  c.create_time = pg::ParseTime(row[18].c_str());
  c.update_time = pg::ParseTime(row[19].c_str());
  return c;
}

std::optional<Commitment> First(const pqxx::result& rows, const std::string& account_id) {
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0], account_id);
}

}  // namespace

void InsertCommitment(pg::Tx& tx, const Commitment& commitment) {
  std::vector<pg::Param> params = Row(commitment);
  params.push_back(pg::ToParam(commitment.account_id));
  tx.RunParams(kInsert, params);
}

void UpdateCommitment(pg::Tx& tx, const Commitment& commitment) {
  tx.RunParams(kUpdate, Row(commitment));
}

std::optional<Commitment> ReadCommitment(pg::Tx& tx, const std::string& account_id,
                                         const std::string& commitment_id) {
  return First(tx.Run(kRead, account_id, commitment_id), account_id);
}

std::optional<Commitment> LockCommitment(pg::Tx& tx, const std::string& account_id,
                                         const std::string& commitment_id) {
  return First(tx.Run(kLock, account_id, commitment_id), account_id);
}

std::vector<api::FilterField> CommitmentFilterFields(absl::Time now) {
  using enum api::FilterType;
  return {
      {"state", "c.state", kEnum,
       api::EnumFilterValues("COMMITMENT_STATE_", {"open", "kept", "broken", "cancelled"})},
      {"party", "c.party", kEnum, api::EnumFilterValues("COMMITMENT_PARTY_", {"ours", "customer"})},
      {"promiser", "c.promiser", kText},
      {"beneficiary", "c.beneficiary", kText},
      {"source", "c.source", kText},
      {"punctuality", "c.punctuality", kEnum,
       api::EnumFilterValues("PUNCTUALITY_", {"on_time", "after_renegotiation", "late"})},
      {"overdue",
       absl::StrCat("(c.state = 'open' AND c.due_time < '", *pg::ToParam(now), "'::timestamptz)"),
       kBool},
      {"due_time", "c.due_time", kTime},
      {"kept_time", "c.kept_time", kTime},
      {"create_time", "c.create_time", kTime},
      {"update_time", "c.update_time", kTime},
  };
}

absl::Span<const api::Sort> CommitmentSorts() {
  static constexpr api::Sort kSorts[] = {
      {"due_time", false, "c.due_time", "timestamptz"},
      {"due_time", true, "c.due_time", "timestamptz"},
      {"update_time", true, "c.update_time", "timestamptz"},
  };
  return kSorts;
}

api::Rows<Commitment> ListCommitments(pg::Tx& tx, const api::ListQuery& query,
                                      const std::string& account_id,
                                      const auth::AccountScope& scope) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat("SELECT " MAINSTAY_COMMITMENT_COLUMNS ", coalesce(d.survivor_id, c.account_id)",
                   api::KeyColumns(query, "c.commitment_id"),
                   " FROM commitments c LEFT JOIN account_directory d USING (account_id) WHERE ",
                   query.filter.where);
  absl::StrAppend(&sql, directory::AccountsPredicate(params, "c.account_id", account_id, scope));
  absl::StrAppend(&sql, api::KeysetEnd(query, "c.commitment_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query,
                       [](const pqxx::row& row) { return FromRow(row, row[kColumns].c_str()); });
}

}  // namespace mainstay::engagement
