// AttributeSchemaService.
#include <utility>

#include "common/api/etag.h"
#include "common/api/idempotency.h"
#include "common/api/write_context.h"
#include "common/status/status.h"
#include "services/accounts/profile/account_events.h"
#include "services/accounts/profile/account_handlers.h"
#include "services/accounts/profile/account_proto.h"

namespace mainstay::accounts {
namespace {

absl::StatusOr<v1::AttributeSchema> Get(rpc::CallContext& call,
                                        const v1::GetAttributeSchemaRequest&) {
  return call.db().ReadOne(
      call.tx_options(),
      [](pg::Tx& tx) -> absl::StatusOr<v1::AttributeSchema> { return ToProto(ReadSchema(tx)); });
}

absl::StatusOr<v1::AttributeSchema> Update(rpc::CallContext& call,
                                           const std::shared_ptr<AttributeSchemaCache>& schemas,
                                           const v1::UpdateAttributeSchemaRequest& request) {
  AttributeSchema schema = FromProto(request.attribute_schema());
  absl::Status valid = ValidateSchema(schema);
  if (!valid.ok()) return status::PrefixFields(valid, "attribute_schema");
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  auto effect = [&](pg::Tx& tx) -> absl::StatusOr<v1::AttributeSchema> {
    const SchemaVersion present = LockSchema(tx);
    RETURN_IF_ERROR(api::CheckEtag(request.attribute_schema().etag(), present.version));
    const history::WriteContext at = history::NextVersion(present, context, schema);
    WriteSchema(tx, schema, at);
    events::Append(tx, AttributeSchemaChangedEvent(schema, at));
    return ToProto(schema);
  };
  auto written = api::WriteOnce<v1::AttributeSchema>(call, request, api::kReplayToCaller, effect);
  schemas->Forget();
  return written;
}

}  // namespace

void RegisterAttributeSchema(rpc::Router& router, std::shared_ptr<AttributeSchemaCache> schemas) {
  router.Unary("mainstay.accounts.v1.AttributeSchemaService/GetAttributeSchema", Get);
  router.Unary("mainstay.accounts.v1.AttributeSchemaService/UpdateAttributeSchema", schemas,
               Update);
}

}  // namespace mainstay::accounts
