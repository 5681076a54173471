// A whole HTTP request before anything of it is trusted: "METHOD target\nbody". What the transcoder
// takes must be a message that its own writer turns into JSON which it reads back the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include <google/protobuf/message.h>

#include "absl/strings/match.h"
#include "services/gateway/transcode/json_message.h"
#include "services/gateway/transcode/response_writer.h"
#include "services/gateway/transcode/transcoder.h"
#include "transcode_test.pb.h"

namespace {

using namespace mainstay::gateway;  // NOLINT: a fuzz target is one function about one folder
using google::protobuf::Message;

void Require(bool condition) {
  if (!condition) std::abort();
}

const Transcoder& Sample() {
  static const std::unique_ptr<Transcoder> transcoder =
      *Transcoder::Create({mainstay::sample::v1::Item::descriptor()->file()->service(0)});
  return *transcoder;
}

std::unique_ptr<Message> NewRequest(const Binding& binding) {
  return std::unique_ptr<Message>(google::protobuf::MessageFactory::generated_factory()
                                      ->GetPrototype(binding.method->input_type())
                                      ->New());
}

void Check(const Binding& binding, const std::string& bytes) {
  std::unique_ptr<Message> request = NewRequest(binding), again = NewRequest(binding);
  Require(request->ParseFromString(bytes));
  std::string json;
  Require(WriteJson(*request, &json).ok());
  JsonKeys keys;
  // Deep inputs may grow past the reader's limit on their way back: an Any brings its own braces.
  absl::Status status = ReadJson(json, "", again.get(), &keys);
  if (!status.ok()) {
    Require(absl::StrContains(status.message(), "nest deeper"));
    return;
  }
  std::string json_again;
  Require(WriteJson(*again, &json_again).ok() && json_again == json);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  size_t newline = input.find('\n');
  std::string_view line = input.substr(0, newline);
  std::string_view body = newline == input.npos ? std::string_view() : input.substr(newline + 1);
  size_t space = line.find(' ');
  if (space == line.npos) return 0;
  std::string_view target = line.substr(space + 1);
  size_t mark = target.find('?');
  std::string_view query = mark == target.npos ? std::string_view() : target.substr(mark + 1);

  absl::StatusOr<RouteMatch> match = Sample().Match(line.substr(0, space), target.substr(0, mark));
  if (!match.ok() || match->binding == nullptr) return 0;
  if (match->binding->raw_request) {
    absl::StatusOr<UploadBuilder> upload = Sample().Upload(*match, query, "text/csv");
    if (upload.ok()) Require(NewRequest(*match->binding)->ParseFromString(upload->Next(body)));
    return 0;
  }
  absl::StatusOr<std::string> bytes = Sample().Request(*match, query, body);
  if (bytes.ok()) {
    Check(*match->binding, *bytes);
  } else {
    Require(bytes.status().code() == absl::StatusCode::kInvalidArgument);
  }
  return 0;
}
