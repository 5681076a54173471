// Making and changing rules.
#include <mainstay/survey/v1/loop_service.pb.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/field_mask.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/loop/loop_events.h"
#include "services/survey/loop/loop_handlers.h"
#include "services/survey/loop/loop_proto.h"
#include "services/survey/loop/loop_rule_store.h"
#include "services/survey/questionnaires/version_store.h"

namespace mainstay::survey {
namespace {

constexpr std::string_view kField = "loop_rule";

// What conditions of the campaign's rules may ask. FAILED_PRECONDITION for a campaign that has no
// rules; its row is locked, so that it stays what it is.
absl::StatusOr<RuleTerms> TermsOf(pg::Tx& tx, const std::string& campaign_id,
                                  const std::string& name) {
  const auto campaign = LockCampaign(tx, campaign_id);
  if (!campaign) return status::NotFound(name);
  if (campaign->anonymous()) {
    return status::Error(absl::StatusCode::kFailedPrecondition, "CAMPAIGN_ANONYMOUS",
                         "nobody knows who answers an anonymous campaign, so nothing can be done "
                         "about a single answer; look at its figures instead");
  }
  if (campaign->state == "closed") {
    return status::Error(absl::StatusCode::kFailedPrecondition, "CAMPAIGN_CLOSED",
                         "the campaign is closed: no answer comes any more that a rule could fire "
                         "for");
  }
  ASSIGN_OR_RETURN(const auto version,
                   ReadVersion(tx, campaign->questionnaire_id, campaign->questionnaire_version));
  return RuleTerms{DeclarationsOf(version->content()), campaign->privacy == "confidential"};
}

absl::StatusOr<v1::LoopRule> Create(rpc::CallContext& call, const Deps&,
                                    const v1::CreateLoopRuleRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), "campaigns/*", "parent"));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  auto parsed = FromProto(request.loop_rule());
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), kField);
  Complete(*parsed);
  return api::WriteOnce<v1::LoopRule>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::LoopRule> {
        LoopRule rule = *parsed;
        ASSIGN_OR_RETURN(const RuleTerms terms, TermsOf(tx, ids[0], request.parent()));
        if (absl::Status valid = Validate(rule, terms); !valid.ok()) {
          return status::PrefixFields(valid, kField);
        }
        rule.id = api::NewUuid(context.now);
        rule.campaign_id = ids[0];
        rule.create_time = rule.update_time = context.now;
        InsertLoopRule(tx, rule);
        history::RecordFirstVersions(tx, kLoopRuleChanges, {rule.id}, "create", context);
        events::Append(tx, LoopRuleChangedEvent(rule, {}, context));
        return ToProto(rule, "");
      });
}

absl::StatusOr<v1::LoopRule> Update(rpc::CallContext& call, const Deps&,
                                    const v1::UpdateLoopRuleRequest& request) {
  const v1::LoopRule& wanted = request.loop_rule();
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(wanted.name(), kLoopRulePattern, "loop_rule.name"));
  ASSIGN_OR_RETURN(const auto fields, api::FieldsToUpdate(request.update_mask(), wanted));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  const auto parsed = FromProto(wanted);
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), kField);
  return api::WriteOnce<v1::LoopRule>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::LoopRule> {
        const auto before = LockLoopRule(tx, ids[0], ids[1]);
        if (!before) return status::NotFound(wanted.name());
        RETURN_IF_ERROR(api::CheckEtag(wanted.etag(), before->version));
        absl::Status same =
            api::CheckOutputOnly(request.update_mask(), wanted, ToProto(*before, ""));
        if (!same.ok()) return status::PrefixFields(same, kField);
        LoopRule after = *before;
        history::CopyFields(LoopRuleFields(), fields, *parsed, after);
        Complete(after);
        ASSIGN_OR_RETURN(const RuleTerms terms, TermsOf(tx, ids[0], wanted.name()));
        const bool only_ends = after.disabled && after.condition == before->condition;
        if (absl::Status valid = Validate(after, terms, !only_ends); !valid.ok()) {
          return status::PrefixFields(valid, kField);
        }
        const auto changes = history::Diff(LoopRuleFields(), *before, after);
        if (changes.empty()) return ToProto(*before, "");
        const history::WriteContext at = history::NextVersion(*before, context, after);
        UpdateLoopRule(tx, after);
        history::RecordChanges(tx, kLoopRuleChanges, after.id, after.version, "update", changes,
                               at);
        events::Append(tx, LoopRuleChangedEvent(after, changes, at));
        return ToProto(after, "");
      });
}

}  // namespace

void RegisterLoopRuleWrites(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kLoopService, "CreateLoopRule"), deps, Create);
  router.Unary(absl::StrCat(kLoopService, "UpdateLoopRule"), deps, Update);
}

}  // namespace mainstay::survey
