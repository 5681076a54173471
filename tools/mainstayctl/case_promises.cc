// cases promise, promises
#include <memory>
#include <string>

#include <mainstay/feedback/v1/case_promise_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/resources.h"

namespace mainstay::ctl {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "feedback/CasePromiseService/";

void AddPromise(CLI::App& cases, Chosen& chosen) {
  struct Options {
    std::string case_name, text, channel, due, promiser, contact;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      cases, "promise", "The customer was promised something (承诺), which the ledger keeps",
      chosen, [options](Session& session) -> absl::Status {
        CreateCasePromiseRequest request;
        ASSIGN_OR_RETURN(*request.mutable_parent(),
                         ResolveOfAccount(session, "cases", options->case_name));
        CasePromise& promise = *request.mutable_promise();
        promise.set_text(options->text);
        promise.set_promiser(options->promiser);
        RETURN_IF_ERROR(SetField(&promise, absl::StrCat("channel=", options->channel)));
        ASSIGN_OR_RETURN(*promise.mutable_due_time(), ParseTime(UntilTime(options->due)));
        if (!options->contact.empty()) {
          const std::string& parent = request.parent();
          promise.set_contact(
              ContactOf(parent.substr(0, parent.find("/cases/")), options->contact));
        }
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(
            const auto made,
            session.Call<CasePromise>(absl::StrCat(kService, "CreateCasePromise"), request));
        session.PrintRecord(made);
        return absl::OkStatus();
      });
  command->add_option("case", options->case_name, OfAccountHelp("cases"))->required();
  command->add_option("text", options->text, "What was promised")->required();
  command->add_option("--by", options->channel, "phone, email, chat, in_person and the like")
      ->required();
  command->add_option("--due", options->due, "Until when; a day is meant to its end")->required();
  command->add_option("--promiser", options->promiser, "A user who keeps it; you when absent");
  command->add_option("--contact", options->contact, "The id of the contact who was told");
  AddRequestId(*command, options->write.request_id);
}

void AddPromises(CLI::App& cases, Chosen& chosen) {
  struct Options {
    ListOptions list;
    std::string case_name;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(cases, "promises", "What the customer was promised, newest first", chosen,
                 [options](Session& session) -> absl::Status {
                   ListCasePromisesRequest request;
                   ASSIGN_OR_RETURN(*request.mutable_parent(),
                                    ResolveOfAccount(session, "cases", options->case_name));
                   ListCasePromisesResponse response;
                   RETURN_IF_ERROR(FetchPages(session, absl::StrCat(kService, "ListCasePromises"),
                                              options->list, &request, &response));
                   PrintList(session, response,
                             {{"create_time", {.title = "WHEN"}},
                              {"due_time", {.title = "UNTIL"}},
                              {"promiser", {.title = "BY"}},
                              {"text", {.title = "PROMISE", .shrinks = true}}});
                   return absl::OkStatus();
                 });
  command->add_option("case", options->case_name, OfAccountHelp("cases"))->required();
  AddListOptions(*command, options->list);
}

}  // namespace

void AddCasePromises(CLI::App& cases, Chosen& chosen) {
  AddPromise(cases, chosen);
  AddPromises(cases, chosen);
}

}  // namespace mainstay::ctl
