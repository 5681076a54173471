// visits list, get, plan, record, update, reschedule, confirm, prepare, check-in, complete, cancel,
// history, changes
#include <memory>

#include <mainstay/engagement/v1/visit_service.pb.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/names.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/text.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace engagement::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "engagement/VisitService/";
constexpr char kAccountHelp[] = "Resource name, id or external id";
constexpr char kAccountsHelp[] = "Resource name, id or external id; - for every account";

std::vector<Field> ListFields() {
  return {{"planned_start_time", {.title = "PLANNED"}},
          {"kind", {.title = "KIND"}},
          {"mode", {.title = "MODE"}},
          {"state", {.title = "STATE"}},
          {"on_time", {.title = "ON TIME"}},
          {"participants", {.title = "WHO", .shrinks = true}},
          {"purpose", {.title = "PURPOSE", .shrinks = true}},
          {"content", {.title = "SAID", .shrinks = true}},
          {"name", {.title = "ID"}, Shown::kId}};
}

absl::StatusOr<std::string> VisitName(Session& session, const std::string& text) {
  return ResolveOfAccount(session, "visits", text);
}

// "wang.li" or "wang.li:manager".
absl::Status AddParticipant(const std::string& text, Visit* visit) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits(':', 1));
  VisitParticipant* participant = visit->add_participants();
  participant->set_user(parts.first);
  return SetField(participant, absl::StrCat("level=", parts.second));
}

// A contact of the account, perhaps with ":director" and ":host" behind it.
absl::Status AddAttendee(const std::string& account, const std::string& text, Visit* visit) {
  const std::vector<std::string> parts = absl::StrSplit(text, ':');
  VisitAttendee* attendee = visit->add_attendees();
  attendee->set_contact(ContactOf(account, parts[0]));
  for (size_t i = 1; i < parts.size(); ++i) {
    if (parts[i] == "host") {
      attendee->set_host(true);
    } else {
      RETURN_IF_ERROR(SetField(attendee, absl::StrCat("level=", parts[i])));
    }
  }
  return absl::OkStatus();
}

void AddVisitList(CLI::App& visits, Chosen& chosen) {
  struct Options {
    ListOptions list;
    std::string account, user;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      visits, "list", "List an account's visits, newest first; - for every account", chosen,
      [options](Session& session) -> absl::Status {
        ListVisitsRequest request;
        ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveAccount(session, options->account));
        request.set_user(options->user);
        ListVisitsResponse response;
        RETURN_IF_ERROR(FetchPages(session, absl::StrCat(kService, "ListVisits"), options->list,
                                   &request, &response));
        std::vector<Field> fields = ListFields();
        if (options->account == "-") fields.insert(fields.begin() + 1, AccountField());
        PrintList(session, response, fields);
        return absl::OkStatus();
      });
  command->add_option("account", options->account, kAccountsHelp)->required();
  command->add_option("--user", options->user, "Only visits of this colleague; me for your own");
  AddListOptions(*command, options->list,
                 "state = VISIT_STATE_PLANNED AND planned_start_time < "
                 "\"2026-12-31T00:00:00+08:00\"");
}

// The fields, if there are any: what a visit needs besides the service says.
absl::Status ReadGiven(const ContentOptions& content, google::protobuf::Message* message) {
  if (content.set.empty() && content.file.empty()) return absl::OkStatus();
  return ReadContent(content, message, nullptr);
}

// "plan" and "record", which differ in when it is.
template <class Request>
void AddNew(CLI::App& visits, Chosen& chosen, const std::string& name, const std::string& help,
            const std::string& method) {
  struct Options {
    std::string account, start, end, kind = "visit";
    std::vector<std::string> with, meets;
    ContentOptions content;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(visits, name, help, chosen, [options, method](Session& session) -> absl::Status {
        Request request;
        Visit* visit = request.mutable_visit();
        RETURN_IF_ERROR(ReadGiven(options->content, visit));
        RETURN_IF_ERROR(SetField(visit, absl::StrCat("kind=", options->kind)));
        RETURN_IF_ERROR(SetField(visit, absl::StrCat("planned_start_time=", options->start)));
        if (!options->end.empty()) {
          RETURN_IF_ERROR(SetField(visit, absl::StrCat("planned_end_time=", options->end)));
        }
        for (const std::string& text : options->with) RETURN_IF_ERROR(AddParticipant(text, visit));
        ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveAccount(session, options->account));
        for (const std::string& text : options->meets) {
          RETURN_IF_ERROR(AddAttendee(request.parent(), text, visit));
        }
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto planned,
                         session.Call<Visit>(absl::StrCat(kService, method), request));
        session.PrintRecord(planned);
        return absl::OkStatus();
      });
  command->add_option("account", options->account, kAccountHelp)->required();
  command->add_option("--at", options->start, "When it begins, such as \"2026-12-01 09:00\"")
      ->required();
  command->add_option("--until", options->end, "When it ends; an hour later when absent");
  command->add_option("--kind", options->kind, "visit, return_visit, review, executive_exchange")
      ->capture_default_str();
  command->add_option("--with", options->with, "Our people: user[:level]; you when absent")
      ->allow_extra_args(false);
  command
      ->add_option("--meets", options->meets,
                   "The customer's people: contact[:level][:host], a contact by the id "
                   "that their list shows")
      ->allow_extra_args(false);
  AddContentOptions(*command, options->content);
  AddRequestId(*command, options->write.request_id);
}

void AddReschedule(CLI::App& visits, Chosen& chosen) {
  struct Options {
    std::string visit, start, end;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      visits, "reschedule", "Move a visit to another time (改期)", chosen,
      [options](Session& session) -> absl::Status {
        RescheduleVisitRequest request;
        ASSIGN_OR_RETURN(*request.mutable_name(), VisitName(session, options->visit));
        RETURN_IF_ERROR(SetField(&request, absl::StrCat("planned_start_time=", options->start)));
        if (!options->end.empty()) {
          RETURN_IF_ERROR(SetField(&request, absl::StrCat("planned_end_time=", options->end)));
        }
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto visit,
                         session.Call<Visit>(absl::StrCat(kService, "RescheduleVisit"), request));
        session.PrintRecord(visit);
        return absl::OkStatus();
      });
  command->add_option("visit", options->visit, OfAccountHelp("visits"))->required();
  command->add_option("--at", options->start, "When it begins now")->required();
  command->add_option("--until", options->end, "When it ends now; as long as before when absent");
  AddWriteOptions(*command, options->write, /*with_etag=*/true);
}

// A verb whose request has more fields, given by --set.
template <class Request>
void AddFilled(CLI::App& visits, Chosen& chosen, const std::string& name, const std::string& help,
               const std::string& method) {
  struct Options {
    std::string visit;
    ContentOptions content;
    std::string request_id;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(visits, name, help, chosen, [options, method](Session& session) -> absl::Status {
        Request request;
        RETURN_IF_ERROR(ReadGiven(options->content, &request));
        ASSIGN_OR_RETURN(*request.mutable_name(), VisitName(session, options->visit));
        ApplyWriteOptions({.request_id = options->request_id}, &request);
        ASSIGN_OR_RETURN(const auto visit,
                         session.Call<Visit>(absl::StrCat(kService, method), request));
        session.PrintRecord(visit);
        return absl::OkStatus();
      });
  command->add_option("visit", options->visit, OfAccountHelp("visits"))->required();
  AddContentOptions(*command, options->content);
  AddRequestId(*command, options->request_id);
}

Verb OnVisit(const std::string& name, const std::string& help, const std::string& method) {
  return {.name = name,
          .help = help,
          .method = absl::StrCat(kService, method),
          .argument = "visit",
          .argument_help = OfAccountHelp("visits"),
          .resolve = VisitName};
}

// One visit in a line, for the head of the card: when it was, or is to be.
void PrintLine(Session& session, std::string_view label, const Visit& visit, Names& names) {
  const bool made = visit.has_check_in_time();
  session.out() << label << FormatTime(made ? visit.check_in_time() : visit.planned_start_time())
                << "  " << FormatField(visit, "kind") << "  " << FormatField(visit, "participants");
  for (const VisitAttendee& attendee : visit.attendees()) {
    if (attendee.host()) {
      session.out() << "  received by " << Printable(names.Of(attendee.contact()));
    }
  }
  session.out() << "\n";
  if (!visit.content().empty()) session.out() << "            " << visit.content() << "\n";
}

void AddHistory(CLI::App& visits, Chosen& chosen) {
  struct Options {
    std::string account;
    int limit = 10;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      visits, "history", "The account's visit history card (访问履历卡)", chosen,
      [options](Session& session) -> absl::Status {
        GetVisitHistoryRequest request;
        ASSIGN_OR_RETURN(const std::string account, ResolveAccount(session, options->account));
        request.set_name(absl::StrCat(account, "/visitHistory"));
        request.set_page_size(options->limit);
        ASSIGN_OR_RETURN(const auto card, session.Call<VisitHistory>(
                                              absl::StrCat(kService, "GetVisitHistory"), request));
        if (session.json()) {
          session.PrintRecord(card);
          return absl::OkStatus();
        }
        session.out() << card.account_display_name() << ": " << card.completed_count()
                      << " visits made, " << card.on_time_count() << " on time, "
                      << card.missed_count() << " missed\n";
        Names names(session);
        if (card.has_last_visit()) PrintLine(session, "last        ", card.last_visit(), names);
        if (card.has_next_visit()) PrintLine(session, "next        ", card.next_visit(), names);
        if (card.has_next_visit_date()) {
          session.out() << "come again  " << FormatField(card, "next_visit_date") << "\n";
        }
        session.out() << "\n";
        ListVisitsResponse visits_of_card;
        *visits_of_card.mutable_visits() = card.visits();
        PrintList(session, visits_of_card, ListFields());
        if (!card.next_page_token().empty()) {
          session.err() << "there are more: --limit N, or visits list\n";
        }
        return absl::OkStatus();
      });
  command->add_option("account", options->account, kAccountHelp)->required();
  command->add_option("--limit", options->limit, "Visits shown")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
}

}  // namespace

void AddVisits(CLI::App& app, Chosen& chosen) {
  CLI::App* visits = app.add_subcommand("visits", "Visits, planned and made (拜访)");
  visits->require_subcommand(1);
  AddVisitList(*visits, chosen);
  Verb get = OnVisit("get", "Show one visit", "GetVisit");
  get.writes = false;
  AddVerb<GetVisitRequest, Visit>(*visits, chosen, get);
  AddHistory(*visits, chosen);
  AddNew<CreateVisitRequest>(*visits, chosen, "plan",
                             "Plan a visit: plan C1001 --at \"2026-12-01 09:00\" --kind review",
                             "CreateVisit");
  AddNew<RecordVisitRequest>(
      *visits, chosen, "record",
      "Record a visit that took place: record C1001 --at \"2026-11-03 14:00\" "
      "--set content=…",
      "RecordVisit");
  AddUpdate(*visits, chosen,
            OnVisit("update", "Change fields of a visit; --set field= clears one", "UpdateVisit"),
            &UpdateVisitRequest::mutable_visit);
  AddReschedule(*visits, chosen);
  Verb confirm = OnVisit("confirm", "The customer has agreed (预约)", "ConfirmVisit");
  confirm.with_etag = true;
  AddVerb<ConfirmVisitRequest, Visit>(*visits, chosen, confirm);
  AddFilled<PrepareVisitRequest>(*visits, chosen, "prepare",
                                 "It is prepared (准备): --set preparation=…", "PrepareVisit");
  AddFilled<CheckInVisitRequest>(*visits, chosen, "check-in",
                                 "We are there (签到); --set check_in_time=… if earlier",
                                 "CheckInVisit");
  AddFilled<CompleteVisitRequest>(
      *visits, chosen, "complete",
      "Record it (记录): --set content=… --set outcome=positive --set next_visit_date=2027-01-15",
      "CompleteVisit");
  Verb cancel = OnVisit("cancel", "Call it off; needs --reason", "CancelVisit");
  cancel.with_etag = true;
  AddVerb<CancelVisitRequest, Visit>(*visits, chosen, cancel);
  AddChanges<ListVisitChangesRequest, ListVisitChangesResponse>(
      *visits, chosen, OnVisit("changes", "List what changed: who, when, why", "ListVisitChanges"));
  AddVisitForms(*visits, chosen);
  AddCaseVerifications(*visits, chosen);
}

}  // namespace mainstay::ctl
