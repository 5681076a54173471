#include "services/feedback/cases/case_proto.h"

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/money.h"
#include "common/api/proto_time.h"
#include "common/status/status.h"

namespace mainstay::feedback {
namespace {

using google::protobuf::Timestamp;

void SetTime(const std::optional<absl::Time>& time, Timestamp* (v1::Case::*field)(),
             v1::Case& message) {
  if (time) *(message.*field)() = api::TimeToProto(*time);
}

}  // namespace

std::string CaseName(const Case& c) {
  return absl::StrCat("accounts/", c.account_id, "/cases/", c.id);
}

std::string RecurrenceOf(const Case& c) {
  if (c.recurrence_of.empty()) return "";
  return absl::StrCat("accounts/", c.account_id, "/cases/", c.recurrence_of);
}

v1::CaseState CaseStateToProto(std::string_view state) {
  return api::TextToEnum<v1::CaseState>(state, "CASE_STATE_");
}
v1::CaseKind CaseKindToProto(std::string_view kind) {
  return api::TextToEnum<v1::CaseKind>(kind, "CASE_KIND_");
}
v1::CaseSeverity CaseSeverityToProto(std::string_view severity) {
  return api::TextToEnum<v1::CaseSeverity>(severity, "CASE_SEVERITY_");
}
v1::CaseScope CaseScopeToProto(std::string_view scope) {
  return api::TextToEnum<v1::CaseScope>(scope, "CASE_SCOPE_");
}
v1::CaseChannel CaseChannelToProto(std::string_view channel) {
  return api::TextToEnum<v1::CaseChannel>(channel, "CASE_CHANNEL_");
}
v1::CaseClosure CaseClosureToProto(std::string_view closure) {
  return api::TextToEnum<v1::CaseClosure>(closure, "CASE_CLOSURE_");
}
v1::CaseEntryKind CaseEntryKindToProto(std::string_view kind) {
  return api::TextToEnum<v1::CaseEntryKind>(kind, "CASE_ENTRY_KIND_");
}

absl::StatusOr<Case> FromProto(const v1::Case& message) {
  Case c;
  ASSIGN_OR_RETURN(c.kind, api::EnumToText(message.kind(), "CASE_KIND_", "kind"));
  ASSIGN_OR_RETURN(c.channel, api::EnumToText(message.channel(), "CASE_CHANNEL_", "channel"));
  c.category = message.category();
  c.subject = message.subject();
  c.facts = message.facts();
  c.cause = message.cause();
  c.customer_position = message.customer_position();
  ASSIGN_OR_RETURN(c.severity, api::EnumToText(message.severity(), "CASE_SEVERITY_", "severity"));
  ASSIGN_OR_RETURN(c.scope, api::EnumToText(message.scope(), "CASE_SCOPE_", "scope"));
  c.contact = message.contact();
  c.products.assign(message.products().begin(), message.products().end());
  c.orders.assign(message.orders().begin(), message.orders().end());
  c.source = message.source();
  if (message.has_occur_time()) {
    ASSIGN_OR_RETURN(c.occur_time, api::TimeFromProto(message.occur_time(), "occur_time"));
  }
  if (message.has_receive_time()) {
    ASSIGN_OR_RETURN(c.receive_time, api::TimeFromProto(message.receive_time(), "receive_time"));
  }
  c.assignee = message.assignee();
  c.watchers.assign(message.watchers().begin(), message.watchers().end());
  ASSIGN_OR_RETURN(c.compensation, api::AmountFromProto(message.has_compensation(),
                                                        message.compensation(), "compensation"));
  c.compensation_note = message.compensation_note();
  return c;
}

absl::StatusOr<CaseCourse> FromProto(const v1::CaseCourse& message) {
  CaseCourse course;
  ASSIGN_OR_RETURN(course.state, api::EnumToText(message.state(), "CASE_STATE_", "state"));
  ASSIGN_OR_RETURN(course.closure, api::EnumToText(message.closure(), "CASE_CLOSURE_", "closure"));
  if (message.has_acknowledge_time()) {
    ASSIGN_OR_RETURN(course.acknowledge_time,
                     api::TimeFromProto(message.acknowledge_time(), "acknowledge_time"));
  }
  if (message.has_first_answer_time()) {
    ASSIGN_OR_RETURN(course.first_answer_time,
                     api::TimeFromProto(message.first_answer_time(), "first_answer_time"));
  }
  if (message.has_resolve_time()) {
    ASSIGN_OR_RETURN(course.resolve_time,
                     api::TimeFromProto(message.resolve_time(), "resolve_time"));
  }
  if (message.has_close_time()) {
    ASSIGN_OR_RETURN(course.close_time, api::TimeFromProto(message.close_time(), "close_time"));
  }
  course.resolution = message.resolution();
  course.confirmed_by = message.confirmed_by();
  return course;
}

v1::Case ToProto(const Case& c) {
  v1::Case message;
  message.set_name(CaseName(c));
  message.set_number(c.number);
  message.set_kind(CaseKindToProto(c.kind));
  message.set_channel(CaseChannelToProto(c.channel));
  message.set_category(c.category);
  message.set_subject(c.subject);
  message.set_facts(c.facts);
  message.set_cause(c.cause);
  message.set_customer_position(c.customer_position);
  message.set_severity(CaseSeverityToProto(c.severity));
  message.set_scope(CaseScopeToProto(c.scope));
  message.set_contact(c.contact);
  for (const std::string& product : c.products) message.add_products(product);
  for (const std::string& order : c.orders) message.add_orders(order);
  message.set_source(c.source);
  SetTime(c.occur_time, &v1::Case::mutable_occur_time, message);
  *message.mutable_receive_time() = api::TimeToProto(c.receive_time);
  message.set_assignee(c.assignee);
  for (const std::string& watcher : c.watchers) message.add_watchers(watcher);
  if (c.compensation.said()) {
    *message.mutable_compensation() = api::MoneyOf(c.compensation.decimal, c.compensation.currency);
  }
  message.set_compensation_note(c.compensation_note);
  message.set_state(CaseStateToProto(c.state));
  message.set_resolution(c.resolution);
  SetTime(c.acknowledge_time, &v1::Case::mutable_acknowledge_time, message);
  SetTime(c.first_answer_time, &v1::Case::mutable_first_answer_time, message);
  SetTime(c.resolve_time, &v1::Case::mutable_resolve_time, message);
  SetTime(c.close_time, &v1::Case::mutable_close_time, message);
  message.set_confirmed_by(c.confirmed_by);
  message.set_reopen_count(c.reopen_count);
  message.set_closure(CaseClosureToProto(c.closure));
  message.set_recurrence_of(RecurrenceOf(c));
  message.set_recurrence_count(c.recurrence_count);
  message.set_etag(api::EtagOf(c.version));
  *message.mutable_create_time() = api::TimeToProto(c.create_time);
  *message.mutable_update_time() = api::TimeToProto(c.update_time);
  return message;
}

v1::CaseEntry ToProto(const CaseEntry& entry, const std::string& case_name) {
  v1::CaseEntry message;
  message.set_name(absl::StrCat(case_name, "/entries/", entry.version));
  message.set_kind(CaseEntryKindToProto(entry.kind));
  message.set_verb(entry.verb);
  message.set_text(entry.text);
  message.set_contact(entry.contact);
  message.set_channel(CaseChannelToProto(entry.channel));
  message.set_author(entry.author);
  *message.mutable_create_time() = api::TimeToProto(entry.create_time);
  return message;
}

}  // namespace mainstay::feedback
