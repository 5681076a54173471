// satisfaction
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <mainstay/survey/v1/satisfaction_service.pb.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/language.h"
#include "tools/mainstayctl/names.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/table.h"
#include "tools/mainstayctl/text.h"

namespace mainstay::ctl {
namespace {

using survey::v1::Satisfaction;

// Why there is none; empty where nobody has answered, which is said before.
std::string MissingText(const Satisfaction& satisfaction, Language language) {
  if (satisfaction.respondent_count() > 0) {
    return In(language, "none: nobody whose answers count was asked, or wanted to say",
              "无：计入作答者未被问及或未作答");
  }
  return satisfaction.withheld_count() > 0
             ? In(language, "none yet: all answers are confidential, see left out",
                  "暂无：作答均为保密，见“未计入”")
             : "";
}

std::string NpsText(const Satisfaction& satisfaction, Language language) {
  return satisfaction.has_nps() ? absl::StrFormat("%+.0f", satisfaction.nps())
                                : MissingText(satisfaction, language);
}

std::string ScoreText(const Satisfaction& satisfaction, Language language) {
  if (!satisfaction.has_score()) return MissingText(satisfaction, language);
  return absl::StrFormat("%.0f / 100 (%s %.0f)", satisfaction.score(),
                         In(language, "if everybody counted alike:", "不加权为"),
                         satisfaction.plain_mean());
}

std::string HeardText(const Satisfaction& satisfaction, Language language) {
  std::string text = absl::StrCat(satisfaction.respondent_count(), In(language, " of ", " / "),
                                  satisfaction.invited_count(),
                                  In(language, " contacts who were asked", " 位受邀联系人"));
  if (satisfaction.has_score()) {
    absl::StrAppendFormat(&text, "%s %s; %s %.1f", In(language, ", of the weight", "，占权重"),
                          FormatShare(satisfaction.weight_heard()),
                          In(language, "effective sample size", "有效样本量"),
                          satisfaction.effective_sample_size());
  }
  return text;
}

std::string StandsText(const Satisfaction& satisfaction, Language language) {
  return satisfaction.representative()
             ? In(language, "yes", "是")
             : In(language, "no: it takes half of the weight, and a decision-maker among it",
                  "否：须听到一半以上的权重，且含决策人");
}

std::string SilentText(const Satisfaction& satisfaction, Names& names) {
  std::string text;
  for (const std::string& contact : satisfaction.silent_decision_makers()) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", Printable(names.Of(contact)));
  }
  return text;
}

void Print(Session& session, const Satisfaction& satisfaction, Language language) {
  Names names(session);
  std::ostream& out = session.out();
  out << session.out_terminal().Paint(Colour::kBold,
                                      Printable(names.OfAccount(satisfaction.name())))
      << "\n";
  const std::string since = FormatTime(satisfaction.start_time());
  if (satisfaction.invited_count() == 0 && satisfaction.withheld_count() == 0) {
    out << In(language, "nobody was asked how satisfied they are since ", "无人受邀评价满意度，自 ")
        << since << "\n";
    return;
  }
  if (satisfaction.respondent_count() == 0 && satisfaction.withheld_count() == 0) {
    out << In(language, "no answer counts yet; confidential ones do when their survey is closed\n",
              "尚无计入的作答；保密调查的作答在调查关闭后计入\n");
  }
  std::vector<std::pair<std::string, std::string>> fields = {
      {In(language, "satisfaction, weighted", "满意度（加权）"), ScoreText(satisfaction, language)},
      {In(language, "NPS, weighted", "NPS（加权）"), NpsText(satisfaction, language)},
      {In(language, "answered", "已作答"), HeardText(satisfaction, language)},
      {In(language, "silent decision-makers", "沉默的决策人"), SilentText(satisfaction, names)},
      {In(language, "stands for the account", "能否代表该客户"),
       satisfaction.has_score() ? StandsText(satisfaction, language) : ""},
      {In(language, "left out", "未计入"),
       satisfaction.withheld_count() == 0
           ? ""
           : absl::StrCat(satisfaction.withheld_count(),
                          In(language, " confidential, until their survey is closed and has five",
                             " 人的保密作答，待调查关闭且满五人后计入"))},
      {In(language, "since", "起始"), since}};
  std::erase_if(fields, [](const auto& field) { return field.second.empty(); });
  out << RenderRecord(fields, session.out_terminal());
}

}  // namespace

void AddSatisfaction(CLI::App& app, Chosen& chosen) {
  struct Options {
    std::string account;
    Language language = Language::kEnglish;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      app, "satisfaction",
      "Show how satisfied an account is, and which decision-makers were silent (客户满意度)",
      chosen, [options](Session& session) -> absl::Status {
        survey::v1::GetSatisfactionRequest request;
        ASSIGN_OR_RETURN(const std::string name, ResolveAccount(session, options->account));
        request.set_name(absl::StrCat(name, "/satisfaction"));
        ASSIGN_OR_RETURN(
            const auto satisfaction,
            session.Call<Satisfaction>("survey/SatisfactionService/GetSatisfaction", request));
        if (session.json()) {
          session.PrintRecord(satisfaction);
        } else {
          Print(session, satisfaction, options->language);
        }
        return absl::OkStatus();
      });
  command->add_option("account", options->account, "Resource name, id or external id")->required();
  AddLanguageOption(*command, options->language);
}

}  // namespace mainstay::ctl
