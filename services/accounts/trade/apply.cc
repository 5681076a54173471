#include "services/accounts/trade/apply.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/api/uuid.h"
#include "common/csv/csv_staging.h"
#include "common/events/outbox.h"
#include "common/fault/fault.h"
#include "common/status/status.h"
#include "services/accounts/profile/account_bulk.h"
#include "services/accounts/profile/external_store.h"
#include "services/accounts/trade/apply_store.h"
#include "services/accounts/trade/order.h"
#include "services/accounts/trade/staging_store.h"
#include "services/accounts/trade/trade_events.h"

namespace mainstay::accounts {
namespace {

// Accounts are looked up and created so many at a time: what a file holds does not grow the memory.
constexpr int kAccountsAtOnce = 2000;

// Account ids for the file's external ids, as far as they are known.
void FindAccounts(pg::Tx& tx) {
  std::vector<std::string> wanted = FileExternalIds(tx, "", kAccountsAtOnce);
  while (!wanted.empty()) {
    std::vector<std::string> external_ids, account_ids;
    for (const ExternalAccount& found : FindByExternalIds(tx, wanted)) {
      external_ids.push_back(found.external_id);
      account_ids.push_back(found.account_id);
    }
    if (!external_ids.empty()) SetAccountIds(tx, external_ids, account_ids);
    wanted = FileExternalIds(tx, wanted.back(), kAccountsAtOnce);
  }
}

// Accounts for the customers that have none. Returns how many.
int64_t CreateAccounts(pg::Tx& tx, const TradeFile& file, const history::WriteContext& context) {
  int64_t created = 0;
  std::vector<FileCustomer> unknown = UnknownCustomers(tx, kAccountsAtOnce);
  for (; !unknown.empty(); unknown = UnknownCustomers(tx, kAccountsAtOnce)) {
    std::vector<Account> accounts;
    std::vector<std::string> external_ids, account_ids;
    for (const FileCustomer& customer : unknown) {
      Account& account = accounts.emplace_back();
      account.id = api::NewUuid(context.now);
      account.external_id = customer.external_id;
      account.display_name = customer.name;
      account.region = customer.region;
      account.currency_code = file.default_currency;
      external_ids.push_back(customer.external_id);
      account_ids.push_back(account.id);
    }
    CreateMany(tx, std::move(accounts), context);
    SetAccountIds(tx, external_ids, account_ids);
    created += static_cast<int64_t>(unknown.size());
  }
  return created;
}

int64_t ApplyRegions(pg::Tx& tx, const TradeFile& file, const history::WriteContext& context) {
  std::vector<RegionUpdate> updates;
  for (FileRegion& region : TakeRegions(tx, file)) {
    updates.push_back({std::move(region.account_id), std::move(region.region)});
  }
  return UpdateRegions(tx, updates, context);
}

void Publish(pg::Tx& tx, const std::string& import_id, const history::WriteContext& context) {
  std::vector<events::OutboxEvent> events;
  for (const LedgerChange& change : AdvanceLedgers(tx)) {
    events.push_back(TradeChangedEvent({.account_id = change.account_id,
                                        .version = change.version,
                                        .import_id = import_id,
                                        .orders_created = change.orders_created,
                                        .orders_replaced = change.orders_replaced,
                                        .earliest = change.earliest,
                                        .latest = change.latest},
                                       context));
  }
  if (!events.empty()) events::AppendAll(tx, events);
}

// The file's bytes into trade_staging. Returns the number of records.
absl::StatusOr<int64_t> Stage(pg::Tx& tx, const TradeFile& file, const csv::Source& source,
                              TradeLayout& layout) {
  csv::CsvFeed feed(source, file.format);
  ASSIGN_OR_RETURN(const std::vector<std::string> header, feed.ReadHeader());
  absl::StatusOr<TradeLayout> laid_out = LayOut(file, header);
  if (!laid_out.ok()) return csv::MalformedFile(laid_out.status().message(), 1);
  layout = *laid_out;
  ASSIGN_OR_RETURN(const int64_t records,
                   csv::CopyToStaging(tx, "trade_staging", layout.width, file.format,
                                      [&](std::string& piece) { return feed.Next(piece); }));
  if (records != feed.records()) {
    return csv::MalformedFile(
        absl::StrCat("PostgreSQL finds ", records, " records where ", feed.records(), " were sent"),
        0);
  }
  return records;
}

}  // namespace

absl::StatusOr<TradeImportResult> ApplyFile(pg::Tx& tx, const TradeImport& import,
                                            const csv::Source& source, const ApplyCall& call,
                                            const ApplyProgress& progress) {
  const TradeFile& file = import.file;
  TradeImportResult result;
  PrepareStaging(tx);
  TradeLayout layout;
  ASSIGN_OR_RETURN(result.counts.records, Stage(tx, file, source, layout));
  RETURN_IF_ERROR(fault::Point("import.after_copy"));
  RETURN_IF_ERROR(progress(0));
  ReadLines(tx, import.id, file, layout, call.now() + kMaxAhead);
  RejectBadCustomers(tx, import.id);
  RETURN_IF_ERROR(progress(0.5));
  LockExternalIds(tx);
  history::WriteContext context{
      .actor = call.actor, .reason = call.reason, .now = call.now(), .trace = call.trace};
  FindAccounts(tx);
  if (file.create_missing) {
    result.counts.accounts_created = CreateAccounts(tx, file, context);
  } else {
    RejectUnknownCustomers(tx, import.id);
  }
  CompleteRejects(tx, import.id);
  result.rejects = CountRejects(tx, import.id);
  for (const auto& [reason, records] : result.rejects) result.counts.rejected_records += records;
  RETURN_IF_ERROR(progress(0.6));
  LockLedgers(tx);
  context.now = call.now();  // others may have written while this waited
  ApplyOrders(tx, {.import_id = import.id, .actor = context.actor, .now = context.now});
  RETURN_IF_ERROR(progress(0.9));
  CountOutcome(tx, result);
  result.counts.regions_changed = ApplyRegions(tx, file, context);
  Publish(tx, import.id, context);
  RETURN_IF_ERROR(fault::Point("import.before_commit"));
  return result;
}

}  // namespace mainstay::accounts
