#include "services/accounts/trade/staging_store.h"

#include "common/text/currency.h"
#include "services/accounts/trade/line_sql.h"

namespace mainstay::accounts {
void PrepareStaging(pg::Tx& tx) {
  tx.Exec(
      "SET LOCAL temp_buffers = '128MB'; SET LOCAL work_mem = '160MB'; "
      // The estimates for temporary tables without statistics lead to sorting for joins.
      "SET LOCAL enable_mergejoin = off");
}

void ReadLines(pg::Tx& tx, const std::string& import_id, const TradeFile& file,
               const TradeLayout& layout, absl::Time latest) {
  tx.Exec(TimesSql(file, layout));
  // The arrays go on to orders at once: compressing them here would be for nothing.
  tx.Exec(
      "CREATE TEMP TABLE trade_accounts (account text COLLATE \"C\", account_name text, "
      "region text, newest timestamp, account_id uuid) ON COMMIT DROP; "
      "CREATE TEMP TABLE trade_incoming (account text COLLATE \"C\", "
      "order_number text COLLATE \"C\", credit boolean, currency text, order_time timestamptz, "
      "line_count int, total numeric, largest numeric, products text[], descriptions text[], "
      "quantities numeric[], unit_prices numeric[], records bigint[]) WITH (toast_tuple_target = "
      "8160) ON COMMIT DROP; "
      "CREATE TEMP TABLE trade_broken (account text COLLATE \"C\", order_number text COLLATE "
      "\"C\") "
      "ON COMMIT DROP; "
      "ALTER TABLE trade_incoming ALTER products SET STORAGE EXTERNAL, "
      "ALTER descriptions SET STORAGE EXTERNAL, ALTER quantities SET STORAGE EXTERNAL, "
      "ALTER unit_prices SET STORAGE EXTERNAL, ALTER records SET STORAGE EXTERNAL");
  tx.Exec(
      ReadLinesSql(layout),
      {pg::ToParam(import_id), pg::ToParam(file.time_zone), pg::ToParam(file.credit_note_prefix),
       pg::ToParam(file.default_currency), pg::ToParam(latest), pg::ToParam(text::CurrencyCodes()),
       pg::ToParam(file.credit_note_values)});
  tx.Exec(RejectTotalsSql(), {pg::ToParam(import_id)});
}

void CompleteRejects(pg::Tx& tx, const std::string& import_id) {
  tx.Exec(CompleteRejectsSql(), {pg::ToParam(import_id)});
}

}  // namespace mainstay::accounts
