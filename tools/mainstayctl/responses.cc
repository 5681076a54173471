// responses list, get
#include <memory>
#include <string>

#include <mainstay/survey/v1/response_service.pb.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/survey_privacy.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace survey::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "survey/ResponseService/";

// A filter or nobody's answer may be why, too: it says what else may be.
std::string WhyNone(Session& session, const std::string& parent) {
  if (absl::StartsWith(parent, "campaigns/")) {
    return PrivacyNote(session, parent, Language::kEnglish);
  }
  return "answers to confidential surveys are listed by account only for who may see who answered, "
         "those to anonymous ones for nobody\n";
}

void AddListCommand(CLI::App& responses, Chosen& chosen) {
  struct Options {
    ListOptions list;
    std::string campaign, account;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      responses, "list", "List the responses of a campaign, or of an account, the newest first",
      chosen, [options](Session& session) -> absl::Status {
        ListResponsesRequest request;
        if (options->campaign.empty() == options->account.empty()) {
          return status::BadField("--account", "give a campaign, or an account by --account");
        }
        if (!options->campaign.empty()) {
          request.set_parent(InCollection("campaigns", options->campaign));
        } else {
          ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveAccount(session, options->account));
        }
        ListResponsesResponse response;
        RETURN_IF_ERROR(FetchPages(session, absl::StrCat(kService, "ListResponses"), options->list,
                                   &request, &response));
        PrintList(session, response,
                  {{"submit_time", {.title = "SUBMITTED"}},
                   {"channel", {.title = "CHANNEL"}},
                   {"language", {.title = "LANGUAGE"}},
                   {"account", {.title = "ACCOUNT", .shrinks = true}, Shown::kName},
                   {"external_id", {.title = "PAPER", .shrinks = true}},
                   {"flags", {.title = "FLAGS", .shrinks = true}},
                   {"name", {.title = "NAME"}}});
        if (response.responses().empty() && !session.json()) {
          session.err() << WhyNone(session, request.parent());
        }
        return absl::OkStatus();
      });
  command->add_option("campaign", options->campaign,
                      "campaigns/…, or the id that the list of campaigns shows");
  command->add_option("--account", options->account, "Name, id or external id of an account");
  AddListOptions(*command, options->list, "flags : speeder");
}

}  // namespace

void AddResponses(CLI::App& app, Chosen& chosen) {
  CLI::App* responses =
      app.add_subcommand("responses", "What was answered to surveys (答卷), on paper too");
  responses->require_subcommand(1);
  AddListCommand(*responses, chosen);
  AddVerb<GetResponseRequest, Response>(
      *responses, chosen,
      {.name = "get",
       .help = "Show a response",
       .method = absl::StrCat(kService, "GetResponse"),
       .argument = "response",
       .argument_help = "Its resource name, as the list shows it, or CAMPAIGN/ID",
       .resolve = [](Session&, const std::string& text) -> absl::StatusOr<std::string> {
         return InNested("campaigns", "responses", text);
       },
       .writes = false});
  AddResponseFiles(*responses, chosen);
  AddResponseFlags(*responses, chosen);
  AddInterviews(*responses, chosen);
}

}  // namespace mainstay::ctl
