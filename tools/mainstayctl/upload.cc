#include "tools/mainstayctl/upload.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/api/uuid.h"
#include "common/status/status.h"
#include "tools/mainstayctl/file_stream.h"
#include "tools/mainstayctl/progress.h"

namespace mainstay::ctl {
namespace {

using namespace accounts::v1;  // NOLINT: the messages of this file

absl::StatusOr<TradeImport> Find(Session& session, const std::string& name) {
  GetTradeImportRequest request;
  request.set_name(name);
  return session.Call<TradeImport>("TradeService/GetTradeImport", request);
}

// Shows, from a thread of its own, how the import is applied.
class Watch {
 public:
  Watch(Session& session, std::string name, Progress& progress)
      : session_(session), name_(std::move(name)), progress_(progress) {
    if (session.err_terminal().interactive) thread_ = std::thread([this] { Run(); });
  }
  ~Watch() {
    done_.Notify();
    if (thread_.joinable()) thread_.join();
  }
  void AllIsSent() {
    progress_.Applying(0);
    applying_ = true;
  }

 private:
  void Run() {
    while (!done_.WaitForNotificationWithTimeout(absl::Milliseconds(500))) {
      if (!applying_) continue;
      const absl::StatusOr<TradeImport> import = Find(session_, name_);
      if (import.ok() && import->state() == TRADE_IMPORT_STATE_APPLYING) {
        progress_.Applying(import->progress());
      }
    }
  }

  Session& session_;
  const std::string name_;
  Progress& progress_;
  std::atomic<bool> applying_ = false;
  absl::Notification done_;
  std::thread thread_;
};

// Whether the connection or the server failed, not the upload.
bool BrokeOff(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ||
         absl::IsCancelled(status) || absl::IsResourceExhausted(status);
}

void SayHowToResume(Session& session, const std::string& path, const std::string& name) {
  const absl::Status known = Find(session, name).status();
  if (absl::IsNotFound(known)) {
    session.err() << "nothing has arrived; send the file again\n";
    return;
  }
  session.err() << "the upload broke off; what arrived is kept for 7 days; resume it with\n"
                << "  mainstayctl import trade '" << path << "' --resume " << name
                << "\nor give it up with\n  mainstayctl import cancel " << name << "\n";
}

// The size of a file that can be read; 0 for standard input.
absl::StatusOr<int64_t> SizeOf(const std::string& path) {
  if (path == "-") return 0;
  const std::ifstream file(path, std::ios::binary);
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (!file || error) {
    return status::BadField("FILE", absl::StrCat("cannot read ", path, ": ", strerror(errno)));
  }
  return static_cast<int64_t>(size);
}

// One stream, from byte `first.offset()` of the file on.
absl::StatusOr<TradeImport> UploadOnce(Session& session, const std::string& path, int64_t total,
                                       const ImportTradeRequest& first, const std::string& name) {
  std::ifstream file;
  if (path != "-") {
    file.open(path, std::ios::binary);
    file.seekg(first.offset());
  }
  std::istream& in = path == "-" ? std::cin : file;

  int64_t done = first.offset();
  Progress progress(session.err(), session.err_terminal(), total, done, absl::Now());
  TradeImport import;
  absl::Status status;
  {
    Watch watch(session, name, progress);
    status = SendFile(session, "TradeService/ImportTrade", in, first, &import, [&](size_t sent) {
      if (sent == 0) return watch.AllIsSent();
      done += static_cast<int64_t>(sent);
      progress.Sent(done, absl::Now());
    });
  }
  progress.Clear();
  if (!status.ok()) return status;
  return import;
}

}  // namespace

absl::StatusOr<TradeImport> UploadTrade(Session& session, const std::string& path,
                                        ImportTradeRequest first,
                                        absl::Span<const absl::Duration> pauses) {
  ASSIGN_OR_RETURN(const int64_t total, SizeOf(path));
  // A new import has an id of our own making, so that it is found again whatever happens.
  if (first.name().empty()) first.set_request_id(api::NewUuid(absl::Now()));
  const std::string name =
      first.name().empty() ? absl::StrCat("tradeImports/", first.request_id()) : first.name();
  absl::StatusOr<TradeImport> result = UploadOnce(session, path, total, first, name);
  for (const absl::Duration pause : pauses) {
    if (result.ok() || !BrokeOff(result.status()) || path == "-") break;
    session.err() << "the upload broke off (" << result.status().message() << "); trying again in "
                  << absl::FormatDuration(pause) << "\n";
    absl::SleepFor(pause);
    const absl::StatusOr<TradeImport> import = Find(session, name);
    if (absl::IsNotFound(import.status())) {
      result = UploadOnce(session, path, total, first, name);  // the server has not begun with it
    } else if (!import.ok()) {
      continue;
    } else if (import->state() == TRADE_IMPORT_STATE_INTERRUPTED) {
      ImportTradeRequest resumed;
      resumed.set_name(import->name());
      resumed.set_offset(import->received_bytes());
      result = UploadOnce(session, path, total, resumed, name);
    } else if (import->has_end_time()) {
      result = *import;  // only its answer was lost
    }
  }
  if (!result.ok() && BrokeOff(result.status()) && path != "-") {
    SayHowToResume(session, path, name);
  }
  return result;
}

absl::Status SaveRejects(Session& session, const std::string& import, const std::string& option,
                         const std::string& path) {
  DownloadTradeImportRejectsRequest request;
  request.set_name(import);
  return SaveBody(session, "TradeService/DownloadTradeImportRejects", request, option, path);
}

}  // namespace mainstay::ctl
