// visits verifications, verify
#include <memory>

#include <mainstay/engagement/v1/case_verification_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace engagement::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "engagement/CaseVerificationService/";

void AddVerify(CLI::App& visits, Chosen& chosen) {
  struct Options {
    std::string name, visit, note;
    bool not_solved = false;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      visits, "verify", "What a visit found of a closed case (回访核实): solved, or --not-solved",
      chosen, [options](Session& session) -> absl::Status {
        VerifyCaseRequest request;
        ASSIGN_OR_RETURN(*request.mutable_name(),
                         ResolveOfAccount(session, "caseVerifications", options->name));
        ASSIGN_OR_RETURN(*request.mutable_visit(),
                         ResolveOfAccount(session, "visits", options->visit));
        request.set_solved(!options->not_solved);
        request.set_note(options->note);
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto verified, session.Call<CaseVerification>(
                                                  absl::StrCat(kService, "VerifyCase"), request));
        session.PrintRecord(verified);
        return absl::OkStatus();
      });
  command->add_option("verification", options->name, OfAccountHelp("caseVerifications"))
      ->required();
  command->add_option("--visit", options->visit, OfAccountHelp("visits"))->required();
  command->add_option("--note", options->note, "What was seen and said; needed with --not-solved");
  command->add_flag("--not-solved", options->not_solved, "The case is opened again");
  AddRequestId(*command, options->write.request_id);
}

}  // namespace

void AddCaseVerifications(CLI::App& visits, Chosen& chosen) {
  AddList<ListCaseVerificationsRequest, ListCaseVerificationsResponse>(
      visits, chosen,
      {.name = "verifications",
       .help = "List closed cases to verify at visits (待核实客诉); - for every account",
       .method = absl::StrCat(kService, "ListCaseVerifications"),
       .fields = {{"number", {.title = "CASE", .right = true}},
                  {"close_time", {.title = "CLOSED"}},
                  {"state", {.title = "STATE"}},
                  {"note", {.title = "NOTE", .shrinks = true}},
                  {"name", {.title = "ID"}, Shown::kId}},
       .filter_example = "state = open",
       .names_account = true});
  AddVerify(visits, chosen);
}

}  // namespace mainstay::ctl
