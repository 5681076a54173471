#include "services/feedback/requirements/requirement_proto.h"

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/money.h"
#include "common/api/proto_date.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"

namespace mainstay::feedback {
namespace {

v1::RequirementAsker ToProto(const RequirementAsker& asker) {
  v1::RequirementAsker message;
  message.set_name(AskerName(asker));
  message.set_account(absl::StrCat("accounts/", asker.account_id));
  message.set_source(asker.source);
  *message.mutable_say_time() = api::TimeToProto(asker.say_time);
  message.set_words(asker.words);
  message.set_author(asker.author);
  *message.mutable_create_time() = api::TimeToProto(asker.create_time);
  return message;
}

// What follows from who asks, and what was known when it was scored.
void SetFacts(const SeenRequirement& seen, v1::Requirement& message) {
  const RequirementFacts& facts = seen.facts;
  message.set_account_count(facts.accounts);
  message.set_value(facts.value);
  if (facts.sales.said()) {
    *message.mutable_sales() = api::MoneyOf(facts.sales.decimal, facts.sales.currency);
    if (facts.sales_start != absl::InfinitePast()) {
      *message.mutable_sales_start_time() = api::TimeToProto(facts.sales_start);
    }
    if (facts.sales_end != absl::InfiniteFuture()) {
      *message.mutable_sales_end_time() = api::TimeToProto(facts.sales_end);
    }
  }
  message.set_core_account_count(facts.core);
  message.set_potential_account_count(facts.potential);
  message.set_general_account_count(facts.general);
  for (const std::string& reason : facts.review_reasons) {
    message.add_review_reasons(
        api::TextToEnum<v1::RequirementReviewReason>(reason, "REQUIREMENT_REVIEW_REASON_"));
  }
  if (seen.requirement.score_time) {
    *message.mutable_score_time() = api::TimeToProto(*seen.requirement.score_time);
    message.set_scored_account_count(seen.requirement.scored_accounts);
    message.set_scored_value(seen.requirement.scored_value);
    const text::Amount& sales = seen.requirement.scored_sales;
    if (sales.said()) *message.mutable_scored_sales() = api::MoneyOf(sales.decimal, sales.currency);
  }
  for (const RequirementAsker& asker : seen.askers) *message.add_askers() = ToProto(asker);
}

}  // namespace

std::string RequirementName(const std::string& id) {
  return id.empty() ? "" : absl::StrCat("requirements/", id);
}

std::string RequirementReviewName(const std::string& id) {
  return absl::StrCat("requirementReviews/", id);
}

std::string AskerName(const RequirementAsker& asker) {
  return absl::StrCat("requirements/", asker.requirement_id, "/askers/", asker.id);
}

v1::RequirementState RequirementStateToProto(std::string_view state) {
  return api::TextToEnum<v1::RequirementState>(state, "REQUIREMENT_STATE_");
}

absl::StatusOr<Requirement> FromProto(const v1::Requirement& message) {
  Requirement r;
  r.title = message.title();
  r.who = message.who();
  r.what = message.what();
  r.when = message.when();
  r.where = message.where();
  r.why = message.why();
  r.how = message.how();
  if (!message.parent().empty()) {
    ASSIGN_OR_RETURN(const auto ids,
                     api::ParseName(message.parent(), kRequirementPattern, "parent"));
    r.parent_id = ids[0];
  }
  r.responsible = message.responsible();
  r.accountable = message.accountable();
  r.consulted.assign(message.consulted().begin(), message.consulted().end());
  r.informed.assign(message.informed().begin(), message.informed().end());
  r.urgency = message.urgency();
  r.importance = message.importance();
  if (message.has_due_date()) {
    ASSIGN_OR_RETURN(r.due_date, api::DayFromProto(message.due_date(), "due_date"));
  }
  ASSIGN_OR_RETURN(r.kano_class,
                   api::EnumToText(message.kano_class(), "KANO_CLASS_", "kano_class"));
  r.kano_source = message.kano_source();
  return r;
}

v1::Requirement ToProto(const SeenRequirement& seen) {
  const Requirement& r = seen.requirement;
  v1::Requirement message;
  message.set_name(RequirementName(r.id));
  message.set_title(r.title);
  message.set_who(r.who);
  message.set_what(r.what);
  message.set_when(r.when);
  message.set_where(r.where);
  message.set_why(r.why);
  message.set_how(r.how);
  message.set_parent(RequirementName(r.parent_id));
  message.set_state(RequirementStateToProto(r.state));
  message.set_reject_reason(r.reject_reason);
  message.set_responsible(r.responsible);
  message.set_accountable(r.accountable);
  for (const std::string& user : r.consulted) message.add_consulted(user);
  for (const std::string& user : r.informed) message.add_informed(user);
  message.set_urgency(r.urgency);
  message.set_importance(r.importance);
  message.set_quadrant(
      api::TextToEnum<v1::RequirementQuadrant>(QuadrantOf(r), "REQUIREMENT_QUADRANT_"));
  if (r.due_date) *message.mutable_due_date() = api::DayToProto(*r.due_date);
  message.set_kano_class(api::TextToEnum<v1::KanoClass>(r.kano_class, "KANO_CLASS_"));
  message.set_kano_source(r.kano_source);
  message.set_merged_into(RequirementName(r.merged_into));
  SetFacts(seen, message);
  if (r.deliver_time) *message.mutable_deliver_time() = api::TimeToProto(*r.deliver_time);
  if (r.validate_time) *message.mutable_validate_time() = api::TimeToProto(*r.validate_time);
  message.set_etag(api::EtagOf(r.version));
  *message.mutable_create_time() = api::TimeToProto(r.create_time);
  *message.mutable_update_time() = api::TimeToProto(r.update_time);
  return message;
}

absl::StatusOr<RequirementAsker> FromProto(const v1::RequirementAsker& message) {
  RequirementAsker asker;
  asker.source = message.source();
  if (message.has_say_time()) {
    ASSIGN_OR_RETURN(asker.say_time, api::TimeFromProto(message.say_time(), "say_time"));
  }
  asker.words = message.words();
  return asker;
}

absl::StatusOr<RequirementReview> FromProto(const v1::RequirementReview& message) {
  RequirementReview review;
  ASSIGN_OR_RETURN(review.date, api::DayFromProto(message.date(), "date"));
  review.attendees.assign(message.attendees().begin(), message.attendees().end());
  review.minutes = message.minutes();
  for (int i = 0; i < message.decisions_size(); ++i) {
    const v1::RequirementReview::Item& item = message.decisions(i);
    const std::string at = absl::StrCat("decisions[", i, "].");
    RequirementReviewItem one{.note = item.note()};
    ASSIGN_OR_RETURN(const auto ids,
                     api::ParseName(item.requirement(), kRequirementPattern, at + "requirement"));
    one.requirement_id = ids[0];
    ASSIGN_OR_RETURN(one.decision,
                     api::EnumToText(item.decision(), "REQUIREMENT_DECISION_", at + "decision"));
    review.items.push_back(std::move(one));
  }
  return review;
}

v1::RequirementReview ToProto(const RequirementReview& review) {
  v1::RequirementReview message;
  message.set_name(RequirementReviewName(review.id));
  *message.mutable_date() = api::DayToProto(review.date);
  for (const std::string& user : review.attendees) message.add_attendees(user);
  message.set_minutes(review.minutes);
  for (const RequirementReviewItem& item : review.items) {
    v1::RequirementReview::Item& one = *message.add_decisions();
    one.set_requirement(RequirementName(item.requirement_id));
    one.set_decision(
        api::TextToEnum<v1::RequirementDecision>(item.decision, "REQUIREMENT_DECISION_"));
    one.set_note(item.note);
    one.set_old_state(RequirementStateToProto(item.old_state));
    one.set_state(RequirementStateToProto(item.state));
  }
  message.set_author(review.author);
  *message.mutable_create_time() = api::TimeToProto(review.create_time);
  return message;
}

}  // namespace mainstay::feedback
