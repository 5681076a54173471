// Uploads whose server has no room, or is gone.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "absl/strings/match.h"
#include "absl/synchronization/notification.h"
#include "services/accounts/trade/trade_fixture.h"
#include "tools/mainstayctl/session.h"
#include "tools/mainstayctl/upload.h"

namespace mainstay::ctl {
namespace {

using ::testing::HasSubstr;

// What mainstayctl says, and when it first says that it tries again.
class Ear : public std::stringbuf {
 public:
  absl::Notification tries_again;

 protected:
  std::streamsize xsputn(const char* text, std::streamsize size) override {
    const std::streamsize written = std::stringbuf::xsputn(text, size);
    if (!tries_again.HasBeenNotified() && absl::StrContains(str(), "trying again")) {
      tries_again.Notify();
    }
    return written;
  }
};

class UploadTest : public accounts::TradeFixture {
 protected:
  UploadTest() {
    path_ = std::filesystem::path(::testing::TempDir()) / absl::StrCat("upload_", getpid(), ".csv");
    std::ofstream(path_) << kHeader << "1,A,x,1,2026-01-01,1,K,Peru\n";
    settings_.server = service_.address();
    settings_.token = service_.As("ada", "admin").token;
  }
  ~UploadTest() override { std::filesystem::remove(path_); }

  absl::StatusOr<accounts::v1::TradeImport> Send() {
    Session session(settings_, out_, err_, {}, {});
    Request first = Mapping();
    first.set_file_name("file.csv");
    return UploadTrade(session, path_, std::move(first), pauses_);
  }

  std::filesystem::path path_;
  std::vector<absl::Duration> pauses_{std::begin(kUploadPauses), std::end(kUploadPauses)};
  Settings settings_;
  std::ostringstream out_;
  Ear ear_;
  std::ostream err_{&ear_};
};

TEST_F(UploadTest, GoesOnByItselfWhenTheServerHasNoRoomForAMoment) {
  std::vector<std::thread> others;
  for (int i = 0; i < 2; ++i) {  // Deps::max_uploads
    others.emplace_back([&, i] {
      bool begun = false;
      Request message;
      accounts::v1::TradeImport import;
      const absl::Status status = rpc::CallClientStream(
          service_.channel(), absl::StrCat(kTrade, "ImportTrade"), service_.As("ada", "admin"),
          [&](google::protobuf::Message* next) {
            auto& request = static_cast<Request&>(*next);
            if (begun) {
              ear_.tries_again.WaitForNotificationWithTimeout(kPause / 2);
              return false;
            }
            request = Mapping();
            request.set_file_name("file.csv");  // as ours
            request.mutable_file()->set_data(
                absl::StrCat(kHeader, i, ",B,x,1,2026-01-01,1,L,Peru\n"));
            return begun = true;
          },
          &message, &import);
      EXPECT_TRUE(status.ok()) << status;
    });
  }
  const auto begun = [&] {
    return Must(Call<accounts::v1::ListTradeImportsResponse>(
                    "ListTradeImports", accounts::v1::ListTradeImportsRequest()))
        .trade_imports_size();
  };
  while (begun() < 2) absl::SleepFor(absl::Milliseconds(10));
  const accounts::v1::TradeImport import = Must(Send());
  EXPECT_EQ(import.counts().orders_created(), 1);
  EXPECT_EQ(import.received_bytes(), static_cast<int64_t>(std::filesystem::file_size(path_)))
      << "not another's import";
  EXPECT_THAT(ear_.str(), HasSubstr("trying again"));
  for (std::thread& other : others) other.join();
}

TEST_F(UploadTest, SaysHowToResumeWhenNobodyAnswers) {
  settings_.server = "127.0.0.1:1";
  pauses_ = {};
  EXPECT_FALSE(Send().ok());
  EXPECT_THAT(ear_.str(), HasSubstr("--resume tradeImports/"));  // it may have arrived
}

TEST_F(UploadTest, SaysHowToResumeWhenTheServerDies) {
  {
    std::ofstream file(path_, std::ios::app);  // enough for some seconds
    std::string rows;
    for (int i = 0; i < 20000; ++i) absl::StrAppend(&rows, "1,A,x,1,2026-01-01,1,K,Peru\n");
    for (int i = 0; i < 200; ++i) file << rows;
  }
  std::thread killer([&] {
    while (Newest().state() != accounts::v1::TRADE_IMPORT_STATE_RECEIVING) {
      absl::SleepFor(absl::Milliseconds(10));
    }
    absl::SleepFor(absl::Milliseconds(1200));
    service_.server().Drain(absl::ZeroDuration(), absl::ZeroDuration());
  });
  pauses_ = {absl::Milliseconds(100)};
  const absl::Status status = Send().status();
  killer.join();
  EXPECT_FALSE(status.ok());
  EXPECT_THAT(ear_.str(), HasSubstr(absl::StrCat("mainstayctl import trade '", path_.string(),
                                                 "' --resume tradeImports/")));
}

}  // namespace
}  // namespace mainstay::ctl
