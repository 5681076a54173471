// dead-letters list, replay, discard
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <mainstay/events/v1/dead_letter.pb.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/resources.h"

namespace mainstay::ctl {
namespace {

using namespace events::v1;  // NOLINT: the messages of this group

// Every service that receives events has the methods, under its own area.
std::string MethodOf(const std::string& service, std::string_view method) {
  return absl::StrCat(service, "/EventAdminService/", method);
}

// The service in "services/{service}/deadLetters/{uuid}".
absl::StatusOr<std::string> ServiceIn(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() == 4 && parts[0] == "services" && parts[2] == "deadLetters") return parts[1];
  return absl::InvalidArgumentError(
      absl::StrCat(name, " is no dead letter; say services/SERVICE/deadLetters/ID, as list shows"));
}

absl::Status Fetch(Session& session, const std::string& service, const std::string& state,
                   const ListOptions& options, ListDeadLettersResponse* response) {
  ListDeadLettersRequest request;
  request.set_parent(absl::StrCat("services/", service));
  if (!state.empty()) {
    BacklogState value;
    if (!BacklogState_Parse(absl::StrCat("BACKLOG_STATE_", absl::AsciiStrToUpper(state)), &value)) {
      return absl::InvalidArgumentError(absl::StrCat("there is no state ", state,
                                                     ": dead, waiting, retrying, gap, "
                                                     "replayed or discarded"));
    }
    request.set_state(value);
  }
  const absl::Status fetched =
      FetchPages(session, MethodOf(service, "ListDeadLetters"), options, &request, response);
  if (!absl::IsUnimplemented(fetched)) return fetched;
  return absl::InvalidArgumentError(
      absl::StrCat("there is no service ", service, " that takes in events, as engagement does"));
}

void AddLetterList(CLI::App& group, Chosen& chosen) {
  struct Options {
    std::string service, state;
    ListOptions list;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      group, "list", "List what a service could not take in, the oldest first", chosen,
      [options](Session& session) -> absl::Status {
        ListDeadLettersResponse response;
        RETURN_IF_ERROR(Fetch(session, options->service, options->state, options->list, &response));
        PrintList(session, response,
                  {{"create_time", {.title = "RECEIVED"}},
                   {"state", {.title = "STATE"}},
                   {"attempts", {.title = "TRIES"}},
                   {"type", {.title = "TYPE", .shrinks = true}},
                   {"account", {.title = "ACCOUNT"}, Shown::kId},
                   {"error", {.title = "ERROR", .shrinks = true}},
                   {"name", {.title = "NAME"}}});
        return absl::OkStatus();
      });
  command->add_option("service", options->service, "Who received it, such as engagement")
      ->required();
  command->add_option("--state", options->state,
                      "dead (when absent), waiting, retrying, gap, replayed or discarded");
  AddListOptions(*command, options->list);
}

// Settles dead letters one by one: those named, or all of a service.
template <class Request>
CLI::App* AddSettle(CLI::App& group, Chosen& chosen, const std::string& name,
                    const std::string& help, const std::string& method) {
  struct Options {
    std::vector<std::string> names;
    std::string all_of;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(group, name, help, chosen, [options, method](Session& session) -> absl::Status {
        std::vector<std::string> names = options->names;
        if (!options->all_of.empty()) {
          ListDeadLettersResponse response;
          RETURN_IF_ERROR(Fetch(session, options->all_of, "", {.all = true}, &response));
          for (const DeadLetter& letter : response.dead_letters()) names.push_back(letter.name());
        }
        ListDeadLettersResponse settled;
        for (const std::string& letter : names) {
          ASSIGN_OR_RETURN(const std::string service, ServiceIn(letter));
          Request request;
          request.set_name(letter);
          WriteOptions write = options->write;
          if (names.size() > 1) write.request_id.clear();  // it is one write's
          ApplyWriteOptions(write, &request);
          ASSIGN_OR_RETURN(*settled.add_dead_letters(),
                           session.Call<DeadLetter>(MethodOf(service, method), request));
        }
        PrintList(session, settled,
                  {{"state", {.title = "STATE"}},
                   {"type", {.title = "TYPE", .shrinks = true}},
                   {"account", {.title = "ACCOUNT"}, Shown::kId},
                   {"name", {.title = "NAME"}}});
        return absl::OkStatus();
      });
  CLI::Option* named = command->add_option("name", options->names,
                                           "services/SERVICE/deadLetters/ID, one or several");
  command->add_option("--all-of", options->all_of, "Every dead one of this service")
      ->excludes(named);
  AddWriteOptions(*command, options->write, /*with_etag=*/false);
  return command;
}

}  // namespace

void AddDeadLetters(CLI::App& app, Chosen& chosen) {
  CLI::App* group = app.add_subcommand(
      "dead-letters", "Events that a service could not take in, for administrators");
  group->require_subcommand(1);
  AddLetterList(*group, chosen);
  AddSettle<ReplayDeadLetterRequest>(*group, chosen, "replay",
                                     "Try them again, once what made them fail is mended",
                                     "ReplayDeadLetter");
  AddSettle<DiscardDeadLetterRequest>(*group, chosen, "discard",
                                      "Give them up, with --reason; what waits behind them goes on",
                                      "DiscardDeadLetter");
}

}  // namespace mainstay::ctl
