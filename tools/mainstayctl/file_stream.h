// Files that go up to a service in pieces, or come down from one.
#pragma once

#include <fstream>
#include <istream>
#include <memory>
#include <string>
#include <string_view>

#include <google/protobuf/message.h>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/mainstayctl/session.h"

namespace mainstay::ctl {

// What a command reads: the file at `path`, or standard input for "-". INVALID_ARGUMENT says why it
// cannot be read.
class InputFile {
 public:
  static absl::StatusOr<InputFile> Open(const std::string& path);
  std::istream& stream();

 private:
  std::unique_ptr<std::ifstream> file_;  // none: standard input
};

// Streams `in`, from where it stands, to a client-streaming method whose requests have an HttpBody
// `file`: `first` with the first piece, then pieces alone. `sent` is told the bytes of each piece,
// and 0 when all are sent.
absl::Status SendFile(
    Session& session, std::string_view method, std::istream& in,
    const google::protobuf::Message& first, google::protobuf::Message* response,
    absl::FunctionRef<void(size_t)> sent = [](size_t) {});

// Saves what a server-streaming method of HttpBody answers in the file `path`, which `option` named
// ("--rejects"); on standard output for "-".
absl::Status SaveBody(Session& session, std::string_view method,
                      const google::protobuf::Message& request, const std::string& option,
                      const std::string& path);

}  // namespace mainstay::ctl
