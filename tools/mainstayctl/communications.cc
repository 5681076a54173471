// communications list, get, search, log, update, delete, undelete, changes; import:
// communication_import.cc
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <mainstay/engagement/v1/communication_service.pb.h>

#include "absl/strings/str_join.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace engagement::v1;  // NOLINT: the messages of this group

constexpr char kAccountHelp[] = "Resource name, id or external id";
constexpr char kAccountsHelp[] = "Resource name, id or external id; - for every account";

// `last` stands before the id; the account where every account's are listed.
std::vector<Field> Fields(const std::string& prefix, const std::string& account, Field last) {
  std::vector<Field> fields = {{prefix + "occur_time", {.title = "WHEN"}},
                               {prefix + "channel", {.title = "CHANNEL"}},
                               {prefix + "direction", {.title = "DIRECTION"}},
                               {prefix + "users", {.title = "OURS", .shrinks = true}},
                               {prefix + "subject", {.title = "SUBJECT", .shrinks = true}},
                               std::move(last),
                               {prefix + "name", {.title = "ID"}, Shown::kId}};
  if (account == "-") fields.insert(fields.begin() + 1, AccountField(prefix + "name"));
  return fields;
}

// list and search, which differ in what they ask for and show.
void AddPages(CLI::App& communications, Chosen& chosen) {
  struct Options {
    ListOptions list;
    std::string account;
    ListCommunicationsRequest request;
    std::vector<std::string> words;
  };
  auto options = std::make_shared<Options>();
  CLI::App* list = AddCommand(
      communications, "list", "List what was said, newest first", chosen,
      [options](Session& session) -> absl::Status {
        ListCommunicationsRequest request = options->request;
        ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveAccount(session, options->account));
        ListCommunicationsResponse response;
        RETURN_IF_ERROR(FetchPages(session, "engagement/CommunicationService/ListCommunications",
                                   options->list, &request, &response));
        std::vector<Field> fields =
            Fields("", options->account, {"snippet", {.title = "BODY", .shrinks = true}});
        if (request.show_deleted()) fields.push_back({"delete_time", {.title = "DELETED"}});
        PrintList(session, response, fields);
        return absl::OkStatus();
      });
  list->add_option("account", options->account, kAccountsHelp)->required();
  list->add_option("--contact", *options->request.mutable_contact(),
                   "Only with this contact, accounts/…/contacts/…");
  list->add_option("--user", *options->request.mutable_user(), "Only with this one of our people");
  list->add_flag_callback(
      "--deleted", [options] { options->request.set_show_deleted(true); }, "Also those deleted");
  AddListOptions(*list, options->list, "channel = phone");

  CLI::App* search = AddCommand(
      communications, "search", "Find what was said by any part of subject and body", chosen,
      [options](Session& session) -> absl::Status {
        SearchCommunicationsRequest request;
        request.set_query(absl::StrJoin(options->words, " "));
        ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveAccount(session, options->account));
        SearchCommunicationsResponse response;
        RETURN_IF_ERROR(FetchPages(session, "engagement/CommunicationService/SearchCommunications",
                                   options->list, &request, &response));
        PrintList(session, response,
                  Fields("communication.", options->account,
                         {"snippet", {.title = "FOUND", .shrinks = true}}));
        return absl::OkStatus();
      });
  search->add_option("account", options->account, kAccountsHelp)->required();
  search->add_option("words", options->words, "Every word must occur")->required();
  AddListOptions(*search, options->list);
}

void AddLog(CLI::App& communications, Chosen& chosen) {
  struct Options {
    std::string account;
    ContentOptions content;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      communications, "log",
      "Log what was said: --set channel=phone --set direction=inbound --set subject=…", chosen,
      [options](Session& session) -> absl::Status {
        CreateCommunicationRequest request;
        RETURN_IF_ERROR(ReadContent(options->content, request.mutable_communication(), nullptr));
        ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveAccount(session, options->account));
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto logged,
                         session.Call<Communication>(
                             "engagement/CommunicationService/CreateCommunication", request));
        session.PrintRecord(logged);
        return absl::OkStatus();
      });
  command->add_option("account", options->account, kAccountHelp)->required();
  AddContentOptions(*command, options->content);
  AddRequestId(*command, options->write.request_id);
}

Verb OnCommunication(const std::string& name, const std::string& help, const std::string& method) {
  return {.name = name,
          .help = help,
          .method = "engagement/CommunicationService/" + method,
          .argument = "communication",
          .argument_help = OfAccountHelp("communications"),
          .resolve = [](Session& session, const std::string& text) {
            return ResolveOfAccount(session, "communications", text);
          }};
}

}  // namespace

void AddCommunications(CLI::App& app, Chosen& chosen) {
  CLI::App* communications =
      app.add_subcommand("communications", "What was said with accounts (沟通记录)");
  communications->require_subcommand(1);
  AddPages(*communications, chosen);
  Verb get = OnCommunication("get", "Show one communication", "GetCommunication");
  get.writes = false;
  AddVerb<GetCommunicationRequest, Communication>(*communications, chosen, get);
  AddLog(*communications, chosen);
  AddCommunicationImport(*communications, chosen);
  AddUpdate(*communications, chosen,
            OnCommunication("update", "Correct what was logged; --set field= clears a field",
                            "UpdateCommunication"),
            &UpdateCommunicationRequest::mutable_communication);
  Verb remove =
      OnCommunication("delete", "Delete a communication; it can come back", "DeleteCommunication");
  remove.with_etag = true;
  AddVerb<DeleteCommunicationRequest, Communication>(*communications, chosen, remove);
  AddVerb<UndeleteCommunicationRequest, Communication>(
      *communications, chosen,
      OnCommunication("undelete", "Bring a deleted communication back", "UndeleteCommunication"));
  AddChanges<ListCommunicationChangesRequest, ListCommunicationChangesResponse>(
      *communications, chosen,
      OnCommunication("changes", "List what changed: who, when, why", "ListCommunicationChanges"));
}

}  // namespace mainstay::ctl
