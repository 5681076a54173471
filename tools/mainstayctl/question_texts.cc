#include "tools/mainstayctl/question_texts.h"

#include <mainstay/survey/v1/campaign_service.pb.h>
#include <mainstay/survey/v1/questionnaire_service.pb.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "tools/mainstayctl/text.h"

namespace mainstay::ctl {
namespace {

using namespace survey::v1;  // NOLINT: the messages of this file

std::string TextIn(const LocalizedText& text, Language language) {
  const bool zh = language == Language::kChinese ? !text.zh().empty() : text.en().empty();
  return Printable(zh ? text.zh() : text.en());
}

}  // namespace

QuestionTexts::QuestionTexts(const QuestionnaireContent& content, Language language) {
  for (const QuestionnaireSection& section : content.sections()) {
    for (const Question& question : section.questions()) {
      const std::string text = TextIn(question.text(), language);
      questions_[question.key()] = text;
      for (const MatrixRow& row : question.rows()) {
        questions_[absl::StrCat(question.key(), ".", row.key())] =
            absl::StrCat(text, " ", TextIn(row.text(), language));
      }
      for (const QuestionOption& option : question.options()) {
        options_[{question.key(), option.key()}] = TextIn(option.text(), language);
      }
    }
  }
}

std::string QuestionTexts::Of(const std::string& question) const {
  const auto found = questions_.find(question);
  const std::string key = Printable(question);
  return found == questions_.end() ? key : absl::StrCat(key, ": ", found->second);
}

std::string QuestionTexts::OfOption(const std::string& question, const std::string& option) const {
  const auto found = options_.find({question, option});
  return found == options_.end() || found->second.empty() ? Printable(option) : found->second;
}

QuestionTexts ReadQuestionTexts(Session& session, const std::string& campaign, Language language) {
  GetCampaignRequest asked;
  asked.set_name(campaign);
  const auto found = session.Call<Campaign>("survey/CampaignService/GetCampaign", asked);
  if (!found.ok()) return {};
  GetQuestionnaireVersionRequest request;
  request.set_name(found->questionnaire_version());
  const auto version = session.Call<QuestionnaireVersion>(
      "survey/QuestionnaireService/GetQuestionnaireVersion", request);
  return version.ok() ? QuestionTexts(version->content(), language) : QuestionTexts();
}

}  // namespace mainstay::ctl
