// Commands that several groups have alike: lists, and what is done to one resource, which is
// printed as it is then.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/status/status.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/session.h"

namespace mainstay::ctl {

// Puts `text` behind the options in the command's help, before what stands at the end of every
// help.
inline void AddToHelp(CLI::App& command, const std::string& text) {
  if (!text.empty()) command.footer(text + "\n\n" + command.get_footer());
}

struct Verb {
  std::string name, help, method;
  std::string argument, argument_help;  // the resource, as it is named on the command line
  // Turns what was typed into a resource name.
  std::function<absl::StatusOr<std::string>(Session&, const std::string&)> resolve;
  bool writes = true;  // takes --reason and --request-id
  bool with_etag = false;
  std::string more_help = "";  // behind the options
};

// The request has `name`, and where it writes `reason`, `request_id` and perhaps `etag`.
template <class Request, class Resource>
void AddVerb(CLI::App& group, Chosen& chosen, const Verb& verb) {
  struct Options {
    std::string resource;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(group, verb.name, verb.help, chosen, [options, verb](Session& session) {
        Request request;
        absl::StatusOr<std::string> name = verb.resolve(session, options->resource);
        if (!name.ok()) return name.status();
        request.set_name(*name);
        if (verb.writes) ApplyWriteOptions(options->write, &request);
        absl::StatusOr<Resource> resource = session.Call<Resource>(verb.method, request);
        if (resource.ok()) session.PrintRecord(*resource);
        return resource.status();
      });
  command->add_option(verb.argument, options->resource, verb.argument_help)->required();
  if (verb.writes) AddWriteOptions(*command, options->write, verb.with_etag);
}

// "update": changes the fields given. The request has the resource, which `content` gives, an
// update mask, `reason` and `request_id`.
template <class Request, class Resource>
void AddUpdate(CLI::App& group, Chosen& chosen, const Verb& verb, Resource* (Request::*content)()) {
  struct Options {
    std::string resource;
    ContentOptions content;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      group, verb.name, verb.help, chosen,
      [options, verb, content](Session& session) -> absl::Status {
        Request request;
        Resource& wanted = *(request.*content)();
        std::vector<std::string> fields;
        RETURN_IF_ERROR(ReadContent(options->content, &wanted, &fields));
        for (const std::string& field : fields) request.mutable_update_mask()->add_paths(field);
        ASSIGN_OR_RETURN(*wanted.mutable_name(), verb.resolve(session, options->resource));
        wanted.set_etag(options->write.etag);
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto resource, session.Call<Resource>(verb.method, request));
        session.PrintRecord(resource);
        return absl::OkStatus();
      });
  command->add_option(verb.argument, options->resource, verb.argument_help)->required();
  AddContentOptions(*command, options->content);
  AddWriteOptions(*command, options->write, /*with_etag=*/true);
  AddToHelp(*command, verb.more_help);
}

struct ListCommand {
  std::string name, help, method;
  std::vector<Field> fields;
  std::vector<Field> with_deleted = {};  // before the last, when --deleted asks for those
  std::string filter_example = "field = \"value\"";  // where the request has a filter
  bool names_account = false;  // shows each item's account when asked for every one's
};

// What changed on one resource; the request has it as `parent`.
template <class Request, class Response>
void AddChanges(CLI::App& group, Chosen& chosen, const Verb& verb) {
  struct Options {
    ListOptions list;
    std::string resource;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      group, verb.name, verb.help, chosen, [options, verb](Session& session) -> absl::Status {
        Request request;
        ASSIGN_OR_RETURN(*request.mutable_parent(), verb.resolve(session, options->resource));
        Response response;
        RETURN_IF_ERROR(FetchPages(session, verb.method, options->list, &request, &response));
        PrintList(session, response, ChangeFields());
        return absl::OkStatus();
      });
  command->add_option(verb.argument, options->resource, verb.argument_help)->required();
  AddListOptions(*command, options->list);
}

// A list. What it takes follows from the request: the account when that has a `parent`, --filter
// and --order-by when it has a filter, --deleted when it can show those.
template <class Request, class Response>
void AddList(CLI::App& group, Chosen& chosen, const ListCommand& list) {
  struct Options {
    ListOptions list;
    std::string account;
    bool deleted = false;
  };
  constexpr bool kOfAccount = requires(Request r) { r.mutable_parent(); };
  constexpr bool kFiltered = requires(Request r) { r.mutable_filter(); };
  constexpr bool kDeleted = requires(Request r) { r.set_show_deleted(true); };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      group, list.name, list.help, chosen, [options, list](Session& session) -> absl::Status {
        Request request;
        if constexpr (kOfAccount) {
          ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveAccount(session, options->account));
        }
        if constexpr (kDeleted) request.set_show_deleted(options->deleted);
        Response response;
        RETURN_IF_ERROR(FetchPages(session, list.method, options->list, &request, &response));
        std::vector<Field> fields = list.fields;
        if (list.names_account && options->account == "-") {
          fields.insert(fields.begin() + 1, AccountField());
        }
        if (options->deleted) {
          fields.insert(fields.end() - 1, list.with_deleted.begin(), list.with_deleted.end());
        }
        PrintList(session, response, fields);
        return absl::OkStatus();
      });
  if (kOfAccount) {
    command->add_option("account", options->account, "Resource name, id or external id")
        ->required();
  }
  AddListOptions(*command, options->list, kFiltered ? list.filter_example : "");
  if (kDeleted) command->add_flag("--deleted", options->deleted, "Also those deleted");
}

// A list of something of a campaign, which the request has as `parent`; with --filter and
// --order-by when it has a filter.
template <class Request, class Response>
void AddCampaignList(CLI::App& group, Chosen& chosen, const ListCommand& list) {
  struct Options {
    ListOptions list;
    std::string campaign;
  };
  constexpr bool kFiltered = requires(Request r) { r.mutable_filter(); };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      group, list.name, list.help, chosen, [options, list](Session& session) -> absl::Status {
        Request request;
        request.set_parent(InCollection("campaigns", options->campaign));
        Response response;
        RETURN_IF_ERROR(FetchPages(session, list.method, options->list, &request, &response));
        PrintList(session, response, list.fields);
        return absl::OkStatus();
      });
  command
      ->add_option("campaign", options->campaign,
                   "campaigns/…, or the id that the list of campaigns shows")
      ->required();
  AddListOptions(*command, options->list, kFiltered ? list.filter_example : "");
}

}  // namespace mainstay::ctl
