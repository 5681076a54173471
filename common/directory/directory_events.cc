#include "common/directory/directory_events.h"

#include <mainstay/accounts/v1/events.pb.h>

#include <algorithm>

#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "common/directory/directory_store.h"

namespace mainstay::directory {
namespace {

namespace v1 = accounts::v1;
using events::v1::Event;

std::string IdOf(std::string_view name) {
  return std::string(absl::StripPrefix(name, "accounts/"));
}

std::vector<std::string> List(const google::protobuf::RepeatedPtrField<std::string>& values) {
  return {values.begin(), values.end()};
}

void Fill(const Event&, const v1::AccountCreated& payload, Change* change) {
  change->display_name = payload.display_name();
  change->owner = payload.owner();
  change->region = payload.region();
  change->members = List(payload.members());
  change->complete = true;
}

void Fill(const Event&, const v1::AccountChanged& payload, Change* change) {
  change->display_name = payload.display_name();
  change->owner = payload.owner();
  const auto& fields = payload.fields();
  if (std::find(fields.begin(), fields.end(), "tier") != fields.end()) {
    change->tier = payload.tier();
  }
  if (std::find(fields.begin(), fields.end(), "region") != fields.end()) {
    change->region = payload.region();
  }
}

void Fill(const Event&, const v1::AccountDeleted&, Change* change) { change->state = "deleted"; }

void Fill(const Event&, const v1::AccountUndeleted&, Change* change) { change->state = "active"; }

// Published for both accounts: each under its own version.
void Fill(const Event& event, const v1::AccountMerged& payload, Change* change) {
  if (IdOf(payload.account()) == event.aggregate_id()) {
    change->state = "merged";
    change->merged_into = IdOf(payload.into());
  } else {
    change->members = List(payload.members());
  }
}

void Fill(const Event& event, const v1::AccountUnmerged& payload, Change* change) {
  if (IdOf(payload.account()) == event.aggregate_id()) {
    change->state = "active";
    change->merged_into = "";
  } else {
    change->members = List(payload.members());
  }
}

void Fill(const Event&, const v1::TeamMemberAdded& payload, Change* change) {
  change->joined = payload.user();
}

void Fill(const Event&, const v1::TeamMemberChanged&, Change*) {}

void Fill(const Event&, const v1::TeamMemberRemoved& payload, Change* change) {
  change->left = payload.user();
}

template <class Payload>
absl::Status Keep(pg::Tx& tx, const Event& event, const Payload& payload) {
  Change change{.account_id = event.aggregate_id(), .version = event.aggregate_version()};
  Fill(event, payload, &change);
  Apply(tx, change, absl::Now());
  return absl::OkStatus();
}

template <class... Payloads>
events::Subscription Subscribe() {
  events::Subscription subscription{.area = "accounts"};
  (subscription.On<Payloads>([](pg::Tx& tx, const Event& event, const Payloads& payload)
                                 -> absl::Status { return Keep(tx, event, payload); }),
   ...);
  return subscription;
}

}  // namespace

events::Subscription DirectorySubscription() {
  return Subscribe<v1::AccountCreated, v1::AccountChanged, v1::AccountDeleted, v1::AccountUndeleted,
                   v1::AccountMerged, v1::AccountUnmerged, v1::TeamMemberAdded,
                   v1::TeamMemberChanged, v1::TeamMemberRemoved>();
}

absl::Status KeepDirectory(pg::Tx& tx, const Event& event) {
  static const auto& own = *new events::Subscription(DirectorySubscription());
  const auto handler = own.handlers.find(event.type());
  return handler == own.handlers.end() ? absl::OkStatus() : handler->second(tx, event);
}

}  // namespace mainstay::directory
