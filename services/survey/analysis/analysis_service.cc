#include "services/survey/analysis/analysis_service.h"

#include <memory>
#include <string_view>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/stream_limit.h"
#include "common/status/status.h"
#include "services/survey/analysis/analysis_handlers.h"

namespace mainstay::survey {
namespace {

constexpr std::string_view kService = "mainstay.survey.v1.AnalysisService/";

}  // namespace

void RegisterAnalysisService(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kService, "GetSurveyFigures"), GetSurveyFigures);
  router.Unary(absl::StrCat(kService, "GetSurveyTrend"), GetSurveyTrend);
  router.Unary(absl::StrCat(kService, "GetCrossTable"), GetCrossTable);
  router.Unary(absl::StrCat(kService, "GetDriverAnalysis"), GetDriverAnalysis);
  router.Unary(absl::StrCat(kService, "GetKanoAnalysis"), GetKanoAnalysis);
  // Each takes a processor for about as long as reading a file does.
  const auto analyses =
      std::make_shared<rpc::StreamLimit>(deps.max_uploads, rpc::TooManyAnalyses());
  router.Unary<v1::GetTextThemesRequest, v1::TextThemes>(
      absl::StrCat(kService, "GetTextThemes"),
      [analyses](rpc::CallContext& call,
                 const v1::GetTextThemesRequest& request) -> absl::StatusOr<v1::TextThemes> {
        RETURN_IF_ERROR(analyses->Enter());
        const absl::Cleanup leave = [&] { analyses->Leave(); };
        return GetTextThemes(call, request);
      });
}

}  // namespace mainstay::survey
