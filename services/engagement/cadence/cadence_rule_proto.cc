#include "services/engagement/cadence/cadence_rule_proto.h"

#include "absl/strings/str_cat.h"
#include "common/api/enum_list.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"

namespace mainstay::engagement {
std::string CadenceRuleName(const std::string& rule_id) {
  return absl::StrCat("cadenceRules/", rule_id);
}

absl::StatusOr<CadenceRule> FromProto(const v1::CadenceRule& message) {
  CadenceRule rule;
  rule.display_name = message.display_name();
  ASSIGN_OR_RETURN(rule.tiers,
                   api::EnumsToTexts<v1::CadenceTier>(message.tiers(), "CADENCE_TIER_", "tiers"));
  for (int i = 0; i < message.accounts_size(); ++i) {
    ASSIGN_OR_RETURN(const auto ids, api::ParseName(message.accounts(i), "accounts/*",
                                                    absl::StrCat("accounts[", i, "]")));
    rule.account_ids.push_back(ids[0]);
  }
  ASSIGN_OR_RETURN(rule.kind, api::EnumToText(message.kind(), "CADENCE_KIND_", "kind"));
  rule.days = message.days();
  ASSIGN_OR_RETURN(rule.festivals,
                   api::EnumsToTexts<v1::Festival>(message.festivals(), "FESTIVAL_", "festivals"));
  ASSIGN_OR_RETURN(rule.visit_kind,
                   api::EnumToText(message.visit_kind(), "VISIT_KIND_", "visit_kind"));
  ASSIGN_OR_RETURN(rule.visit_mode,
                   api::EnumToText(message.visit_mode(), "VISIT_MODE_", "visit_mode"));
  rule.purpose = message.purpose();
  rule.duration_minutes = message.duration_minutes();
  rule.user = message.user();
  ASSIGN_OR_RETURN(rule.priority,
                   api::EnumToText(message.priority(), "CADENCE_PRIORITY_", "priority"));
  rule.max_contacts = message.max_contacts();
  return rule;
}

v1::CadenceRule ToProto(const CadenceRule& rule) {
  v1::CadenceRule message;
  message.set_name(CadenceRuleName(rule.id));
  message.set_display_name(rule.display_name);
  api::TextsToEnums<v1::CadenceTier>(rule.tiers, "CADENCE_TIER_", *message.mutable_tiers());
  for (const std::string& id : rule.account_ids)
    message.add_accounts(absl::StrCat("accounts/", id));
  message.set_kind(api::TextToEnum<v1::CadenceKind>(rule.kind, "CADENCE_KIND_"));
  message.set_days(rule.days);
  api::TextsToEnums<v1::Festival>(rule.festivals, "FESTIVAL_", *message.mutable_festivals());
  message.set_visit_kind(api::TextToEnum<v1::VisitKind>(rule.visit_kind, "VISIT_KIND_"));
  message.set_visit_mode(api::TextToEnum<v1::VisitMode>(rule.visit_mode, "VISIT_MODE_"));
  message.set_purpose(rule.purpose);
  message.set_duration_minutes(rule.duration_minutes);
  message.set_user(rule.user);
  message.set_priority(api::TextToEnum<v1::CadencePriority>(rule.priority, "CADENCE_PRIORITY_"));
  message.set_max_contacts(rule.max_contacts);
  message.set_etag(api::EtagOf(rule.version));
  *message.mutable_create_time() = api::TimeToProto(rule.create_time);
  *message.mutable_update_time() = api::TimeToProto(rule.update_time);
  if (rule.delete_time) *message.mutable_delete_time() = api::TimeToProto(*rule.delete_time);
  return message;
}

}  // namespace mainstay::engagement
