#include "services/feedback/themes/theme_service.h"

#include <mainstay/feedback/v1/theme_service.pb.h>

#include <memory>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "common/directory/account_access.h"
#include "common/rpc/stream_limit.h"
#include "common/status/status.h"
#include "services/feedback/categories/category_sequel.h"
#include "services/feedback/themes/theme_proto.h"
#include "services/feedback/themes/theme_text_store.h"

namespace mainstay::feedback {
namespace {

constexpr std::string_view kFindThemes = "mainstay.feedback.v1.ThemeService/FindThemes";

absl::Status CheckSize(const ThemeTextSize& size) {
  if (size.texts <= static_cast<int64_t>(themes::kMaxTexts) &&
      size.bytes <= static_cast<int64_t>(themes::kMaxTextBytes)) {
    return absl::OkStatus();
  }
  return status::BadField(
      "parent", absl::StrCat("there are ", size.texts, " cases with ", size.bytes >> 20,
                             " MiB of text; themes are found in at most ", themes::kMaxTexts,
                             " of ", themes::kMaxTextBytes >> 20,
                             " MiB: ask for a shorter period, one account or one category"));
}

absl::StatusOr<v1::FindThemesResponse> Find(rpc::CallContext& call, const Deps& deps,
                                            const v1::FindThemesRequest& request) {
  ASSIGN_OR_RETURN(ThemeQuestion question, ThemeQuestionOf(request, call.now()));
  ASSIGN_OR_RETURN(question.selection.account_id,
                   AccountOfParent(call, *deps.directory, request.parent()));
  // The transaction ends before the texts are analysed.
  using Texts = std::vector<ThemeText>;
  ASSIGN_OR_RETURN(
      const Texts texts,
      call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<Texts> {
        const std::string& category = question.selection.category;
        if (!category.empty()) RETURN_IF_ERROR(CheckKnownCategory(tx, category, "category"));
        RETURN_IF_ERROR(CheckSize(SizeThemeTexts(tx, question.selection, call.scope())));
        return ReadThemeTexts(tx, question.selection, call.scope());
      }));
  const ThemeSources sources(texts);
  ASSIGN_OR_RETURN(const themes::ThemeReport report,
                   themes::FindThemes(sources.sources(), question.options));
  return sources.ToProto(report);
}

}  // namespace

void RegisterThemeService(rpc::Router& router, const Deps& deps) {
  // Each holds its texts and about five times their bytes for as long as it takes.
  const auto analyses =
      std::make_shared<rpc::StreamLimit>(deps.max_uploads, rpc::TooManyAnalyses());
  router.Unary<v1::FindThemesRequest, v1::FindThemesResponse>(
      kFindThemes,
      [deps, analyses](rpc::CallContext& call, const v1::FindThemesRequest& request)
          -> absl::StatusOr<v1::FindThemesResponse> {
        RETURN_IF_ERROR(analyses->Enter());
        const absl::Cleanup leave = [&] { analyses->Leave(); };
        return Find(call, deps, request);
      });
}

}  // namespace mainstay::feedback
