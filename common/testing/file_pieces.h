// A file as a client streams it to an import.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include <google/protobuf/message.h>

namespace mainstay::testing {

// What rpc::CallClientStream sends: `first` with the first `size` bytes of the file, and the rest
// in messages of that many. `file` and `first` outlive the call.
template <class Request>
std::function<bool(google::protobuf::Message*)> InPieces(std::string_view file,
                                                         const Request& first, size_t size) {
  return [file, &first, size, sent = size_t{0},
          begun = false](google::protobuf::Message* message) mutable {
    if (begun && sent == file.size()) return false;
    auto& request = static_cast<Request&>(*message);
    request = begun ? Request() : first;
    begun = true;
    request.mutable_file()->set_data(std::string(file.substr(sent, size)));
    sent += request.file().data().size();
    return true;
  };
}

}  // namespace mainstay::testing
