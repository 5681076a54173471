#include "services/accounts/trade/import_proto.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "common/api/enum_text.h"
#include "common/api/money.h"
#include "common/api/proto_time.h"
#include "services/accounts/trade/import_run.h"
#include "services/accounts/trade/reject_reasons.h"

namespace mainstay::accounts {

TradeFile TradeFileOf(const v1::ImportTradeRequest& message) {
  TradeFile file;
  const google::protobuf::Reflection& reflection = *message.columns().GetReflection();
  const google::protobuf::Descriptor& columns = *v1::TradeColumns::descriptor();
  for (size_t i = 0; i < kTradeColumns; ++i) {
    const std::string name(TradeColumnName(static_cast<TradeColumn>(i)));
    file.columns[i] = reflection.GetString(message.columns(), columns.FindFieldByName(name));
  }
  file.file_name = message.file_name();
  file.credit_note_prefix = message.credit_note_prefix();
  file.credit_note_values.assign(message.credit_note_values().begin(),
                                 message.credit_note_values().end());
  file.default_currency = message.default_currency_code();
  file.time_format = message.time_format();
  file.time_zone = message.time_zone();
  file.format.delimiter = message.delimiter();
  file.format.encoding = message.encoding();
  file.create_missing = message.create_missing_accounts();
  Complete(file);
  return file;
}

namespace {

v1::TradeImportCounts ToProto(const TradeImportCounts& counts) {
  v1::TradeImportCounts message;
  message.set_records(counts.records);
  message.set_applied_records(counts.applied_records);
  message.set_rejected_records(counts.rejected_records);
  message.set_orders_created(counts.orders_created);
  message.set_orders_replaced(counts.orders_replaced);
  message.set_orders_unchanged(counts.orders_unchanged);
  message.set_accounts_created(counts.accounts_created);
  message.set_regions_changed(counts.regions_changed);
  return message;
}

}  // namespace

v1::TradeImport ToProto(const TradeImport& import) {
  v1::TradeImport message;
  message.set_name(TradeImportName(import.id));
  message.set_state(api::TextToEnum<v1::TradeImportState>(import.state, "TRADE_IMPORT_STATE_"));
  message.set_file_name(import.file.file_name);
  message.set_received_bytes(import.received_bytes);
  message.set_progress(import.progress);
  const TradeImportCounts& counts = import.result.counts;
  if (import.state == "succeeded") {
    *message.mutable_counts() = ToProto(counts);
    message.set_unchanged(counts.applied_records > 0 && counts.orders_created == 0 &&
                          counts.orders_replaced == 0 && counts.accounts_created == 0 &&
                          counts.regions_changed == 0);
  }
  for (const auto& [reason, records] : import.result.rejects) {
    v1::TradeRejectCount& count = *message.add_rejects();
    count.set_reason(reason);
    count.set_records(records);
    count.set_expected(ExpectedInstead(reason, import.file));
  }
  for (const auto& [currency, total] : import.result.net_sales) {
    *message.add_net_sales() = api::MoneyOf(total, currency);
  }
  message.set_failure(import.failure.text);
  message.set_failure_line(import.failure.line);
  message.set_actor(import.actor);
  *message.mutable_create_time() = api::TimeToProto(import.create_time);
  *message.mutable_update_time() = api::TimeToProto(import.update_time);
  if (import.end_time) *message.mutable_end_time() = api::TimeToProto(*import.end_time);
  return message;
}

}  // namespace mainstay::accounts
