#include "tools/mainstayctl/rank_reviews.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include <mainstay/feedback/v1/requirement_service.pb.h>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/status/status.h"
#include "tools/mainstayctl/errors.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/language.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/names.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/table.h"
#include "tools/mainstayctl/text.h"

namespace mainstay::ctl {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "feedback/ScoringService/";

std::string Method(const char* name) { return absl::StrCat(kService, name); }

struct Options {
  std::string ranking, with;
  int limit = 20;
  Language language = Language::kEnglish;

  const char* In(const char* english, const char* chinese) const {
    return ctl::In(language, english, chinese);
  }
};

// What people call the requirements of a ranking.
class Requirements {
 public:
  Requirements(Session& session, const Ranking& ranking)
      : session_(session), ranking_(ranking), names_(session) {}

  // Reads every place of the ranking that the caller sees.
  absl::Status Read() {
    ListRankedRequirementsRequest request;
    request.set_parent(ranking_.name());
    RETURN_IF_ERROR(
        FetchPages(session_, Method("ListRankedRequirements"), {.all = true}, &request, &rows_));
    for (const RankedRequirement& row : rows_.requirements()) {
      titles_[row.requirement()] = row.title();
    }
    return absl::OkStatus();
  }

  const ListRankedRequirementsResponse& rows() const { return rows_; }
  // Its title in the ranking; its id where the caller does not see it.
  std::string Title(const std::string& requirement) const {
    const auto found = titles_.find(requirement);
    if (found == titles_.end()) return requirement.substr(requirement.find('/') + 1);
    return Printable(found->second);
  }
  // Who asks for it: the first account, and how many more.
  std::string Askers(const std::string& requirement) {
    GetRequirementRequest request;
    request.set_name(requirement);
    const auto found =
        session_.Call<Requirement>("feedback/RequirementService/GetRequirement", request);
    if (!found.ok() || found->askers().empty()) return "";
    const std::string first = names_.OfAccount(found->askers(0).account());
    const int more = found->account_count() - 1;
    return Printable(more > 0 ? absl::StrCat(first, " +", more) : first);
  }
  // What the ranking calls a criterion.
  std::string Criterion(const std::string& id) const {
    for (const RankingCriterion& one : ranking_.criteria()) {
      if (one.criterion().id() == id) return Printable(one.criterion().display_name());
    }
    return Printable(id);
  }

 private:
  Session& session_;
  const Ranking& ranking_;
  Names names_;
  ListRankedRequirementsResponse rows_;
  absl::flat_hash_map<std::string, std::string> titles_;
};

void SayMore(Session& session, const Options& options, int64_t all) {
  if (all > options.limit) session.err() << "there are more: --limit N\n";
}

void PrintMoves(Session& session, const Options& options, const CompareRankingsResponse& moved,
                Requirements& requirements) {
  session.out() << (options.language == Language::kChinese
                        ? absl::StrCat("两次都排序的 ", moved.common_count(), " 项中，",
                                       FormatCount(moved.reversal_count()), " 对的先后互换，",
                                       moved.moves_size(), " 项变动：\n")
                        : absl::StrCat("Of ", moved.common_count(), " that both rank, ",
                                       Counted(moved.reversal_count(), "pair"),
                                       " changed places and ", moved.moves_size(), " moved:\n"));
  Table table({{.title = options.In("WAS", "上次"), .right = true},
               {.title = options.In("IS", "现在"), .right = true},
               {.title = options.In("REQUIREMENT", "需求"), .shrinks = true},
               {.title = options.In("FOR", "客户"), .shrinks = true}});
  for (int i = 0; i < std::min(options.limit, moved.moves_size()); ++i) {
    const auto& move = moved.moves(i);
    table.Add({absl::StrCat(move.old_rank()), absl::StrCat(move.rank()), Printable(move.title()),
               requirements.Askers(move.requirement())});
  }
  if (!table.empty()) session.out() << table.Render(session.out_terminal());
  SayMore(session, options, moved.moves_size());
}

absl::Status Compare(Session& session, const Options& options) {
  ASSIGN_OR_RETURN(const Ranking ranking, FindRanking(session, options.ranking));
  CompareRankingsRequest request;
  request.set_name(ranking.name());
  if (!options.with.empty()) request.set_with(InCollection("rankings", options.with));
  const auto moved = session.Call<CompareRankingsResponse>(Method("CompareRankings"), request);
  if (!moved.ok()) return NameFlags(moved.status(), {{"with", "--with"}});
  if (session.json()) {
    session.out() << FormatJson(*moved);
    return absl::OkStatus();
  }
  Requirements requirements(session, ranking);
  PrintMoves(session, options, *moved, requirements);
  return absl::OkStatus();
}

void PrintCriteria(Session& session, const Options& options, const RankingDeviation& review,
                   const Requirements& requirements) {
  Table table({{.title = options.In("CRITERION", "准则"), .shrinks = true},
               {.title = options.In("CAME", "已有实际值"), .right = true},
               {.title = options.In("CAME − SCORED", "实际减评分"), .right = true},
               {.title = options.In("OFF BY", "平均偏差"), .right = true},
               {.title = options.In("OF ITS RANGE", "占量程"), .right = true}});
  for (const auto& one : review.criteria()) {
    if (one.deviation().count() == 0) continue;
    table.Add({requirements.Criterion(one.criterion()), FormatCount(one.deviation().count()),
               absl::StrFormat("%+.2f", one.deviation().bias()),
               absl::StrFormat("%.2f", one.deviation().mean_absolute()),
               FormatShare(one.relative())});
  }
  if (!table.empty()) session.out() << table.Render(session.out_terminal());
}

void PrintReviewed(Session& session, const Options& options, const RankingDeviation& review,
                   Requirements& requirements) {
  Table table({{.title = options.In("SCORED", "评分贴近度"), .right = true},
               {.title = options.In("CAME", "实际贴近度"), .right = true},
               {.title = options.In("REQUIREMENT", "需求"), .shrinks = true},
               {.title = options.In("FOR", "客户"), .shrinks = true}});
  for (int i = 0; i < std::min(options.limit, review.requirements_size()); ++i) {
    const auto& one = review.requirements(i);
    table.Add({absl::StrFormat("%.3f", one.scored_closeness()),
               absl::StrFormat("%.3f", one.realized_closeness()),
               requirements.Title(one.requirement()), requirements.Askers(one.requirement())});
  }
  if (!table.empty()) session.out() << table.Render(session.out_terminal());
  SayMore(session, options, review.requirements_size());
}

// Of the ranking asked for; else of the latest of which something was delivered: what is ranked now
// is mostly still to be done.
absl::StatusOr<RankingDeviation> FindDeviation(Session& session, const Options& options) {
  constexpr int kLookedAt = 20;
  ASSIGN_OR_RETURN(const Ranking latest, FindRanking(session, options.ranking));
  ReviewRankingDeviationRequest request;
  request.set_name(latest.name());
  ASSIGN_OR_RETURN(const auto review,
                   session.Call<RankingDeviation>(Method("ReviewRankingDeviation"), request));
  if (!options.ranking.empty() || review.requirements_size() > 0) return review;
  ListRankingsRequest list;
  list.set_page_size(kLookedAt);
  ASSIGN_OR_RETURN(const auto rankings,
                   session.Call<ListRankingsResponse>(Method("ListRankings"), list));
  for (const Ranking& ranking : rankings.rankings()) {
    request.set_name(ranking.name());
    ASSIGN_OR_RETURN(const auto earlier,
                     session.Call<RankingDeviation>(Method("ReviewRankingDeviation"), request));
    if (earlier.requirements_size() > 0) return earlier;
  }
  return review;
}

absl::Status Deviate(Session& session, const Options& options) {
  ASSIGN_OR_RETURN(const RankingDeviation review, FindDeviation(session, options));
  ASSIGN_OR_RETURN(const Ranking ranking, FindRanking(session, review.name()));
  if (session.json()) {
    session.out() << FormatJson(review);
    return absl::OkStatus();
  }
  session.out() << options.In("Of the ranking of ", "排序时间：")
                << FormatTime(ranking.create_time()) << "  " << ranking.name() << "\n";
  Requirements requirements(session, ranking);
  RETURN_IF_ERROR(requirements.Read());
  PrintCriteria(session, options, review, requirements);
  if (review.requirements_size() == 0) {
    session.out() << options.In(
        "No requirement of this ranking has all that came of it yet. After delivery:\n"
        "  mainstayctl requirements score REQUIREMENT SET criterion=number … --realized\n",
        "还没有一项需求的实际值齐全。交付之后录入实际值：\n"
        "  mainstayctl requirements score 需求 准则集 准则=数值 … --realized\n");
    return absl::OkStatus();
  }
  PrintReviewed(session, options, review, requirements);
  if (review.closeness().has_correlation()) {
    session.out() << options.In("Order by scores against order by what came (Spearman): ",
                                "评分次序与实际次序的相关（Spearman）：")
                  << absl::StrFormat("%+.2f\n", review.closeness().correlation());
  }
  return absl::OkStatus();
}

absl::Status ListMissing(Session& session, const Options& options) {
  ASSIGN_OR_RETURN(const Ranking ranking, FindRanking(session, options.ranking));
  Requirements requirements(session, ranking);
  RETURN_IF_ERROR(requirements.Read());
  ListRankedRequirementsResponse lacking;
  for (const RankedRequirement& row : requirements.rows().requirements()) {
    if (row.rank() == 0) *lacking.add_requirements() = row;
  }
  if (session.json()) {
    session.out() << FormatJson(lacking);
    return absl::OkStatus();
  }
  Table table({{.title = options.In("REQUIREMENT", "需求"), .shrinks = true},
               {.title = options.In("FOR", "客户"), .shrinks = true},
               {.title = options.In("LACKS A SCORE FOR", "缺哪些准则的评分"), .shrinks = true},
               {.title = options.In("ID", "编号")}});
  for (int i = 0; i < std::min(options.limit, lacking.requirements_size()); ++i) {
    const RankedRequirement& row = lacking.requirements(i);
    std::vector<std::string> criteria;
    for (const std::string& id : row.missing()) criteria.push_back(requirements.Criterion(id));
    table.Add({Printable(row.title()), requirements.Askers(row.requirement()),
               absl::StrJoin(criteria, options.In(", ", "、")),
               row.requirement().substr(row.requirement().find('/') + 1)});
  }
  if (table.empty()) {
    session.err() << options.In("none lacks a score\n", "没有缺分的需求\n");
    return absl::OkStatus();
  }
  session.out() << table.Render(session.out_terminal());
  SayMore(session, options, lacking.requirements_size());
  return absl::OkStatus();
}

// A command that asks about one ranking.
CLI::App* AddReview(CLI::App& rank, Chosen& chosen, const char* name, const char* help,
                    const char* when_absent, const std::shared_ptr<Options>& options,
                    absl::Status (*run)(Session&, const Options&)) {
  CLI::App* command = AddCommand(rank, name, help, chosen, [options, run](Session& session) {
    return run(session, *options);
  });
  command->add_option("ranking", options->ranking,
                      absl::StrCat("Resource name or id; ", when_absent, " when absent"));
  command->add_option("--limit", options->limit, "Requirements to show")
      ->check(CLI::Range(1, 10000))
      ->capture_default_str();
  AddLanguageOption(*command, options->language);
  return command;
}

}  // namespace

absl::StatusOr<Ranking> FindRanking(Session& session, const std::string& text) {
  GetRankingRequest request;
  if (!text.empty()) {
    request.set_name(InCollection("rankings", text));
  } else {
    ListRankingsRequest list;
    list.set_page_size(1);
    ASSIGN_OR_RETURN(const auto found,
                     session.Call<ListRankingsResponse>(Method("ListRankings"), list));
    if (found.rankings().empty()) {
      return absl::NotFoundError("there is no ranking yet; make one: mainstayctl rank run SET");
    }
    request.set_name(found.rankings(0).name());
  }
  return session.Call<Ranking>(Method("GetRanking"), request);
}

void AddRankReviews(CLI::App& rank, Chosen& chosen) {
  constexpr char kLatest[] = "the latest";
  const auto comparing = std::make_shared<Options>();
  AddReview(rank, chosen, "compare", "What moved since the ranking before it (与上次比较)", kLatest,
            comparing, Compare)
      ->add_option("--with", comparing->with,
                   "The other ranking; the one before by the same set when absent");
  AddReview(rank, chosen, "deviation", "What was expected against what came (偏差复盘)",
            "the latest of which something was delivered", std::make_shared<Options>(), Deviate);
  AddReview(rank, chosen, "missing", "Which requirements lack a score, and for what (缺分)",
            kLatest, std::make_shared<Options>(), ListMissing);
}

}  // namespace mainstay::ctl
