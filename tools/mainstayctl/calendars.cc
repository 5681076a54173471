// calendars list, get, create, update, days, import-days, add, between, next
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

#include <mainstay/engagement/v1/calendar_service.pb.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace engagement::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "engagement/WorkingCalendarService/";
constexpr char kCalendarHelp[] = "The calendar, such as cn";

std::string CalendarName(const std::string& text) { return InCollection("workingCalendars", text); }

absl::StatusOr<std::string> ReadText(const std::string& path) {
  std::ifstream file;
  if (path != "-") {
    file.open(path, std::ios::binary);
    if (!file) return absl::InvalidArgumentError(absl::StrCat("cannot read ", path));
  }
  std::istream& in = path == "-" ? std::cin : file;
  return std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
}

// "8h", "1h30m", "-45m".
absl::StatusOr<google::protobuf::Duration> ParseWorkingTime(const std::string& text) {
  absl::Duration duration;
  if (!absl::ParseDuration(text, &duration) || duration == absl::InfiniteDuration() ||
      duration == -absl::InfiniteDuration()) {
    return status::BadField("working-time", "must be a time such as 8h, 1h30m or -45m");
  }
  google::protobuf::Duration message;
  message.set_seconds(absl::IDivDuration(duration, absl::Seconds(1), &duration));
  message.set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(duration)));
  return message;
}

std::string FormatWorkingTime(const google::protobuf::Duration& time) {
  return absl::FormatDuration(absl::Seconds(time.seconds()) + absl::Nanoseconds(time.nanos()));
}

constexpr char kHoursHelp[] =
    R"(The hours come from a JSON file; days that it does not name are off:
  {"displayName": "Plant", "timeZone": "Asia/Shanghai", "weekly": [
    {"dayOfWeek": "MONDAY", "shifts": [{"start": {"hours": 8}, "end": {"hours": 16}}]}]})";

void AddCreate(CLI::App& calendars, Chosen& chosen) {
  struct Options {
    std::string id;
    ContentOptions content;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      calendars, "create", "Make a calendar: create plant --file plant.json", chosen,
      [options](Session& session) -> absl::Status {
        CreateWorkingCalendarRequest request;
        request.set_working_calendar_id(options->id);
        RETURN_IF_ERROR(ReadContent(options->content, request.mutable_working_calendar(), nullptr));
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto calendar,
                         session.Call<WorkingCalendar>(
                             absl::StrCat(kService, "CreateWorkingCalendar"), request));
        session.PrintRecord(calendar);
        return absl::OkStatus();
      });
  command->add_option("id", options->id, "Its id: lower-case letters, digits and \"-\"")
      ->required();
  AddContentOptions(*command, options->content);
  AddWriteOptions(*command, options->write, /*with_etag=*/false);
  AddToHelp(*command, kHoursHelp);
}

void AddDays(CLI::App& calendars, Chosen& chosen) {
  struct Options {
    ListOptions list;
    std::string calendar;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(calendars, "days", "List a calendar's holidays and make-up workdays", chosen,
                 [options](Session& session) -> absl::Status {
                   ListSpecialDaysRequest request;
                   request.set_parent(CalendarName(options->calendar));
                   ListSpecialDaysResponse response;
                   RETURN_IF_ERROR(FetchPages(session, absl::StrCat(kService, "ListSpecialDays"),
                                              options->list, &request, &response));
                   PrintList(session, response,
                             {{"date", {.title = "DATE"}},
                              {"kind", {.title = "KIND"}},
                              {"display_name", {.title = "NAME", .shrinks = true}},
                              {"display_name_en", {.title = "ENGLISH", .shrinks = true}}});
                   return absl::OkStatus();
                 });
  command->add_option("calendar", options->calendar, kCalendarHelp)->required();
  AddListOptions(*command, options->list, "year = 2027 AND kind = workday");
}

void PrintImport(Session& session, const ImportDaysResponse& response) {
  if (session.json()) return session.PrintRecord(response);
  auto print = [&](std::string_view sign, const auto& days) {
    for (const SpecialDay& day : days) {
      session.out() << sign << " " << FormatField(day, "date") << "  " << FormatField(day, "kind")
                    << "  " << day.display_name() << "\n";
    }
  };
  print("+", response.added());
  print("~", response.changed());
  print("-", response.removed());
  session.out() << response.added_size() << " added, " << response.changed_size() << " changed, "
                << response.removed_size() << " removed, " << response.unchanged_count()
                << " there already\n";
}

void AddImportDays(CLI::App& calendars, Chosen& chosen) {
  struct Options {
    std::string calendar, file;
    bool replace_years = false;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      calendars, "import-days",
      "Take in holidays and make-up workdays from a CSV file (date,kind,name,name_en) or an "
      "iCalendar file (.ics)",
      chosen, [options](Session& session) -> absl::Status {
        ImportDaysRequest request;
        request.set_name(CalendarName(options->calendar));
        ASSIGN_OR_RETURN(*request.mutable_text(), ReadText(options->file));
        request.set_format(absl::StrContains(request.text(), "BEGIN:VCALENDAR")
                               ? DAY_FORMAT_ICALENDAR
                               : DAY_FORMAT_CSV);
        request.set_replace_years(options->replace_years);
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto response, session.Call<ImportDaysResponse>(
                                                  absl::StrCat(kService, "ImportDays"), request));
        PrintImport(session, response);
        return absl::OkStatus();
      });
  command->add_option("calendar", options->calendar, kCalendarHelp)->required();
  command->add_option("file", options->file, "The file; - for standard input")->required();
  command->add_flag("--replace-years", options->replace_years,
                    "Also take away what the file has not, in the years that it has days of");
  AddWriteOptions(*command, options->write, /*with_etag=*/true);
}

// What one asks a calendar: two more arguments, the second of which may be absent.
struct Question {
  std::string name, help, first, first_help, second, second_help;
  std::function<absl::Status(Session&, const std::string&, const std::string&, const std::string&)>
      ask;
};

void AddQuestion(CLI::App& calendars, Chosen& chosen, const Question& question) {
  struct Options {
    std::string calendar, first, second;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(calendars, question.name, question.help, chosen,
                                 [options, ask = question.ask](Session& session) {
                                   return ask(session, CalendarName(options->calendar),
                                              options->first, options->second);
                                 });
  command->add_option("calendar", options->calendar, kCalendarHelp)->required();
  command->add_option(question.first, options->first, question.first_help)->required();
  if (!question.second.empty()) {
    command->add_option(question.second, options->second, question.second_help)->required();
  }
}

absl::Status Add(Session& session, const std::string& calendar, const std::string& start,
                 const std::string& working_time) {
  AddWorkingTimeRequest request;
  request.set_name(calendar);
  ASSIGN_OR_RETURN(*request.mutable_start_time(), ParseTime(start));
  ASSIGN_OR_RETURN(*request.mutable_working_time(), ParseWorkingTime(working_time));
  ASSIGN_OR_RETURN(const auto response, session.Call<AddWorkingTimeResponse>(
                                            absl::StrCat(kService, "AddWorkingTime"), request));
  if (session.json()) {
    session.PrintRecord(response);
  } else {
    session.out() << FormatTime(response.end_time()) << "\n";
  }
  return absl::OkStatus();
}

absl::Status Between(Session& session, const std::string& calendar, const std::string& start,
                     const std::string& end) {
  WorkingTimeBetweenRequest request;
  request.set_name(calendar);
  ASSIGN_OR_RETURN(*request.mutable_start_time(), ParseTime(start));
  ASSIGN_OR_RETURN(*request.mutable_end_time(), ParseTime(end));
  ASSIGN_OR_RETURN(const auto response, session.Call<WorkingTimeBetweenResponse>(
                                            absl::StrCat(kService, "WorkingTimeBetween"), request));
  if (session.json()) {
    session.PrintRecord(response);
  } else {
    session.out() << FormatWorkingTime(response.working_time()) << "\n";
  }
  return absl::OkStatus();
}

absl::Status Next(Session& session, const std::string& calendar, const std::string& time,
                  const std::string&) {
  NextWorkingTimeRequest request;
  request.set_name(calendar);
  ASSIGN_OR_RETURN(*request.mutable_time(), ParseTime(time));
  ASSIGN_OR_RETURN(const auto response, session.Call<NextWorkingTimeResponse>(
                                            absl::StrCat(kService, "NextWorkingTime"), request));
  if (session.json()) {
    session.PrintRecord(response);
  } else {
    session.out() << FormatTime(response.time()) << "\n";
  }
  return absl::OkStatus();
}

}  // namespace

void AddCalendars(CLI::App& app, Chosen& chosen) {
  CLI::App* calendars =
      app.add_subcommand("calendars", "Working calendars and counting with them (工作日历)");
  calendars->require_subcommand(1);
  AddList<ListWorkingCalendarsRequest, ListWorkingCalendarsResponse>(
      *calendars, chosen,
      {.name = "list",
       .help = "List the calendars",
       .method = absl::StrCat(kService, "ListWorkingCalendars"),
       .fields = {{"name", {.title = "ID"}, Shown::kId},
                  {"display_name", {.title = "NAME", .shrinks = true}},
                  {"time_zone", {.title = "TIME ZONE"}},
                  {"special_day_count", {.title = "SPECIAL DAYS", .right = true}}}});
  AddVerb<GetWorkingCalendarRequest, WorkingCalendar>(
      *calendars, chosen,
      {.name = "get",
       .help = "Show one calendar",
       .method = absl::StrCat(kService, "GetWorkingCalendar"),
       .argument = "calendar",
       .argument_help = kCalendarHelp,
       .resolve = [](Session&, const std::string& text) { return CalendarName(text); },
       .writes = false});
  AddCreate(*calendars, chosen);
  AddUpdate<UpdateWorkingCalendarRequest, WorkingCalendar>(
      *calendars, chosen,
      {.name = "update",
       .help = "Change a calendar's name, zone or hours: update plant --file plant.json",
       .method = absl::StrCat(kService, "UpdateWorkingCalendar"),
       .argument = "calendar",
       .argument_help = kCalendarHelp,
       .resolve = [](Session&, const std::string& text) { return CalendarName(text); },
       .more_help = kHoursHelp},
      &UpdateWorkingCalendarRequest::mutable_working_calendar);
  AddChanges<ListWorkingCalendarChangesRequest, ListWorkingCalendarChangesResponse>(
      *calendars, chosen,
      {.name = "changes",
       .help = "List what changed: who, when, why",
       .method = absl::StrCat(kService, "ListWorkingCalendarChanges"),
       .argument = "calendar",
       .argument_help = kCalendarHelp,
       .resolve = [](Session&, const std::string& text) { return CalendarName(text); }});
  AddDays(*calendars, chosen);
  AddImportDays(*calendars, chosen);
  const std::string when = "Such as \"2026-12-01 09:00\"";
  AddQuestion(*calendars, chosen,
              {"add", "When so much working time has gone by: add cn \"2026-12-01 09:00\" 16h",
               "start", when, "working-time", "Such as 8h or 1h30m; negative to count back", Add});
  AddQuestion(
      *calendars, chosen,
      {"between", "The working time between two moments", "start", when, "end", when, Between});
  AddQuestion(*calendars, chosen,
              {"next", "When work goes on, from a moment on", "time", when, "", "", Next});
}

}  // namespace mainstay::ctl
