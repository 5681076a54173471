#include "services/engagement/frequency/frequency_service.h"

#include <mainstay/engagement/v1/frequency_service.pb.h>

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/enum_text.h"
#include "common/api/page.h"
#include "common/api/proto_date.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/calendar/china.h"
#include "common/directory/account_access.h"
#include "common/status/status.h"
#include "services/engagement/cadence/cadence_rule_store.h"
#include "services/engagement/frequency/frequency_store.h"

namespace mainstay::engagement {
namespace {

constexpr int kDefaultDays = 90, kMostDays = 732;
constexpr int kMostAccounts = 1000;

v1::ContactFrequency ToProto(const ContactFrequency& frequency) {
  const AccountContact& account = frequency.account;
  const ContactCounts& counts = frequency.counts;
  v1::ContactFrequency message;
  message.set_account(absl::StrCat("accounts/", account.account_id));
  message.set_account_display_name(counts.display_name);
  message.set_owner(counts.owner);
  message.set_tier(api::TextToEnum<v1::CadenceTier>(account.tier.empty() ? "none" : account.tier,
                                                    "CADENCE_TIER_"));
  message.set_required_every_days(frequency.required_every_days);
  message.set_required_count(frequency.required);
  message.set_visit_count(counts.visits);
  message.set_communication_count(counts.communications);
  if (account.last_contact) {
    *message.mutable_last_contact_time() = api::TimeToProto(*account.last_contact);
  }
  if (frequency.due) *message.mutable_due_date() = api::DayToProto(*frequency.due);
  message.set_days_late(frequency.days_late);
  message.set_ladder_step(static_cast<v1::LadderStep>(counts.step));
  message.set_contact_budget(frequency.budget);
  message.set_budget_used(counts.quarter);
  return message;
}

// Midnight of the day in China.
absl::Time StartOf(absl::CivilDay day) { return absl::FromCivil(day, calendar::ChinaTime()); }

struct Asked {
  absl::CivilDay first, last;  // the period, both included
};

absl::StatusOr<Asked> PeriodOf(const v1::ListContactFrequenciesRequest& request,
                               absl::CivilDay today) {
  Asked asked{.last = today};
  if (request.has_end_date()) {
    ASSIGN_OR_RETURN(asked.last, api::DayFromProto(request.end_date(), "end_date"));
  }
  asked.first = asked.last - (kDefaultDays - 1);
  if (request.has_start_date()) {
    ASSIGN_OR_RETURN(asked.first, api::DayFromProto(request.start_date(), "start_date"));
  }
  if (asked.first > asked.last)
    return status::BadField("end_date", "must not be before start_date");
  if (asked.last - asked.first >= kMostDays) {
    return status::BadField("start_date",
                            absl::StrCat("the period has at most ", kMostDays, " days"));
  }
  return asked;
}

Period QuarterOf(absl::CivilDay day) {
  const absl::CivilMonth first(day.year(), (day.month() - 1) / 3 * 3 + 1);
  return {StartOf(absl::CivilDay(first)), StartOf(absl::CivilDay(first + 3))};
}

// Whether `frequency` comes after the last of the page before: its days late, and its account.
bool IsAfter(const ContactFrequency& frequency, const std::vector<std::string>& after) {
  int days_late = 0;
  if (after.empty() || !absl::SimpleAtoi(after[0], &days_late)) return true;
  if (frequency.days_late != days_late) return frequency.days_late < days_late;
  return frequency.account.account_id > after[1];
}

// Counts what there is of the accounts of a page.
void Count(pg::Tx& tx, const Period& period, const Period& quarter,
           std::vector<ContactFrequency>& page) {
  std::vector<std::string> account_ids;
  for (const ContactFrequency& one : page) account_ids.push_back(one.account.account_id);
  std::vector<ContactCounts> counts = ReadContactCounts(tx, account_ids, period, quarter);
  for (size_t i = 0; i < counts.size(); ++i) page[i].counts = std::move(counts[i]);
}

absl::StatusOr<v1::ListContactFrequenciesResponse> List(
    rpc::CallContext& call, const Deps& deps, const v1::ListContactFrequenciesRequest& request) {
  const absl::CivilDay today = ContactDay(call.now());
  ASSIGN_OR_RETURN(const Asked asked, PeriodOf(request, today));
  ASSIGN_OR_RETURN(const std::string account_id,
                   AccountOfParent(call, *deps.directory, request.parent()));
  ASSIGN_OR_RETURN(const int page_size, api::PageSize(request.page_size()));
  v1::ListContactFrequenciesRequest bound = request;
  bound.clear_page_size();
  bound.clear_page_token();
  const std::string binding = absl::StrJoin(
      {std::string(call.method()), bound.SerializeAsString(), call.scope().user().value_or("")},
      "\n");
  ASSIGN_OR_RETURN(const auto after, deps.page_tokens->Parse(binding, request.page_token()));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListContactFrequenciesResponse> {
        const std::vector<CadenceRule> rules = ActiveRules(tx);
        const RuleIndex index(rules);
        const auto days = static_cast<int>(asked.last - asked.first + 1);
        v1::ListContactFrequenciesResponse response;
        std::vector<ContactFrequency> frequencies;
        for (AccountContact& account :
             ReadAccountContacts(tx, account_id, request.owner(), call.scope())) {
          ContactFrequency one = FrequencyOf(std::move(account), index, days, today);
          response.set_account_count(response.account_count() + 1);
          if (one.days_late > 0) response.set_neglected_count(response.neglected_count() + 1);
          if (one.days_late == 0 && request.neglected_only()) continue;
          if (IsAfter(one, after)) frequencies.push_back(std::move(one));
        }
        if (KeepLatest(frequencies, static_cast<size_t>(page_size))) {
          const ContactFrequency& last = frequencies.back();
          response.set_next_page_token(deps.page_tokens->Make(
              binding, {absl::StrCat(last.days_late), last.account.account_id}));
        }
        Count(tx, {StartOf(asked.first), StartOf(asked.last + 1)}, QuarterOf(today), frequencies);
        for (const ContactFrequency& one : frequencies) {
          *response.add_contact_frequencies() = ToProto(one);
        }
        return response;
      });
}

absl::StatusOr<v1::BatchGetContactBudgetsResponse> BatchGetBudgets(
    rpc::CallContext& call, const v1::BatchGetContactBudgetsRequest& request) {
  if (request.accounts().empty() || request.accounts_size() > kMostAccounts) {
    return status::BadField("accounts", absl::StrCat("say 1 to ", kMostAccounts, " accounts"));
  }
  std::vector<std::string> account_ids;
  for (int i = 0; i < request.accounts_size(); ++i) {
    ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.accounts(i), "accounts/*",
                                                    absl::StrCat("accounts[", i, "]")));
    account_ids.push_back(ids[0]);
  }
  const Period quarter = QuarterOf(ContactDay(call.now()));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::BatchGetContactBudgetsResponse> {
        const std::vector<CadenceRule> rules = ActiveRules(tx);
        const RuleIndex index(rules);
        const std::vector<AskedAccount> asked = ReadAskedAccounts(tx, account_ids, call.scope());
        std::vector<std::string> survivors;
        for (const AskedAccount& account : asked) survivors.push_back(account.account_id);
        const auto counts = ReadContactCounts(tx, survivors, quarter, quarter);
        v1::BatchGetContactBudgetsResponse response;
        for (size_t i = 0; i < asked.size(); ++i) {
          v1::ContactBudget& budget = *response.add_contact_budgets();
          const auto limit = index.ContactBudget(asked[i].tier, asked[i].account_id);
          budget.set_account(absl::StrCat("accounts/", asked[i].asked_id));
          budget.set_contact_budget(limit.value_or(0));
          budget.set_budget_used(counts[i].quarter);
          budget.set_used_up(limit.has_value() && counts[i].quarter >= *limit);
        }
        return response;
      });
}

}  // namespace

void RegisterFrequencyService(rpc::Router& router, const Deps& deps) {
  router.Unary("mainstay.engagement.v1.FrequencyService/ListContactFrequencies", deps, List);
  router.Unary("mainstay.engagement.v1.FrequencyService/BatchGetContactBudgets", BatchGetBudgets);
}

}  // namespace mainstay::engagement
