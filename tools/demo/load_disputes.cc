// What customers and we did not agree on, by each of the strategies, and what came of it.
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <mainstay/feedback/v1/case_service.pb.h>
#include <mainstay/feedback/v1/dispute_service.pb.h>

#include "absl/strings/str_cat.h"
#include "tools/demo/loads.h"
#include "tools/demo/vocabulary.h"

namespace mainstay::demo {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of the API

constexpr char kDisputes[] = "feedback/DisputeService/";

enum class Outcome { kOpen, kNegotiating, kEscalated, kSettled, kLost };

struct Row {
  const char *category, *subject, *demand;
  DisputeStrategy strategy;
  const char *note, *ours, *theirs;  // why that strategy; what each side gave; empty: nothing
  int64_t amount;                    // of ours, in CNY
  Outcome outcome;
  const char* result;
};
constexpr Row kRows[] = {
    {"delivery.late", "停线损失由谁承担", "按合同赔付一个班次的停线损失",
     DISPUTE_STRATEGY_COMPROMISE, "责任在承运商，双方各担一半", "承担一半停线损失", "放弃书面索赔",
     8600, Outcome::kSettled, "各承担一半，从下期货款中抵扣"},
    {"contract.breach", "培训延期的补偿", "免费增加一天培训", DISPUTE_STRATEGY_ACCOMMODATE,
     "承诺未兑现，直接让步", "免费增加一天培训", "", 4000, Outcome::kSettled,
     "两天培训加一天答疑，客户签字确认"},
    {"price.level", "要求全年降价百分之八", "与同行报价一致", DISPUTE_STRATEGY_INSIST,
     "价格已按年度框架给足折扣", "", "", 0, Outcome::kLost, "客户部分订单转给同行，关系维持"},
    {"product.defect", "划伤件的责任划分", "整批退换并承担运费", DISPUTE_STRATEGY_COLLABORATE,
     "一起查周转箱和装卸过程", "先行换货", "提供装卸录像", 2300, Outcome::kNegotiating, ""},
    {"product.tolerance", "超差件的检测方法", "以客户三坐标结果为准", DISPUTE_STRATEGY_COMPROMISE,
     "两边量具不同，送第三方检测", "承担第三方检测费", "", 1500, Outcome::kEscalated, ""},
    {"price.invoice", "跨年发票重开", "重开上一年度发票", DISPUTE_STRATEGY_POSTPONE,
     "等税务答复后再谈", "", "", 0, Outcome::kOpen, ""},
};

// Calls a write with a request id of its own content.
template <class Request>
absl::StatusOr<Dispute> Write(LoaderSession& session, const char* method, Request request) {
  request.set_request_id(RequestId(method, request));
  return session.Call<Dispute>(absl::StrCat(kDisputes, method), request);
}

absl::Status Concede(LoaderSession& session, const std::string& dispute, ConcessionParty party,
                     const char* text, int64_t amount) {
  ConcedeInDisputeRequest request;
  request.set_name(dispute);
  DisputeConcession& given = *request.mutable_concession();
  given.set_party(party);
  given.set_text(text);
  if (amount > 0) {
    given.mutable_amount()->set_currency_code(kCurrency);
    given.mutable_amount()->set_units(amount);
  }
  return Write(session, "ConcedeInDispute", request).status();
}

template <class Request>
absl::Status End(LoaderSession& session, const char* method, const std::string& dispute,
                 const char* result) {
  Request request;
  request.set_name(dispute);
  request.set_result(result);
  return Write(session, method, request).status();
}

// Takes it as far as it has come.
absl::Status GoOn(LoaderSession& session, const std::string& dispute, const Row& row) {
  if (row.outcome == Outcome::kOpen) return absl::OkStatus();
  NegotiateDisputeRequest negotiate;
  negotiate.set_name(dispute);
  RETURN_IF_ERROR(Write(session, "NegotiateDispute", negotiate).status());
  if (*row.ours != '\0') {
    RETURN_IF_ERROR(Concede(session, dispute, CONCESSION_PARTY_OURS, row.ours, row.amount));
  }
  if (*row.theirs != '\0') {
    RETURN_IF_ERROR(Concede(session, dispute, CONCESSION_PARTY_CUSTOMER, row.theirs, 0));
  }
  if (row.outcome == Outcome::kEscalated) {
    EscalateDisputeRequest escalate;
    escalate.set_name(dispute);
    escalate.set_lead(session.company.accounts[0].card.owner());
    escalate.set_reason("双方检测结果不一致，需要总监出面");
    return Write(session, "EscalateDispute", escalate).status();
  }
  if (row.outcome == Outcome::kSettled) {
    return End<SettleDisputeRequest>(session, "SettleDispute", dispute, row.result);
  }
  if (row.outcome == Outcome::kLost) {
    return End<LoseDisputeRequest>(session, "LoseDispute", dispute, row.result);
  }
  return absl::OkStatus();
}

// The newest case of the category; nothing when there is none.
absl::StatusOr<std::string> CaseOf(LoaderSession& session, const char* category) {
  ListCasesRequest list;
  list.set_parent("accounts/-");
  list.set_filter(absl::StrCat("kind = CASE_KIND_COMPLAINT AND category = \"", category, "\""));
  list.set_page_size(1);
  ASSIGN_OR_RETURN(const auto found,
                   session.Call<ListCasesResponse>("feedback/CaseService/ListCases", list));
  return found.cases_size() == 0 ? std::string() : found.cases(0).name();
}

}  // namespace

absl::Status LoadDisputes(LoaderSession& session) {
  ListDisputesRequest list;
  list.set_parent("accounts/-/cases/-");
  list.set_page_size(1000);
  ASSIGN_OR_RETURN(const auto found, session.Call<ListDisputesResponse>(
                                         absl::StrCat(kDisputes, "ListDisputes"), list));
  std::set<std::string, std::less<>> there;
  for (const Dispute& dispute : found.disputes()) there.insert(dispute.subject());
  for (const Row& row : kRows) {
    if (there.contains(std::string_view(row.subject))) continue;
    ASSIGN_OR_RETURN(const std::string about, CaseOf(session, row.category));
    if (about.empty()) continue;
    CreateDisputeRequest create;
    create.set_parent(about);
    Dispute& dispute = *create.mutable_dispute();
    dispute.set_subject(row.subject);
    dispute.set_demand(row.demand);
    dispute.set_strategy(row.strategy);
    dispute.set_strategy_note(row.note);
    dispute.set_lead(std::string(ServicePeople()[0]));
    dispute.add_team(std::string(TechnicalPeople()[0]));
    DisputeStep& step = *dispute.add_steps();
    step.set_text("与客户核对事实并形成纪要");
    step.set_owner(dispute.lead());
    step.set_done(row.outcome != Outcome::kOpen);
    ASSIGN_OR_RETURN(const Dispute made, Write(session, "CreateDispute", create));
    RETURN_IF_ERROR(GoOn(session, made.name(), row));
  }
  return absl::OkStatus();
}

}  // namespace mainstay::demo
