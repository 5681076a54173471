// cases link, links, revoke-link
#include <memory>

#include <mainstay/feedback/v1/closure_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/session.h"

namespace mainstay::ctl {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "feedback/ClosureService/";

void AddLink(CLI::App& cases, Chosen& chosen) {
  struct Options {
    std::string name, contact;
    int days = 14;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      cases, "link",
      "Make the link by which the customer confirms a resolved case (确认链接); shown once", chosen,
      [options](Session& session) -> absl::Status {
        CreateConfirmationLinkRequest request;
        ASSIGN_OR_RETURN(*request.mutable_parent(),
                         ResolveOfAccount(session, "cases", options->name));
        if (!options->contact.empty()) {
          request.set_contact(ContactOf(
              request.parent().substr(0, request.parent().find("/cases/")), options->contact));
        }
        request.mutable_validity()->set_seconds(int64_t{options->days} * 24 * 3600);
        ASSIGN_OR_RETURN(const auto link,
                         session.Call<ConfirmationLink>(
                             absl::StrCat(kService, "CreateConfirmationLink"), request));
        session.PrintRecord(link);
        return absl::OkStatus();
      });
  command->add_option("case", options->name, OfAccountHelp("cases"))->required();
  command->add_option("--contact", options->contact,
                      "The id of the contact who is asked; the case's own without");
  command->add_option("--days", options->days, "How long it works")
      ->check(CLI::Range(1, 90))
      ->capture_default_str();
}

void AddLinks(CLI::App& cases, Chosen& chosen) {
  struct Options {
    ListOptions list;
    std::string name;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      cases, "links", "List the confirmation links of a case, newest first", chosen,
      [options](Session& session) -> absl::Status {
        ListConfirmationLinksRequest request;
        ASSIGN_OR_RETURN(*request.mutable_parent(),
                         ResolveOfAccount(session, "cases", options->name));
        ListConfirmationLinksResponse response;
        RETURN_IF_ERROR(FetchPages(session, absl::StrCat(kService, "ListConfirmationLinks"),
                                   options->list, &request, &response));
        PrintList(session, response,
                  {{"create_time", {.title = "MADE"}},
                   {"state", {.title = "STATE"}},
                   {"expire_time", {.title = "UNTIL"}},
                   {"creator", {.title = "BY"}},
                   {"name", {.title = "LINK"}}});
        return absl::OkStatus();
      });
  command->add_option("case", options->name, OfAccountHelp("cases"))->required();
  AddListOptions(*command, options->list);
}

void AddRevoke(CLI::App& cases, Chosen& chosen) {
  struct Options {
    std::string name;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(cases, "revoke-link", "Make a confirmation link stop working", chosen,
                 [options](Session& session) -> absl::Status {
                   RevokeConfirmationLinkRequest request;
                   request.set_name(options->name);
                   ApplyWriteOptions(options->write, &request);
                   ASSIGN_OR_RETURN(const auto link,
                                    session.Call<ConfirmationLink>(
                                        absl::StrCat(kService, "RevokeConfirmationLink"), request));
                   session.PrintRecord(link);
                   return absl::OkStatus();
                 });
  command->add_option("link", options->name, "Its resource name, as links shows it")->required();
  AddRequestId(*command, options->write.request_id);
}

}  // namespace

void AddCaseLinks(CLI::App& cases, Chosen& chosen) {
  AddLink(cases, chosen);
  AddLinks(cases, chosen);
  AddRevoke(cases, chosen);
}

}  // namespace mainstay::ctl
