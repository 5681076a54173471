// The table of a case's fields and their texts.
#include <string>
#include <string_view>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/feedback/cases/case.h"

namespace mainstay::feedback {
namespace {

template <std::string Case::*member>
constexpr history::Field<Case> Text(std::string_view name) {
  return {name, [](const Case& c) { return c.*member; },
          [](Case& c, std::string_view value) { c.*member = std::string(value); }};
}

// One a line: they have no line breaks.
template <std::vector<std::string> Case::*member>
constexpr history::Field<Case> List(std::string_view name) {
  return {name, [](const Case& c) { return absl::StrJoin(c.*member, "\n"); },
          [](Case& c, std::string_view value) {
            c.*member = absl::StrSplit(std::string(value), '\n', absl::SkipEmpty());
          }};
}

template <std::optional<absl::Time> Case::*member>
constexpr history::Field<Case> Time(std::string_view name) {
  return {name, [](const Case& c) { return c.*member ? history::VerbTime(*(c.*member)) : ""; },
          [](Case& c, std::string_view value) { c.*member = history::ParseVerbTime(value); }};
}

std::string GetReceiveTime(const Case& c) { return history::VerbTime(c.receive_time); }
void SetReceiveTime(Case& c, std::string_view value) {
  c.receive_time = history::ParseVerbTime(value).value_or(absl::InfinitePast());
}
std::string GetCompensation(const Case& c) { return text::ToText(c.compensation); }
void SetCompensation(Case& c, std::string_view value) { c.compensation = text::ParseAmount(value); }

// The first kWritten of them are what people change by Update.
constexpr history::Field<Case> kFields[] = {
    Text<&Case::kind>("kind"),
    Text<&Case::channel>("channel"),
    Text<&Case::category>("category"),
    Text<&Case::subject>("subject"),
    Text<&Case::facts>("facts"),
    Text<&Case::cause>("cause"),
    Text<&Case::customer_position>("customer_position"),
    Text<&Case::severity>("severity"),
    Text<&Case::scope>("scope"),
    Text<&Case::contact>("contact"),
    List<&Case::products>("products"),
    List<&Case::orders>("orders"),
    Text<&Case::source>("source"),
    Time<&Case::occur_time>("occur_time"),
    {"receive_time", GetReceiveTime, SetReceiveTime},
    List<&Case::watchers>("watchers"),
    {"compensation", GetCompensation, SetCompensation},
    Text<&Case::compensation_note>("compensation_note"),
    Text<&Case::assignee>("assignee"),
    Text<&Case::state>("state"),
    Text<&Case::resolution>("resolution"),
    Time<&Case::acknowledge_time>("acknowledge_time"),
    Time<&Case::first_answer_time>("first_answer_time"),
    Time<&Case::resolve_time>("resolve_time"),
    Time<&Case::close_time>("close_time"),
    Text<&Case::confirmed_by>("confirmed_by"),
    Text<&Case::closure>("closure"),
    Text<&Case::recurrence_of>("recurrence_of"),
};
constexpr size_t kWritten = 18;

}  // namespace

absl::Span<const history::Field<Case>> CaseFields() {
  return absl::MakeConstSpan(kFields).subspan(0, kWritten);
}

absl::Span<const history::Field<Case>> RecordedCaseFields() { return kFields; }

}  // namespace mainstay::feedback
