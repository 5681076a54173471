// themes
#include <memory>
#include <utility>
#include <vector>

#include <mainstay/accounts/v1/account_service.pb.h>
#include <mainstay/feedback/v1/theme_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/errors.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/language.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/theme_table.h"
#include "tools/mainstayctl/words.h"

namespace mainstay::ctl {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of this file

struct Options {
  std::string account, order, from, until;
  std::vector<std::string> kinds, against, stop_words;
  int examples = 1;
  Language language = Language::kEnglish;
  FindThemesRequest request;
};

// "412 complaints": what was counted where no kind was asked for.
std::string CountedCases(const Options& options, int64_t count) {
  const bool complaints = options.kinds.empty();
  if (options.language == Language::kChinese) {
    return absl::StrCat(FormatCount(count), complaints ? " 件投诉" : " 件");
  }
  return Counted(count, complaints ? "complaint" : "case");
}

void PrintThemes(Session& session, const Options& options, const FindThemesResponse& response) {
  const Language language = options.language;
  session.err() << CountedCases(options, response.case_count());
  if (response.before_count() > 0) {
    session.err() << In(language, ", before: ", "，上一期 ")
                  << FormatCount(response.before_count());
  }
  if (response.against_count() > 0) {
    session.err() << In(language, ", against: ", "，对比 ")
                  << FormatCount(response.against_count());
  }
  session.err() << "\n";
  ThemeTable table{.count_title = In(language, "CASES", "件数"),
                   .example_title = In(language, "CASE", "单号"),
                   .growth = response.before_count() > 0,
                   .against = response.against_count() > 0,
                   .lines = {}};
  const auto ratio = [&](const ThemeComparison& comparison) {
    return ThemeRatio(comparison.other_case_count(), comparison.rate_ratio(), language);
  };
  for (const Theme& theme : response.themes()) {
    ThemeLine& line = table.lines.emplace_back();
    line.term = theme.term();
    line.count = FormatCount(theme.case_count());
    line.growth = ratio(theme.growth());
    line.against = ratio(theme.contrast());
    for (const ThemeExample& example : theme.examples()) {
      line.examples.emplace_back(example.sentence(), absl::StrCat(example.number()));
    }
  }
  PrintThemeTable(session, table, language);
}

absl::Status Find(Session& session, const Options& options) {
  FindThemesRequest request = options.request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveAccount(session, options.account));
  const auto set = [&](const char* field, const std::string& value) {
    return value.empty() ? absl::OkStatus() : SetField(&request, absl::StrCat(field, "=", value));
  };
  RETURN_IF_ERROR(set("order", options.order));
  RETURN_IF_ERROR(set("first_day", options.from));
  RETURN_IF_ERROR(set("last_day", options.until));
  for (const auto& [kinds, field] :
       {std::pair(&options.kinds, "kinds"), std::pair(&options.against, "against_kinds")}) {
    for (const std::string& kind : *kinds) RETURN_IF_ERROR(set(field, kind));
  }
  for (const std::string& word : options.stop_words) request.add_stop_words(word);
  request.set_max_examples(options.examples);
  const auto response =
      session.Call<FindThemesResponse>("feedback/ThemeService/FindThemes", request);
  if (!response.ok()) {
    return NameFlags(response.status(), {{"against_kinds", "--against"},
                                         {"kinds", "--kind"},
                                         {"first_day", "--from"},
                                         {"last_day", "--until"},
                                         {"max_themes", "--limit"},
                                         {"max_examples", "--examples"},
                                         {"stop_words", "--stop-word"},
                                         {"min_cases", "--min-cases"},
                                         {"category", "--category"},
                                         {"tier", "--tier"},
                                         {"order", "--order"}});
  }
  if (session.json()) {
    session.out() << FormatJson(*response);
  } else {
    PrintThemes(session, options, *response);
  }
  return absl::OkStatus();
}

}  // namespace

void AddThemes(CLI::App& app, Chosen& chosen) {
  auto options = std::make_shared<Options>();
  FindThemesRequest& request = options->request;
  CLI::App* command = AddCommand(
      app, "themes", "What many cases say (主题分析): words, phrases and the sentences behind them",
      chosen, [options](Session& session) { return Find(session, *options); });
  command
      ->add_option("account", options->account,
                   "Resource name, id or external id; - for every account")
      ->required();
  command->add_option("--kind", options->kinds, "Cases of this kind; complaint when absent")
      ->allow_extra_args(false);
  command
      ->add_option("--against", options->against,
                   "What is particular to them against this kind, such as praise")
      ->allow_extra_args(false);
  command->add_option("--category", *request.mutable_category(),
                      "Only this category and those under it");
  command->add_option_function<std::string>(
      "--tier",
      [options](const std::string& tier) {
        options->request.set_tier(EnglishWord(*accounts::v1::Tier_descriptor(), tier));
      },
      "Only accounts of this tier: core, potential or general (核心, 潜力, 一般)");
  command->add_option("--from", options->from,
                      "From this day on, compared with as many days before it: 2026-07-01");
  command->add_option("--until", options->until, "To this day; today when absent");
  command->add_option("--order", options->order, "frequency, growth or contrast");
  command
      ->add_option("--stop-word", options->stop_words,
                   "A word that is no theme and part of none; repeatable")
      ->allow_extra_args(false);
  command->add_option_function<int>(
      "--limit", [options](int limit) { options->request.set_max_themes(limit); },
      "Themes; 20 when absent");
  command->add_option_function<int>(
      "--min-cases", [options](int least) { options->request.set_min_cases(least); },
      "Cases that a theme must have; one in 500 when absent");
  command->add_option("--examples", options->examples, "Sentences behind each")
      ->capture_default_str();
  AddLanguageOption(*command, options->language);
}

}  // namespace mainstay::ctl
