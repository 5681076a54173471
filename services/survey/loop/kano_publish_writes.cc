#include "services/survey/loop/kano_publish_writes.h"

#include <mainstay/survey/v1/kano_events.pb.h>
#include <mainstay/survey/v1/loop_service.pb.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/events/event_of.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/survey/analysis/suppression.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/loop/kano_result_store.h"
#include "services/survey/loop/loop_handlers.h"
#include "services/survey/questionnaires/version_store.h"

namespace mainstay::survey {
namespace {

std::string CampaignName(const std::string& campaign_id) {
  return absl::StrCat("campaigns/", campaign_id);
}

std::string RequirementName(const KanoFinding& finding) {
  return absl::StrCat("requirements/", finding.question.requirement_id);
}

feedback::v1::KanoClass ClassToProto(const KanoResult& result) {
  return api::TextToEnum<feedback::v1::KanoClass>(ClassOf(result), "KANO_CLASS_");
}

events::OutboxEvent KanoMeasuredEvent(const KanoFinding& finding, const KanoResult& result,
                                      const history::WriteContext& context) {
  v1::KanoMeasured payload;
  payload.set_campaign(CampaignName(finding.campaign_id));
  payload.set_question(finding.question.key);
  payload.set_requirement(RequirementName(finding));
  payload.set_kano_class(ClassToProto(result));
  payload.set_answers(static_cast<int32_t>(result.total));
  const auto count = [&](KanoCategory category) {
    return static_cast<int32_t>(finding.counts.count(category));
  };
  payload.set_must_be(count(KanoCategory::kMustBe));
  payload.set_one_dimensional(count(KanoCategory::kOneDimensional));
  payload.set_attractive(count(KanoCategory::kAttractive));
  payload.set_indifferent(count(KanoCategory::kIndifferent));
  payload.set_reverse(count(KanoCategory::kReverse));
  payload.set_questionable(count(KanoCategory::kQuestionable));
  if (result.better) payload.set_better(*result.better);
  if (result.worse) payload.set_worse(*result.worse);
  payload.set_significant(result.significant);
  return events::EventOf({events::kNoAccount, "kano_result", finding.id, finding.version}, payload,
                         context);
}

v1::KanoRequirement ToProto(const PublishedKano& published) {
  const KanoFinding& finding = published.finding;
  v1::KanoRequirement message;
  message.set_question(finding.question.key);
  message.set_requirement(RequirementName(finding));
  message.set_answers(static_cast<int32_t>(finding.counts.total()));
  message.set_told(published.told);
  const auto result = KanoOf(finding.counts);
  if (!result || !published.shown) return message;
  message.set_kano_class(ClassToProto(*result));
  if (result->better) message.set_better(*result->better);
  if (result->worse) message.set_worse(*result->worse);
  message.set_significant(result->significant);
  return message;
}

absl::StatusOr<v1::PublishKanoResultsResponse> Publish(
    rpc::CallContext& call, const Deps&, const v1::PublishKanoResultsRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), "campaigns/*", "name"));
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  return api::WriteOnce<v1::PublishKanoResultsResponse>(
      call, request, api::kReplayToCaller,
      [&](pg::Tx& tx) -> absl::StatusOr<v1::PublishKanoResultsResponse> {
        const auto campaign = LockCampaign(tx, ids[0]);
        if (!campaign) return status::NotFound(request.name());
        if (campaign->state == "draft") {
          return status::Error(absl::StatusCode::kFailedPrecondition, "CAMPAIGN_DRAFT",
                               "the campaign has not begun; launch it first");
        }
        ASSIGN_OR_RETURN(const auto published, PublishKano(tx, *campaign, context));
        v1::PublishKanoResultsResponse response;
        for (const PublishedKano& one : published) *response.add_requirements() = ToProto(one);
        return response;
      });
}

}  // namespace

absl::StatusOr<std::vector<PublishedKano>> PublishKano(pg::Tx& tx, const Campaign& campaign,
                                                       const history::WriteContext& context) {
  ASSIGN_OR_RETURN(const auto version,
                   ReadVersion(tx, campaign.questionnaire_id, campaign.questionnaire_version));
  const auto questions = KanoQuestionsOf(version->content());
  if (questions.empty()) {
    return status::Error(absl::StatusCode::kFailedPrecondition, "NO_KANO_QUESTIONS",
                         "no KANO question of the campaign names a requirement as its subject");
  }
  std::vector<PublishedKano> all;
  for (KanoFinding& finding : CountKano(tx, campaign.id, questions)) {
    PublishedKano published{.finding = std::move(finding)};
    KanoFinding& f = published.finding;
    const auto result = KanoOf(f.counts);
    published.shown = campaign.privacy == "identified" || f.counts.total() >= kLeastGroup;
    published.told = result && published.shown && !IsToldSo(tx, f);
    if (published.told) {
      if (f.id.empty()) f.id = api::NewUuid(context.now);
      ++f.version;
      f.measure_time = context.now;
      KeepKano(tx, f);
      events::Append(tx, KanoMeasuredEvent(f, *result, context));
    }
    all.push_back(std::move(published));
  }
  NoteTold(tx, campaign.id, context.now);
  return all;
}

absl::StatusOr<bool> PublishClosedKano(pg::Tx& tx, absl::Time now) {
  const std::string campaign_id = ClosedKanoStudy(tx);
  if (campaign_id.empty()) return false;
  const auto campaign = ReadCampaign(tx, campaign_id);
  if (!campaign) return false;
  const auto published = PublishKano(tx, *campaign, {.actor = "survey", .reason = "", .now = now});
  // A study that names no requirement is done with.
  if (absl::IsFailedPrecondition(published.status())) {
    NoteTold(tx, campaign_id, now);
  } else if (!published.ok()) {
    return published.status();
  }
  return true;
}

void RegisterKanoResults(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kLoopService, "PublishKanoResults"), deps, Publish);
}

}  // namespace mainstay::survey
