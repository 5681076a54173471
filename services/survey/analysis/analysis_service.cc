#include "services/survey/analysis/analysis_service.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "services/survey/analysis/analysis_handlers.h"

namespace mainstay::survey {
namespace {

constexpr std::string_view kService = "mainstay.survey.v1.AnalysisService/";

}  // namespace

void RegisterAnalysisService(rpc::Router& router, const Deps&) {
  router.Unary(absl::StrCat(kService, "GetSurveyFigures"), GetSurveyFigures);
  router.Unary(absl::StrCat(kService, "GetSurveyTrend"), GetSurveyTrend);
  router.Unary(absl::StrCat(kService, "GetCrossTable"), GetCrossTable);
  router.Unary(absl::StrCat(kService, "GetDriverAnalysis"), GetDriverAnalysis);
  router.Unary(absl::StrCat(kService, "GetKanoAnalysis"), GetKanoAnalysis);
}

}  // namespace mainstay::survey
