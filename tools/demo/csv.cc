#include "tools/demo/csv.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"

namespace mainstay::demo {
namespace {

using namespace accounts::v1;  // NOLINT: the cards

void AddRow(std::initializer_list<std::string_view> fields, std::string* csv) {
  bool first = true;
  for (std::string_view field : fields) {
    if (!first) *csv += ',';
    first = false;
    if (field.find_first_of(",\"\r\n") == field.npos) {
      absl::StrAppend(csv, field);
    } else {
      absl::StrAppend(csv, "\"", absl::StrReplaceAll(field, {{"\"", "\"\""}}), "\"");
    }
  }
  *csv += '\n';
}

std::string FormatAmount(const google::type::Money& money) {
  return FormatHundredths(money.units() * 100 + money.nanos() / 10'000'000);
}

std::string FormatDates(const Contact& contact) {
  std::string text;
  for (const ImportantDate& date : contact.important_dates()) {
    absl::StrAppend(&text, text.empty() ? "" : "; ", ImportantDateKind_Name(date.kind()).substr(20),
                    date.calendar() == CALENDAR_LUNAR ? " lunar " : " solar ",
                    absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(), date.day()));
  }
  return text;
}

}  // namespace

std::string FormatHundredths(int64_t hundredths) {
  const int64_t absolute = hundredths < 0 ? -hundredths : hundredths;
  return absl::StrFormat("%s%d.%02d", hundredths < 0 ? "-" : "", absolute / 100, absolute % 100);
}

std::string AccountsCsv(const Company& company) {
  std::string csv;
  AddRow({"external_id", "display_name", "short_name", "tax_id", "industry", "region", "website",
          "address", "owner", "parent", "credit_limit", "payment_terms"},
         &csv);
  for (const DemoAccount& account : company.accounts) {
    const Account& card = account.card;
    AddRow({card.external_id(), card.display_name(), card.short_name(), card.tax_id(),
            card.industry(), card.region(), card.website(), card.address(), card.owner(),
            account.parent < 0 ? "" : company.accounts[account.parent].card.external_id(),
            FormatAmount(card.credit_limit()), card.payment_terms()},
           &csv);
  }
  return csv;
}

std::string ContactsCsv(const Company& company) {
  std::string csv;
  AddRow({"account", "display_name", "title", "department", "buying_role", "influence", "attitude",
          "reports_to", "phone", "email", "wechat", "important_dates"},
         &csv);
  for (const DemoAccount& account : company.accounts) {
    for (const DemoContact& contact : account.contacts) {
      const Contact& card = contact.card;
      AddRow(
          {account.card.external_id(), card.display_name(), card.title(), card.department(),
           BuyingRole_Name(card.buying_role()), absl::StrCat(card.influence()),
           Attitude_Name(card.attitude()),
           contact.reports_to < 0 ? "" : account.contacts[contact.reports_to].card.display_name(),
           card.phone(), card.email(), card.wechat(), FormatDates(card)},
          &csv);
    }
  }
  return csv;
}

std::string MembersCsv(const Company& company) {
  std::string csv;
  AddRow({"account", "user", "role", "raci"}, &csv);
  for (const DemoAccount& account : company.accounts) {
    AddRow({account.card.external_id(), account.card.owner(),
            TeamRole_Name(TEAM_ROLE_ACCOUNT_MANAGER), Raci_Name(RACI_ACCOUNTABLE)},
           &csv);
    for (const TeamMember& member : account.team) {
      AddRow({account.card.external_id(), member.user(), TeamRole_Name(member.role()),
              Raci_Name(member.raci())},
             &csv);
    }
  }
  return csv;
}

TradeColumns TradeColumnsOfCsv() {
  TradeColumns columns;
  columns.set_account_external_id("customer_id");
  columns.set_account_name("customer_name");
  columns.set_region("region");
  columns.set_order_number("order_number");
  columns.set_line("line");
  columns.set_product("product");
  columns.set_description("description");
  columns.set_quantity("quantity");
  columns.set_unit_price("unit_price");
  columns.set_currency_code("currency");
  columns.set_order_time("order_time");
  return columns;
}

std::string TradeCsv(const Company& company) {
  const TradeColumns columns = TradeColumnsOfCsv();
  std::string csv;
  AddRow({columns.account_external_id(), columns.account_name(), columns.region(),
          columns.order_number(), columns.line(), columns.product(), columns.description(),
          columns.quantity(), columns.unit_price(), columns.currency_code(), columns.order_time()},
         &csv);
  for (const DemoOrder& order : company.orders) {
    const Account& card = company.accounts[order.account].card;
    const std::string time = absl::StrFormat(
        "%04d-%02d-%02d %02d:%02d:%02d", order.time.year(), order.time.month(), order.time.day(),
        order.time.hour(), order.time.minute(), order.time.second());
    int number = 0;
    for (const DemoLine& line : order.lines) {
      AddRow({card.external_id(), card.display_name(), card.region(), order.number,
              absl::StrCat(++number), line.product, line.description, absl::StrCat(line.quantity),
              FormatHundredths(line.price_hundredths), kCurrency, time},
             &csv);
    }
  }
  return csv;
}

std::string PaymentsCsv(const Company& company) {
  std::string csv;
  AddRow(
      {"account", "payment_number", "order_number", "amount", "currency", "payment_time", "method"},
      &csv);
  for (const DemoPayment& payment : company.payments) {
    const Payment& card = payment.card;
    AddRow({company.accounts[payment.account].card.external_id(), card.payment_number(),
            card.order_number(), FormatAmount(card.amount()), card.amount().currency_code(),
            absl::FormatTime("%Y-%m-%dT%H:%M:%SZ",
                             absl::FromUnixSeconds(card.payment_time().seconds()),
                             absl::UTCTimeZone()),
            card.method()},
           &csv);
  }
  return csv;
}

absl::Status WriteCsvFiles(const Company& company, const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  const std::pair<const char*, std::string> files[] = {{"accounts.csv", AccountsCsv(company)},
                                                       {"contacts.csv", ContactsCsv(company)},
                                                       {"members.csv", MembersCsv(company)},
                                                       {"trade.csv", TradeCsv(company)},
                                                       {"payments.csv", PaymentsCsv(company)}};
  for (const auto& [name, content] : files) {
    const std::string path = absl::StrCat(directory, "/", name);
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    if (!(file << content).flush()) {
      return absl::UnavailableError(absl::StrCat("cannot write ", path, ": ", strerror(errno)));
    }
  }
  return absl::OkStatus();
}

}  // namespace mainstay::demo
