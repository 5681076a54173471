#include "services/survey/invitations/invitation_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/directory/directory_store.h"
#include "common/pg/column.h"
#include "common/pg/statement.h"
#include "services/survey/campaigns/closing_store.h"
#include "services/survey/invitations/invitation_row.h"

namespace mainstay::survey {
namespace {

// HoldOpen after the row's lock, in the same round trip.
constexpr pg::Statement kLockByToken{
    "invitation_lock_by_token",
    "SELECT locked.campaign_id, locked.invitation_id, "
    "pg_advisory_xact_lock_shared(" MAINSTAY_CLOSING_KEY("locked.campaign_id") ") "
    "FROM (SELECT campaign_id, invitation_id FROM invitations WHERE invitation_id = "
    "(SELECT t.invitation_id FROM invitation_tokens t WHERE t.token_sha256 = $1::bytea) "
    "FOR UPDATE) AS locked"};

#define MAINSTAY_INVITATION_READ                                            \
  "SELECT " MAINSTAY_INVITATION_COLUMNS " FROM " MAINSTAY_INVITATION_TABLES \
  " WHERE i.invitation_id = $2::uuid AND i.campaign_id = $1::uuid"
constexpr pg::Statement kRead{"invitation_read", MAINSTAY_INVITATION_READ};
constexpr pg::Statement kLock{"invitation_lock", MAINSTAY_INVITATION_READ " FOR UPDATE OF i"};

constexpr pg::Statement kLockOfContacts{
    "invitations_lock_of_contacts",
    "SELECT " MAINSTAY_INVITATION_COLUMNS " FROM " MAINSTAY_INVITATION_TABLES
    " WHERE i.campaign_id = $1::uuid AND i.contact_id = ANY ($2::uuid[]) "
    "ORDER BY i.invitation_id FOR UPDATE OF i"};

// Found by their invitations: by the index of all that is due, which a plan may have been made for
// when nothing was, a wave of 5,000 is read for each answer. The index does not serve the
// expression.
#define MAINSTAY_DUE_DROP                                                     \
  "DELETE FROM invitation_deliveries WHERE invitation_id = ANY ($1::uuid[]) " \
  "AND state || '' = 'due'"
constexpr pg::Statement kAnswered{
    "invitations_answered",
    "WITH dropped AS (" MAINSTAY_DUE_DROP
    ") "
    "UPDATE invitations SET state = 'answered', state_reason = '', answer_time = $2 "
    "WHERE invitation_id = ANY ($1::uuid[])"};
constexpr pg::Statement kDropTokens{
    "invitation_tokens_drop",
    "DELETE FROM invitation_tokens WHERE invitation_id = ANY ($1::uuid[])"};
constexpr pg::Statement kDropDue{"invitation_deliveries_drop", MAINSTAY_DUE_DROP};
constexpr pg::Statement kDropToken{"invitation_token_drop",
                                   "DELETE FROM invitation_tokens WHERE token_sha256 = $1::bytea"};
constexpr pg::Statement kOpened{
    "invitation_opened",
    "UPDATE invitations SET state = 'opened', open_time = $2 "
    "WHERE invitation_id = $1::uuid AND state = 'sent' AND open_time IS NULL"};
constexpr pg::Statement kHaveTokens{
    "invitations_have_tokens",
    "SELECT DISTINCT invitation_id FROM invitation_tokens WHERE invitation_id = ANY ($1::uuid[])"};
constexpr pg::Statement kInsertToken{"invitation_token_insert", R"sql(
INSERT INTO invitation_tokens (token_sha256, invitation_id, number, create_time)
VALUES ($1::bytea, $2, $3, $4)
)sql"};

// Nothing hashes to the 16 bytes that it has instead of 32.
constexpr pg::Statement kInsertUntold{"invitation_token_untold", R"sql(
INSERT INTO invitation_tokens (token_sha256, invitation_id, number, create_time)
VALUES (uuid_send(gen_random_uuid()), $1, 0, $2)
)sql"};

constexpr pg::Statement kInsert{"invitations_insert", R"sql(
INSERT INTO invitations (invitation_id, version, campaign_id, wave, account_id, contact_id,
  channel, language, state, state_reason, tier, region, role, influence, send_time, expire_time,
  create_time)
SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::int[], $5::uuid[], $6::uuid[],
  $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
  $14::int[], $15::timestamptz[], $16::timestamptz[], $17::timestamptz[])
)sql"};

constexpr pg::Statement kUpdate{"invitation_update", R"sql(
UPDATE invitations SET version = $2, state = $3, state_reason = $4, reminders = $5,
  send_time = $6, reminder_time = $7, expire_time = $8
WHERE invitation_id = $1::uuid
)sql"};

std::optional<Invitation> First(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  return FromInvitationRow(rows[0]);
}

ListedInvitation FromListRow(const pqxx::row& row) {
  return {FromInvitationRow(row), row[kInvitationColumns].c_str()};
}

constexpr char kListed[] =
    "SELECT " MAINSTAY_INVITATION_COLUMNS ", coalesce(survivor.display_name, '')";
constexpr char kFrom[] = " FROM " MAINSTAY_INVITATION_TABLES
                         " LEFT JOIN account_directory survivor "
                         "ON survivor.account_id = d.survivor_id WHERE ";

}  // namespace

std::optional<LockedInvitation> LockByToken(pg::Tx& tx, const std::string& token_sha256) {
  const pqxx::result found = tx.Run(kLockByToken, pg::Bytes{token_sha256});
  if (found.empty()) return std::nullopt;
  return LockedInvitation{.campaign_id = found[0][0].c_str(), .id = found[0][1].c_str()};
}

std::optional<Invitation> ReadInvitation(pg::Tx& tx, const std::string& campaign_id,
                                         const std::string& invitation_id) {
  return First(tx.Run(kRead, campaign_id, invitation_id));
}

std::optional<Invitation> LockInvitation(pg::Tx& tx, const std::string& campaign_id,
                                         const std::string& invitation_id) {
  return First(tx.Run(kLock, campaign_id, invitation_id));
}

std::vector<Invitation> LockInvitationsOf(pg::Tx& tx, const std::string& campaign_id,
                                          const std::vector<std::string>& contact_ids) {
  std::vector<Invitation> invitations;
  for (const auto& row : tx.Run(kLockOfContacts, campaign_id, contact_ids)) {
    invitations.push_back(FromInvitationRow(row));
  }
  return invitations;
}

void Consume(pg::Tx& tx, const Campaign& campaign, const Invitation& invitation, absl::Time now) {
  ConsumeAll(tx, campaign, {invitation.id}, now);
}

void ConsumeAll(pg::Tx& tx, const Campaign& campaign,
                const std::vector<std::string>& invitation_ids, absl::Time now) {
  if (!campaign.anonymous()) {
    tx.Run(kAnswered, invitation_ids, now);
    return;
  }
  tx.Run(kDropTokens, invitation_ids);
  tx.Run(kDropDue, invitation_ids);
}

void MarkOpened(pg::Tx& tx, const Invitation& invitation, absl::Time now) {
  tx.Run(kOpened, invitation.id, now);
}

bool HasToken(pg::Tx& tx, const std::string& invitation_id) {
  return !HaveTokens(tx, {invitation_id}).empty();
}

std::set<std::string> HaveTokens(pg::Tx& tx, const std::vector<std::string>& invitation_ids) {
  std::set<std::string> having;
  for (const auto& row : tx.Run(kHaveTokens, invitation_ids)) having.insert(row[0].c_str());
  return having;
}

void InsertToken(pg::Tx& tx, const std::string& invitation_id, int number,
                 const std::string& token_sha256, absl::Time now) {
  tx.Run(kInsertToken, pg::Bytes{token_sha256}, invitation_id, number, now);
}

void DropToken(pg::Tx& tx, const std::string& token_sha256) {
  tx.Run(kDropToken, pg::Bytes{token_sha256});
}

void InsertUntoldToken(pg::Tx& tx, const std::string& invitation_id, absl::Time now) {
  tx.Run(kInsertUntold, invitation_id, now);
}

void DropTokens(pg::Tx& tx, const std::string& invitation_id) {
  const std::vector<std::string> ids = {invitation_id};
  tx.Run(kDropTokens, ids);
  tx.Run(kDropDue, ids);
}

void InsertInvitations(pg::Tx& tx, const std::vector<Invitation>& invitations) {
  std::vector<std::string> ids, campaigns, accounts, channels, languages, states, reasons, tiers,
      regions, roles, created;
  std::vector<std::optional<std::string>> contacts, sent, expire;
  std::vector<int64_t> versions, waves, influences;
  for (const Invitation& one : invitations) {
    ids.push_back(one.id);
    versions.push_back(one.version);
    campaigns.push_back(one.campaign_id);
    waves.push_back(one.wave);
    accounts.push_back(one.account_id);
    contacts.push_back(one.contact_id.empty() ? std::nullopt : std::optional(one.contact_id));
    channels.push_back(one.channel);
    languages.push_back(one.language);
    states.push_back(one.state);
    reasons.push_back(one.state_reason);
    tiers.push_back(one.tier);
    regions.push_back(one.region);
    roles.push_back(one.role);
    influences.push_back(one.influence);
    sent.push_back(pg::ToParam(one.send_time));
    expire.push_back(pg::ToParam(one.expire_time));
    created.push_back(*pg::ToParam(one.create_time));
  }
  tx.Run(kInsert, ids, versions, campaigns, waves, accounts, contacts, channels, languages, states,
         reasons, tiers, regions, roles, influences, sent, expire, created);
}

void UpdateInvitation(pg::Tx& tx, const Invitation& one) {
  tx.Run(kUpdate, one.id, one.version, one.state, one.state_reason, one.reminders, one.send_time,
         one.reminder_time, one.expire_time);
}

const api::ListFields& InvitationListFields() {
  using enum api::FilterType;
  static const auto& filters = *new std::vector<api::FilterField>{
      {"state", "i.state", kEnum,
       api::EnumFilterValues("INVITATION_STATE_",
                             {"planned", "sent", "opened", "answered", "expired", "revoked",
                              "bounced", "undeliverable", "skipped"})},
      {"channel", "i.channel", kEnum,
       api::EnumFilterValues("INVITATION_CHANNEL_",
                             {"link", "email", "webhook", "phone", "paper"})},
      {"wave", "i.wave", kNumber},
      {.name = "account",
       .column = "i.account_id",
       .type = kUuid,
       .prefix = "accounts/",
       .set = MAINSTAY_RESOLVED_FAMILY("$0")},
      {"send_time", "i.send_time", kTime},
      {"create_time", "i.create_time", kTime},
  };
  static constexpr api::Sort kSorts[] = {
      {"create_time", true, "i.create_time", "timestamptz"},
  };
  static const auto& fields = *new api::ListFields{filters, kSorts};
  return fields;
}

api::Rows<ListedInvitation> ListInvitations(pg::Tx& tx, const api::ListQuery& query,
                                            const std::string& campaign_id,
                                            const auth::AccountScope& scope) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat(kListed, api::KeyColumns(query, "i.invitation_id"), kFrom, query.filter.where);
  if (!campaign_id.empty()) {
    absl::StrAppend(&sql, " AND i.campaign_id = ", params.Add(campaign_id), "::uuid");
  }
  absl::StrAppend(&sql, directory::AccountsPredicate(params, "i.account_id", "", scope),
                  api::KeysetEnd(query, "i.invitation_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, FromListRow);
}

absl::Span<const api::Sort> CallSorts() {
  static constexpr api::Sort kSorts[] = {
      {"create_time", false, "i.create_time", "timestamptz"},
  };
  return kSorts;
}

api::Rows<ListedInvitation> ListCalls(pg::Tx& tx, const api::ListQuery& query,
                                      const std::string& campaign_id,
                                      const auth::AccountScope& scope, absl::Time now) {
  api::ListParams params(query);
  std::string sql = absl::StrCat(
      kListed, api::KeyColumns(query, "i.invitation_id"), kFrom,
      "i.channel = 'phone' AND i.state IN ('sent', 'opened') AND EXISTS (SELECT FROM "
      "invitation_tokens t WHERE t.invitation_id = i.invitation_id) AND i.campaign_id = ",
      params.Add(campaign_id), "::uuid AND i.expire_time > ", params.Add(now), "::timestamptz",
      directory::AccountsPredicate(params, "i.account_id", "", scope));
  absl::StrAppend(&sql, api::KeysetEnd(query, "i.invitation_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, FromListRow);
}

}  // namespace mainstay::survey
