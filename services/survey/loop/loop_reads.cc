// Rules, their history, their firings, and follow-ups.
#include <mainstay/survey/v1/loop_service.pb.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "common/api/change_proto.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/loop/case_follow_up_store.h"
#include "services/survey/loop/loop_firing_store.h"
#include "services/survey/loop/loop_handlers.h"
#include "services/survey/loop/loop_proto.h"
#include "services/survey/loop/loop_rule_store.h"
#include "services/survey/questionnaires/version_store.h"

namespace mainstay::survey {
namespace {

// What a campaign is asked of for its rules; NOT_FOUND of `name` when there is none.
absl::StatusOr<Campaign> FindCampaign(pg::Tx& tx, const std::string& campaign_id,
                                      const std::string& name) {
  auto campaign = ReadCampaign(tx, campaign_id);
  if (!campaign) return status::NotFound(name);
  return *std::move(campaign);
}

// Why rules cannot fire; made once for those of a campaign.
class Problems {
 public:
  static absl::StatusOr<Problems> Of(pg::Tx& tx, const Campaign& campaign) {
    Problems problems;
    problems.anonymous_ = campaign.anonymous();
    ASSIGN_OR_RETURN(const auto version,
                     ReadVersion(tx, campaign.questionnaire_id, campaign.questionnaire_version));
    problems.terms_ = {DeclarationsOf(version->content()), campaign.privacy == "confidential"};
    return problems;
  }
  // Empty: it can.
  std::string Find(const LoopRule& rule) const {
    if (anonymous_) return "the campaign is anonymous now";
    return std::string(ReadRuleCondition(rule.condition, terms_).status().message());
  }

 private:
  bool anonymous_ = false;
  RuleTerms terms_;
};

absl::StatusOr<v1::LoopRule> Get(rpc::CallContext& call, const Deps&,
                                 const v1::GetLoopRuleRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kLoopRulePattern, "name"));
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::LoopRule> {
    const auto rule = ReadLoopRule(tx, ids[0], ids[1]);
    if (!rule) return status::NotFound(request.name());
    ASSIGN_OR_RETURN(const Campaign campaign, FindCampaign(tx, ids[0], request.name()));
    ASSIGN_OR_RETURN(const Problems problems, Problems::Of(tx, campaign));
    return ToProto(*rule, problems.Find(*rule));
  });
}

absl::StatusOr<v1::ListLoopRulesResponse> List(rpc::CallContext& call, const Deps& deps,
                                               const v1::ListLoopRulesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), "campaigns/*", "parent"));
  ASSIGN_OR_RETURN(
      const api::Listing listing,
      api::Listing::Read(call, *deps.page_tokens,
                         api::Listing::Asked{request.page_size(), request.page_token(), "", ""},
                         {{}, LoopRuleSorts()}, request.parent()));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListLoopRulesResponse> {
        ASSIGN_OR_RETURN(const Campaign campaign, FindCampaign(tx, ids[0], request.parent()));
        const auto page = ListLoopRules(tx, listing.query(), ids[0]);
        v1::ListLoopRulesResponse response;
        if (page.items.empty()) return response;
        ASSIGN_OR_RETURN(const Problems problems, Problems::Of(tx, campaign));
        for (const LoopRule& rule : page.items) {
          *response.add_loop_rules() = ToProto(rule, problems.Find(rule));
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

absl::StatusOr<v1::ListLoopRuleChangesResponse> ListChanges(
    rpc::CallContext& call, const Deps& deps, const v1::ListLoopRuleChangesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kLoopRulePattern, "parent"));
  ASSIGN_OR_RETURN(const auto listing, api::ChangeListing::Read(call, *deps.page_tokens, request));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListLoopRuleChangesResponse> {
        if (!ReadLoopRule(tx, ids[0], ids[1])) return status::NotFound(request.parent());
        const auto page = listing.ReadFrom(tx, kLoopRuleChanges, ids[1]);
        v1::ListLoopRuleChangesResponse response;
        for (const history::RecordedChange& change : page.items) {
          *response.add_changes() = api::ChangeToProto<v1::LoopRuleChange>(change);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

absl::StatusOr<v1::ListLoopFiringsResponse> ListFirings(rpc::CallContext& call, const Deps& deps,
                                                        const v1::ListLoopFiringsRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), "campaigns/*", "parent"));
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, request, LoopFiringListFields(),
                                      request.parent()));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListLoopFiringsResponse> {
        ASSIGN_OR_RETURN(const Campaign campaign, FindCampaign(tx, ids[0], request.parent()));
        const auto page = ListLoopFirings(tx, listing.query(), ids[0], call.scope());
        v1::ListLoopFiringsResponse response;
        for (const LoopFiring& firing : page.items) {
          *response.add_loop_firings() = ToProto(firing, campaign.privacy == "identified");
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

absl::StatusOr<v1::ListCaseFollowUpsResponse> ListFollowUps(
    rpc::CallContext& call, const Deps& deps, const v1::ListCaseFollowUpsRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), "campaigns/*", "parent"));
  ASSIGN_OR_RETURN(
      const api::Listing listing,
      api::Listing::Read(call, *deps.page_tokens,
                         api::Listing::Asked{request.page_size(), request.page_token(), "", ""},
                         {{}, CaseFollowUpSorts()}, request.parent()));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListCaseFollowUpsResponse> {
        RETURN_IF_ERROR(FindCampaign(tx, ids[0], request.parent()).status());
        const auto page = ListCaseFollowUps(tx, listing.query(), ids[0], call.scope());
        v1::ListCaseFollowUpsResponse response;
        for (const CaseFollowUp& follow_up : page.items) {
          *response.add_case_follow_ups() = ToProto(follow_up);
        }
        response.set_next_page_token(listing.Token(page.next));
        return response;
      });
}

}  // namespace

void RegisterLoopReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kLoopService, "GetLoopRule"), deps, Get);
  router.Unary(absl::StrCat(kLoopService, "ListLoopRules"), deps, List);
  router.Unary(absl::StrCat(kLoopService, "ListLoopRuleChanges"), deps, ListChanges);
  router.Unary(absl::StrCat(kLoopService, "ListLoopFirings"), deps, ListFirings);
  router.Unary(absl::StrCat(kLoopService, "ListCaseFollowUps"), deps, ListFollowUps);
}

}  // namespace mainstay::survey
