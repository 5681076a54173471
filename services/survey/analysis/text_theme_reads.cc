// Themes of what respondents wrote.
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/auth/roles.h"
#include "common/status/status.h"
#include "services/survey/analysis/analysis_handlers.h"
#include "services/survey/analysis/suppression.h"
#include "services/survey/analysis/text_theme_proto.h"
#include "services/survey/analysis/text_theme_store.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/questionnaires/version_store.h"
#include "services/survey/responses/masking.h"

namespace mainstay::survey {
namespace {

struct Read {
  TextSelection selection;
  RespondentTexts texts;
};

// A sentence stands for its response: with the selection one would know of which wave, tier or
// channel that is.
absl::Status CheckMasked(const TextThemeQuestion& question) {
  if (question.wave == 0 && question.responses.values.empty()) return absl::OkStatus();
  return status::BadField(
      question.wave > 0 ? "selection.wave"
                        : absl::StrCat("selection.", question.responses.values.begin()->first),
      "must not be set: of this campaign's responses you may not know that, and the sentences "
      "would "
      "tell it");
}

absl::StatusOr<Read> ReadTexts(pg::Tx& tx, const v1::GetTextThemesRequest& request,
                               const TextThemeQuestion& question, const ResponseReader& reader) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.campaign(), "campaigns/*", "campaign"));
  const std::optional<Campaign> campaign = ReadCampaign(tx, ids[0]);
  if (!campaign) return status::NotFound(request.campaign());
  ASSIGN_OR_RETURN(const auto version,
                   ReadVersion(tx, campaign->questionnaire_id, campaign->questionnaire_version));
  Read read{.selection = {.campaign_id = campaign->id,
                          .privacy = campaign->privacy,
                          .responses = question.responses,
                          .wave = question.wave,
                          .high = question.high}};
  ASSIGN_OR_RETURN(read.selection.question, TextQuestionOf(version->content(), request.question()));
  if (question.contrast) {
    ASSIGN_OR_RETURN(read.selection.sides,
                     ScoreSidesOf(version->content(), request.contrast_question()));
  }
  if (IsMasked(campaign->privacy, reader.identities)) RETURN_IF_ERROR(CheckMasked(question));
  read.texts = ReadRespondentTexts(tx, read.selection, reader);
  return read;
}

// The themes of what was read, without a connection.
absl::StatusOr<v1::TextThemes> Analyse(const Read& read, themes::ThemeOptions options) {
  std::vector<themes::SourceText> sources;
  int64_t now = 0;
  for (const RespondentText& text : read.texts.texts) {
    sources.push_back(
        {.id = text.response_id, .text = text.text, .group = text.group, .labels = {}});
    if (text.group == themes::Group::kNow) ++now;
  }
  const bool is_protected = read.selection.privacy != "identified";
  if (is_protected) options.min_texts = LeastProtectedTexts(options, now);
  ASSIGN_OR_RETURN(themes::ThemeReport report, themes::FindThemes(sources, options));
  v1::TextThemes message;
  message.set_suppressed(is_protected && !HideFew(report));
  message.set_question(read.selection.question);
  if (read.selection.sides) message.set_contrast_question(read.selection.sides->question);
  if (!is_protected || read.texts.responses >= kLeastGroup) {
    message.set_response_count(read.texts.responses);
  }
  message.set_left_out_count(read.texts.left_out);
  ToProto(report, is_protected ? "" : read.selection.campaign_id, message);
  return message;
}

}  // namespace

absl::StatusOr<v1::TextThemes> GetTextThemes(rpc::CallContext& call,
                                             const v1::GetTextThemesRequest& request) {
  ASSIGN_OR_RETURN(const TextThemeQuestion question, FromProto(request));
  const ResponseReader reader{
      .scope = call.scope(),
      .identities = auth::Grants(call.principal(), "surveys.identities.read").has_value()};
  ASSIGN_OR_RETURN(const Read read,
                   call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<Read> {
                     return ReadTexts(tx, request, question, reader);
                   }));
  return Analyse(read, question.options);
}

}  // namespace mainstay::survey
