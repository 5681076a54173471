// What imports make of broken connections, crashes and each other.
#include <atomic>
#include <functional>
#include <memory>
#include <thread>

#include <grpcpp/client_context.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/sync_stream.h>

#include "absl/synchronization/notification.h"
#include "common/fault/fault.h"
#include "services/accounts/trade/import_sweep_store.h"
#include "services/accounts/trade/trade_fixture.h"

namespace mainstay::accounts {
namespace {

using ::testing::HasSubstr;

constexpr char kRow[] = "1,A,\"two\nlines\",1,2026-01-01 00:00:00,1.00,K,Peru\n";

class ImportResumeTest : public TradeFixture {
 protected:
  ~ImportResumeTest() override { fault::Set("import.before_commit", fault::Action::kNone); }

  // An upload whose sender dies when the server has the first `bytes` of the file.
  void Break(std::string_view file, size_t bytes) {
    const grpc::internal::RpcMethod method("/mainstay.accounts.v1.TradeService/ImportTrade",
                                           grpc::internal::RpcMethod::CLIENT_STREAMING);
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + service_.As("ada", "admin").token);
    v1::TradeImport import;
    const std::unique_ptr<grpc::ClientWriter<Request>> writer(
        grpc::internal::ClientWriterFactory<Request>::Create(&service_.channel(), method, &context,
                                                             &import));
    Request request = Mapping();
    request.mutable_file()->set_data(std::string(file.substr(0, bytes)));
    EXPECT_TRUE(writer->Write(request));
    AwaitState(v1::TRADE_IMPORT_STATE_RECEIVING);
    context.TryCancel();
    EXPECT_EQ(writer->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  // Uploads `file` in two messages of `first` and the remaining bytes, and calls `between` between.
  absl::StatusOr<v1::TradeImport> UploadWithPause(std::string_view file, size_t first,
                                                  const std::function<void()>& between) {
    int messages = 0;
    Request message;
    v1::TradeImport import;
    rpc::CallOptions options = service_.As("ada", "admin");
    options.deadline = absl::Now() + absl::Seconds(60);
    const absl::Status status = rpc::CallClientStream(
        service_.channel(), absl::StrCat(kTrade, "ImportTrade"), options,
        [&](google::protobuf::Message* next) {
          auto& request = static_cast<Request&>(*next);
          request = messages == 0 ? Mapping() : Request();
          if (messages == 1) between();
          request.mutable_file()->set_data(
              std::string(messages == 0 ? file.substr(0, first) : file.substr(first)));
          return ++messages <= 2;
        },
        &message, &import);
    if (!status.ok()) return status;
    return import;
  }
  bool Sweep(absl::Duration later) {
    return Must(service_.db().Write(
        {}, [&](pg::Tx& tx) { return SweepTradeImports(tx, service_.clock().Now() + later); }));
  }
  v1::TradeImport AwaitState(v1::TradeImportState state) {
    for (int i = 0; i < 3000; ++i) {
      const v1::TradeImport import = Newest();
      if (import.state() == state) return import;
      absl::SleepFor(absl::Milliseconds(20));
    }
    ADD_FAILURE() << "the import is " << Newest().ShortDebugString();
    return {};
  }
  static Request Resume(const v1::TradeImport& import, int64_t offset) {
    Request request;
    request.set_name(import.name());
    request.set_offset(offset);
    return request;
  }
};

TEST_F(ImportResumeTest, ABrokenUploadIsResumedWhereItEnded) {
  const std::string file = absl::StrCat(kHeader, kRow, "2,A,x,1,2026-01-01,1,K,Peru\n");
  Break(file, 70);
  const v1::TradeImport broken = AwaitState(v1::TRADE_IMPORT_STATE_INTERRUPTED);
  EXPECT_EQ(broken.received_bytes(), 70);
  EXPECT_EQ(Sql("SELECT count(*) FROM orders"), "0");

  const auto wrong = Upload(file.substr(60), Resume(broken, 60));
  EXPECT_EQ(wrong.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(wrong.status().message()), HasSubstr("must be 70"));

  const v1::TradeImport done = MustImport(file.substr(70), Resume(broken, 70));
  EXPECT_EQ(done.name(), broken.name());
  EXPECT_EQ(done.counts().applied_records(), 2);
  EXPECT_EQ(done.received_bytes(), static_cast<int64_t>(file.size()));
  EXPECT_EQ(Reason(Upload("", Resume(broken, done.received_bytes())).status()), "IMPORT_ENDED");
}

TEST_F(ImportResumeTest, AnIdOfTheCallersOwnFindsTheImportAgain) {
  Request request = Mapping();
  request.set_request_id("0b1f5c9e-7d1c-4f0e-9a55-0d6f3c2b1a00");
  const std::string name = "tradeImports/" + request.request_id();
  const std::string file = absl::StrCat(kHeader, kRow);
  fault::Set("import.before_commit", fault::Action::kError);
  EXPECT_FALSE(Upload(file, request).ok());
  fault::Set("import.before_commit", fault::Action::kNone);
  const v1::TradeImport broken = Must(GetImport(name));
  EXPECT_EQ(Reason(Upload(file, request).status()), "IMPORT_EXISTS");

  const v1::TradeImport done = MustImport("", Resume(broken, broken.received_bytes()));
  EXPECT_EQ(done.name(), name);
  const v1::TradeImport again = Must(Upload(file, request));
  EXPECT_EQ(again.ShortDebugString(), done.ShortDebugString()) << "nothing was imported again";
  EXPECT_EQ(Sql("SELECT count(*) FROM trade_imports"), "1");

  EXPECT_EQ(Sql("UPDATE trade_imports SET actor = 'bob' RETURNING actor"), "bob");
  EXPECT_EQ(Upload(file, request).status().code(), absl::StatusCode::kInvalidArgument);
  request.set_request_id("not a UUID");
  EXPECT_EQ(Upload(file, request).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(ImportResumeTest, ABrokenUploadIsCancelled) {
  Break(absl::StrCat(kHeader, kRow), 70);
  const v1::TradeImport broken = AwaitState(v1::TRADE_IMPORT_STATE_INTERRUPTED);
  v1::CancelTradeImportRequest request;
  request.set_name(broken.name());
  for (int i = 0; i < 2; ++i) {  // the second time because the first answer may be lost
    EXPECT_EQ(Must(Call<v1::TradeImport>("CancelTradeImport", request)).state(),
              v1::TRADE_IMPORT_STATE_CANCELLED);
  }
  EXPECT_EQ(Sql("SELECT count(*) FROM trade_import_pieces"), "0");
  EXPECT_EQ(Reason(Upload("", Resume(broken, 70)).status()), "IMPORT_ENDED");
  EXPECT_EQ(Reason(Call<v1::TradeImport>("CancelTradeImport",
                                         [&] {
                                           request.set_name(
                                               MustImport(absl::StrCat(kHeader, kRow)).name());
                                           return request;
                                         }())
                       .status()),
            "IMPORT_ENDED");
}

TEST_F(ImportResumeTest, ACrashBeforeTheCommitLeavesBytesAndNothingElse) {
  const std::string file = absl::StrCat(kHeader, kRow);
  fault::Set("import.before_commit", fault::Action::kError);
  EXPECT_FALSE(Upload(file).ok());
  const v1::TradeImport broken = AwaitState(v1::TRADE_IMPORT_STATE_INTERRUPTED);
  EXPECT_EQ(broken.received_bytes(), static_cast<int64_t>(file.size()));
  EXPECT_EQ(Sql("SELECT (SELECT count(*) FROM orders) + (SELECT count(*) FROM accounts)"), "0");
  fault::Set("import.before_commit", fault::Action::kNone);
  EXPECT_EQ(MustImport("", Resume(broken, broken.received_bytes())).counts().orders_created(), 1);
}

TEST_F(ImportResumeTest, AStalledUploadGivesItsWorkerBackAndCanBeResumed) {
  const std::string file = absl::StrCat(kHeader, kRow);
  const absl::Status stalled =
      UploadWithPause(file, 70, [] { absl::SleepFor(kPause + absl::Seconds(1)); }).status();
  EXPECT_EQ(stalled.code(), absl::StatusCode::kDeadlineExceeded) << stalled;
  EXPECT_EQ(Reason(stalled), "UPLOAD_STALLED");
  const v1::TradeImport broken = AwaitState(v1::TRADE_IMPORT_STATE_INTERRUPTED);
  EXPECT_EQ(broken.received_bytes(), 70);
  EXPECT_EQ(MustImport(file.substr(70), Resume(broken, 70)).counts().orders_created(), 1);
}

TEST_F(ImportResumeTest, UploadsLeaveWorkersForOtherCalls) {
  absl::Notification refused;
  std::vector<std::thread> uploads;
  for (int i = 0; i < 2; ++i) {  // Deps::max_uploads
    uploads.emplace_back([&, i] {
      const std::string file = absl::StrCat(kHeader, i, ",A,x,1,2026-01-01,1,K,Peru\n");
      const auto import = Must(UploadWithPause(file, 50, [&] { refused.WaitForNotification(); }));
      EXPECT_EQ(import.state(), v1::TRADE_IMPORT_STATE_SUCCEEDED);
    });
  }
  const auto begun = [&] {
    return Must(Call<v1::ListTradeImportsResponse>("ListTradeImports",
                                                   v1::ListTradeImportsRequest()))
        .trade_imports_size();
  };
  while (begun() < 2) absl::SleepFor(absl::Milliseconds(10));
  const absl::Status third = Upload(absl::StrCat(kHeader, kRow)).status();
  refused.Notify();
  EXPECT_EQ(third.code(), absl::StatusCode::kResourceExhausted) << third;
  EXPECT_EQ(Reason(third), "TOO_MANY_UPLOADS");
  EXPECT_TRUE(status::GetRetryDelay(third).has_value());
  for (std::thread& upload : uploads) upload.join();
  MustImport(absl::StrCat(kHeader, kRow));
}

TEST_F(ImportResumeTest, WhatNobodyResumesEndsAfterSevenDays) {
  Break(absl::StrCat(kHeader, kRow), 70);
  const v1::TradeImport broken = AwaitState(v1::TRADE_IMPORT_STATE_INTERRUPTED);
  EXPECT_FALSE(Sweep(absl::Hours(7 * 24) - absl::Minutes(1)));
  EXPECT_EQ(Newest().state(), v1::TRADE_IMPORT_STATE_INTERRUPTED);
  EXPECT_TRUE(Sweep(absl::Hours(7 * 24) + absl::Minutes(1)));
  EXPECT_EQ(Newest().state(), v1::TRADE_IMPORT_STATE_FAILED);
  EXPECT_THAT(Newest().failure(), HasSubstr("7 days"));
  EXPECT_EQ(Sql("SELECT count(*) FROM trade_import_pieces"), "0");
  EXPECT_EQ(Reason(Upload("", Resume(broken, 70)).status()), "IMPORT_ENDED");
  EXPECT_FALSE(Sweep(absl::Hours(7 * 24) + absl::Minutes(1)));
}

TEST_F(ImportResumeTest, RejectedLinesAreKeptForThirtyDays) {
  const v1::TradeImport import =
      MustImport(absl::StrCat(kHeader, kRow, "2,A,x,1,2026-01-01,1,,Peru\n"));
  EXPECT_FALSE(Sweep(absl::Hours(30 * 24) - absl::Minutes(1)));
  EXPECT_THAT(Rejects(import.name()), HasSubstr("MISSING_CUSTOMER"));
  while (Sweep(absl::Hours(30 * 24) + absl::Minutes(1))) {
  }
  EXPECT_EQ(Sql("SELECT (SELECT count(*) FROM trade_import_pieces) + "
                "(SELECT count(*) FROM trade_import_rejects)"),
            "0");
  service_.clock().Advance(absl::Hours(30 * 24) + absl::Minutes(1));
  v1::DownloadTradeImportRejectsRequest request;
  request.set_name(import.name());
  type::v1::HttpBody body;
  EXPECT_EQ(Reason(rpc::CallServerStream(
                service_.channel(), absl::StrCat(kTrade, "DownloadTradeImportRejects"),
                service_.As("ada", "admin"), request, &body, [] { return true; })),
            "REJECTS_EXPIRED");
  EXPECT_EQ(Newest().counts().rejected_records(), 1) << "what was counted stays";
}

TEST_F(ImportResumeTest, ItsProgressIsSeenAndNobodyElseMayResumeIt) {
  fault::Set("import.before_commit", fault::Action::kHold);
  std::thread importer([&] { MustImport(absl::StrCat(kHeader, kRow)); });
  const v1::TradeImport applying = AwaitState(v1::TRADE_IMPORT_STATE_APPLYING);
  EXPECT_EQ(Reason(Upload("", Resume(applying, applying.received_bytes())).status()),
            "IMPORT_BUSY");
  double progress = 0;
  for (int i = 0; i < 3000 && progress <= 0.5; ++i) {
    const v1::TradeImport now = Must(GetImport(applying.name()));
    EXPECT_EQ(now.state(), v1::TRADE_IMPORT_STATE_APPLYING);
    EXPECT_GE(now.progress(), progress);
    progress = now.progress();
    absl::SleepFor(absl::Milliseconds(20));
  }
  EXPECT_GT(progress, 0.5);
  fault::Set("import.before_commit", fault::Action::kNone);
  importer.join();
}

TEST_F(ImportResumeTest, CancellingWhileItAppliesUndoesIt) {
  fault::Set("import.before_commit", fault::Action::kHold);
  absl::Status status;
  std::thread importer([&] { status = Upload(absl::StrCat(kHeader, kRow)).status(); });
  v1::CancelTradeImportRequest request;
  request.set_name(AwaitState(v1::TRADE_IMPORT_STATE_APPLYING).name());
  EXPECT_TRUE(Call<v1::TradeImport>("CancelTradeImport", request).ok());
  fault::Set("import.before_commit", fault::Action::kNone);
  importer.join();
  EXPECT_EQ(Reason(status), "IMPORT_CANCELLED");
  EXPECT_EQ(Sql("SELECT (SELECT count(*) FROM orders) + (SELECT count(*) FROM accounts)"), "0");
}

TEST_F(ImportResumeTest, ImportsAtTheSameTimeDoNotLoseOrders) {
  std::atomic<int64_t> created = 0, accounts = 0;
  std::vector<std::thread> importers;
  for (int i = 0; i < 2; ++i) {
    importers.emplace_back([&, i] {
      std::string file = kHeader;
      for (int n = 0; n < 300; ++n) {
        absl::StrAppend(&file, i == 0 ? n : 299 - n, ",A,x,1,2026-01-01,1,K", n % 7, ",Peru\n");
      }
      const v1::TradeImport import = MustImport(file);
      created += import.counts().orders_created();
      accounts += import.counts().accounts_created();
    });
  }
  for (std::thread& importer : importers) importer.join();
  EXPECT_EQ(absl::StrCat(created.load()), Sql("SELECT count(*) FROM orders"));
  EXPECT_EQ(accounts, 7);
}

}  // namespace
}  // namespace mainstay::accounts
