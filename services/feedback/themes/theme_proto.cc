#include "services/feedback/themes/theme_proto.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/api/enum_text.h"
#include "common/api/proto_date.h"
#include "common/status/status.h"
#include "common/text/rules.h"
#include "services/feedback/cases/case_terms.h"

namespace mainstay::feedback {
namespace {

constexpr int kDefaultThemes = 20;
constexpr int kDefaultExamples = 3;
constexpr int kCountsOfDimension = 10;
constexpr std::string_view kTiers[] = {"core", "potential", "general"};

absl::StatusOr<std::vector<std::string>> KindsOf(const google::protobuf::RepeatedField<int>& kinds,
                                                 std::string_view field) {
  std::vector<std::string> terms;
  for (const int kind : kinds) {
    ASSIGN_OR_RETURN(std::string term,
                     api::EnumToText(static_cast<v1::CaseKind>(kind), "CASE_KIND_", field));
    if (term.empty()) return status::BadField(field, "must not hold CASE_KIND_UNSPECIFIED");
    if (std::find(terms.begin(), terms.end(), term) == terms.end()) terms.push_back(term);
  }
  return terms;
}

// The days of the request as instants, and as many days before them.
absl::Status ReadDays(const v1::FindThemesRequest& request, absl::Time now,
                      ThemeSelection& selection) {
  selection.time_zone = request.time_zone().empty() ? text::kDefaultTimeZone : request.time_zone();
  if (!text::IsTimeZone(selection.time_zone)) {
    return status::BadField("time_zone", text::kTimeZoneRule);
  }
  absl::TimeZone zone;
  absl::LoadTimeZone(selection.time_zone, &zone);
  absl::CivilDay last = absl::ToCivilDay(now, zone);
  if (request.has_last_day()) {
    ASSIGN_OR_RETURN(last, api::DayFromProto(request.last_day(), "last_day"));
    selection.end = absl::FromCivil(last + 1, zone);
  }
  if (!request.has_first_day()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const absl::CivilDay first, api::DayFromProto(request.first_day(), "first_day"));
  if (last < first) {
    return request.has_last_day() ? status::BadField("last_day", "must not be before first_day")
                                  : status::BadField("first_day", "must not be in the future");
  }
  selection.start = absl::FromCivil(first, zone);
  selection.before = absl::FromCivil(first - (last + 1 - first), zone);
  return absl::OkStatus();
}

absl::StatusOr<themes::Order> OrderOf(const v1::FindThemesRequest& request) {
  switch (request.order()) {
    case v1::THEME_ORDER_UNSPECIFIED:
      return request.against_kinds().empty() ? themes::Order::kFrequency : themes::Order::kContrast;
    case v1::THEME_ORDER_FREQUENCY:
      return themes::Order::kFrequency;
    case v1::THEME_ORDER_GROWTH:
      if (!request.has_first_day()) {
        return status::BadField("first_day",
                                "must be given: growth is against as many days before it");
      }
      return themes::Order::kGrowth;
    case v1::THEME_ORDER_CONTRAST:
      if (request.against_kinds().empty()) {
        return status::BadField("against_kinds", "must be given: contrast is against them");
      }
      return themes::Order::kContrast;
    default:
      return status::BadField("order", "must be one of THEME_ORDER_…");
  }
}

absl::StatusOr<themes::ThemeOptions> OptionsOf(const v1::FindThemesRequest& request) {
  themes::ThemeOptions options;
  ASSIGN_OR_RETURN(options.order, OrderOf(request));
  options.max_themes =
      static_cast<size_t>(request.max_themes() == 0 ? kDefaultThemes : request.max_themes());
  options.max_examples =
      static_cast<size_t>(request.has_max_examples() ? request.max_examples() : kDefaultExamples);
  options.stop_words.assign(request.stop_words().begin(), request.stop_words().end());
  options.min_texts = request.min_cases();
  RETURN_IF_ERROR(themes::CheckOptions(options, "min_cases"));
  return options;
}

v1::ThemeKind KindToProto(themes::TermKind kind) {
  switch (kind) {
    case themes::TermKind::kStatement:
      return v1::THEME_KIND_STATEMENT;
    case themes::TermKind::kEvaluation:
      return v1::THEME_KIND_EVALUATION;
    case themes::TermKind::kName:
      return v1::THEME_KIND_NAME;
    case themes::TermKind::kWord:
      break;
  }
  return v1::THEME_KIND_WORD;
}

void SetComparison(const std::optional<themes::Comparison>& from, v1::Theme& theme,
                   v1::ThemeComparison* (v1::Theme::*field)()) {
  if (!from) return;
  v1::ThemeComparison& comparison = *(theme.*field)();
  comparison.set_other_case_count(from->texts);
  comparison.set_rate_ratio(from->rate_ratio);
  comparison.set_log_likelihood(from->log_likelihood);
  comparison.set_adjusted_p(from->adjusted_p);
}

}  // namespace

absl::StatusOr<ThemeQuestion> ThemeQuestionOf(const v1::FindThemesRequest& request,
                                              absl::Time now) {
  ThemeQuestion question;
  ThemeSelection& selection = question.selection;
  ASSIGN_OR_RETURN(selection.kinds, KindsOf(request.kinds(), "kinds"));
  if (selection.kinds.empty()) selection.kinds = {"complaint"};
  ASSIGN_OR_RETURN(selection.against_kinds, KindsOf(request.against_kinds(), "against_kinds"));
  for (const std::string& kind : selection.against_kinds) {
    if (std::find(selection.kinds.begin(), selection.kinds.end(), kind) != selection.kinds.end()) {
      return status::BadField("against_kinds", "must be other kinds than those asked about");
    }
  }
  selection.category = request.category();
  if (!selection.category.empty() && !IsCategoryCode(selection.category)) {
    return status::BadField("category", kCategoryCodeRule);
  }
  selection.tier = request.tier();
  if (!selection.tier.empty() &&
      std::find(std::begin(kTiers), std::end(kTiers), selection.tier) == std::end(kTiers)) {
    return status::BadField("tier", absl::StrCat("there is no tier \"", selection.tier,
                                                 "\"; it must be core, potential or general"));
  }
  RETURN_IF_ERROR(ReadDays(request, now, selection));
  ASSIGN_OR_RETURN(question.options, OptionsOf(request));
  question.options.without_praise = selection.kinds == std::vector<std::string>{"complaint"};
  return question;
}

ThemeSources::ThemeSources(const std::vector<ThemeText>& texts) : texts_(texts) {
  labels_.reserve(texts.size());
  sources_.reserve(texts.size());
  for (const ThemeText& text : texts) {
    std::vector<std::string>& labels = labels_.emplace_back();
    if (text.group == themes::Group::kNow) {
      labels = {absl::StrCat("account=", text.account_id), absl::StrCat("month=", text.month)};
      if (!text.tier.empty()) labels.push_back(absl::StrCat("tier=", text.tier));
      if (!text.category.empty()) labels.push_back(absl::StrCat("category=", text.category));
    }
    sources_.push_back({.id = text.case_id,
                        .text = text.text,
                        .group = text.group,
                        .labels = {labels.begin(), labels.end()}});
  }
}

v1::FindThemesResponse ThemeSources::ToProto(const themes::ThemeReport& report) const {
  absl::flat_hash_map<std::string_view, const ThemeText*> cases, accounts;
  for (const ThemeText& text : texts_) {
    cases[text.case_id] = &text;
    accounts[text.account_id] = &text;
  }
  v1::FindThemesResponse response;
  response.set_case_count(report.texts);
  response.set_before_count(report.texts_before);
  response.set_against_count(report.texts_against);
  for (const themes::Theme& from : report.themes) {
    v1::Theme& theme = *response.add_themes();
    theme.set_term(from.term);
    theme.set_key(from.key);
    theme.set_kind(KindToProto(from.kind));
    theme.set_case_count(from.texts);
    theme.set_occurrence_count(from.occurrences);
    theme.set_own_case_count(from.own_texts);
    SetComparison(from.growth, theme, &v1::Theme::mutable_growth);
    SetComparison(from.contrast, theme, &v1::Theme::mutable_contrast);
    std::map<std::string, int> shown;  // of each dimension
    for (const themes::LabelCount& label : from.labels) {
      const std::pair<std::string, std::string> parts =
          absl::StrSplit(label.label, absl::MaxSplits('=', 1));
      if (++shown[parts.first] > kCountsOfDimension) continue;
      v1::ThemeCount& count = *theme.add_counts();
      count.set_dimension(parts.first);
      count.set_case_count(label.texts);
      count.set_value(parts.second);
      if (parts.first != "account") continue;
      count.set_value(absl::StrCat("accounts/", parts.second));
      count.set_display_name(accounts.at(parts.second)->account_name);
    }
    for (const themes::Example& example : from.examples) {
      const ThemeText& text = *cases.at(example.text_id);
      v1::ThemeExample& shown_example = *theme.add_examples();
      shown_example.set_case_(absl::StrCat("accounts/", text.account_id, "/cases/", text.case_id));
      shown_example.set_number(text.number);
      shown_example.set_sentence(example.sentence);
    }
  }
  return response;
}

}  // namespace mainstay::feedback
