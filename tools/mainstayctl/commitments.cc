// commitments list, get, create, update, keep, break, renegotiate, cancel, reopen, stats, changes
#include <memory>

#include <mainstay/engagement/v1/commitment_service.pb.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/table.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace engagement::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "engagement/CommitmentService/";
constexpr char kAccountHelp[] = "Resource name, id or external id";

absl::StatusOr<std::string> CommitmentName(Session& session, const std::string& text) {
  return ResolveOfAccount(session, "commitments", text);
}

// Calls `method` and prints the commitment as it is then.
template <class Request>
absl::Status Send(Session& session, const char* method, const Request& request) {
  ASSIGN_OR_RETURN(const auto commitment,
                   session.Call<Commitment>(absl::StrCat(kService, method), request));
  session.PrintRecord(commitment);
  return absl::OkStatus();
}

void AddCreate(CLI::App& commitments, Chosen& chosen) {
  struct Options {
    std::string account, subject, due, party = "ours", promiser, beneficiary, source;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      commitments, "create",
      "Record a promise: create C1001 \"Samples are there\" --due \"2026-12-01 18:00\"", chosen,
      [options](Session& session) -> absl::Status {
        CreateCommitmentRequest request;
        Commitment* commitment = request.mutable_commitment();
        commitment->set_subject(options->subject);
        commitment->set_source(options->source);
        RETURN_IF_ERROR(SetField(commitment, absl::StrCat("party=", options->party)));
        RETURN_IF_ERROR(SetField(commitment, absl::StrCat("due_time=", UntilTime(options->due))));
        ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveAccount(session, options->account));
        commitment->set_promiser(ContactOf(request.parent(), options->promiser));
        commitment->set_beneficiary(ContactOf(request.parent(), options->beneficiary));
        ApplyWriteOptions(options->write, &request);
        return Send(session, "CreateCommitment", request);
      });
  command->add_option("account", options->account, kAccountHelp)->required();
  command->add_option("subject", options->subject, "What was promised")->required();
  command
      ->add_option("--due", options->due,
                   "Until when, such as \"2026-12-01 18:00\"; a day alone to its end")
      ->required();
  command->add_option("--by", options->party, "Who promised: ours or customer")
      ->capture_default_str();
  command->add_option(
      "--promiser", options->promiser,
      "The one who promised: a user (you when absent), or the id of a contact of theirs");
  command->add_option("--to", options->beneficiary, "To whom: a user or the id of a contact");
  command->add_option("--source", options->source, "Where it was born: accounts/…/visits/…");
  AddRequestId(*command, options->write.request_id);
}

void AddKeep(CLI::App& commitments, Chosen& chosen) {
  struct Options {
    std::string commitment, proof, time;
    std::vector<std::string> evidence;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      commitments, "keep", "It was kept (履约): needs --proof", chosen,
      [options](Session& session) -> absl::Status {
        KeepCommitmentRequest request;
        ASSIGN_OR_RETURN(*request.mutable_name(), CommitmentName(session, options->commitment));
        request.set_proof(options->proof);
        for (const std::string& uri : options->evidence) request.add_evidence_uris(uri);
        if (!options->time.empty()) {
          RETURN_IF_ERROR(SetField(&request, absl::StrCat("kept_time=", options->time)));
        }
        ApplyWriteOptions(options->write, &request);
        return Send(session, "KeepCommitment", request);
      });
  command->add_option("commitment", options->commitment, OfAccountHelp("commitments"))->required();
  command->add_option("--proof", options->proof, "What shows it")->required();
  command->add_option("--evidence", options->evidence, "A URI that shows it; may be repeated")
      ->allow_extra_args(false);
  command->add_option("--at", options->time, "When, if not now");
  AddRequestId(*command, options->write.request_id);
  command->add_option("--etag", options->write.etag,
                      "Fail if somebody changed it since it had this etag");
}

void AddRenegotiate(CLI::App& commitments, Chosen& chosen) {
  struct Options {
    std::string commitment, due;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      commitments, "renegotiate", "Another time was agreed (重新约定): needs --due and --reason",
      chosen, [options](Session& session) -> absl::Status {
        RenegotiateCommitmentRequest request;
        ASSIGN_OR_RETURN(*request.mutable_name(), CommitmentName(session, options->commitment));
        RETURN_IF_ERROR(SetField(&request, absl::StrCat("due_time=", UntilTime(options->due))));
        ApplyWriteOptions(options->write, &request);
        return Send(session, "RenegotiateCommitment", request);
      });
  command->add_option("commitment", options->commitment, OfAccountHelp("commitments"))->required();
  command->add_option("--due", options->due, "Until when now; a day alone to its end")->required();
  AddWriteOptions(*command, options->write, /*with_etag=*/true);
}

// The rows of the statistics as a table; the total is the last.
void PrintStats(Session& session, const CommitmentStats& stats, const std::string& by) {
  Table table({{.title = by, .shrinks = true},
               {.title = "DUE", .right = true},
               {.title = "ON TIME", .right = true},
               {.title = "RENEGOTIATED", .right = true},
               {.title = "LATE", .right = true},
               {.title = "BROKEN", .right = true},
               {.title = "OVERDUE", .right = true},
               {.title = "OPEN", .right = true},
               {.title = "RATE", .right = true}});
  const auto add = [&](const std::string& label, const CommitmentStats::Group& group) {
    table.Add({label, FormatCount(group.due_count()), FormatCount(group.kept_on_time_count()),
               FormatCount(group.kept_after_renegotiation_count()),
               FormatCount(group.kept_late_count()), FormatCount(group.broken_count()),
               FormatCount(group.overdue_count()), FormatCount(group.open_count()),
               group.has_kept_on_time_rate() ? FormatShare(group.kept_on_time_rate()) : ""});
  };
  for (const auto& group : stats.groups()) {
    add(absl::StrCat(group.account_display_name(), group.promiser(), FormatField(group, "month")),
        group);
  }
  add("all", stats.total());
  session.out() << table.Render(session.out_terminal());
}

void AddStats(CLI::App& commitments, Chosen& chosen) {
  struct Options {
    std::string account, by = "account", party, from, to;
    GetCommitmentStatsRequest request;
    int limit = 50;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      commitments, "stats", "How promises were kept (履约率), by account, promiser or month",
      chosen, [options](Session& session) -> absl::Status {
        GetCommitmentStatsRequest request = options->request;
        RETURN_IF_ERROR(SetField(&request, absl::StrCat("group_by=", options->by)));
        RETURN_IF_ERROR(SetField(&request, absl::StrCat("party=", options->party)));
        RETURN_IF_ERROR(SetField(&request, absl::StrCat("start_time=", options->from)));
        RETURN_IF_ERROR(SetField(&request, absl::StrCat("end_time=", options->to)));
        request.set_page_size(options->limit);
        ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveAccount(session, options->account));
        ASSIGN_OR_RETURN(
            const auto stats,
            session.Call<CommitmentStats>(absl::StrCat(kService, "GetCommitmentStats"), request));
        if (session.json()) {
          session.PrintRecord(stats);
          return absl::OkStatus();
        }
        PrintStats(session, stats, absl::AsciiStrToUpper(options->by));
        if (!stats.next_page_token().empty()) session.err() << "there are more; see --limit\n";
        return absl::OkStatus();
      });
  command
      ->add_option("account", options->account,
                   "Resource name, id or external id; - for every account")
      ->required();
  command->add_option("--by", options->by, "account, promiser or month")->capture_default_str();
  command->add_option("--party", options->party, "Only of ours, or of the customer");
  command->add_option("--from", options->from, "Only those due from then on");
  command->add_option("--to", options->to, "Only those due before then");
  command->add_option("--time-zone", *options->request.mutable_time_zone(),
                      "Of months; Asia/Shanghai when absent");
  command->add_option("--limit", options->limit, "Groups shown")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
}

Verb OnCommitment(const std::string& name, const std::string& help, const std::string& method) {
  return {.name = name,
          .help = help,
          .method = absl::StrCat(kService, method),
          .argument = "commitment",
          .argument_help = OfAccountHelp("commitments"),
          .resolve = CommitmentName,
          .with_etag = true};
}

}  // namespace

void AddCommitments(CLI::App& app, Chosen& chosen) {
  CLI::App* commitments = app.add_subcommand("commitments", "The commitment ledger (承诺台账)");
  commitments->require_subcommand(1);
  AddList<ListCommitmentsRequest, ListCommitmentsResponse>(
      *commitments, chosen,
      {.name = "list",
       .help =
           "List promises, the next due first; - for every account. --filter \"overdue = true\"",
       .method = absl::StrCat(kService, "ListCommitments"),
       .fields = {{"due_time", {.title = "DUE"}},
                  {"state", {.title = "STATE"}},
                  {"overdue", {.title = "OVERDUE"}},
                  {"party", {.title = "BY"}},
                  {"promiser", {.title = "PROMISER", .shrinks = true}, Shown::kName},
                  {"subject", {.title = "SUBJECT", .shrinks = true}},
                  {"name", {.title = "ID"}, Shown::kId}},
       .filter_example = "party = ours AND overdue = true",
       .names_account = true});
  Verb get = OnCommitment("get", "Show one promise", "GetCommitment");
  get.writes = false;
  AddVerb<GetCommitmentRequest, Commitment>(*commitments, chosen, get);
  AddCreate(*commitments, chosen);
  AddUpdate(*commitments, chosen,
            OnCommitment("update", "Change what is written of a promise", "UpdateCommitment"),
            &UpdateCommitmentRequest::mutable_commitment);
  AddKeep(*commitments, chosen);
  AddVerb<BreakCommitmentRequest, Commitment>(
      *commitments, chosen,
      OnCommitment("break", "It was broken (违约); needs --reason", "BreakCommitment"));
  AddRenegotiate(*commitments, chosen);
  AddVerb<CancelCommitmentRequest, Commitment>(
      *commitments, chosen,
      OnCommitment("cancel", "It no longer binds; needs --reason", "CancelCommitment"));
  AddVerb<ReopenCommitmentRequest, Commitment>(
      *commitments, chosen, OnCommitment("reopen", "It was closed by mistake", "ReopenCommitment"));
  AddStats(*commitments, chosen);
  AddChanges<ListCommitmentChangesRequest, ListCommitmentChangesResponse>(
      *commitments, chosen,
      OnCommitment("changes", "List what changed: who, when, why", "ListCommitmentChanges"));
}

}  // namespace mainstay::ctl
