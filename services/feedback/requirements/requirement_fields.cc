// The table of a requirement's fields and their texts.
#include <string>
#include <string_view>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/feedback/requirements/requirement.h"

namespace mainstay::feedback {
namespace {

template <std::string Requirement::*member>
constexpr history::Field<Requirement> Text(std::string_view name) {
  return {name, [](const Requirement& r) { return r.*member; },
          [](Requirement& r, std::string_view value) { r.*member = std::string(value); }};
}

// One a line: user ids have no line breaks.
template <std::vector<std::string> Requirement::*member>
constexpr history::Field<Requirement> List(std::string_view name) {
  return {name, [](const Requirement& r) { return absl::StrJoin(r.*member, "\n"); },
          [](Requirement& r, std::string_view value) {
            r.*member = absl::StrSplit(std::string(value), '\n', absl::SkipEmpty());
          }};
}

template <auto Requirement::*member>
constexpr history::Field<Requirement> Number(std::string_view name) {
  return {name, [](const Requirement& r) { return absl::StrCat(r.*member); },
          [](Requirement& r, std::string_view value) {
            if (!absl::SimpleAtoi(value, &(r.*member))) r.*member = 0;
          }};
}

template <std::optional<absl::Time> Requirement::*member>
constexpr history::Field<Requirement> Time(std::string_view name) {
  return {
      name, [](const Requirement& r) { return r.*member ? history::VerbTime(*(r.*member)) : ""; },
      [](Requirement& r, std::string_view value) { r.*member = history::ParseVerbTime(value); }};
}

// Of another requirement, as its resource name.
template <std::string Requirement::*member>
constexpr history::Field<Requirement> Name(std::string_view name) {
  return {name,
          [](const Requirement& r) {
            return (r.*member).empty() ? "" : absl::StrCat("requirements/", r.*member);
          },
          [](Requirement& r, std::string_view value) {
            r.*member = std::string(value.substr(value.find('/') + 1));
          }};
}

std::string GetDueDate(const Requirement& r) {
  return r.due_date ? absl::FormatCivilTime(*r.due_date) : "";
}
void SetDueDate(Requirement& r, std::string_view value) {
  absl::CivilDay day;
  r.due_date.reset();
  if (absl::ParseCivilTime(value, &day)) r.due_date = day;
}

// Not the sales behind it when it was scored: everybody who sees the requirement reads its history.
// The first kWritten of them are what people change by Update.
constexpr history::Field<Requirement> kFields[] = {
    Text<&Requirement::title>("title"),
    Text<&Requirement::who>("who"),
    Text<&Requirement::what>("what"),
    Text<&Requirement::when>("when"),
    Text<&Requirement::where>("where"),
    Text<&Requirement::why>("why"),
    Text<&Requirement::how>("how"),
    Name<&Requirement::parent_id>("parent"),
    Text<&Requirement::responsible>("responsible"),
    Text<&Requirement::accountable>("accountable"),
    List<&Requirement::consulted>("consulted"),
    List<&Requirement::informed>("informed"),
    Number<&Requirement::urgency>("urgency"),
    Number<&Requirement::importance>("importance"),
    {"due_date", GetDueDate, SetDueDate},
    Text<&Requirement::kano_class>("kano_class"),
    Text<&Requirement::kano_source>("kano_source"),
    Text<&Requirement::state>("state"),
    Text<&Requirement::reject_reason>("reject_reason"),
    Name<&Requirement::merged_into>("merged_into"),
    Time<&Requirement::score_time>("score_time"),
    Number<&Requirement::scored_accounts>("scored_account_count"),
    Number<&Requirement::scored_value>("scored_value"),
    Time<&Requirement::deliver_time>("deliver_time"),
    Time<&Requirement::validate_time>("validate_time"),
};
constexpr size_t kWritten = 17;

}  // namespace

absl::Span<const history::Field<Requirement>> RequirementFields() {
  return absl::MakeConstSpan(kFields).subspan(0, kWritten);
}

absl::Span<const history::Field<Requirement>> RecordedRequirementFields() { return kFields; }

}  // namespace mainstay::feedback
