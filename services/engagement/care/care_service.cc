#include "services/engagement/care/care_service.h"

#include <mainstay/engagement/v1/care_service.pb.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/idempotency.h"
#include "common/api/listing.h"
#include "common/api/proto_date.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/calendar/festival.h"
#include "common/directory/account_access.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/engagement/care/care_events.h"
#include "services/engagement/care/care_store.h"

namespace mainstay::engagement {
namespace {

v1::UpcomingCare ToProto(const UpcomingCareRow& row) {
  v1::UpcomingCare message;
  message.set_account(absl::StrCat("accounts/", row.item.account_id));
  message.set_account_display_name(row.account_display_name);
  message.set_kind(api::TextToEnum<v1::CareKind>(row.item.kind, "CARE_KIND_"));
  if (!row.item.contact_id.empty()) {
    message.set_contact(absl::StrCat(message.account(), "/contacts/", row.item.contact_id));
  }
  message.set_festival(row.item.festival);
  *message.mutable_date() = api::DayToProto(row.item.day);
  message.set_task(absl::StrCat("tasks/", row.item.task_id));
  message.set_task_state(api::TextToEnum<v1::TaskState>(row.task_state, "TASK_STATE_"));
  message.set_assignee(row.assignee);
  return message;
}

v1::CareRule ToProto(const CareRule& rule, const calendar::Festival& festival, absl::Time now) {
  v1::CareRule message;
  message.set_name(absl::StrCat("careRules/", rule.festival));
  message.set_display_name(std::string(festival.name_en));
  message.set_display_name_zh(std::string(festival.name_zh));
  for (const std::string& tier : rule.tiers) {
    message.add_tiers(api::TextToEnum<v1::CadenceTier>(tier, "CADENCE_TIER_"));
  }
  message.set_days_ahead(rule.days_ahead);
  if (const auto day = calendar::NextFestival(festival, CareDay(now))) {
    *message.mutable_next_date() = api::DayToProto(*day);
  }
  message.set_etag(api::EtagOf(rule.version));
  if (rule.version > 0) *message.mutable_update_time() = api::TimeToProto(rule.update_time);
  return message;
}

absl::StatusOr<v1::ListUpcomingCareResponse> List(rpc::CallContext& call, const Deps& deps,
                                                  const v1::ListUpcomingCareRequest& request) {
  ASSIGN_OR_RETURN(const std::string account_id,
                   AccountOfParent(call, *deps.directory, request.parent()));
  const std::vector<api::FilterField> filters = CareFilterFields();
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, request, {filters, CareSorts()},
                                      request.parent()));
  return call.db().ReadOne(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListUpcomingCareResponse> {
        const auto page =
            ListCare(tx, listing.query(), account_id, CareDay(call.now()), call.scope());
        v1::ListUpcomingCareResponse response;
        for (const UpcomingCareRow& row : page.items) *response.add_upcoming_care() = ToProto(row);
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

absl::StatusOr<v1::ListCareRulesResponse> ListRules(rpc::CallContext& call,
                                                    const v1::ListCareRulesRequest&) {
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCareRulesResponse> {
                          v1::ListCareRulesResponse response;
                          for (const calendar::Festival& festival : calendar::Festivals()) {
                            const CareRule rule = ReadCareRule(tx, std::string(festival.id));
                            *response.add_care_rules() = ToProto(rule, festival, call.now());
                          }
                          return response;
                        });
}

absl::StatusOr<calendar::Festival> ParseFestival(const std::string& name) {
  ASSIGN_OR_RETURN(const auto parts, api::ParseName(name, "careRules/~", "care_rule.name"));
  if (const auto festival = calendar::FindFestival(parts[0])) return *festival;
  const auto id = [](std::string* out, const calendar::Festival& festival) {
    absl::StrAppend(out, festival.id);
  };
  return status::BadField("care_rule.name",
                          absl::StrCat("must be careRules/ and one of: ",
                                       absl::StrJoin(calendar::Festivals(), ", ", id)));
}

absl::StatusOr<v1::CareRule> UpdateRule(rpc::CallContext& call,
                                        const v1::UpdateCareRuleRequest& request) {
  const v1::CareRule& wanted = request.care_rule();
  ASSIGN_OR_RETURN(const calendar::Festival festival, ParseFestival(wanted.name()));
  CareRule asked{.days_ahead = wanted.days_ahead()};
  for (int i = 0; i < wanted.tiers_size(); ++i) {
    ASSIGN_OR_RETURN(std::string tier, api::EnumToText(wanted.tiers(i), "CADENCE_TIER_",
                                                       absl::StrCat("care_rule.tiers[", i, "]")));
    asked.tiers.push_back(std::move(tier));
  }
  if (absl::Status valid = Validate(asked); !valid.ok()) {
    return status::PrefixFields(valid, "care_rule");
  }
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::CareRule>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::CareRule> {
        const CareRule before = LockCareRule(tx, std::string(festival.id));
        RETURN_IF_ERROR(api::CheckEtag(wanted.etag(), before.version));
        if (asked.tiers == before.tiers && asked.days_ahead == before.days_ahead) {
          return ToProto(before, festival, context.now);
        }
        CareRule after = before;
        if (before.id.empty()) {
          after.id = api::NewUuid(context.now);
          after.create_time = context.now;
        }
        const history::WriteContext at = history::NextVersion(before, context, after);
        after.tiers = asked.tiers;
        after.days_ahead = asked.days_ahead;
        SaveCareRule(tx, after);
        history::RecordChanges(
            tx, kCareRuleChanges, after.id, after.version, "update",
            {{"tiers", absl::StrJoin(before.tiers, ","), absl::StrJoin(after.tiers, ",")},
             {"days_ahead", absl::StrCat(before.days_ahead), absl::StrCat(after.days_ahead)}},
            at);
        events::Append(tx, CareRuleChangedEvent(after, at));
        return ToProto(after, festival, context.now);
      });
}

}  // namespace

void RegisterCareService(rpc::Router& router, const Deps& deps) {
  constexpr std::string_view kService = "mainstay.engagement.v1.CareService/";
  router.Unary(absl::StrCat(kService, "ListUpcomingCare"), deps, List);
  router.Unary(absl::StrCat(kService, "ListCareRules"), ListRules);
  router.Unary(absl::StrCat(kService, "UpdateCareRule"), UpdateRule);
}

}  // namespace mainstay::engagement
