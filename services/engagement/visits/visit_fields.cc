// The table of a visit's fields and their texts.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/engagement/visits/visit.h"

namespace mainstay::engagement {
namespace {

std::vector<std::string> SplitLines(std::string_view text) {
  return absl::StrSplit(std::string(text), '\n', absl::SkipEmpty());
}

// A text of many lines as one, and back.
std::string OneLine(std::string_view text) {
  std::string line;
  for (const char c : text) {
    if (c == '\\')
      line += "\\\\";
    else if (c == '\n')
      line += "\\n";
    else
      line += c;
  }
  return line;
}

std::string ManyLines(std::string_view line) {
  std::string text;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] != '\\' || i + 1 == line.size())
      text += line[i];
    else
      text += line[++i] == 'n' ? '\n' : line[i];
  }
  return text;
}

template <std::string Visit::*member>
constexpr history::Field<Visit> Text(std::string_view name) {
  return {name, [](const Visit& v) { return v.*member; },
          [](Visit& v, std::string_view value) { v.*member = std::string(value); }};
}

template <absl::Time Visit::*member>
constexpr history::Field<Visit> Time(std::string_view name) {
  return {name, [](const Visit& v) { return history::VerbTime(v.*member); },
          [](Visit& v, std::string_view value) {
            v.*member = history::ParseVerbTime(value).value_or(absl::UnixEpoch());
          }};
}

template <std::optional<absl::Time> Visit::*member>
constexpr history::Field<Visit> MaybeTime(std::string_view name) {
  return {
      name,
      [](const Visit& v) { return v.*member ? history::VerbTime(*(v.*member)) : std::string(); },
      [](Visit& v, std::string_view value) { v.*member = history::ParseVerbTime(value); }};
}

// One a line: "wang.li manager".
std::string GetParticipants(const Visit& visit) {
  return absl::StrJoin(visit.participants, "\n", [](std::string* out, const Participant& p) {
    absl::StrAppend(out, p.user, p.level.empty() ? "" : " ", p.level);
  });
}

void SetParticipants(Visit& visit, std::string_view value) {
  visit.participants.clear();
  for (const std::string& line : SplitLines(value)) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(line, absl::MaxSplits(' ', 1));
    visit.participants.push_back({parts.first, parts.second});
  }
}

// One a line: "<uuid> director host", with "-" for a level that is not known.
std::string GetAttendees(const Visit& visit) {
  return absl::StrJoin(visit.attendees, "\n", [](std::string* out, const Attendee& a) {
    absl::StrAppend(out, a.contact_id, " ", a.level.empty() ? "-" : a.level, a.host ? " host" : "");
  });
}

void SetAttendees(Visit& visit, std::string_view value) {
  visit.attendees.clear();
  for (const std::string& line : SplitLines(value)) {
    const std::vector<std::string> parts = absl::StrSplit(line, ' ');
    if (parts.size() < 2) continue;
    visit.attendees.push_back({parts[0], parts[1] == "-" ? "" : parts[1], parts.size() == 3});
  }
}

std::string GetPosition(const Visit& visit) {
  if (!visit.check_in_position) return "";
  return absl::StrCat(visit.check_in_position->latitude, " ", visit.check_in_position->longitude);
}

void SetPosition(Visit& visit, std::string_view value) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(std::string(value), ' ');
  Position position;
  visit.check_in_position.reset();
  if (absl::SimpleAtod(parts.first, &position.latitude) &&
      absl::SimpleAtod(parts.second, &position.longitude)) {
    visit.check_in_position = position;
  }
}

std::string GetOnTime(const Visit& visit) {
  return visit.on_time ? (*visit.on_time ? "true" : "false") : "";
}

void SetOnTime(Visit& visit, std::string_view value) {
  visit.on_time.reset();
  if (!value.empty()) visit.on_time = value == "true";
}

std::string GetNeeds(const Visit& visit) { return absl::StrJoin(visit.customer_needs, "\n"); }
void SetNeeds(Visit& visit, std::string_view value) { visit.customer_needs = SplitLines(value); }

std::string GetNextVisit(const Visit& visit) {
  return visit.next_visit_date ? absl::FormatCivilTime(*visit.next_visit_date) : "";
}

void SetNextVisit(Visit& visit, std::string_view value) {
  absl::CivilDay day;
  visit.next_visit_date.reset();
  if (absl::ParseCivilTime(std::string(value), &day)) visit.next_visit_date = day;
}

// One a line: "key=answer".
std::string GetAnswers(const Visit& visit) {
  return absl::StrJoin(visit.form_answers, "\n", [](std::string* out, const auto& answer) {
    absl::StrAppend(out, answer.first, "=", OneLine(answer.second));
  });
}

void SetAnswers(Visit& visit, std::string_view value) {
  visit.form_answers.clear();
  for (const std::string& line : SplitLines(value)) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(line, absl::MaxSplits('=', 1));
    visit.form_answers[parts.first] = ManyLines(parts.second);
  }
}

constexpr history::Field<Visit> kFields[] = {
    Text<&Visit::kind>("kind"),
    Text<&Visit::mode>("mode"),
    Text<&Visit::purpose>("purpose"),
    Time<&Visit::planned_start>("planned_start_time"),
    Time<&Visit::planned_end>("planned_end_time"),
    Text<&Visit::time_zone>("time_zone"),
    Text<&Visit::place>("place"),
    {"participants", GetParticipants, SetParticipants},
    {"attendees", GetAttendees, SetAttendees},
    Text<&Visit::state>("state"),
    Text<&Visit::preparation>("preparation"),
    MaybeTime<&Visit::check_in_time>("check_in_time"),
    {"check_in_position", GetPosition, SetPosition},
    {"on_time", GetOnTime, SetOnTime},
    MaybeTime<&Visit::complete_time>("complete_time"),
    Text<&Visit::content>("content"),
    Text<&Visit::progress>("progress"),
    Text<&Visit::outcome>("outcome"),
    {"customer_needs", GetNeeds, SetNeeds},
    {"next_visit_date", GetNextVisit, SetNextVisit},
    {"form_answers", GetAnswers, SetAnswers},
    Text<&Visit::cancel_reason>("cancel_reason"),
};

constexpr std::string_view kPlan[] = {"kind",  "mode",         "purpose",   "time_zone",
                                      "place", "participants", "attendees", "preparation"};
constexpr std::string_view kRecord[] = {"content",        "progress",        "outcome",
                                        "customer_needs", "next_visit_date", "form_answers"};

}  // namespace

absl::Span<const history::Field<Visit>> VisitFields() { return kFields; }

FieldKind KindOf(std::string_view field) {
  const auto in = [&](const auto& list) {
    return std::find(std::begin(list), std::end(list), field) != std::end(list);
  };
  return in(kPlan) ? FieldKind::kPlan : in(kRecord) ? FieldKind::kRecord : FieldKind::kVerb;
}

}  // namespace mainstay::engagement
