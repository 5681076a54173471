// The accounts service with trade on a real server and database, for tests.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mainstay/accounts/v1/account_service.pb.h>
#include <mainstay/accounts/v1/trade_service.pb.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/page.h"
#include "common/status/status.h"
#include "common/testing/file_pieces.h"
#include "common/testing/service_fixture.h"
#include "services/accounts/constraint_errors.h"
#include "services/accounts/deps.h"
#include "services/accounts/profile/account_service.h"
#include "services/accounts/trade/trade_service.h"

namespace mainstay::accounts {

class TradeFixture : public ::testing::Test {
 protected:
  TradeFixture() = default;
  // With one more service of a feature that stands on trade.
  TradeFixture(std::string service, void (*handlers)(rpc::Router&, const Deps&))
      : more_service_(std::move(service)), more_handlers_(handlers) {}

  using Request = v1::ImportTradeRequest;

  // How the files of these tests are to be read:
  // Invoice,Sku,Text,Qty,When,Price,Customer,Land
  static Request Mapping() {
    Request request;
    v1::TradeColumns& columns = *request.mutable_columns();
    columns.set_order_number("Invoice");
    columns.set_product("Sku");
    columns.set_description("Text");
    columns.set_quantity("Qty");
    columns.set_order_time("When");
    columns.set_unit_price("Price");
    columns.set_account_external_id("Customer");
    columns.set_region("Land");
    request.set_credit_note_prefix("C");
    request.set_default_currency_code("GBP");
    request.set_create_missing_accounts(true);
    return request;
  }
  static constexpr char kHeader[] = "Invoice,Sku,Text,Qty,When,Price,Customer,Land\n";

  // Sends the file in pieces of `size` bytes.
  absl::StatusOr<v1::TradeImport> Upload(std::string_view file, Request first = Mapping(),
                                         size_t size = 1000, std::string_view role = "admin") {
    Request message;
    v1::TradeImport import;
    rpc::CallOptions options = service_.As("ada", role);
    options.deadline = absl::Now() + absl::Seconds(100);
    absl::Status status =
        rpc::CallClientStream(service_.channel(), absl::StrCat(kTrade, "ImportTrade"), options,
                              testing::InPieces(file, first, size), &message, &import);
    if (!status.ok()) return status;
    return import;
  }
  // Uploads `file` and expects it to succeed.
  v1::TradeImport MustImport(std::string_view file, Request first = Mapping()) {
    v1::TradeImport import = Must(Upload(file, std::move(first)));
    EXPECT_EQ(import.state(), v1::TRADE_IMPORT_STATE_SUCCEEDED) << import.ShortDebugString();
    return import;
  }

  template <class Res>
  absl::StatusOr<Res> Call(std::string_view method, const google::protobuf::Message& request,
                           std::string_view user = "ada", std::string_view role = "admin") {
    return service_.Call<Res>(absl::StrCat(kTrade, method), request, user, role);
  }
  absl::StatusOr<v1::TradeImport> GetImport(const std::string& name) {
    v1::GetTradeImportRequest request;
    request.set_name(name);
    return Call<v1::TradeImport>("GetTradeImport", request);
  }
  // The newest import.
  v1::TradeImport Newest() {
    v1::ListTradeImportsRequest request;
    request.set_page_size(1);
    const auto page = Must(Call<v1::ListTradeImportsResponse>("ListTradeImports", request));
    return page.trade_imports_size() == 0 ? v1::TradeImport() : page.trade_imports(0);
  }
  std::string Rejects(const std::string& name) {
    v1::DownloadTradeImportRejectsRequest request;
    request.set_name(name);
    type::v1::HttpBody body;
    std::string bytes;
    const absl::Status status = rpc::CallServerStream(
        service_.channel(), absl::StrCat(kTrade, "DownloadTradeImportRejects"),
        service_.As("ada", "admin"), request, &body, [&] {
          bytes += body.data();
          return true;
        });
    EXPECT_TRUE(status.ok()) << status;
    return bytes;
  }
  // "accounts/{uuid}" of an external id.
  std::string AccountOf(const std::string& external_id) {
    return "accounts/" + Sql("SELECT account_id FROM accounts WHERE external_id = '" + external_id +
                             "' AND state <> 'deleted'");
  }
  absl::StatusOr<v1::Account> CallAccount(std::string_view method,
                                          const google::protobuf::Message& request) {
    return service_.Call<v1::Account>(absl::StrCat("mainstay.accounts.v1.AccountService/", method),
                                      request);
  }

  // Runs one SQL statement and gives the first value.
  std::string Sql(const std::string& sql) {
    return Must(service_.db().Write({}, [&](pg::Tx& tx) -> absl::StatusOr<std::string> {
      const pqxx::result rows = tx.Exec(sql);
      return rows.empty() ? "" : rows[0][0].c_str();
    }));
  }
  static std::string Reason(const absl::Status& status) {
    const auto detail = status::GetErrorDetail(status);
    return detail ? detail->reason : "";
  }
  template <class T>
  static T Must(absl::StatusOr<T> value) {
    if (!value.ok()) ADD_FAILURE() << value.status();
    return value.ok() ? *std::move(value) : T();
  }

  static constexpr char kTrade[] = "mainstay.accounts.v1.TradeService/";
  // How long a stream may stand still: a busy machine's sender goes on well before.
  static constexpr absl::Duration kPause = absl::Seconds(10);

  std::vector<std::string> Services() const {
    std::vector<std::string> services = {"mainstay.accounts.v1.AccountService",
                                         "mainstay.accounts.v1.AttributeSchemaService",
                                         "mainstay.accounts.v1.TradeService"};
    if (!more_service_.empty()) services.push_back(more_service_);
    return services;
  }

  const std::string more_service_;
  void (*const more_handlers_)(rpc::Router&, const Deps&) = nullptr;
  api::PageTokens page_tokens_{"0123456789abcdef0123456789abcdef"};
  testing::ServiceFixture service_{
      {.migrations = "services/accounts/migrations",
       .services = Services(),
       .handlers =
           [this](rpc::Router& router) {
             Deps deps{.page_tokens = &page_tokens_,
                       .database = {.dsn = service_.database().service_dsn(),
                                    .application_name = "test",
                                    .constraint_errors = &AccountsConstraintErrors()}};
             RegisterAccountService(router, deps);
             RegisterTradeService(router, deps);
             if (more_handlers_ != nullptr) more_handlers_(router, deps);
           },
       .constraint_errors = &AccountsConstraintErrors(),
       .adjust =
           [](rpc::ServerOptions& options) {
             options.max_stream_pause = kPause;
             options.batch_workers = 4;  // twice Deps::max_uploads
           }}};
};

}  // namespace mainstay::accounts
