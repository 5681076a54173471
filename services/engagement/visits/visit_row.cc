#include "services/engagement/visits/visit_row.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/pg/column.h"
#include "common/pg/day.h"

namespace mainstay::engagement {
namespace {

template <class People, class F>
std::vector<std::string> Column(const People& people, F of) {
  std::vector<std::string> values;
  for (const auto& person : people) values.push_back(of(person));
  return values;
}

std::optional<absl::CivilDay> DayOf(const pqxx::field& field) {
  if (field.is_null()) return std::nullopt;
  return pg::ParseDay(field.c_str());
}

}  // namespace

Visit VisitFromRow(const pqxx::row& row, const std::string& account_id) {
  Visit v;
  v.account_id = account_id;
  v.id = row[0].c_str();
  v.version = row[1].as<int64_t>();
  v.kind = row[2].c_str();
  v.mode = row[3].c_str();
  v.purpose = row[4].c_str();
  v.planned_start = pg::ParseTime(row[5].c_str());
  v.planned_end = pg::ParseTime(row[6].c_str());
  v.time_zone = row[7].c_str();
  v.place = row[8].c_str();
  const auto users = pg::ParseArray(row[9].c_str()), levels = pg::ParseArray(row[10].c_str());
  for (size_t i = 0; i < users.size(); ++i) v.participants.push_back({users[i], levels[i]});
  const auto contacts = pg::ParseArray(row[11].c_str()), theirs = pg::ParseArray(row[12].c_str());
  const std::string host = row[13].is_null() ? "" : row[13].c_str();
  for (size_t i = 0; i < contacts.size(); ++i) {
    v.attendees.push_back({contacts[i], theirs[i], contacts[i] == host});
  }
  v.state = row[14].c_str();
  v.preparation = row[15].c_str();
  v.check_in_time = pg::TimeOf(row[16]);
  if (!row[17].is_null()) {
    v.check_in_position = Position{row[17].as<double>(), row[18].as<double>()};
  }
  if (!row[19].is_null()) v.on_time = row[19].as<bool>();
  v.complete_time = pg::TimeOf(row[20]);
  v.content = row[21].c_str();
  v.progress = row[22].c_str();
  v.outcome = row[23].c_str();
  v.customer_needs = pg::ParseArray(row[24].c_str());
  v.next_visit_date = DayOf(row[25]);
  const auto keys = pg::ParseArray(row[26].c_str()), values = pg::ParseArray(row[27].c_str());
  for (size_t i = 0; i < keys.size(); ++i) v.form_answers[keys[i]] = values[i];
  v.form_version = row[28].as<int64_t>();
  v.cancel_reason = row[29].c_str();
  v.create_time = pg::ParseTime(row[30].c_str());
  v.update_time = pg::ParseTime(row[31].c_str());
  return v;
}

std::vector<pg::Param> VisitParams(const Visit& v) {
  const auto host = std::find_if(v.attendees.begin(), v.attendees.end(),
                                 [](const Attendee& attendee) { return attendee.host; });
  const auto key = [](const auto& answer) { return answer.first; };
  const auto value = [](const auto& answer) { return answer.second; };
  const auto level = [](const auto& person) { return person.level; };
  const auto& position = v.check_in_position;
  return {pg::ToParam(v.id),
          pg::ToParam(v.version),
          pg::ToParam(v.kind),
          pg::ToParam(v.mode),
          pg::ToParam(v.purpose),
          pg::ToParam(v.planned_start),
          pg::ToParam(v.planned_end),
          pg::ToParam(v.time_zone),
          pg::ToParam(v.place),
          pg::ToParam(Column(v.participants, [](const Participant& p) { return p.user; })),
          pg::ToParam(Column(v.participants, level)),
          pg::ToParam(Column(v.attendees, [](const Attendee& a) { return a.contact_id; })),
          pg::ToParam(Column(v.attendees, level)),
          host == v.attendees.end() ? pg::Param() : pg::Param(host->contact_id),
          pg::ToParam(v.state),
          pg::ToParam(v.preparation),
          pg::ToParam(v.check_in_time),
          position ? pg::ToParam(position->latitude) : pg::Param(),
          position ? pg::ToParam(position->longitude) : pg::Param(),
          pg::ToParam(v.on_time),
          pg::ToParam(v.complete_time),
          pg::ToParam(v.content),
          pg::ToParam(v.progress),
          pg::ToParam(v.outcome),
          pg::ToParam(v.customer_needs),
          v.next_visit_date ? pg::ToParam(pg::DayText(*v.next_visit_date)) : pg::Param(),
          pg::ToParam(Column(v.form_answers, key)),
          pg::ToParam(Column(v.form_answers, value)),
          pg::ToParam(v.form_version),
          pg::ToParam(v.cancel_reason),
          pg::ToParam(v.create_time),
          pg::ToParam(v.update_time),
          pg::ToParam(LevelMatch(v))};
}

}  // namespace mainstay::engagement
