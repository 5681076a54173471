// GetTradeImport, ListTradeImports and DownloadTradeImportRejects.
#include <mainstay/accounts/v1/trade_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/page.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "services/accounts/trade/import_proto.h"
#include "services/accounts/trade/import_store.h"
#include "services/accounts/trade/reject_writer.h"
#include "services/accounts/trade/trade_handlers.h"

namespace mainstay::accounts {
namespace {

absl::StatusOr<TradeImport> Find(rpc::CallContext& call, const std::string& name) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(name, "tradeImports/*", "name"));
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<TradeImport> {
    auto import = FindImport(tx, ids[0]);
    if (!import) return status::NotFound(name);
    return *std::move(import);
  });
}

absl::StatusOr<v1::TradeImport> Get(rpc::CallContext& call,
                                    const v1::GetTradeImportRequest& request) {
  ASSIGN_OR_RETURN(const TradeImport import, Find(call, request.name()));
  return ToProto(import);
}

absl::StatusOr<v1::ListTradeImportsResponse> List(rpc::CallContext& call, const Deps& deps,
                                                  const v1::ListTradeImportsRequest& request) {
  ASSIGN_OR_RETURN(const int page_size, api::PageSize(request.page_size()));
  ASSIGN_OR_RETURN(const auto after, deps.page_tokens->Parse(call.method(), request.page_token()));
  return call.db().ReadOne(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListTradeImportsResponse> {
        std::vector<TradeImport> imports = ListImports(tx, after, page_size + 1);
        v1::ListTradeImportsResponse response;
        if (imports.size() > static_cast<size_t>(page_size)) {
          imports.pop_back();
          response.set_next_page_token(
              deps.page_tokens->Make(call.method(), ImportCursor(imports.back())));
        }
        for (const TradeImport& import : imports) *response.add_trade_imports() = ToProto(import);
        return response;
      });
}

absl::Status Download(rpc::CallContext& call, const v1::DownloadTradeImportRejectsRequest& request,
                      rpc::Writer<type::v1::HttpBody>& writer) {
  ASSIGN_OR_RETURN(const TradeImport import, Find(call, request.name()));
  if (import.state != "succeeded") {
    return status::Error(absl::StatusCode::kFailedPrecondition, "IMPORT_NOT_SUCCEEDED",
                         absl::StrCat("the import is ", import.state,
                                      "; only one that succeeded has rejected lines"));
  }
  if (call.now() >= *import.end_time + kRejectsKeptFor) {
    return status::Error(absl::StatusCode::kFailedPrecondition, "REJECTS_EXPIRED",
                         "rejected lines are kept for 30 days; import the file again to see them");
  }
  type::v1::HttpBody body;
  body.set_content_type(
      absl::StrCat("text/csv; charset=", csv::FindEncoding(import.file.format.encoding)->charset));
  body.set_filename("rejects.csv");
  return WriteRejects(call, import, [&](std::string_view bytes) {
    body.set_data(std::string(bytes));
    const bool open = writer.Write(body);
    body.clear_content_type();
    body.clear_filename();
    return open;
  });
}

}  // namespace

void RegisterImportReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kTradeService, "GetTradeImport"), Get);
  router.Unary(absl::StrCat(kTradeService, "ListTradeImports"), deps, List);
  router.ServerStream<v1::DownloadTradeImportRejectsRequest, type::v1::HttpBody>(
      absl::StrCat(kTradeService, "DownloadTradeImportRejects"), Download);
}

}  // namespace mainstay::accounts
