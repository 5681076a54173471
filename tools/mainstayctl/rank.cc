// rank run, show, list, sets, set, define, redefine; rank_reviews.cc adds compare, deviation,
// missing
#include <memory>

#include <mainstay/feedback/v1/requirement_service.pb.h>
#include <mainstay/feedback/v1/scoring_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/rank_reviews.h"
#include "tools/mainstayctl/rank_text.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/table.h"
#include "tools/mainstayctl/text.h"
#include "tools/mainstayctl/verbs.h"
#include "tools/mainstayctl/words.h"

namespace mainstay::ctl {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "feedback/ScoringService/";

std::string Method(const char* name) { return absl::StrCat(kService, name); }

void PrintCriteria(Session& session, const Ranking& ranking, Language language) {
  const bool chinese = language == Language::kChinese;
  Table table({{.title = chinese ? "准则" : "CRITERION", .shrinks = true},
               {.title = chinese ? "方向" : "BETTER"},
               {.title = chinese ? "权重" : "WEIGHT", .right = true},
               {.title = chinese ? "次序不变区间" : "ORDER HOLDS", .right = true},
               {.title = absl::StrCat(chinese ? "前 " : "TOP ", ranking.top(),
                                      chinese ? " 名不变区间" : " HOLDS"),
                .right = true}});
  for (const RankingCriterion& one : ranking.criteria()) {
    const bool more = one.criterion().direction() == CRITERION_DIRECTION_BENEFIT;
    table.Add({Printable(one.criterion().display_name()),
               chinese ? (more ? "越大越好" : "越小越好") : (more ? "more" : "less"),
               FormatShare(one.weight()), FormatBand(one.lower(), one.upper(), language),
               FormatBand(one.top_lower(), one.top_upper(), language)});
  }
  session.out() << table.Render(session.out_terminal());
}

absl::Status Show(Session& session, const Ranking& ranking, const ListOptions& list,
                  Language language) {
  ListRankedRequirementsRequest request;
  request.set_parent(ranking.name());
  ListRankedRequirementsResponse rows;
  RETURN_IF_ERROR(FetchPages(session, Method("ListRankedRequirements"), list, &request, &rows));
  if (session.json()) {
    session.out() << FormatJson(ranking) << FormatJson(rows);
    return absl::OkStatus();
  }
  session.out() << ranking.name() << "\n" << ExplainRanking(ranking, language);
  PrintCriteria(session, ranking, language);
  for (int i = 0; i < rows.requirements_size(); ++i) {
    const RankedRequirement& ranked = rows.requirements(i);
    if (ranked.rank() == 0) continue;
    const bool neighbour = i + 1 < rows.requirements_size() &&
                           ranked.swap().next() == rows.requirements(i + 1).requirement();
    const std::string next = neighbour ? rows.requirements(i + 1).title() : "";
    session.out() << Printable(ExplainRank(ranking, ranked, next, language)) << "\n";
  }
  if (!rows.next_page_token().empty()) session.err() << "there are more: --limit N or --all\n";
  return absl::OkStatus();
}

struct ShowOptions {
  std::string ranking;
  Language language = Language::kEnglish;
  ListOptions list{.limit = 10};
};

void AddShowOptions(CLI::App& command, ShowOptions& options) {
  AddLanguageOption(command, options.language);
  AddListOptions(command, options.list);
}

void AddRun(CLI::App& rank, Chosen& chosen) {
  struct Options {
    RankRequirementsRequest request;
    std::string set, normalization;
    ShowOptions show;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(rank, "run", "Rank requirements by a criteria set (排序), and say why", chosen,
                 [options](Session& session) -> absl::Status {
                   RankRequirementsRequest request = options->request;
                   request.set_criteria_set(InCollection("criteriaSets", options->set));
                   if (!options->normalization.empty()) {
                     RETURN_IF_ERROR(SetField(
                         &request, absl::StrCat("normalization=", options->normalization)));
                   }
                   ApplyWriteOptions(options->write, &request);
                   ASSIGN_OR_RETURN(const auto made,
                                    session.Call<Ranking>(Method("RankRequirements"), request));
                   return Show(session, made, options->show.list, options->show.language);
                 });
  command->add_option("set", options->set, "The criteria set, as `rank sets` shows it")->required();
  command->add_option_function<std::string>(
      "--where",
      [options](const std::string& text) {
        options->request.set_filter(FilterByNames(text, *Requirement::descriptor()));
      },
      "Which requirements, as in `requirements list --filter`; open ones when absent");
  command->add_option("--normalization", options->normalization, "vector, max_min, max or sum");
  AddShowOptions(*command, options->show);
  AddRequestId(*command, options->write.request_id);
}

void AddShow(CLI::App& rank, Chosen& chosen) {
  auto options = std::make_shared<ShowOptions>();
  CLI::App* command =
      AddCommand(rank, "show", "Say why requirements stand where they stand (排序解释)", chosen,
                 [options](Session& session) -> absl::Status {
                   ASSIGN_OR_RETURN(const Ranking ranking, FindRanking(session, options->ranking));
                   return Show(session, ranking, options->list, options->language);
                 });
  command->add_option("ranking", options->ranking, "Resource name or id; the latest when absent");
  AddShowOptions(*command, *options);
}

Verb OnSet(const std::string& name, const std::string& help, const char* method) {
  return {.name = name,
          .help = help,
          .method = Method(method),
          .argument = "set",
          .argument_help = "criteriaSets/…, or the id that the list shows",
          .resolve = [](Session&, const std::string& text) {
            return InCollection("criteriaSets", text);
          }};
}

void AddSets(CLI::App& rank, Chosen& chosen) {
  AddList<ListCriteriaSetsRequest, ListCriteriaSetsResponse>(
      rank, chosen,
      {.name = "sets",
       .help = "List the criteria sets (评价准则集)",
       .method = Method("ListCriteriaSets"),
       .fields = {{"display_name", {.title = "NAME", .shrinks = true}},
                  {"version", {.title = "VERSION", .right = true}},
                  {"criteria", {.title = "CRITERIA", .right = true}, Shown::kCount},
                  {"normalization", {.title = "NORMALIZATION"}},
                  {"update_time", {.title = "CHANGED"}},
                  {"name", {.title = "ID"}, Shown::kId}}});
  Verb get = OnSet("set", "Show one criteria set", "GetCriteriaSet");
  get.writes = false;
  AddVerb<GetCriteriaSetRequest, CriteriaSet>(rank, chosen, get);
  struct Options {
    ContentOptions content;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* define = AddCommand(
      rank, "define", "Make a criteria set from JSON: define --file set.json", chosen,
      [options](Session& session) -> absl::Status {
        CreateCriteriaSetRequest request;
        RETURN_IF_ERROR(ReadContent(options->content, request.mutable_criteria_set(), nullptr));
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto made,
                         session.Call<CriteriaSet>(Method("CreateCriteriaSet"), request));
        session.PrintRecord(made);
        return absl::OkStatus();
      });
  AddContentOptions(*define, options->content);
  AddRequestId(*define, options->write.request_id);
  AddUpdate(rank, chosen, OnSet("redefine", "Make its next version", "UpdateCriteriaSet"),
            &UpdateCriteriaSetRequest::mutable_criteria_set);
}

}  // namespace

void AddRank(CLI::App& app, Chosen& chosen) {
  CLI::App* rank =
      app.add_subcommand("rank", "Rankings of requirements (需求排序), and what they are made by");
  rank->require_subcommand(1);
  AddRun(*rank, chosen);
  AddShow(*rank, chosen);
  AddList<ListRankingsRequest, ListRankingsResponse>(
      *rank, chosen,
      {.name = "list",
       .help = "List the rankings, the latest first",
       .method = Method("ListRankings"),
       .fields = {{"create_time", {.title = "MADE"}},
                  {"author", {.title = "BY"}},
                  {"ranked_count", {.title = "RANKED", .right = true}},
                  {"unranked_count", {.title = "UNRANKED", .right = true}},
                  {"reversal_count", {.title = "REVERSALS", .right = true}},
                  {"version", {.title = "SET VERSION", .right = true}},
                  {"name", {.title = "ID"}, Shown::kId}}});
  AddRankReviews(*rank, chosen);
  AddSets(*rank, chosen);
}

}  // namespace mainstay::ctl
