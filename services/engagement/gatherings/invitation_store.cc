#include "services/engagement/gatherings/invitation_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/directory/directory_store.h"
#include "common/pg/statement.h"

namespace mainstay::engagement {
namespace {

constexpr pg::Statement kInsert{"invitation_insert", R"sql(
INSERT INTO invitations (invitation_id, gathering_id, account_id, version, contact_id, guest_name,
  walked_in, reply, attendance, note, create_time, update_time)
VALUES ($1, $2, $3, $4, nullif($5, '')::uuid, $6, $7, $8, $9, $10, $11, $12)
)sql"};

constexpr pg::Statement kUpdate{"invitation_update", R"sql(
UPDATE invitations SET version = $2, reply = $3, attendance = $4, note = $5, update_time = $6
WHERE invitation_id = $1
)sql"};

#define MAINSTAY_INVITATION_COLUMNS                                                     \
  "i.invitation_id, i.gathering_id, coalesce(d.survivor_id, i.account_id), i.version, " \
  "i.contact_id, i.guest_name, "                                                        \
  "i.walked_in, i.reply, i.attendance, i.note, i.create_time, i.update_time, g.kind, "  \
  "g.title, g.state, g.start_time"
// An account that was asked for may not be in the directory yet: then those who see all see it.
#define MAINSTAY_INVITATIONS                                    \
  " FROM invitations i JOIN gatherings g USING (gathering_id) " \
  "LEFT JOIN account_directory d ON d.account_id = i.account_id WHERE "

constexpr pg::Statement kRead{
    "invitation_read",
    "SELECT " MAINSTAY_INVITATION_COLUMNS MAINSTAY_INVITATIONS
    "i.invitation_id = $2 AND i.gathering_id = $1 AND " MAINSTAY_IN_SCOPE("d.survivor_id", "$3")};

Invitation FromRow(const pqxx::row& row) {
  Invitation i;
  i.id = row[0].c_str();
  i.gathering_id = row[1].c_str();
  i.account_id = row[2].c_str();
  i.version = row[3].as<int64_t>();
  i.contact_id = row[4].is_null() ? "" : row[4].c_str();
  i.guest_name = row[5].c_str();
  i.walked_in = row[6].as<bool>();
  i.reply = row[7].c_str();
  i.attendance = row[8].c_str();
  i.note = row[9].c_str();
  i.create_time = pg::ParseTime(row[10].c_str());
  i.update_time = pg::ParseTime(row[11].c_str());
  i.gathering_kind = row[12].c_str();
  i.gathering_title = row[13].c_str();
  i.gathering_state = row[14].c_str();
  i.gathering_start_time = pg::ParseTime(row[15].c_str());
  return i;
}

}  // namespace

void InsertInvitation(pg::Tx& tx, const Invitation& i) {
  tx.Run(kInsert, i.id, i.gathering_id, i.account_id, i.version, i.contact_id, i.guest_name,
         i.walked_in, i.reply, i.attendance, i.note, i.create_time, i.update_time);
}

void UpdateInvitation(pg::Tx& tx, const Invitation& i) {
  tx.Run(kUpdate, i.id, i.version, i.reply, i.attendance, i.note, i.update_time);
}

std::optional<Invitation> ReadInvitation(pg::Tx& tx, const std::string& gathering_id,
                                         const std::string& invitation_id,
                                         const auth::AccountScope& scope) {
  const pqxx::result rows = tx.Run(kRead, gathering_id, invitation_id, scope.user());
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0]);
}

std::vector<api::FilterField> InvitationFilterFields() {
  using enum api::FilterType;
  return {
      {.name = "account", .column = "d.survivor_id", .type = kUuid, .prefix = "accounts/"},
      {"reply", "i.reply", kEnum,
       api::EnumFilterValues("REPLY_", {"none", "accepted", "declined", "withdrawn"})},
      {"attendance", "i.attendance", kEnum,
       api::EnumFilterValues("ATTENDANCE_", {"attended", "absent"})},
      {"walked_in", "i.walked_in", kBool},
      {"gathering_kind", "g.kind", kEnum,
       api::EnumFilterValues("GATHERING_KIND_", {"customer_event", "training_course", "seminar",
                                                 "exhibition", "plant_tour"})},
      {"gathering_state", "g.state", kEnum,
       api::EnumFilterValues("GATHERING_STATE_", {"planned", "open", "held", "cancelled"})},
      {"gathering_start_time", "g.start_time", kTime},
      {"create_time", "i.create_time", kTime},
      {"update_time", "i.update_time", kTime},
  };
}

absl::Span<const api::Sort> InvitationSorts() {
  static constexpr api::Sort kSorts[] = {
      {"gathering_start_time", true, "g.start_time", "timestamptz"},
      {"create_time", false, "i.create_time", "timestamptz"},
      {"update_time", true, "i.update_time", "timestamptz"},
  };
  return kSorts;
}

api::Rows<Invitation> ListInvitations(pg::Tx& tx, const api::ListQuery& query,
                                      const InvitationSelection& selection,
                                      const auth::AccountScope& scope) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat("SELECT " MAINSTAY_INVITATION_COLUMNS, api::KeyColumns(query, "i.invitation_id"),
                   MAINSTAY_INVITATIONS, query.filter.where);
  if (!selection.gathering_id.empty()) {
    absl::StrAppend(&sql, " AND i.gathering_id = ", params.Add(selection.gathering_id), "::uuid");
  }
  absl::StrAppend(&sql,
                  directory::AccountsPredicate(params, "i.account_id", selection.account_id, scope),
                  api::KeysetEnd(query, "i.invitation_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, FromRow);
}

}  // namespace mainstay::engagement
