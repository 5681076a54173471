// payments list, record · trade summary
#include <memory>

#include <mainstay/accounts/v1/trade_service.pb.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace accounts::v1;  // NOLINT: the messages of this group

constexpr char kAccountHelp[] = "Resource name, id or external id";

void AddRecordPayment(CLI::App& payments, Chosen& chosen) {
  struct Options {
    std::string account, amount, time;
    Payment payment;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      payments, "record", "Record a payment received; a negative amount is a refund", chosen,
      [options](Session& session) -> absl::Status {
        RecordPaymentRequest request;
        *request.mutable_payment() = options->payment;
        RETURN_IF_ERROR(
            SetField(request.mutable_payment(), absl::StrCat("amount=", options->amount)));
        RETURN_IF_ERROR(
            SetField(request.mutable_payment(), absl::StrCat("payment_time=", options->time)));
        ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveAccount(session, options->account));
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto recorded,
                         session.Call<Payment>("TradeService/RecordPayment", request));
        session.PrintRecord(recorded);
        return absl::OkStatus();
      });
  command->add_option("account", options->account, kAccountHelp)->required();
  command
      ->add_option("--number", *options->payment.mutable_payment_number(),
                   "Its number in the books")
      ->required();
  command->add_option("--amount", options->amount, "Such as \"1200.50 CNY\"")->required();
  command->add_option("--time", options->time, "When, such as 2026-01-31")->required();
  command->add_option("--method", *options->payment.mutable_method(),
                      "How, such as \"bank transfer\"");
  command->add_option("--order", *options->payment.mutable_order_number(),
                      "The number of the order that it pays");
  AddRequestId(*command, options->write.request_id);
}

void PrintTradeSummary(Session& session, const TradeSummary& summary) {
  session.out() << RenderRecord(
      {{"account", summary.account()},
       {"net sales", FormatMoney(summary.net_sales())},
       {"orders", FormatCount(summary.orders())},
       {"returns", absl::StrCat(FormatMoney(summary.returns()), " in ",
                                FormatCount(summary.credit_notes()), " credit notes")},
       {"payments", FormatMoney(summary.payments())},
       {"first order", FormatField(summary, "first_order_time")},
       {"last order", FormatField(summary, "last_order_time")},
       {"orders every",
        absl::StrCat(absl::StrFormat("%.1f", summary.average_interval_days()), " days")}},
      session.out_terminal());
  Table months({{.title = "MONTH"},
                {.title = "NET SALES", .right = true},
                {.title = "ORDERS", .right = true},
                {.title = "RETURNS", .right = true},
                {.title = "PAYMENTS", .right = true}});
  for (const TradeSummary::Month& month : summary.months()) {
    months.Add({FormatField(month, "month"), FormatMoney(month.net_sales()),
                FormatCount(month.orders()), FormatMoney(month.returns()),
                FormatMoney(month.payments())});
  }
  Table products({{.title = "PRODUCT"},
                  {.title = "DESCRIPTION", .shrinks = true},
                  {.title = "QUANTITY", .right = true},
                  {.title = "NET SALES", .right = true},
                  {.title = "SHARE", .right = true}});
  for (const TradeSummary::Product& product : summary.top_products()) {
    products.Add({product.product(), product.description(), product.quantity(),
                  FormatMoney(product.net_sales()), FormatShare(product.share())});
  }
  if (summary.other_product_count() > 0) {
    products.Add({absl::StrCat(FormatCount(summary.other_product_count()), " others"), "", "",
                  FormatMoney(summary.other_products()), ""});
  }
  if (!months.empty()) session.out() << "\n" << months.Render(session.out_terminal());
  if (!products.empty()) session.out() << "\n" << products.Render(session.out_terminal());
}

void AddSummary(CLI::App& trade, Chosen& chosen) {
  struct Options {
    std::string account, from, to;
    GetTradeSummaryRequest request;
    int top = 10;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      trade, "summary", "An account's trade by month, and what it buys", chosen,
      [options](Session& session) -> absl::Status {
        GetTradeSummaryRequest request = options->request;
        ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveAccount(session, options->account));
        request.set_top_products(options->top);
        if (!options->from.empty()) {
          ASSIGN_OR_RETURN(*request.mutable_start_time(), ParseTime(options->from));
        }
        if (!options->to.empty()) {
          ASSIGN_OR_RETURN(*request.mutable_end_time(), ParseTime(options->to));
        }
        ASSIGN_OR_RETURN(const auto summary,
                         session.Call<TradeSummary>("TradeService/GetTradeSummary", request));
        if (session.json()) {
          session.PrintRecord(summary);
        } else {
          PrintTradeSummary(session, summary);
        }
        return absl::OkStatus();
      });
  command->add_option("account", options->account, kAccountHelp)->required();
  command->add_option("--from", options->from, "Trade from this time on, such as 2026-01-01");
  command->add_option("--to", options->to, "Trade before this time");
  command->add_option("--currency", *options->request.mutable_currency_code(),
                      "The currency to sum; needed when there are several");
  command->add_option("--time-zone", *options->request.mutable_time_zone(),
                      "Zone whose months are meant; UTC when absent");
  command->add_option("--top", options->top, "How many products to name")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
}

}  // namespace

void AddTrade(CLI::App& app, Chosen& chosen) {
  CLI::App* payments = app.add_subcommand("payments", "What an account paid");
  payments->require_subcommand(1);
  AddList<ListPaymentsRequest, ListPaymentsResponse>(
      *payments, chosen,
      {.name = "list",
       .help = "List an account's payments, newest first",
       .method = "TradeService/ListPayments",
       .fields = {{"payment_time", {.title = "WHEN"}},
                  {"payment_number", {.title = "NUMBER", .shrinks = true}},
                  {"method", {.title = "METHOD", .shrinks = true}},
                  {"order_number", {.title = "ORDER", .shrinks = true}},
                  {"amount", {.title = "AMOUNT", .right = true}}}});
  AddRecordPayment(*payments, chosen);

  CLI::App* trade = app.add_subcommand("trade", "What an account's trade adds up to");
  trade->require_subcommand(1);
  AddSummary(*trade, chosen);
}

}  // namespace mainstay::ctl
