// cases list, search, get, create, update, assign, acknowledge, start, wait, resolve, confirm,
// reopen, withdraw, note, tell, timeline, changes; case_links.cc adds link, links, revoke-link,
// case_promises.cc promise, promises; sla.cc clocks, due, clock-history
#include <memory>
#include <string>
#include <vector>

#include <mainstay/feedback/v1/case_service.pb.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "feedback/CaseService/";

absl::StatusOr<std::string> CaseName(Session& session, const std::string& text) {
  return ResolveOfAccount(session, "cases", text);
}

// Calls `method` and prints the case as it is then.
template <class Request>
absl::Status Send(Session& session, const char* method, const Request& request) {
  ASSIGN_OR_RETURN(const auto answer, session.Call<Case>(absl::StrCat(kService, method), request));
  session.PrintRecord(answer);
  return absl::OkStatus();
}

std::string AccountOf(const std::string& case_name) {
  return case_name.substr(0, case_name.find("/cases/"));
}

void AddCreate(CLI::App& cases, Chosen& chosen) {
  struct Options {
    std::string account, subject, kind = "complaint", contact;
    ContentOptions content;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      cases, "create",
      "Take a case in (受理): create C1001 \"The pump leaks\" --set severity=major", chosen,
      [options](Session& session) -> absl::Status {
        CreateCaseRequest request;
        if (options->content.given()) {
          RETURN_IF_ERROR(ReadContent(options->content, request.mutable_case_(), nullptr));
        }
        request.mutable_case_()->set_subject(options->subject);
        RETURN_IF_ERROR(SetField(request.mutable_case_(), absl::StrCat("kind=", options->kind)));
        ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveAccount(session, options->account));
        if (!options->contact.empty()) {
          request.mutable_case_()->set_contact(ContactOf(request.parent(), options->contact));
        }
        ApplyWriteOptions(options->write, &request);
        return Send(session, "CreateCase", request);
      });
  command->add_option("account", options->account, "Resource name, id or external id")->required();
  command->add_option("subject", options->subject, "What it is about")->required();
  command->add_option("--kind", options->kind, "complaint, question, suggestion or praise")
      ->capture_default_str();
  command->add_option("--contact", options->contact, "The id of the contact who came with it");
  AddContentOptions(*command, options->content);
  AddRequestId(*command, options->write.request_id);
}

// What a verb's command takes beside the case.
template <class Request>
struct TextOption {
  const char* name;  // "--note", or "resolution" by its place
  const char* help;
  bool required;
  void (*set)(Request&, const std::string&);
};

// A verb whose request has texts of its own beside name, etag and request id.
template <class Request>
void AddVerbWith(CLI::App& cases, Chosen& chosen, const char* name, const char* help,
                 const char* method, const std::vector<TextOption<Request>>& texts) {
  struct Options {
    std::string name;
    std::vector<std::string> texts;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  options->texts.resize(texts.size());
  CLI::App* command =
      AddCommand(cases, name, help, chosen, [options, method, texts](Session& session) {
        Request request;
        absl::StatusOr<std::string> resolved = CaseName(session, options->name);
        if (!resolved.ok()) return resolved.status();
        request.set_name(*resolved);
        for (size_t i = 0; i < texts.size(); ++i) texts[i].set(request, options->texts[i]);
        ApplyWriteOptions(options->write, &request);
        return Send(session, method, request);
      });
  command->add_option("case", options->name, OfAccountHelp("cases"))->required();
  for (size_t i = 0; i < texts.size(); ++i) {
    command->add_option(texts[i].name, options->texts[i], texts[i].help)
        ->required(texts[i].required);
  }
  AddWriteOptions(*command, options->write, /*with_etag=*/true);
}

// "note" and "tell": what people add to the timeline.
void AddEntry(CLI::App& cases, Chosen& chosen, bool told) {
  struct Options {
    std::string name, text, contact, channel;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      cases, told ? "tell" : "note",
      told ? "What the customer was told (进展通知); --by says how" : "A note among us (内部备注)",
      chosen, [options, told](Session& session) -> absl::Status {
        CreateCaseEntryRequest request;
        ASSIGN_OR_RETURN(*request.mutable_parent(), CaseName(session, options->name));
        CaseEntry& entry = *request.mutable_entry();
        entry.set_kind(told ? CASE_ENTRY_KIND_TOLD : CASE_ENTRY_KIND_NOTE);
        entry.set_text(options->text);
        if (!options->contact.empty()) {
          entry.set_contact(ContactOf(AccountOf(request.parent()), options->contact));
        }
        RETURN_IF_ERROR(SetField(&entry, absl::StrCat("channel=", options->channel)));
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto made, session.Call<CaseEntry>(
                                              absl::StrCat(kService, "CreateCaseEntry"), request));
        session.PrintRecord(made);
        return absl::OkStatus();
      });
  command->add_option("case", options->name, OfAccountHelp("cases"))->required();
  command->add_option("text", options->text, told ? "What they were told" : "The note")->required();
  if (told) {
    command->add_option("--by", options->channel, "phone, email, chat, in_person and the like")
        ->required();
    command->add_option("--contact", options->contact, "The id of the contact who was told");
  }
  AddRequestId(*command, options->write.request_id);
}

std::vector<Field> ListFields() {
  return {{"number", {.title = "NUMBER", .right = true}},
          {"receive_time", {.title = "RECEIVED"}},
          {"state", {.title = "STATE"}},
          {"kind", {.title = "KIND"}},
          {"severity", {.title = "SEVERITY"}},
          {"category", {.title = "CATEGORY", .shrinks = true}},
          {"assignee", {.title = "ASSIGNEE"}},
          {"subject", {.title = "SUBJECT", .shrinks = true}},
          {"name", {.title = "ID"}, Shown::kId}};
}

void AddSearch(CLI::App& cases, Chosen& chosen) {
  struct Options {
    ListOptions list;
    std::string account;
    std::vector<std::string> words;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      cases, "search", "Find cases by any part of their texts (全文检索), the newest first", chosen,
      [options](Session& session) -> absl::Status {
        ListCasesRequest request;
        request.set_query(absl::StrJoin(options->words, " "));
        ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveAccount(session, options->account));
        ListCasesResponse response;
        RETURN_IF_ERROR(FetchPages(session, absl::StrCat(kService, "ListCases"), options->list,
                                   &request, &response));
        PrintList(session, response, ListFields());
        return absl::OkStatus();
      });
  command
      ->add_option("account", options->account,
                   "Resource name, id or external id; - for every account")
      ->required();
  command->add_option("words", options->words, "Every word must occur")->required();
  AddListOptions(*command, options->list, "open = true");
}

void AddTimeline(CLI::App& cases, Chosen& chosen) {
  struct Options {
    ListOptions list;
    std::string name;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(cases, "timeline", "What was done, said and noted (处理时间线), newest first",
                 chosen, [options](Session& session) -> absl::Status {
                   ListCaseEntriesRequest request;
                   ASSIGN_OR_RETURN(*request.mutable_parent(), CaseName(session, options->name));
                   ListCaseEntriesResponse response;
                   RETURN_IF_ERROR(FetchPages(session, absl::StrCat(kService, "ListCaseEntries"),
                                              options->list, &request, &response));
                   PrintList(session, response,
                             {{"create_time", {.title = "WHEN"}},
                              {"kind", {.title = "KIND"}},
                              {"verb", {.title = "VERB"}},
                              {"author", {.title = "BY"}},
                              {"text", {.title = "TEXT", .shrinks = true}, Shown::kTimes}});
                   return absl::OkStatus();
                 });
  command->add_option("case", options->name, OfAccountHelp("cases"))->required();
  AddListOptions(*command, options->list);
}

Verb OnCase(const std::string& name, const std::string& help, const std::string& method) {
  return {.name = name,
          .help = help,
          .method = absl::StrCat(kService, method),
          .argument = "case",
          .argument_help = OfAccountHelp("cases"),
          .resolve = CaseName,
          .with_etag = true};
}

void AddVerbs(CLI::App& cases, Chosen& chosen) {
  using std::string;
  AddVerbWith<AssignCaseRequest>(
      cases, chosen, "assign", "Give it to somebody (指派); to nobody without --to", "AssignCase",
      {{"--to", "A user", false,
        [](AssignCaseRequest& r, const string& text) { r.set_assignee(text); }}});
  AddVerbWith<AcknowledgeCaseRequest>(
      cases, chosen, "acknowledge", "The customer knows that we have it (确认收到)",
      "AcknowledgeCase",
      {{"--note", "What they were told", false,
        [](AcknowledgeCaseRequest& r, const string& text) { r.set_note(text); }}});
  AddVerbWith<StartCaseRequest>(
      cases, chosen, "start", "Work begins or goes on (开始处理)", "StartCase",
      {{"--note", "More of it", false,
        [](StartCaseRequest& r, const string& text) { r.set_note(text); }}});
  AddVerb<WaitForCustomerRequest, Case>(
      cases, chosen,
      OnCase("wait", "The customer must answer first (等待客户); needs --reason",
             "WaitForCustomer"));
  AddVerbWith<ResolveCaseRequest>(
      cases, chosen, "resolve", "A solution was given (已解决)", "ResolveCase",
      {{"resolution", "What solved it", true,
        [](ResolveCaseRequest& r, const string& text) { r.set_resolution(text); }},
       {"--cause", "Why it happened; a complaint needs one here or on its card", false,
        [](ResolveCaseRequest& r, const string& text) { r.set_cause(text); }}});
  AddVerbWith<ConfirmCaseRequest>(
      cases, chosen, "confirm", "The customer said that it is solved (客户确认), which closes it",
      "ConfirmCase",
      {{"--contact", "The id of the contact who said so", true,
        [](ConfirmCaseRequest& r, const string& text) {
          r.set_contact(ContactOf(AccountOf(r.name()), text));
        }},
       {"--note", "How, and in which words", true,
        [](ConfirmCaseRequest& r, const string& text) { r.set_note(text); }}});
  AddVerb<ReopenCaseRequest, Case>(
      cases, chosen,
      OnCase("reopen", "It was not solved after all (重新打开); needs --reason", "ReopenCase"));
  AddVerb<WithdrawCaseRequest, Case>(
      cases, chosen,
      OnCase("withdraw", "The customer took it back (撤销); needs --reason", "WithdrawCase"));
}

}  // namespace

void AddCases(CLI::App& app, Chosen& chosen) {
  CLI::App* cases =
      app.add_subcommand("cases", "Cases (客诉): complaints, questions, suggestions, praise");
  cases->require_subcommand(1);
  AddList<ListCasesRequest, ListCasesResponse>(
      *cases, chosen,
      {.name = "list",
       .help = "List cases, the newest first; - for every account. --filter \"open = true\"",
       .method = absl::StrCat(kService, "ListCases"),
       .fields = ListFields(),
       .filter_example = "open = true AND severity = critical",
       .names_account = true});
  AddSearch(*cases, chosen);
  Verb get = OnCase("get", "Show one case", "GetCase");
  get.writes = false;
  AddVerb<GetCaseRequest, Case>(*cases, chosen, get);
  AddCreate(*cases, chosen);
  AddUpdate(*cases, chosen, OnCase("update", "Change what is written on its card", "UpdateCase"),
            &UpdateCaseRequest::mutable_case_);
  AddVerbs(*cases, chosen);
  AddEntry(*cases, chosen, /*told=*/false);
  AddEntry(*cases, chosen, /*told=*/true);
  AddTimeline(*cases, chosen);
  AddCaseClocks(*cases, chosen);
  AddCaseImport(*cases, chosen);
  AddCaseLinks(*cases, chosen);
  AddCasePromises(*cases, chosen);
  AddChanges<ListCaseChangesRequest, ListCaseChangesResponse>(
      *cases, chosen, OnCase("changes", "List what changed: who, when, why", "ListCaseChanges"));
}

}  // namespace mainstay::ctl
