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
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/status/status.h"
#include "tools/mainstayctl/progress.h"

namespace mainstay::ctl {
namespace {

using namespace accounts::v1;  // NOLINT: the messages of this file

constexpr size_t kPieceBytes = 256 << 10;
constexpr absl::Duration kDeadline = absl::Minutes(30);  // what servers allow a stream

// Pauses before an upload that broke off goes on by itself.
constexpr absl::Duration kPauses[] = {absl::Seconds(1), absl::Seconds(2), absl::Seconds(4),
                                      absl::Seconds(8)};

absl::StatusOr<std::vector<TradeImport>> NewestImports(Session& session) {
  ListTradeImportsRequest request;
  request.set_page_size(20);
  ASSIGN_OR_RETURN(const auto list, session.Call<ListTradeImportsResponse>(
                                        "TradeService/ListTradeImports", request));
  return std::vector<TradeImport>(list.trade_imports().begin(), list.trade_imports().end());
}

// Which import an upload became: while a stream is open the server does not say. It is the one with
// the file's name that was not there before. Thread-safe.
class OwnImport {
 public:
  // `name`: empty for a new import.
  OwnImport(Session& session, std::string name, std::string file_name)
      : session_(session), file_name_(std::move(file_name)), name_(std::move(name)) {}

  // Before the upload.
  absl::Status Begin() {
    if (!Name().empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const auto imports, NewestImports(session_));
    for (const TradeImport& import : imports) before_.insert(import.name());
    return absl::OkStatus();
  }
  std::string Name() const {
    absl::MutexLock lock(&mutex_);
    return name_;
  }
  // NOT_FOUND when the server knows of none.
  absl::StatusOr<TradeImport> Find() {
    if (const std::string name = Name(); !name.empty()) {
      GetTradeImportRequest request;
      request.set_name(name);
      return session_.Call<TradeImport>("TradeService/GetTradeImport", request);
    }
    ASSIGN_OR_RETURN(const auto imports, NewestImports(session_));
    for (const TradeImport& import : imports) {
      if (import.file_name() != file_name_ || before_.contains(import.name())) continue;
      absl::MutexLock lock(&mutex_);
      name_ = import.name();
      return import;
    }
    return absl::NotFoundError("no such import");
  }

 private:
  Session& session_;
  const std::string file_name_;
  absl::flat_hash_set<std::string> before_;
  mutable absl::Mutex mutex_;
  std::string name_ ABSL_GUARDED_BY(mutex_);
};

// Watches the import from a thread of its own: learns its name while the server can still tell, and
// shows how it is applied.
class Watch {
 public:
  Watch(Session& session, OwnImport& own, Progress& progress)
      : own_(own), progress_(progress), interactive_(session.err_terminal().interactive) {
    thread_ = std::thread([this] { Run(); });
  }
  ~Watch() {
    done_.Notify();
    thread_.join();
  }
  void AllIsSent() {
    progress_.Applying(0);
    applying_ = true;
  }

 private:
  void Run() {
    while (!done_.WaitForNotificationWithTimeout(absl::Milliseconds(500))) {
      const bool show = interactive_ && applying_;
      if (!show && !own_.Name().empty()) continue;
      absl::StatusOr<TradeImport> import = own_.Find();
      if (show && import.ok() && import->state() == TRADE_IMPORT_STATE_APPLYING) {
        progress_.Applying(import->progress());
      }
    }
  }

  OwnImport& own_;
  Progress& progress_;
  const bool interactive_;
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
  if (path == "-") return;
  session.err() << "the upload broke off; what arrived is kept for 7 days; resume it with\n"
                << "  mainstayctl import trade '" << path << "' --resume "
                << (name.empty() ? "NAME\nwhere NAME is shown by\n  mainstayctl import list" : name)
                << "\n";
  if (!name.empty()) {
    session.err() << "or give it up with\n  mainstayctl import cancel " << name << "\n";
  }
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
                                       ImportTradeRequest first, OwnImport& own) {
  std::ifstream file;
  if (path != "-") {
    file.open(path, std::ios::binary);
    file.seekg(first.offset());
  }
  std::istream& in = path == "-" ? std::cin : file;

  ASSIGN_OR_RETURN(grpc::Channel * channel, session.channel());
  ASSIGN_OR_RETURN(const rpc::CallOptions options, session.call_options(kDeadline));
  int64_t sent = first.offset();
  Progress progress(session.err(), session.err_terminal(), total, sent, absl::Now());
  TradeImport import;
  absl::Status status;
  {
    Watch watch(session, own, progress);
    bool is_first = true;
    std::string piece(kPieceBytes, '\0');
    auto next = [&](google::protobuf::Message* message) {
      in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
      const auto size = static_cast<size_t>(in.gcount());
      if (size == 0 && !is_first) {
        watch.AllIsSent();
        return false;
      }
      auto& request = static_cast<ImportTradeRequest&>(*message);
      request.Clear();
      if (is_first) request.Swap(&first);
      request.mutable_file()->set_data(piece.data(), size);
      is_first = false;
      sent += static_cast<int64_t>(size);
      progress.Sent(sent, absl::Now());
      return true;
    };
    ImportTradeRequest request;
    status = rpc::CallClientStream(*channel, Session::FullMethod("TradeService/ImportTrade"),
                                   options, next, &request, &import);
  }
  progress.Clear();
  if (!status.ok()) return status;
  return import;
}

}  // namespace

absl::StatusOr<TradeImport> UploadTrade(Session& session, const std::string& path,
                                        ImportTradeRequest first) {
  ASSIGN_OR_RETURN(const int64_t total, SizeOf(path));
  OwnImport own(session, first.name(), first.file_name());
  RETURN_IF_ERROR(own.Begin());
  absl::StatusOr<TradeImport> result = UploadOnce(session, path, total, first, own);
  for (const absl::Duration pause : kPauses) {
    if (result.ok() || !BrokeOff(result.status()) || path == "-") break;
    session.err() << "the upload broke off (" << result.status().message() << "); trying again in "
                  << absl::FormatDuration(pause) << "\n";
    absl::SleepFor(pause);
    const absl::StatusOr<TradeImport> import = own.Find();
    if (absl::IsNotFound(import.status())) {
      result = UploadOnce(session, path, total, first, own);  // the server has not begun with it
    } else if (!import.ok()) {
      continue;
    } else if (import->state() == TRADE_IMPORT_STATE_INTERRUPTED) {
      ImportTradeRequest resumed;
      resumed.set_name(import->name());
      resumed.set_offset(import->received_bytes());
      result = UploadOnce(session, path, total, std::move(resumed), own);
    } else if (import->has_end_time()) {
      result = *import;  // only its answer was lost
    }
  }
  if (!result.ok() && BrokeOff(result.status())) SayHowToResume(session, path, own.Name());
  return result;
}

absl::Status SaveRejects(Session& session, const std::string& import, const std::string& path) {
  std::ofstream file;
  if (path != "-") {
    file.open(path, std::ios::binary | std::ios::trunc);
    if (!file) return status::BadField("--rejects", absl::StrCat("cannot write ", path));
  }
  std::ostream& out = path == "-" ? session.out() : file;
  ASSIGN_OR_RETURN(grpc::Channel * channel, session.channel());
  ASSIGN_OR_RETURN(const rpc::CallOptions options, session.call_options(kDeadline));
  DownloadTradeImportRejectsRequest request;
  request.set_name(import);
  type::v1::HttpBody piece;
  RETURN_IF_ERROR(rpc::CallServerStream(
      *channel, Session::FullMethod("TradeService/DownloadTradeImportRejects"), options, request,
      &piece, [&] { return static_cast<bool>(out << piece.data()); }));
  if (!out.flush()) return absl::UnavailableError(absl::StrCat("cannot write ", path));
  return absl::OkStatus();
}

}  // namespace mainstay::ctl
