// surveys figures, trend, cross, drivers, kano, themes
#include <mainstay/survey/v1/analysis_service.pb.h>

#include <algorithm>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/errors.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/language.h"
#include "tools/mainstayctl/question_texts.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/survey_analysis_tables.h"
#include "tools/mainstayctl/survey_privacy.h"

namespace mainstay::ctl {
namespace {

using namespace survey::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "survey/AnalysisService/";

struct Options {
  std::string campaign, wave, tier, region, segment, role, channel, answered_in, by, importance;
  std::string question, row, column, contrast, score, order;
  std::vector<std::string> earlier, stop_words;
  int examples = 1, limit = 0, least = 0;
  bool without_flagged = false;
  Language language = Language::kEnglish;
};

void AddSelection(CLI::App& command, Options& options) {
  command.add_option("--wave", options.wave, "Only responses of this wave, from 1");
  command.add_option("--tier", options.tier, "Only of accounts of this tier: core");
  command.add_option("--region", options.region, "Only of accounts in this region");
  command.add_option("--segment", options.segment, "Only of this segment of the audience");
  command.add_option("--role", options.role, "Only of contacts in this role: decision_maker");
  command.add_option("--channel", options.channel,
                     "Only those that came so: link, email, webhook, phone or paper");
  command.add_option("--answered-in", options.answered_in, "Only those in this language: zh or en");
}

void AddCommon(CLI::App& command, Options& options) {
  command.add_option("campaign", options.campaign, "Resource name or id of the campaign")
      ->required();
  command.add_flag("--without-flagged", options.without_flagged,
                   "Without those whose quality gave cause to note something");
  AddLanguageOption(command, options.language);
}

absl::Status SetSelection(const Options& options, ResponseSelection* selection) {
  const auto set = [&](const char* field, const std::string& value) {
    return value.empty() ? absl::OkStatus() : SetField(selection, absl::StrCat(field, "=", value));
  };
  RETURN_IF_ERROR(set("wave", options.wave));
  RETURN_IF_ERROR(set("tier", options.tier));
  RETURN_IF_ERROR(set("region", options.region));
  RETURN_IF_ERROR(set("segment", options.segment));
  RETURN_IF_ERROR(set("role", options.role));
  RETURN_IF_ERROR(set("channel", options.channel));
  RETURN_IF_ERROR(set("language", options.answered_in));
  selection->set_exclude_flagged(options.without_flagged);
  return absl::OkStatus();
}

// A fact as cross tables call it, of what figures are grouped by: "account.tier" of "tier".
// Anything else stays as it is.
std::string FactOf(const std::string& side) {
  for (const char* fact : {"account.tier", "account.region", "account.segment", "contact.role",
                           "survey.wave", "survey.channel", "survey.language"}) {
    if (absl::EndsWith(fact, absl::StrCat(".", side))) return fact;
  }
  return side;
}

// Lets the sides of a cross table be called as figures are grouped. A question of that name is
// meant before the fact.
void NameFacts(Session& session, Language language, GetCrossTableRequest& request) {
  if (FactOf(request.row()) == request.row() && FactOf(request.column()) == request.column()) {
    return;
  }
  const QuestionTexts texts = ReadQuestionTexts(session, request.campaign(), language);
  for (std::string* side : {request.mutable_row(), request.mutable_column()}) {
    if (!texts.Has(*side)) *side = FactOf(*side);
  }
}

// Asks, and prints the answer as a record of JSON or with `print`.
template <class Response, class Request>
absl::Status Ask(Session& session, const Options& options, const char* method, Request& request,
                 void (*print)(Session&, const Response&, const QuestionTexts&, Language)) {
  request.set_campaign(InCollection("campaigns", options.campaign));
  if constexpr (std::is_same_v<Request, GetCrossTableRequest>) {
    NameFacts(session, options.language, request);
  }
  const auto response = session.Call<Response>(absl::StrCat(kService, method), request);
  if (!response.ok()) {
    return NameFlags(response.status(), {{"selection.language", "--answered-in"},
                                         {"selection.", "--"},
                                         {"group_by", "--by"},
                                         {"contrast_question", "--score"},
                                         {"contrast", "--contrast"},
                                         {"order", "--order"},
                                         {"max_themes", "--limit"},
                                         {"max_examples", "--examples"},
                                         {"min_texts", "--min-texts"},
                                         {"stop_words", "--stop-word"},
                                         {"earlier_campaigns", "--earlier"}});
  }
  if (session.json()) {
    session.PrintRecord(*response);
  } else {
    print(session, *response, ReadQuestionTexts(session, request.campaign(), options.language),
          options.language);
    if constexpr (std::is_same_v<Response, TextThemes>) {
      if (response->text_count() == 0) {
        session.err() << PrivacyNote(session, request.campaign(), options.language);
      }
    }
  }
  return absl::OkStatus();
}

template <class Request, class Response>
CLI::App* AddAnalysis(CLI::App& surveys, Chosen& chosen, const std::shared_ptr<Options>& options,
                      const char* name, const char* help, const char* method,
                      absl::Status (*fill)(const Options&, Request&),
                      void (*print)(Session&, const Response&, const QuestionTexts&, Language)) {
  CLI::App* command =
      AddCommand(surveys, name, help, chosen, [=](Session& session) -> absl::Status {
        Request request;
        RETURN_IF_ERROR(fill(*options, request));
        return Ask<Response>(session, *options, method, request, print);
      });
  AddCommon(*command, *options);
  return command;
}

// Facts are called as cross tables and conditions call them, or by their last word.
std::string GroupingOf(const std::string& by) {
  for (const char* area : {"account.", "contact.", "survey."}) {
    if (absl::StartsWith(by, area)) return std::string(absl::StripPrefix(by, area));
  }
  return by;
}

absl::Status Fill(const Options& options, GetSurveyFiguresRequest& request) {
  RETURN_IF_ERROR(SetSelection(options, request.mutable_selection()));
  return options.by.empty() ? absl::OkStatus()
                            : SetField(&request, absl::StrCat("group_by=", GroupingOf(options.by)));
}

absl::Status Fill(const Options& options, GetSurveyTrendRequest& request) {
  request.set_question(options.question);
  request.set_exclude_flagged(options.without_flagged);
  for (const std::string& earlier : options.earlier) {
    request.add_earlier_campaigns(InCollection("campaigns", earlier));
  }
  return absl::OkStatus();
}

absl::Status Fill(const Options& options, GetCrossTableRequest& request) {
  request.set_row(options.row);
  request.set_column(options.column);
  return SetSelection(options, request.mutable_selection());
}

absl::Status Fill(const Options& options, GetDriverAnalysisRequest& request) {
  RETURN_IF_ERROR(SetSelection(options, request.mutable_selection()));
  return options.importance.empty()
             ? absl::OkStatus()
             : SetField(&request, absl::StrCat("importance=", options.importance));
}

absl::Status Fill(const Options& options, GetKanoAnalysisRequest& request) {
  return SetSelection(options, request.mutable_selection());
}

absl::Status Fill(const Options& options, GetTextThemesRequest& request) {
  RETURN_IF_ERROR(SetSelection(options, request.mutable_selection()));
  const auto set = [&](const char* field, const std::string& value) {
    return value.empty() ? absl::OkStatus() : SetField(&request, absl::StrCat(field, "=", value));
  };
  RETURN_IF_ERROR(set("contrast", options.contrast));
  RETURN_IF_ERROR(set("order", options.order));
  request.set_question(options.question);
  request.set_contrast_question(options.score);
  request.set_max_themes(options.limit);
  request.set_max_examples(options.examples);
  request.set_min_texts(options.least);
  for (const std::string& word : options.stop_words) request.add_stop_words(word);
  return absl::OkStatus();
}

void AddThemeOptions(CLI::App& command, Options& options) {
  command.add_option("question", options.question,
                     "A text, or a choice with an option for other answers; may be left out where "
                     "there is one");
  command.add_option("--contrast", options.contrast,
                     "low: what those who scored low write more often than those who scored high; "
                     "high: the other way round");
  command.add_option("--score", options.score,
                     "The NPS or CSAT question that tells them apart; the first NPS when absent");
  command.add_option("--order", options.order,
                     "frequency, growth (with --wave, against earlier waves) or contrast");
  command.add_option("--examples", options.examples, "Sentences behind each")
      ->capture_default_str();
  command.add_option("--limit", options.limit, "Themes; 20 when absent");
  command.add_option("--min-texts", options.least,
                     "Texts that a theme must have; one in 500, at least 2, when absent");
  command
      .add_option("--stop-word", options.stop_words,
                  "A word that is no theme and part of none; repeatable")
      ->allow_extra_args(false);
}

}  // namespace

void AddSurveyAnalysis(CLI::App& app, Chosen& chosen) {
  CLI::App* surveys = app.add_subcommand("surveys", "What surveys say (调查分析)");
  surveys->require_subcommand(1);

  auto figures = std::make_shared<Options>();
  CLI::App* command = AddAnalysis<GetSurveyFiguresRequest, SurveyFigures>(
      *surveys, chosen, figures, "figures",
      "Figures of every question with 95 % intervals: surveys figures C --by tier",
      "GetSurveyFigures", Fill, PrintFigures);
  AddSelection(*command, *figures);
  command->add_option(
      "--by", figures->by,
      "wave, tier, region, segment, role, channel or language; account.tier and the "
      "like mean the same");

  auto trend = std::make_shared<Options>();
  command = AddAnalysis<GetSurveyTrendRequest, SurveyTrend>(
      *surveys, chosen, trend, "trend", "One question over waves (趋势): surveys trend C nps",
      "GetSurveyTrend", Fill, PrintTrend);
  command->add_option("question", trend->question, "A scale: nps, service.speed")->required();
  command->add_option("--earlier", trend->earlier, "A campaign before it; repeatable, in order")
      ->allow_extra_args(false);

  auto cross = std::make_shared<Options>();
  command = AddAnalysis<GetCrossTableRequest, CrossTable>(
      *surveys, chosen, cross, "cross",
      "How two things go together (交叉表): surveys cross C reason account.tier", "GetCrossTable",
      Fill, PrintCrossTable);
  command
      ->add_option("row", cross->row,
                   "A scale, a single choice, or account.tier and the like, or tier")
      ->required();
  command->add_option("column", cross->column, "The same")->required();
  AddSelection(*command, *cross);

  auto drivers = std::make_shared<Options>();
  command = AddAnalysis<GetDriverAnalysisRequest, DriverAnalysis>(
      *surveys, chosen, drivers, "drivers",
      "What drives the overall answer (驱动因素): importance against performance, as a chart",
      "GetDriverAnalysis", Fill, PrintDrivers);
  AddSelection(*command, *drivers);
  command->add_option("--importance", drivers->importance,
                      "shapley_share (when absent), weight, pearson or spearman");

  auto kano = std::make_shared<Options>();
  command = AddAnalysis<GetKanoAnalysisRequest, KanoAnalysis>(
      *surveys, chosen, kano, "kano", "What respondents say of each need (KANO分析)",
      "GetKanoAnalysis", Fill, PrintKano);
  AddSelection(*command, *kano);

  auto themes = std::make_shared<Options>();
  command = AddAnalysis<GetTextThemesRequest, TextThemes>(
      *surveys, chosen, themes, "themes",
      "What respondents wrote (文本主题), with the sentences behind it: surveys themes C reason "
      "--contrast low",
      "GetTextThemes", Fill, PrintTextThemes);
  AddSelection(*command, *themes);
  AddThemeOptions(*command, *themes);
}

}  // namespace mainstay::ctl
