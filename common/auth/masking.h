// Protected fields of messages: fields with the option (mainstay.options.v1.sensitivity) leave and
// enter the service only for callers with their permission.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "common/auth/principal.h"

namespace mainstay::auth {

// Where a message type and all that it contains has protected fields. Found once per type, so that
// a type without any costs nothing. Immutable.
class SensitiveFields {
 public:
  explicit SensitiveFields(const google::protobuf::Descriptor& root);

  bool empty() const { return plans_.empty(); }

  // The permissions that its fields ask for, each once.
  const std::vector<std::string>& permissions() const { return permissions_; }

  // Clears what `principal` may not see and adds the fields' names to `masked_fields` (repeated
  // string) of the message that holds them, if it has one.
  void Mask(const Principal& principal, google::protobuf::Message* message) const;

  // PERMISSION_DENIED (FIELD_PERMISSION_MISSING) naming the first protected field that is set, or
  // that an `update_mask` beside its resource would change, without the permission.
  absl::Status Check(const Principal& principal, const google::protobuf::Message& message) const;

 private:
  using Field = google::protobuf::FieldDescriptor;
  // What to look at in one message type.
  struct Plan {
    std::vector<std::pair<const Field*, std::string>> sensitive;  // and its permission
    std::vector<const Field*> nested;  // message fields that hold protected fields somewhere
    const Field* masked_fields = nullptr;
    const Field* update_mask = nullptr;
  };

  const Plan* Find(const google::protobuf::Descriptor* type) const;
  absl::Status CheckUnder(const Principal& principal, const google::protobuf::Message& message,
                          const std::string& path) const;
  absl::Status CheckUpdateMask(const Principal& principal, const Plan& plan,
                               const google::protobuf::Message& message) const;
  absl::Status CheckMaskPath(const Principal& principal, const Plan& resource,
                             const std::string& shown, std::string_view path,
                             absl::flat_hash_set<const Plan*>& emptied) const;

  absl::flat_hash_map<const google::protobuf::Descriptor*, Plan> plans_;
  std::vector<std::string> permissions_;
};

}  // namespace mainstay::auth
