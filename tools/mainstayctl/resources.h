// Resources as people name them, and the options that writes have in common.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/message.h>
#include <CLI/CLI.hpp>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/mainstayctl/session.h"

namespace mainstay::ctl {

// "accounts/{uuid}" for a resource name, a bare UUID, or an external id; "accounts/-" for "-",
// where lists take that for every account. External ids are looked up: among accounts in use, then
// among merged ones, then among deleted ones, whose external ids others may have taken since
// (INVALID_ARGUMENT when several deleted ones had it).
absl::StatusOr<std::string> ResolveAccount(Session& session, const std::string& text);
// The same, among deleted accounts first.
absl::StatusOr<std::string> ResolveDeletedAccount(Session& session, const std::string& text);

// `collection`/{id}, unless `text` has the collection already.
std::string InCollection(std::string_view collection, const std::string& text);

// "gatherings/{id}/invitations/{id}" for such a name, or for GATHERING/ID as lists show the ids.
std::string InNested(std::string_view parents, std::string_view collection,
                     const std::string& text);

// "accounts/{uuid}/visits/{uuid}" (where `collection` is "visits") for such a name, or for
// ACCOUNT/ID: an account as ResolveAccount takes it, and the id that the account's list shows. A
// case is found by the number that its customer was told as well: 406, or K-77/406.
absl::StatusOr<std::string> ResolveOfAccount(Session& session, std::string_view collection,
                                             const std::string& text);
// What help says of an argument that ResolveOfAccount takes.
std::string OfAccountHelp(std::string_view collection);
// A contact of `account`, a resource name: the id alone, as the list of contacts shows it, becomes
// the contact's resource name; anything else, such as a user, stays as it is.
std::string ContactOf(const std::string& account, const std::string& text);

// What a write may carry.
struct WriteOptions {
  std::string reason, request_id, etag;
};
// --request-id alone, of what has no reason: creates, and what is no resource's change.
void AddRequestId(CLI::App& command, std::string& request_id);
void AddWriteOptions(CLI::App& command, WriteOptions& options, bool with_etag);
// Puts them into the request's fields of those names; a request id is made when none was given.
void ApplyWriteOptions(const WriteOptions& options, google::protobuf::Message* request);

// How a resource is given: --set field=value …, and --file with JSON ("-" is standard input).
struct ContentOptions {
  std::vector<std::string> set;
  std::string file;
  bool given() const { return !set.empty() || !file.empty(); }
};
void AddContentOptions(CLI::App& command, ContentOptions& options);
// Fills `message`: the file first, then each --set, which is refused for output-only fields; a file
// may have them, as it may be a resource that was read. `fields`, if wanted, gets the fields given.
absl::Status ReadContent(const ContentOptions& options, google::protobuf::Message* message,
                         std::vector<std::string>* fields);

}  // namespace mainstay::ctl
