#include "services/survey/invitations/invitation_row.h"

#include "common/pg/column.h"

namespace mainstay::survey {

Invitation FromInvitationRow(const pqxx::row& row, int first) {
  const auto at = [&](int column) {
    return row[static_cast<pqxx::row::size_type>(first + column)];
  };
  Invitation one;
  one.id = at(0).c_str();
  one.version = at(1).as<int64_t>();
  one.campaign_id = at(2).c_str();
  one.wave = at(3).as<int>();
  one.account_id = at(4).c_str();
  one.invited_account_id = at(5).c_str();
  if (!at(6).is_null()) one.contact_id = at(6).c_str();
  one.channel = at(7).c_str();
  one.language = at(8).c_str();
  one.state = at(9).c_str();
  one.state_reason = at(10).c_str();
  one.tier = at(11).c_str();
  one.region = at(12).c_str();
  one.role = at(13).c_str();
  one.influence = at(14).as<int>();
  one.reminders = at(15).as<int>();
  one.send_time = pg::TimeOf(at(16));
  one.reminder_time = pg::TimeOf(at(17));
  one.expire_time = pg::TimeOf(at(18));
  one.open_time = pg::TimeOf(at(19));
  one.answer_time = pg::TimeOf(at(20));
  one.create_time = pg::ParseTime(at(21).c_str());
  return one;
}

}  // namespace mainstay::survey
