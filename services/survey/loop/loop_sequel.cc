#include "services/survey/loop/loop_sequel.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/api/uuid.h"
#include "common/events/outbox.h"
#include "services/survey/analysis/suppression.h"
#include "services/survey/campaigns/campaign.h"
#include "services/survey/loop/loop_events.h"
#include "services/survey/loop/loop_firing_store.h"
#include "services/survey/loop/loop_rule_store.h"
#include "services/survey/questionnaires/flow.h"
#include "services/survey/questionnaires/version_store.h"

namespace mainstay::survey {
namespace {

struct RuleInForce {
  LoopRule rule;
  Condition condition;
};

std::vector<RuleInForce> RulesInForce(pg::Tx& tx, const Campaign& campaign,
                                      const QuestionnaireContent& content) {
  std::vector<LoopRule> enabled = ReadRulesInForce(tx, campaign.id);
  std::vector<RuleInForce> rules;
  if (enabled.empty()) return rules;
  const RuleTerms terms{DeclarationsOf(content), campaign.privacy == "confidential"};
  for (LoopRule& rule : enabled) {
    auto condition = ReadRuleCondition(rule.condition, terms);
    if (condition.ok()) rules.push_back({std::move(rule), *std::move(condition)});
  }
  return rules;
}

// That of a confidential response tells no time but the day: it would be found again.
LoopFiring FiringOf(const LoopRule& rule, const Response& response, bool confidential,
                    absl::Time now) {
  const absl::Time time = confidential ? DayOf(now) : now;
  return {.id = confidential ? api::RandomUuid() : api::NewUuid(now),
          .rule_id = rule.id,
          .campaign_id = rule.campaign_id,
          .response_id = response.id,
          .account_id = response.account_id,
          .contact_id = confidential ? "" : response.contact_id,
          .action = rule.action,
          .outcome = "",
          .fire_time = time,
          .state_time = time};
}

LoopCause CauseOf(const RuleInForce& rule, const Response& response, const Form& form,
                  const Campaign& campaign) {
  const bool confidential = campaign.privacy == "confidential";
  const auto asked = [&](const std::string& language) {
    return QuestionsAsked(rule.condition, form, response.answers, language, confidential);
  };
  return {.answered = response.submit_time,
          .confidential = confidential,
          .language = campaign.language,
          .zh = asked("zh"),
          .en = asked("en")};
}

// The responses that rules may fire for.
std::vector<const Response*> Eligible(pg::Tx& tx, const Campaign& campaign,
                                      absl::Span<const SubmittedResponse> responses) {
  std::vector<const Response*> eligible;
  std::vector<std::string> accounts;
  for (const SubmittedResponse& submitted : responses) {
    if (submitted.response->account_id.empty()) continue;
    eligible.push_back(submitted.response);
    accounts.push_back(submitted.response->account_id);
  }
  if (campaign.privacy != "confidential") return eligible;
  const auto answered = AccountsThatAnsweredWidely(tx, campaign.id, accounts, kLeastGroup);
  std::erase_if(eligible,
                [&](const Response* response) { return !answered.contains(response->account_id); });
  return eligible;
}

absl::Status Fire(pg::Tx& tx, const ResponsesOf& of, absl::Span<const SubmittedResponse> responses,
                  const history::WriteContext& context) {
  if (of.campaign.anonymous()) return absl::OkStatus();
  const Form& form = of.version.form;
  const auto rules = RulesInForce(tx, of.campaign, form.content);
  if (rules.empty()) return absl::OkStatus();
  const bool confidential = of.campaign.privacy == "confidential";
  std::vector<LoopFiring> firings;
  struct Fired {
    const RuleInForce* rule;
    const Response* response;
    size_t firing;
  };
  absl::flat_hash_map<std::string, Fired> fired;  // by the firing's id
  for (const Response* response : Eligible(tx, of.campaign, responses)) {
    for (const RuleInForce& in_force : rules) {
      if (!Holds(in_force.condition, form, response->facts, response->answers)) continue;
      firings.push_back(FiringOf(in_force.rule, *response, confidential, context.now));
      fired[firings.back().id] = {&in_force, response, firings.size() - 1};
    }
  }
  std::vector<events::OutboxEvent> facts;
  for (const std::string& id : InsertLoopFirings(tx, firings)) {
    const Fired& one = fired.at(id);
    facts.push_back(LoopFiredEvent(one.rule->rule, firings[one.firing],
                                   CauseOf(*one.rule, *one.response, form, of.campaign), context));
  }
  if (!facts.empty()) events::AppendAll(tx, facts);
  return absl::OkStatus();
}

}  // namespace

ResponseSequel LoopSequel() { return {.name = "loop", .prepare = {}, .follow = Fire}; }

}  // namespace mainstay::survey
