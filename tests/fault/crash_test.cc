// Every named fault point of the code is where a real process dies once, under writes; then what
// clients were told is compared with all databases. A point that no crash reaches fails the test.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mainstay/accounts/v1/trade_service.pb.h>
#include <mainstay/feedback/v1/case_import_service.pb.h>

#include <algorithm>
#include <iostream>
#include <optional>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/api/uuid.h"
#include "common/rpc/channel.h"
#include "common/status/status.h"
#include "tests/fault/checker.h"
#include "tests/fault/fault_points.h"
#include "tests/fault/load.h"
#include "tests/fault/schedule.h"
#include "tests/fault/survey_checker.h"
#include "tests/fault/survey_load.h"

namespace mainstay::faults {
namespace {

namespace v1 = accounts::v1;
namespace fv1 = feedback::v1;
using ::testing::IsEmpty;

// A file of orders that is sent until it is in the books, as a program would.
class Importer {
 public:
  explicit Importer(Suite& suite)
      : suite_(suite), token_(suite.Token("importer")), id_(api::NewUuid(absl::Now())) {
    thread_ = std::thread([this] { Run(); });
  }
  ~Importer() { thread_.join(); }

  static constexpr int kOrders = 20;

 private:
  void Run() {
    for (int i = 0; i < 1200; ++i) {
      const v1::TradeImport found = Find();
      if (found.state() == v1::TRADE_IMPORT_STATE_SUCCEEDED) return;
      Send(found).IgnoreError();
      absl::SleepFor(absl::Milliseconds(100));
    }
    ADD_FAILURE() << "the import did not succeed";
  }

  v1::TradeImport Find() {
    v1::GetTradeImportRequest request;
    request.set_name("tradeImports/" + id_);
    return rpc::Call<v1::TradeImport>(suite_.channel(Part::kAccounts),
                                      "mainstay.accounts.v1.TradeService/GetTradeImport", Call(),
                                      request)
        .value_or(v1::TradeImport());
  }

  absl::Status Send(const v1::TradeImport& found) {
    bool begun = false;
    const auto next = [&](google::protobuf::Message* message) {
      if (begun) return false;
      begun = true;
      static_cast<v1::ImportTradeRequest&>(*message) = First(found);
      return true;
    };
    v1::ImportTradeRequest message;
    v1::TradeImport import;
    return rpc::CallClientStream(suite_.channel(Part::kAccounts),
                                 "mainstay.accounts.v1.TradeService/ImportTrade", Call(), next,
                                 &message, &import);
  }

  v1::ImportTradeRequest First(const v1::TradeImport& found) const {
    std::string file = "Number,Sku,Qty,When,Price,Customer\n";
    for (int i = 0; i < kOrders; ++i) {
      absl::StrAppend(&file, id_, "-", i, ",A,1,2026-01-05,2.50,", id_, "-", i % 4, "\n");
    }
    v1::ImportTradeRequest request;
    if (found.name().empty()) {
      v1::TradeColumns& columns = *request.mutable_columns();
      columns.set_order_number("Number");
      columns.set_product("Sku");
      columns.set_quantity("Qty");
      columns.set_order_time("When");
      columns.set_unit_price("Price");
      columns.set_account_external_id("Customer");
      request.set_default_currency_code("CNY");
      request.set_create_missing_accounts(true);
      request.set_request_id(id_);
    } else {
      request.set_name(found.name());
      request.set_offset(found.received_bytes());
      file = file.substr(found.received_bytes());
    }
    request.mutable_file()->set_data(file);
    return request;
  }

  rpc::CallOptions Call() const {
    return {.token = token_, .deadline = absl::Now() + absl::Seconds(10)};
  }

  Suite& suite_;
  const std::string token_, id_;
  std::thread thread_;
};

// A file of cases that is sent until each of its records is one.
class CaseImporter {
 public:
  CaseImporter(Suite& suite, std::string account)
      : suite_(suite), token_(suite.Token("importer")), account_(std::move(account)) {
    thread_ = std::thread([this] { Run(); });
  }
  ~CaseImporter() { thread_.join(); }

  static constexpr int kCases = 20;

 private:
  void Run() {
    for (int i = 0; i < 1200; ++i) {
      const auto import = Send();
      if (import.ok() && import->state() == fv1::CASE_IMPORT_STATE_SUCCEEDED) {
        EXPECT_EQ(import->created_records(), kCases);
        return;
      }
      absl::SleepFor(absl::Milliseconds(100));
    }
    ADD_FAILURE() << "the import did not succeed";
  }

  absl::StatusOr<fv1::CaseImport> Send() {
    bool begun = false;
    const auto next = [&](google::protobuf::Message* message) {
      if (begun) return false;
      begun = true;
      auto& request = static_cast<fv1::ImportCasesRequest&>(*message);
      request.set_parent(account_);
      request.set_request_id(id_);
      std::string file = "kind,subject,external_id\n";
      for (int i = 0; i < kCases; ++i) absl::StrAppend(&file, "question,x,", i, "\n");
      request.mutable_file()->set_data(file);
      return true;
    };
    fv1::ImportCasesRequest message;
    fv1::CaseImport import;
    RETURN_IF_ERROR(rpc::CallClientStream(
        suite_.channel(Part::kFeedback), "mainstay.feedback.v1.CaseImportService/ImportCases",
        {.token = token_, .deadline = absl::Now() + absl::Seconds(10)}, next, &message, &import));
    return import;
  }

  Suite& suite_;
  const std::string token_, account_, id_ = api::NewUuid(absl::Now());
  std::thread thread_;
};

std::optional<Part> WhoHas(const std::string& point) {
  if (absl::StartsWith(point, "consumer.")) return Part::kEngagement;
  if (absl::StartsWith(point, "case_import.")) return Part::kFeedback;
  for (const char* kind : {"delivery.", "submit."}) {
    if (absl::StartsWith(point, kind)) return Part::kSurvey;
  }
  for (const char* kind : {"import.", "relay.", "write."}) {
    if (absl::StartsWith(point, kind)) return Part::kAccounts;
  }
  return std::nullopt;
}

// Whether the process died there. `account`: whose cases are imported.
bool CrashAt(const std::string& point, const std::string& account, Suite& suite) {
  const std::optional<Part> part = WhoHas(point);
  if (!part.has_value()) return false;
  std::optional<Importer> importer;
  std::optional<CaseImporter> case_importer;
  suite.Arm(*part, point);
  if (absl::StartsWith(point, "import.")) importer.emplace(suite);
  if (absl::StartsWith(point, "case_import.")) case_importer.emplace(suite, account);
  const absl::Time end = absl::Now() + absl::Seconds(90);
  while (suite.Running(*part) && absl::Now() < end) {
    if (point == "relay.during_rewind") suite.FlushRedis();
    suite.KeepFor(absl::Milliseconds(100));
  }
  const bool died = suite.Disarm(*part);
  suite.KeepFor(absl::Milliseconds(300));
  if (importer.has_value() || case_importer.has_value()) {
    suite.AwaitReady();
    importer.reset();
    case_importer.reset();
  }
  return died;
}

TEST(CrashTest, EveryFaultPointIsSurvived) {
  const std::set<std::string> points = FaultPoints();
  EXPECT_GE(points.size(), 19u) << "the code cannot be read; is this the repository's root?";
  Suite suite;
  Checker checker(suite);
  const unsigned seed = Seed();
  Load load(suite, {.seed = seed, .writers = 8, .accounts_each = 4});
  SurveyLoad survey(suite, {.seed = seed, .respondents = 3});
  SurveyChecker survey_checker(suite, survey.world());
  // What engagement asks for because it has not heard of it is no event's effect.
  ASSERT_EQ(checker.Settle(suite, absl::Now() + Convergence()), "");
  load.Start();
  survey.Start();
  std::vector<std::string> unhit;
  for (const std::string& point : points) {
    if (!CrashAt(point, load.accounts()[0][0], suite)) unhit.push_back(point);
  }
  EXPECT_EQ(absl::StrJoin(unhit, ", "), "") << "no process died there";
  const absl::Time last_fault = absl::Now();
  const std::vector<Write> writes = load.Finish();
  const SurveyNotes notes = survey.Finish();
  suite.AwaitReady();
  const std::string unsettled = checker.Settle(suite, last_fault + Convergence());
  std::cout << points.size() << " points; " << Summary(writes) << "; " << Summary(notes)
            << "; settled after " << absl::FormatDuration(absl::Now() - last_fault) << "\n";
  EXPECT_EQ(unsettled, "");
  EXPECT_EQ(absl::StrJoin(checker.Problems(writes), "\n"), "");
  EXPECT_EQ(absl::StrJoin(survey_checker.Problems(notes), "\n"), "");
  const auto imports = std::count_if(points.begin(), points.end(), [](const std::string& point) {
    return absl::StartsWith(point, "import.");
  });
  EXPECT_EQ(checker.CountOrders(), imports * Importer::kOrders);
  EXPECT_THAT(suite.accidents(), IsEmpty());
}

}  // namespace
}  // namespace mainstay::faults
