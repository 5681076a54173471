// ImportTrade and CancelTradeImport.
#include <mainstay/accounts/v1/trade_service.pb.h>

#include <memory>
#include <optional>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/rpc/stream_limit.h"
#include "common/status/status.h"
#include "services/accounts/trade/import_proto.h"
#include "services/accounts/trade/import_run.h"
#include "services/accounts/trade/import_store.h"
#include "services/accounts/trade/trade_handlers.h"

namespace mainstay::accounts {
namespace {

// The bytes of the first message, then those of the rest of the stream.
FileSource::Receive BytesOf(rpc::CallContext& call, rpc::Reader<v1::ImportTradeRequest>& reader,
                            v1::ImportTradeRequest& message) {
  return [&call, &reader, &message,
          first = true](std::string& buffer) mutable -> absl::StatusOr<bool> {
    if (!first && !reader.Read(&message)) {
      if (call.cancelled()) {
        return absl::CancelledError("the caller has gone; resume or cancel the import");
      }
      return false;
    }
    first = false;
    buffer += message.file().data();
    return true;
  };
}

// The id of a new import: the caller's, or a new one.
absl::StatusOr<std::string> NewId(const v1::ImportTradeRequest& message, absl::Time now) {
  if (message.request_id().empty()) return api::NewUuid(now);
  std::string id = absl::AsciiStrToLower(message.request_id());
  if (!api::IsUuid(id)) return status::BadField("request_id", "must be a UUID");
  return id;
}

// What became of an import that was sent before under the caller's own id; nothing when it was not.
absl::StatusOr<std::optional<TradeImport>> SentBefore(rpc::CallContext& call,
                                                      const TradeImport& import) {
  using Found = std::optional<TradeImport>;
  ASSIGN_OR_RETURN(Found found,
                   call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<Found> {
                     return FindImport(tx, import.id);
                   }));
  if (!found) return found;
  if (found->actor != import.actor) {
    return status::BadField("request_id", "was used for another import; make a new one for this");
  }
  if (!found->end_time) {
    return status::Error(
        absl::StatusCode::kFailedPrecondition, "IMPORT_EXISTS",
        absl::StrCat("the import has begun already; resume it as ", TradeImportName(import.id)));
  }
  return found;
}

absl::StatusOr<v1::TradeImport> Import(rpc::CallContext& call, const pg::SessionOptions& database,
                                       rpc::Reader<v1::ImportTradeRequest>& reader) {
  v1::ImportTradeRequest message;
  if (!reader.Read(&message)) {
    return status::BadField("columns", "the first message must say which column holds what");
  }
  if (!message.name().empty()) {
    ASSIGN_OR_RETURN(const auto ids, api::ParseName(message.name(), "tradeImports/*", "name"));
    ASSIGN_OR_RETURN(
        const TradeImport import,
        ResumeImportRun(call, database, ids[0], message.offset(), BytesOf(call, reader, message)));
    return ToProto(import);
  }
  TradeImport import;
  import.file = TradeFileOf(message);
  RETURN_IF_ERROR(Validate(import.file));
  import.actor = call.principal().subject;
  import.create_time = call.now();
  ASSIGN_OR_RETURN(import.id, NewId(message, import.create_time));
  if (!message.request_id().empty()) {
    ASSIGN_OR_RETURN(const std::optional<TradeImport> before, SentBefore(call, import));
    if (before) return ToProto(*before);
  }
  ASSIGN_OR_RETURN(import, RunImport(call, database, import, BytesOf(call, reader, message)));
  return ToProto(import);
}

absl::StatusOr<v1::TradeImport> Cancel(rpc::CallContext& call,
                                       const v1::CancelTradeImportRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), "tradeImports/*", "name"));
  return call.db().Write(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::TradeImport> {
    const bool cancelled = CancelImport(tx, ids[0], call.now());
    const auto import = FindImport(tx, ids[0]);
    if (!import) return status::NotFound(request.name());
    // Cancelling what is cancelled is no mistake: the answer may have been lost.
    if (!cancelled && import->state != "cancelled") {
      return status::Error(absl::StatusCode::kFailedPrecondition, "IMPORT_ENDED",
                           absl::StrCat("the import has ended (", import->state, ")"));
    }
    return ToProto(*import);
  });
}

}  // namespace

void RegisterImportUpload(rpc::Router& router, const Deps& deps) {
  router.ClientStream<v1::ImportTradeRequest, v1::TradeImport>(
      absl::StrCat(kTradeService, "ImportTrade"),
      [database = deps.database,
       uploads = std::make_shared<rpc::StreamLimit>(deps.max_uploads, rpc::TooManyUploads())](
          rpc::CallContext& call,
          rpc::Reader<v1::ImportTradeRequest>& reader) -> absl::StatusOr<v1::TradeImport> {
        RETURN_IF_ERROR(uploads->Enter());
        const absl::Cleanup leave = [&] { uploads->Leave(); };
        return Import(call, database, reader);
      });
  router.Unary(absl::StrCat(kTradeService, "CancelTradeImport"), Cancel);
}

}  // namespace mainstay::accounts
