#include "services/engagement/calendar_feed/calendar_feed_service.h"

#include <mainstay/engagement/v1/calendar_feed_service.pb.h>
#include <mainstay/type/v1/http_body.pb.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <array>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/api/idempotency.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/auth/base64url.h"
#include "common/status/status.h"
#include "services/engagement/calendar_feed/calendar_feed_store.h"
#include "services/engagement/calendar_feed/visit_feed.h"

namespace mainstay::engagement {
namespace {

constexpr std::string_view kService = "mainstay.engagement.v1.CalendarFeedService/";
constexpr size_t kTokenBytes = 32;
constexpr absl::Duration kReach = absl::Hours(24 * 365);  // of the feed, back and ahead

std::string Sha256(std::string_view text) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

std::string NewToken() {
  std::array<unsigned char, kTokenBytes> bytes;
  if (RAND_bytes(bytes.data(), bytes.size()) != 1) std::abort();  // no randomness, no secrets
  return auth::Base64UrlEncode({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

// The caller, if `name` ("users/{user}" and what follows in the pattern) is theirs; nobody else's
// feed is there for them.
absl::StatusOr<std::string> OwnUser(const rpc::CallContext& call, const std::string& name,
                                    std::string_view pattern, std::string_view field) {
  ASSIGN_OR_RETURN(const auto parts, api::ParseName(name, pattern, field));
  const std::string& caller = call.principal().subject;
  if (parts[0] != caller && parts[0] != "me") return status::NotFound(name);
  return caller;
}

v1::CalendarFeed ToProto(const Feed& feed) {
  v1::CalendarFeed message;
  message.set_name(absl::StrCat("users/", feed.user, "/calendarFeed"));
  *message.mutable_create_time() = api::TimeToProto(feed.create_time);
  return message;
}

// Has no request_id: a stored answer would keep the secret.
absl::StatusOr<v1::CalendarFeed> Create(rpc::CallContext& call, const Deps& deps,
                                        const v1::CreateCalendarFeedRequest& request) {
  ASSIGN_OR_RETURN(const std::string user, OwnUser(call, request.parent(), "users/~", "parent"));
  const std::string token = NewToken();
  const Feed feed{.id = api::NewUuid(call.now()), .user = user, .create_time = call.now()};
  RETURN_IF_ERROR(call.db().Write(call.tx_options(), [&](pg::Tx& tx) {
    ReplaceFeed(tx, feed, Sha256(token));
    return absl::OkStatus();
  }));
  v1::CalendarFeed message = ToProto(feed);
  message.set_url(
      absl::StrCat(absl::StripSuffix(deps.public_url, "/"), "/v1/calendarFeeds/", token));
  return message;
}

absl::StatusOr<v1::CalendarFeed> Get(rpc::CallContext& call, const Deps&,
                                     const v1::GetCalendarFeedRequest& request) {
  ASSIGN_OR_RETURN(const std::string user,
                   OwnUser(call, request.name(), "users/~/calendarFeed", "name"));
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::CalendarFeed> {
    const std::optional<Feed> feed = ReadFeed(tx, user);
    if (!feed) return status::NotFound(request.name());
    return ToProto(*feed);
  });
}

absl::StatusOr<v1::CalendarFeed> Revoke(rpc::CallContext& call, const Deps&,
                                        const v1::RevokeCalendarFeedRequest& request) {
  ASSIGN_OR_RETURN(const std::string user,
                   OwnUser(call, request.name(), "users/~/calendarFeed", "name"));
  return api::WriteOnce<v1::CalendarFeed>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::CalendarFeed> {
        const std::optional<Feed> feed = RevokeFeed(tx, user, call.now());
        if (!feed) return status::NotFound(request.name());
        return ToProto(*feed);
      });
}

absl::StatusOr<type::v1::HttpBody> Read(rpc::CallContext& call, const Deps&,
                                        const v1::ReadCalendarFeedRequest& request) {
  // Errors are logged: none holds the token, which may have worked until a moment ago.
  const absl::Status unknown = status::NotFound("calendarFeeds/*");
  const std::optional<std::string> bytes = auth::Base64UrlDecode(request.token());
  if (!bytes || bytes->size() != kTokenBytes) return unknown;
  ASSIGN_OR_RETURN(
      const std::vector<FeedVisit> visits,
      call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<std::vector<FeedVisit>> {
        const std::optional<std::string> owner = OwnerOfFeed(tx, Sha256(request.token()));
        if (!owner) return unknown;
        return ReadFeedVisits(tx, *owner, call.now() - kReach, call.now() + kReach);
      }));
  type::v1::HttpBody body;
  body.set_content_type("text/calendar; charset=utf-8");
  body.set_filename("visits.ics");
  body.set_data(FeedText(visits));
  return body;
}

}  // namespace

void RegisterCalendarFeedService(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kService, "CreateCalendarFeed"), deps, Create);
  router.Unary(absl::StrCat(kService, "GetCalendarFeed"), deps, Get);
  router.Unary(absl::StrCat(kService, "RevokeCalendarFeed"), deps, Revoke);
  router.Unary(absl::StrCat(kService, "ReadCalendarFeed"), deps, Read);
}

}  // namespace mainstay::engagement
