// orders list, get, record, changes
#include <memory>

#include <mainstay/accounts/v1/trade_service.pb.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace accounts::v1;  // NOLINT: the messages of this group

constexpr char kAccountHelp[] = "Resource name, id or external id";

// "product,quantity,price" and perhaps ",description", which may hold commas.
absl::Status AddOrderLine(const std::string& text, Order* order) {
  const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits(',', 3));
  if (parts.size() < 3) {
    return status::BadField("--line", "must be product,quantity,price or …,description");
  }
  OrderLine& line = *order->add_lines();
  line.set_product(parts[0]);
  line.set_quantity(parts[1]);
  line.set_unit_price(parts[2]);
  if (parts.size() > 3) line.set_description(parts[3]);
  return absl::OkStatus();
}

void AddRecordOrder(CLI::App& orders, Chosen& chosen) {
  struct Options {
    std::string account, time, kind, file;
    std::vector<std::string> lines;
    Order order;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      orders, "record", "Record an order or a credit note; the same number again replaces it",
      chosen, [options](Session& session) -> absl::Status {
        RecordOrderRequest request;
        Order& order = *request.mutable_order();
        if (!options->file.empty()) {
          RETURN_IF_ERROR(ReadContent({.file = options->file}, &order, nullptr));
        }
        order.MergeFrom(options->order);
        RETURN_IF_ERROR(SetField(&order, absl::StrCat("kind=", options->kind)));
        if (!options->time.empty()) {
          RETURN_IF_ERROR(SetField(&order, absl::StrCat("order_time=", options->time)));
        }
        for (const std::string& line : options->lines) {
          RETURN_IF_ERROR(AddOrderLine(line, &order));
        }
        ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveAccount(session, options->account));
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto recorded,
                         session.Call<Order>("TradeService/RecordOrder", request));
        session.PrintRecord(recorded);
        if (recorded.has_replaced()) {
          session.err() << "replaced the order of " << FormatMoney(recorded.replaced().total())
                        << " with " << FormatCount(recorded.replaced().line_count())
                        << (recorded.replaced().line_count() == 1 ? " line\n" : " lines\n");
        }
        return absl::OkStatus();
      });
  command->add_option("account", options->account, kAccountHelp)->required();
  command->add_option("--number", *options->order.mutable_order_number(),
                      "Its number in the books");
  command->add_option("--time", options->time, "When, such as 2026-01-31");
  command->add_option("--currency", *options->order.mutable_currency_code(), "ISO 4217 code");
  command->add_option("--kind", options->kind, "order or credit_note")->capture_default_str();
  command
      ->add_option("--line", options->lines,
                   "product,quantity,price[,description]; may be given several times")
      ->allow_extra_args(false);
  command->add_option("--file", options->file, "The order as JSON; - for standard input");
  AddWriteOptions(*command, options->write, /*with_etag=*/false);
}

absl::StatusOr<std::string> OrderName(Session& session, const std::string& text) {
  return ResolveOfAccount(session, "orders", text);
}

}  // namespace

void AddOrders(CLI::App& app, Chosen& chosen) {
  CLI::App* orders = app.add_subcommand("orders", "An account's orders and credit notes");
  orders->require_subcommand(1);
  AddList<ListOrdersRequest, ListOrdersResponse>(
      *orders, chosen,
      {.name = "list",
       .help = "List an account's orders, newest first",
       .method = "TradeService/ListOrders",
       .fields = {{"order_time", {.title = "WHEN"}},
                  {"order_number", {.title = "NUMBER", .shrinks = true}},
                  {"kind", {.title = "KIND"}},
                  {"line_count", {.title = "LINES", .right = true}},
                  {"total", {.title = "TOTAL", .right = true}},
                  {"name", {.title = "ID"}, Shown::kId}}});
  Verb get = {.name = "get",
              .help = "Show one order with its lines",
              .method = "TradeService/GetOrder",
              .argument = "order",
              .argument_help = OfAccountHelp("orders"),
              .resolve = OrderName,
              .writes = false};
  AddVerb<GetOrderRequest, Order>(*orders, chosen, get);
  AddRecordOrder(*orders, chosen);
  Verb changes = get;
  changes.name = "changes";
  changes.help = "List what changed on an order: who, when, why";
  changes.method = "TradeService/ListOrderChanges";
  AddChanges<ListOrderChangesRequest, ListOrderChangesResponse>(*orders, chosen, changes);
}

}  // namespace mainstay::ctl
