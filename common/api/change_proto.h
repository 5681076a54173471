// A change on record as a message.
#pragma once

#include "common/api/proto_time.h"
#include "common/history/change.h"

namespace mainstay::api {

// `Message` is the …Change of a resource: they all have the same fields.
template <class Message>
Message ChangeToProto(const history::RecordedChange& recorded) {
  Message message;
  message.set_field(recorded.change.field);
  message.set_action(recorded.action);
  message.set_old_value(recorded.change.old_value);
  message.set_new_value(recorded.change.new_value);
  message.set_actor(recorded.actor);
  message.set_reason(recorded.reason);
  *message.mutable_change_time() = TimeToProto(recorded.change_time);
  message.set_version(recorded.version);
  return message;
}

}  // namespace mainstay::api
