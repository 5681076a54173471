#include "tools/mainstayctl/upload.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/status/status.h"
#include "tools/mainstayctl/progress.h"

namespace mainstay::ctl {
namespace {

using namespace accounts::v1;  // NOLINT: the messages of this file

constexpr size_t kPieceBytes = 256 << 10;
constexpr absl::Duration kDeadline = absl::Minutes(30);  // what servers allow a stream

// The newest import of a file in one of the states, if any: while a stream is open the caller does
// not yet know its name.
absl::StatusOr<TradeImport> FindImport(Session& session, const std::string& file_name,
                                       std::initializer_list<TradeImportState> states) {
  ListTradeImportsRequest request;
  request.set_page_size(20);
  ASSIGN_OR_RETURN(const auto list, session.Call<ListTradeImportsResponse>(
                                        "TradeService/ListTradeImports", request));
  for (const TradeImport& import : list.trade_imports()) {
    for (TradeImportState state : states) {
      if (import.file_name() == file_name && import.state() == state) return import;
    }
  }
  return absl::NotFoundError("no such import");
}

// Watches the server apply the file, on a thread of its own, from Begin to the end of its life.
class ApplyWatch {
 public:
  ApplyWatch(Session& session, std::string file_name, Progress& progress)
      : session_(session), file_name_(std::move(file_name)), progress_(progress) {}
  ~ApplyWatch() {
    done_.Notify();
    if (thread_.joinable()) thread_.join();
  }
  void Begin() {
    progress_.Applying(0);
    if (session_.err_terminal().interactive) thread_ = std::thread([this] { Run(); });
  }

 private:
  void Run() {
    while (!done_.WaitForNotificationWithTimeout(absl::Milliseconds(500))) {
      absl::StatusOr<TradeImport> import =
          FindImport(session_, file_name_, {TRADE_IMPORT_STATE_APPLYING});
      if (import.ok()) progress_.Applying(import->progress());
    }
  }

  Session& session_;
  const std::string file_name_;
  Progress& progress_;
  absl::Notification done_;
  std::thread thread_;
};

void SayHowToResume(Session& session, const std::string& path, const std::string& file_name) {
  absl::StatusOr<TradeImport> import = FindImport(
      session, file_name, {TRADE_IMPORT_STATE_INTERRUPTED, TRADE_IMPORT_STATE_RECEIVING});
  if (!import.ok()) return;
  session.err() << "the upload broke off after " << FormatBytes(import->received_bytes())
                << "; resume it with\n  mainstayctl import trade " << path << " --resume "
                << import->name() << "\nor give it up with\n  mainstayctl import cancel "
                << import->name() << "\n";
}

}  // namespace

absl::StatusOr<TradeImport> UploadTrade(Session& session, const std::string& path,
                                        ImportTradeRequest first) {
  std::ifstream file;
  int64_t total = 0;
  if (path != "-") {
    file.open(path, std::ios::binary);
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (!file || error) {
      return status::BadField("FILE", absl::StrCat("cannot read ", path, ": ", strerror(errno)));
    }
    total = static_cast<int64_t>(size);
    file.seekg(first.offset());
  }
  std::istream& in = path == "-" ? std::cin : file;

  ASSIGN_OR_RETURN(grpc::Channel * channel, session.channel());
  ASSIGN_OR_RETURN(const rpc::CallOptions options, session.call_options(kDeadline));
  const std::string file_name = first.file_name();
  int64_t sent = first.offset();
  Progress progress(session.err(), session.err_terminal(), total, sent, absl::Now());
  TradeImport import;
  absl::Status status;
  {
    ApplyWatch watch(session, file_name, progress);
    bool is_first = true;
    std::string piece(kPieceBytes, '\0');
    auto next = [&](google::protobuf::Message* message) {
      in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
      const auto size = static_cast<size_t>(in.gcount());
      if (size == 0 && !is_first) {
        watch.Begin();
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
  if (status.ok()) return import;
  if (absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ||
      absl::IsCancelled(status)) {
    SayHowToResume(session, path, file_name);
  }
  return status;
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
