// disputes list, get, create, update, negotiate, concede, escalate, settle, lose, reopen, changes
#include <memory>
#include <string>
#include <vector>

#include <mainstay/feedback/v1/dispute_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "feedback/DisputeService/";
constexpr char kDisputeHelp[] = "accounts/…/cases/…/disputes/…, as the list shows it";

absl::StatusOr<std::string> AsItIs(Session&, const std::string& text) { return text; }

void AddListOfDisputes(CLI::App& disputes, Chosen& chosen) {
  struct Options {
    ListOptions list;
    std::string case_name = "-";
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(disputes, "list", "List the disputes of a case; - for every account", chosen,
                 [options](Session& session) -> absl::Status {
                   ListDisputesRequest request;
                   request.set_parent("accounts/-/cases/-");
                   if (options->case_name != "-") {
                     ASSIGN_OR_RETURN(*request.mutable_parent(),
                                      ResolveOfAccount(session, "cases", options->case_name));
                   }
                   ListDisputesResponse response;
                   RETURN_IF_ERROR(FetchPages(session, absl::StrCat(kService, "ListDisputes"),
                                              options->list, &request, &response));
                   PrintList(session, response,
                             {{"name", {.title = "CASE"}, Shown::kCase},
                              AccountField(),
                              {"create_time", {.title = "SINCE"}},
                              {"state", {.title = "STATE"}},
                              {"strategy", {.title = "STRATEGY"}},
                              {"lead", {.title = "LEAD"}},
                              {"concessions", {.title = "GIVEN", .right = true}, Shown::kCount},
                              {"subject", {.title = "SUBJECT", .shrinks = true}},
                              {"name", {.title = "NAME"}}});
                   return absl::OkStatus();
                 });
  command->add_option("case", options->case_name,
                      absl::StrCat(OfAccountHelp("cases"), "; every case when absent"));
  AddListOptions(*command, options->list, "ended = false");
}

// Calls `method` and prints the dispute as it is then.
template <class Request>
absl::Status Send(Session& session, const char* method, const Request& request) {
  ASSIGN_OR_RETURN(const auto answer,
                   session.Call<Dispute>(absl::StrCat(kService, method), request));
  session.PrintRecord(answer);
  return absl::OkStatus();
}

void AddCreate(CLI::App& disputes, Chosen& chosen) {
  struct Options {
    std::string case_name, subject;
    ContentOptions content;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      disputes, "create", "Take one in: create C1001/$CASE \"The sum\" --set strategy=compromise",
      chosen, [options](Session& session) -> absl::Status {
        CreateDisputeRequest request;
        if (options->content.given()) {
          RETURN_IF_ERROR(ReadContent(options->content, request.mutable_dispute(), nullptr));
        }
        request.mutable_dispute()->set_subject(options->subject);
        ASSIGN_OR_RETURN(*request.mutable_parent(),
                         ResolveOfAccount(session, "cases", options->case_name));
        ApplyWriteOptions(options->write, &request);
        return Send(session, "CreateDispute", request);
      });
  command->add_option("case", options->case_name, OfAccountHelp("cases"))->required();
  command->add_option("subject", options->subject, "What it is about")->required();
  AddContentOptions(*command, options->content);
  AddRequestId(*command, options->write.request_id);
  AddToHelp(*command,
            "More by --set: demand, strategy (collaborate, compromise, accommodate, insist, "
            "postpone), strategy_note, lead, team; steps by --file.");
}

void AddConcede(CLI::App& disputes, Chosen& chosen) {
  struct Options {
    std::string dispute, text, amount, party = "ours";
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(disputes, "concede", "What one side gave (让步)", chosen,
                 [options](Session& session) -> absl::Status {
                   ConcedeInDisputeRequest request;
                   request.set_name(options->dispute);
                   DisputeConcession* given = request.mutable_concession();
                   given->set_text(options->text);
                   RETURN_IF_ERROR(SetField(given, absl::StrCat("party=", options->party)));
                   RETURN_IF_ERROR(SetField(given, absl::StrCat("amount=", options->amount)));
                   ApplyWriteOptions(options->write, &request);
                   return Send(session, "ConcedeInDispute", request);
                 });
  command->add_option("dispute", options->dispute, kDisputeHelp)->required();
  command->add_option("text", options->text, "What was given")->required();
  command->add_option("--by", options->party, "ours or customer")->capture_default_str();
  command->add_option("--amount", options->amount, "What it is worth: \"1200.50 CNY\"");
  AddRequestId(*command, options->write.request_id);
}

void AddEscalate(CLI::App& disputes, Chosen& chosen) {
  struct Options {
    std::string dispute, lead;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(disputes, "escalate", "Give it to somebody higher (升级); needs --reason", chosen,
                 [options](Session& session) -> absl::Status {
                   EscalateDisputeRequest request;
                   request.set_name(options->dispute);
                   request.set_lead(options->lead);
                   ApplyWriteOptions(options->write, &request);
                   return Send(session, "EscalateDispute", request);
                 });
  command->add_option("dispute", options->dispute, kDisputeHelp)->required();
  command->add_option("lead", options->lead, "A user")->required();
  AddWriteOptions(*command, options->write, /*with_etag=*/true);
}

// "settle" and "lose": what came of it.
template <class Request>
void AddEnd(CLI::App& disputes, Chosen& chosen, const char* name, const char* help,
            const char* method) {
  struct Options {
    std::string dispute, result;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(disputes, name, help, chosen, [options, method](Session& session) {
    Request request;
    request.set_name(options->dispute);
    request.set_result(options->result);
    ApplyWriteOptions(options->write, &request);
    return Send(session, method, request);
  });
  command->add_option("dispute", options->dispute, kDisputeHelp)->required();
  command->add_option("result", options->result, "What came of it")->required();
  AddRequestId(*command, options->write.request_id);
}

Verb OnDispute(const std::string& name, const std::string& help, const std::string& method) {
  return {.name = name,
          .help = help,
          .method = absl::StrCat(kService, method),
          .argument = "dispute",
          .argument_help = kDisputeHelp,
          .resolve = AsItIs,
          .with_etag = true};
}

}  // namespace

void AddDisputes(CLI::App& app, Chosen& chosen) {
  CLI::App* disputes = app.add_subcommand("disputes", "Disputes about cases (冲突处理)");
  disputes->require_subcommand(1);
  AddListOfDisputes(*disputes, chosen);
  Verb get = OnDispute("get", "Show one dispute", "GetDispute");
  get.writes = false;
  AddVerb<GetDisputeRequest, Dispute>(*disputes, chosen, get);
  AddCreate(*disputes, chosen);
  AddUpdate(*disputes, chosen,
            OnDispute("update", "Change its strategy, team and steps", "UpdateDispute"),
            &UpdateDisputeRequest::mutable_dispute);
  AddVerb<NegotiateDisputeRequest, Dispute>(
      *disputes, chosen, OnDispute("negotiate", "We are talking (谈判)", "NegotiateDispute"));
  AddConcede(*disputes, chosen);
  AddEscalate(*disputes, chosen);
  AddEnd<SettleDisputeRequest>(*disputes, chosen, "settle", "Both agree (达成一致)",
                               "SettleDispute");
  AddEnd<LoseDisputeRequest>(*disputes, chosen, "lose", "It ended without an agreement",
                             "LoseDispute");
  AddVerb<ReopenDisputeRequest, Dispute>(
      *disputes, chosen,
      OnDispute("reopen", "It was not over after all (重新打开); needs --reason", "ReopenDispute"));
  AddChanges<ListDisputeChangesRequest, ListDisputeChangesResponse>(
      *disputes, chosen,
      OnDispute("changes", "List what changed: who, when, why", "ListDisputeChanges"));
}

}  // namespace mainstay::ctl
