// requirements list, get, create, update, ask, screen, assess, plan, start, deliver, validate,
// reject, reconsider, merge, unmerge, score, scores, changes, review, reviews
#include <memory>

#include <mainstay/feedback/v1/requirement_service.pb.h>
#include <mainstay/feedback/v1/scoring_service.pb.h>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "feedback/RequirementService/";
constexpr char kScoring[] = "feedback/ScoringService/";
constexpr char kHelp[] = "requirements/…, or the id that the list shows";

std::string NameOf(const std::string& text) { return InCollection("requirements", text); }

Verb OnRequirement(const std::string& name, const std::string& help, const std::string& method) {
  return {.name = name,
          .help = help,
          .method = absl::StrCat(kService, method),
          .argument = "requirement",
          .argument_help = kHelp,
          .resolve = [](Session&, const std::string& text) { return NameOf(text); },
          .with_etag = true};
}

// Calls `method` and prints what it answers.
template <class Response, class Request>
absl::Status Send(Session& session, const std::string& method, const Request& request) {
  ASSIGN_OR_RETURN(const auto answer, session.Call<Response>(method, request));
  session.PrintRecord(answer);
  return absl::OkStatus();
}

void AddCreate(CLI::App& group, Chosen& chosen) {
  struct Options {
    std::string title;
    std::vector<std::string> accounts;
    ContentOptions content;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      group, "create", "Take one in (采集): create \"Test reports\" --account C1001 --set why=…",
      chosen, [options](Session& session) -> absl::Status {
        CreateRequirementRequest request;
        Requirement* r = request.mutable_requirement();
        if (options->content.given()) RETURN_IF_ERROR(ReadContent(options->content, r, nullptr));
        r->set_title(options->title);
        for (const std::string& account : options->accounts) {
          ASSIGN_OR_RETURN(*r->add_askers()->mutable_account(), ResolveAccount(session, account));
        }
        ApplyWriteOptions(options->write, &request);
        return Send<Requirement>(session, absl::StrCat(kService, "CreateRequirement"), request);
      });
  command->add_option("title", options->title, "What is asked for")->required();
  command->add_option("--account", options->accounts, "Who asks: name, id or external id")
      ->allow_extra_args(false);
  AddContentOptions(*command, options->content);
  AddRequestId(*command, options->write.request_id);
}

void AddAsk(CLI::App& group, Chosen& chosen) {
  struct Options {
    std::string name, account, words, source;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      group, "ask", "Another account asks for it (又有客户提出)", chosen,
      [options](Session& session) -> absl::Status {
        AddRequirementAskerRequest request;
        request.set_name(NameOf(options->name));
        ASSIGN_OR_RETURN(*request.mutable_asker()->mutable_account(),
                         ResolveAccount(session, options->account));
        request.mutable_asker()->set_words(options->words);
        request.mutable_asker()->set_source(options->source);
        ApplyWriteOptions(options->write, &request);
        return Send<Requirement>(session, absl::StrCat(kService, "AddRequirementAsker"), request);
      });
  command->add_option("requirement", options->name, kHelp)->required();
  command->add_option("account", options->account, "Resource name, id or external id")->required();
  command->add_option("--words", options->words, "In which words");
  command->add_option("--source", options->source, "The name of the visit, case or survey");
  AddRequestId(*command, options->write.request_id);
}

// A verb of the funnel.
void AddMove(CLI::App& group, Chosen& chosen, const char* name, const char* help,
             const char* method, bool needs_note = false) {
  struct Options {
    std::string name, note;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(group, name, help, chosen, [options, method](Session& session) -> absl::Status {
        RequirementVerbRequest request;
        request.set_name(NameOf(options->name));
        request.set_note(options->note);
        ApplyWriteOptions(options->write, &request);
        return Send<Requirement>(session, absl::StrCat(kService, method), request);
      });
  command->add_option("requirement", options->name, kHelp)->required();
  command->add_option("--note", options->note, "Why, or how it was seen")->required(needs_note);
  AddRequestId(*command, options->write.request_id);
}

void AddMoves(CLI::App& group, Chosen& chosen) {
  AddMove(group, chosen, "screen", "It is understood, and not there yet (筛选)",
          "ScreenRequirement");
  AddMove(group, chosen, "assess", "Urgency and importance are judged (评估)", "AssessRequirement");
  AddMove(group, chosen, "plan", "It will be done by its due date (排期)", "PlanRequirement");
  AddMove(group, chosen, "start", "Work begins or goes on (交付中)", "StartRequirement");
  AddMove(group, chosen, "deliver", "The customers have it (交付)", "DeliverRequirement");
  AddMove(group, chosen, "validate", "It was seen that it helps (验证)", "ValidateRequirement",
          true);
  AddMove(group, chosen, "reject", "It will not be done (拒绝)", "RejectRequirement", true);
  AddMove(group, chosen, "reconsider", "It may be done after all (重新考虑)",
          "ReconsiderRequirement", true);
  AddMove(group, chosen, "unmerge", "It is one by itself again (撤销合并)", "UnmergeRequirement");
}

void AddMerge(CLI::App& group, Chosen& chosen) {
  struct Options {
    std::string name, into, note;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      group, "merge", "Two say the same (合并): merge A B makes A a part of what B stands for",
      chosen, [options](Session& session) -> absl::Status {
        MergeRequirementRequest request;
        request.set_name(NameOf(options->name));
        request.set_into(NameOf(options->into));
        request.set_note(options->note);
        ApplyWriteOptions(options->write, &request);
        return Send<Requirement>(session, absl::StrCat(kService, "MergeRequirement"), request);
      });
  command->add_option("requirement", options->name, kHelp)->required();
  command->add_option("into", options->into, "The one that stays")->required();
  command->add_option("--note", options->note, "Why");
  AddRequestId(*command, options->write.request_id);
}

void AddScore(CLI::App& group, Chosen& chosen) {
  struct Options {
    std::string name, set;
    std::vector<std::string> scores;
    bool realized = false;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      group, "score", "Give scores (打分): score R SET effect=8 effort=3", chosen,
      [options](Session& session) -> absl::Status {
        SetRequirementScoresRequest request;
        request.set_name(NameOf(options->name));
        request.set_criteria_set(InCollection("criteriaSets", options->set));
        request.set_realized(options->realized);
        for (const std::string& text : options->scores) {
          const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
          double score = 0;
          RequirementScore* one = request.add_scores();
          one->set_criterion(parts[0]);
          const bool takes_away = parts.size() == 2 && parts[1].empty();
          if (parts.size() != 2 || (!takes_away && !absl::SimpleAtod(parts[1], &score))) {
            return absl::InvalidArgumentError(absl::StrCat(
                text, ": write a score as criterion=number; criterion= takes it away"));
          }
          if (!takes_away) one->set_score(score);
        }
        ApplyWriteOptions(options->write, &request);
        return Send<RequirementScores>(session, absl::StrCat(kScoring, "SetRequirementScores"),
                                       request);
      });
  command->add_option("requirement", options->name, kHelp)->required();
  command->add_option("set", options->set, "The criteria set, as `rank sets` shows it")->required();
  command->add_option("scores", options->scores, "criterion=number …; none says that they hold");
  command->add_flag("--realized", options->realized, "What came of it, after delivery (实际值)");
  AddWriteOptions(*command, options->write, /*with_etag=*/true);
}

void AddScores(CLI::App& group, Chosen& chosen) {
  auto names = std::make_shared<std::pair<std::string, std::string>>();
  CLI::App* command =
      AddCommand(group, "scores", "Show its scores by a criteria set", chosen,
                 [names](Session& session) -> absl::Status {
                   GetRequirementScoresRequest request;
                   request.set_name(NameOf(names->first));
                   request.set_criteria_set(InCollection("criteriaSets", names->second));
                   return Send<RequirementScores>(
                       session, absl::StrCat(kScoring, "GetRequirementScores"), request);
                 });
  command->add_option("requirement", names->first, kHelp)->required();
  command->add_option("set", names->second, "The criteria set, as `rank sets` shows it")
      ->required();
}

void AddReviews(CLI::App& group, Chosen& chosen) {
  struct Options {
    ContentOptions content;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      group, "review", "Record a review meeting (评审会) with its decisions: review --file r.json",
      chosen, [options](Session& session) -> absl::Status {
        CreateRequirementReviewRequest request;
        RETURN_IF_ERROR(
            ReadContent(options->content, request.mutable_requirement_review(), nullptr));
        ApplyWriteOptions(options->write, &request);
        return Send<RequirementReview>(session, absl::StrCat(kService, "CreateRequirementReview"),
                                       request);
      });
  AddContentOptions(*command, options->content);
  AddRequestId(*command, options->write.request_id);
  AddList<ListRequirementReviewsRequest, ListRequirementReviewsResponse>(
      group, chosen,
      {.name = "reviews",
       .help = "List the review meetings, the latest first; - for every account",
       .method = absl::StrCat(kService, "ListRequirementReviews"),
       .fields = {{"date", {.title = "DATE"}},
                  {"attendees", {.title = "ATTENDEES", .shrinks = true}},
                  {"decisions", {.title = "DECISIONS", .right = true}, Shown::kCount},
                  {"name", {.title = "ID"}, Shown::kId}}});
}

}  // namespace

void AddRequirements(CLI::App& app, Chosen& chosen) {
  CLI::App* group =
      app.add_subcommand("requirements", "Requirements (需求): what customers ask for");
  group->require_subcommand(1);
  AddList<ListRequirementsRequest, ListRequirementsResponse>(
      *group, chosen,
      {.name = "list",
       .help = "List requirements; - for every account. --filter \"needs_review = true\"",
       .method = absl::StrCat(kService, "ListRequirements"),
       .fields = {{"state", {.title = "STATE"}},
                  {"quadrant", {.title = "QUADRANT"}},
                  {"value", {.title = "VALUE", .right = true}},
                  {"sales", {.title = "SALES", .right = true}},
                  {"account_count", {.title = "ASK", .right = true}},
                  {"due_date", {.title = "DUE"}},
                  {"review_reasons", {.title = "REVIEW"}},
                  {"accountable", {.title = "ACCOUNTABLE"}},
                  {"title", {.title = "TITLE", .shrinks = true}},
                  {"name", {.title = "ID"}, Shown::kId}},
       .filter_example = "quadrant = do AND open = true"});
  Verb get = OnRequirement("get", "Show one requirement", "GetRequirement");
  get.writes = false;
  AddVerb<GetRequirementRequest, Requirement>(*group, chosen, get);
  AddCreate(*group, chosen);
  AddUpdate(*group, chosen,
            OnRequirement("update", "Change what is written of it", "UpdateRequirement"),
            &UpdateRequirementRequest::mutable_requirement);
  AddAsk(*group, chosen);
  AddMoves(*group, chosen);
  AddMerge(*group, chosen);
  AddScore(*group, chosen);
  AddScores(*group, chosen);
  AddChanges<ListRequirementChangesRequest, ListRequirementChangesResponse>(
      *group, chosen,
      OnRequirement("changes", "List what changed: who, when, why", "ListRequirementChanges"));
  AddReviews(*group, chosen);
}

}  // namespace mainstay::ctl
