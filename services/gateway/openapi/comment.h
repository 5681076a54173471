// The comments of protos as documentation.
#pragma once

#include <string>
#include <string_view>

#include <google/protobuf/descriptor.h>

namespace mainstay::gateway {

// What a comment says: lines joined to paragraphs, which a blank line parts.
std::string CommentText(const google::protobuf::SourceLocation& location);

// The comment before (or behind) a descriptor; empty when it has none or its pool was built without
// source information.
template <class AnyDescriptor>
std::string CommentOf(const AnyDescriptor& descriptor) {
  google::protobuf::SourceLocation location;
  return descriptor.GetSourceLocation(&location) ? CommentText(location) : std::string();
}

// The first sentence, without its full stop.
std::string FirstSentence(std::string_view text);

// Whether a field's comment says that only the service sets it.
bool SaysOutputOnly(std::string_view text);

}  // namespace mainstay::gateway
