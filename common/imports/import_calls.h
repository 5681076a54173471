// What the methods of imports have in common: receiving the file, telling how far it is, the file
// of what was rejected.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <mainstay/type/v1/http_body.pb.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/api/enum_text.h"
#include "common/api/proto_time.h"
#include "common/imports/import_store.h"
#include "common/rpc/call_context.h"
#include "common/rpc/router.h"
#include "common/status/status.h"

namespace mainstay::imports {

// The whole file: the bytes of the first message, which was read into `message`, and those of the
// rest of the stream. INVALID_ARGUMENT on "file" when it is too long; CANCELLED when it broke off.
template <class Request>
absl::StatusOr<std::string> ReceiveFile(rpc::CallContext& call, rpc::Reader<Request>& reader,
                                        Request& message) {
  constexpr size_t kMaxFile = 32 << 20;  // bytes
  std::string bytes = std::move(*message.mutable_file()->mutable_data());
  while (reader.Read(&message)) {
    if (bytes.size() + message.file().data().size() > kMaxFile) {
      return status::BadField("file", "must be at most 32 MiB; send it in several parts");
    }
    bytes += message.file().data();
  }
  // A stream that breaks off looks like its end until gRPC says otherwise.
  if (call.cancelled()) return absl::CancelledError("the caller has gone; nothing was imported");
  return bytes;
}

// An import of the caller's, by the id that they gave it or a new one. INVALID_ARGUMENT names
// "file_name" or "request_id".
absl::StatusOr<Import> NewImport(const rpc::CallContext& call, const std::string& file_name,
                                 const std::string& request_id);

// An import with its first rejects, and the one that takes the rest of the file.
struct Told {
  Import import;
  std::vector<Reject> rejects;
};
// NOT_FOUND of `name`, which says the two ids.
absl::StatusOr<Told> ReadImport(rpc::CallContext& call, const Tables& tables,
                                const std::string& parent_id, const std::string& import_id,
                                const std::string& name);

// Sends the file of all that an import rejected. NOT_FOUND of `name`, which says the two ids;
// FAILED_PRECONDITION with REJECTS_EXPIRED when they are no longer kept.
absl::Status DownloadRejects(rpc::CallContext& call, const Tables& tables,
                             const std::string& parent_id, const std::string& import_id,
                             const std::string& name, rpc::Writer<type::v1::HttpBody>& writer);

// Of an area's messages of imports, which are alike. `state_prefix`: "CASE_IMPORT_STATE_". One that
// was silent for too long is told as interrupted: whoever worked on it is gone.
template <class Message>
Message ToProto(const Told& told, const std::string& name, std::string_view state_prefix,
                absl::Time now) {
  using State = decltype(Message().state());
  const Import& import = told.import;
  Message message;
  message.set_name(name);
  const bool silent = import.state == "applying" && now - import.update_time > kSilence;
  message.set_state(api::TextToEnum<State>(silent ? "interrupted" : import.state, state_prefix));
  message.set_file_name(import.file_name);
  message.set_records(import.records);
  message.set_processed_records(import.counts.processed());
  message.set_created_records(import.counts.created);
  message.set_unchanged_records(import.counts.unchanged);
  message.set_rejected_records(import.counts.rejected);
  for (const Reject& reject : told.rejects) {
    auto& shown = *message.add_rejects();
    shown.set_line(reject.line);
    shown.set_field(reject.field);
    shown.set_reason(reject.reason);
  }
  message.set_failure(import.failure);
  message.set_actor(import.actor);
  *message.mutable_create_time() = api::TimeToProto(import.create_time);
  *message.mutable_update_time() = api::TimeToProto(import.update_time);
  if (import.end_time) *message.mutable_end_time() = api::TimeToProto(*import.end_time);
  return message;
}

}  // namespace mainstay::imports
