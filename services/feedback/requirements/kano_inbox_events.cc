#include "services/feedback/requirements/kano_inbox_events.h"

#include <mainstay/survey/v1/kano_events.pb.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/resource_name.h"
#include "common/events/context_of.h"
#include "common/status/status.h"
#include "services/feedback/requirements/requirement_store.h"
#include "services/feedback/requirements/requirement_write.h"

namespace mainstay::feedback {
namespace {

absl::Status Take(pg::Tx& tx, const events::v1::Event& event,
                  const survey::v1::KanoMeasured& payload) {
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(payload.requirement(), "requirements/*", "requirement"));
  ASSIGN_OR_RETURN(const std::string found,
                   api::EnumToText(payload.kano_class(), "KANO_CLASS_", "kano_class"));
  if (found.empty()) return absl::OkStatus();
  const auto everybody = auth::AccountScope::All();
  auto before = LockRequirement(tx, ids[0], everybody);
  if (!before) return absl::OkStatus();
  if (!before->merged_into.empty()) {
    before = LockRequirement(tx, ReadSurvivor(tx, before->id), everybody);
    if (!before) return absl::OkStatus();
  }
  Requirement after = *before;
  after.kano_class = found;
  after.kano_source = absl::StrCat("KANO ", payload.campaign(), ", n = ", payload.answers());
  ChangeRequirement(tx, *before, std::move(after), "kano", {}, events::ContextOf(event));
  return absl::OkStatus();
}

}  // namespace

void TakeKanoResults(events::Subscription& subscription) {
  subscription.On<survey::v1::KanoMeasured>(Take);
}

}  // namespace mainstay::feedback
