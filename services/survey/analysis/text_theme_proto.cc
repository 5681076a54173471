#include "services/survey/analysis/text_theme_proto.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "services/survey/analysis/analysis_proto.h"
#include "services/survey/analysis/figures.h"

namespace mainstay::survey {
namespace {

namespace feedback = mainstay::feedback::v1;

constexpr int kDefaultThemes = 20;
constexpr int kDefaultExamples = 3;

absl::StatusOr<themes::Order> OrderOf(const v1::GetTextThemesRequest& request) {
  const bool contrast = request.contrast() != v1::TEXT_CONTRAST_UNSPECIFIED;
  switch (request.order()) {
    case v1::TEXT_THEME_ORDER_UNSPECIFIED:
      return contrast ? themes::Order::kContrast : themes::Order::kFrequency;
    case v1::TEXT_THEME_ORDER_FREQUENCY:
      return themes::Order::kFrequency;
    case v1::TEXT_THEME_ORDER_GROWTH:
      if (request.selection().wave() < 2) {
        return status::BadField("selection.wave",
                                "must be 2 or more: growth is against the waves before it");
      }
      return themes::Order::kGrowth;
    case v1::TEXT_THEME_ORDER_CONTRAST:
      if (!contrast) {
        return status::BadField("contrast",
                                "must say whose texts: of those who scored low or high");
      }
      return themes::Order::kContrast;
    default:
      return status::BadField("order", "must be one of TEXT_THEME_ORDER_…");
  }
}

feedback::ThemeKind KindToProto(themes::TermKind kind) {
  switch (kind) {
    case themes::TermKind::kStatement:
      return feedback::THEME_KIND_STATEMENT;
    case themes::TermKind::kEvaluation:
      return feedback::THEME_KIND_EVALUATION;
    case themes::TermKind::kName:
      return feedback::THEME_KIND_NAME;
    case themes::TermKind::kWord:
      break;
  }
  return feedback::THEME_KIND_WORD;
}

void SetComparison(const std::optional<themes::Comparison>& from, v1::TextTheme& theme,
                   v1::TextThemeComparison* (v1::TextTheme::*field)()) {
  if (!from) return;
  v1::TextThemeComparison& comparison = *(theme.*field)();
  comparison.set_other_count(from->texts);
  comparison.set_rate_ratio(from->rate_ratio);
  comparison.set_log_likelihood(from->log_likelihood);
  comparison.set_adjusted_p(from->adjusted_p);
}

}  // namespace

absl::StatusOr<TextThemeQuestion> FromProto(const v1::GetTextThemesRequest& request) {
  TextThemeQuestion question;
  absl::StatusOr<Selection> selection = FromProto(request.selection());
  if (!selection.ok()) return status::PrefixFields(selection.status(), "selection");
  question.responses = *std::move(selection);
  question.wave = request.selection().wave();
  question.responses.values.erase("wave");
  if (!v1::TextContrast_IsValid(request.contrast())) {
    return status::BadField("contrast", "must be one of TEXT_CONTRAST_…");
  }
  question.contrast = request.contrast() != v1::TEXT_CONTRAST_UNSPECIFIED;
  question.high = request.contrast() == v1::TEXT_CONTRAST_HIGH;
  if (!question.contrast && !request.contrast_question().empty()) {
    return status::BadField("contrast", "must be given where contrast_question is");
  }
  themes::ThemeOptions& options = question.options;
  ASSIGN_OR_RETURN(options.order, OrderOf(request));
  options.max_themes =
      static_cast<size_t>(request.max_themes() == 0 ? kDefaultThemes : request.max_themes());
  options.max_examples =
      static_cast<size_t>(request.has_max_examples() ? request.max_examples() : kDefaultExamples);
  options.min_texts = request.min_texts();
  options.stop_words.assign(request.stop_words().begin(), request.stop_words().end());
  RETURN_IF_ERROR(themes::CheckOptions(options));
  return question;
}

void ToProto(const themes::ThemeReport& report, const std::string& campaign_id,
             v1::TextThemes& message) {
  message.set_text_count(report.texts);
  message.set_before_count(report.texts_before);
  message.set_against_count(report.texts_against);
  for (const themes::Theme& from : report.themes) {
    v1::TextTheme& theme = *message.add_themes();
    theme.set_term(from.term);
    theme.set_key(from.key);
    theme.set_kind(KindToProto(from.kind));
    if (const auto share = ShareOf(from.texts, report.texts)) {
      *theme.mutable_share() = ToProto(*share);
    }
    theme.set_occurrence_count(from.occurrences);
    theme.set_own_text_count(from.own_texts);
    SetComparison(from.growth, theme, &v1::TextTheme::mutable_growth);
    SetComparison(from.contrast, theme, &v1::TextTheme::mutable_contrast);
    for (const themes::Example& from_example : from.examples) {
      v1::TextThemeExample& example = *theme.add_examples();
      example.set_sentence(from_example.sentence);
      if (campaign_id.empty()) continue;
      example.set_response(
          absl::StrCat("campaigns/", campaign_id, "/responses/", from_example.text_id));
    }
  }
}

}  // namespace mainstay::survey
