#include "services/survey/campaigns/campaign_row.h"

#include "common/pg/column.h"
#include "common/pg/param.h"

namespace mainstay::survey {

Campaign FromCampaignRow(const pqxx::row& row, int first) {
  const auto at = [&](int column) {
    return row[static_cast<pqxx::row::size_type>(first + column)];
  };
  Campaign c;
  c.id = at(0).c_str();
  c.version = at(1).as<int64_t>();
  c.display_name = at(2).c_str();
  c.purpose = at(3).c_str();
  c.questionnaire_id = at(4).c_str();
  c.questionnaire_version = at(5).as<int>();
  c.privacy = at(6).c_str();
  c.language = at(7).c_str();
  c.channel = at(8).c_str();
  c.audience.tiers = pg::ParseArray(at(9).c_str());
  c.audience.regions = pg::ParseArray(at(10).c_str());
  c.audience.accounts = pg::ParseArray(at(11).c_str());
  c.audience.buying_roles = pg::ParseArray(at(12).c_str());
  c.audience.contacts = pg::ParseArray(at(13).c_str());
  c.audience.not_asked_days = at(14).as<int>();
  c.audience.keep_contact_budget = at(15).as<bool>();
  c.texts.subject = {at(16).c_str(), at(17).c_str()};
  c.texts.body = {at(18).c_str(), at(19).c_str()};
  c.calendar = at(20).c_str();
  c.valid_days = at(21).as<int>();
  c.max_reminders = at(22).as<int>();
  c.reminder_working_days = at(23).as<int>();
  c.state = at(24).c_str();
  c.close_reason = at(25).c_str();
  c.launch_time = pg::TimeOf(at(26));
  c.close_time = pg::TimeOf(at(27));
  c.creator = at(28).c_str();
  c.create_time = pg::ParseTime(at(29).c_str());
  c.update_time = pg::ParseTime(at(30).c_str());
  return c;
}

Quota QuotaOfRow(const pqxx::row& row, int first) {
  const auto at = [&](int column) {
    return row[static_cast<pqxx::row::size_type>(first + column)];
  };
  return {.dimension = at(0).c_str(),
          .value = at(1).c_str(),
          .maximum = at(2).as<int>(),
          .when_full = at(3).c_str(),
          .answered = at(4).as<int64_t>()};
}

}  // namespace mainstay::survey
