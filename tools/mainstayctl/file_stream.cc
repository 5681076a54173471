#include "tools/mainstayctl/file_stream.h"

#include <cerrno>
#include <cstring>
#include <iostream>

#include <mainstay/type/v1/http_body.pb.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/client/method_name.h"

namespace mainstay::ctl {
namespace {

using google::protobuf::Message;

constexpr size_t kPieceBytes = 256 << 10;
constexpr absl::Duration kDeadline = absl::Minutes(30);  // what servers allow a stream

type::v1::HttpBody& FileOf(Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("file");
  return static_cast<type::v1::HttpBody&>(
      *request.GetReflection()->MutableMessage(&request, field));
}

}  // namespace

absl::StatusOr<InputFile> InputFile::Open(const std::string& path) {
  InputFile input;
  if (path == "-") return input;
  input.file_ = std::make_unique<std::ifstream>(path, std::ios::binary);
  if (!*input.file_) {
    return status::BadField("FILE", absl::StrCat("cannot read ", path, ": ", strerror(errno)));
  }
  return input;
}

std::istream& InputFile::stream() { return file_ ? *file_ : std::cin; }

absl::Status SendFile(Session& session, std::string_view method, std::istream& in,
                      const Message& first, Message* response,
                      absl::FunctionRef<void(size_t)> sent) {
  ASSIGN_OR_RETURN(grpc::Channel * channel, session.channel());
  ASSIGN_OR_RETURN(const rpc::CallOptions options, session.call_options(kDeadline));
  bool is_first = true;
  std::string piece(kPieceBytes, '\0');
  const auto next = [&](Message* message) {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    const auto size = static_cast<size_t>(in.gcount());
    if (size == 0 && !is_first) {
      sent(0);
      return false;
    }
    message->Clear();
    if (is_first) message->CopyFrom(first);
    FileOf(*message).set_data(piece.data(), size);
    is_first = false;
    sent(size);
    return true;
  };
  const std::unique_ptr<Message> request(first.New());
  return rpc::CallClientStream(*channel, client::FullMethod(method), options, next, request.get(),
                               response);
}

absl::Status SaveBody(Session& session, std::string_view method, const Message& request,
                      const std::string& option, const std::string& path) {
  std::ofstream file;
  if (path != "-") {
    file.open(path, std::ios::binary | std::ios::trunc);
    if (!file) return status::BadField(option, absl::StrCat("cannot write ", path));
  }
  std::ostream& out = path == "-" ? session.out() : file;
  ASSIGN_OR_RETURN(grpc::Channel * channel, session.channel());
  ASSIGN_OR_RETURN(const rpc::CallOptions options, session.call_options(kDeadline));
  type::v1::HttpBody piece;
  RETURN_IF_ERROR(rpc::CallServerStream(*channel, client::FullMethod(method), options, request,
                                        &piece,
                                        [&] { return static_cast<bool>(out << piece.data()); }));
  if (!out.flush()) return absl::UnavailableError(absl::StrCat("cannot write ", path));
  return absl::OkStatus();
}

}  // namespace mainstay::ctl
