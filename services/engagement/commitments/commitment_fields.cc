// The table of a commitment's fields and their texts.
#include <string>
#include <string_view>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/engagement/commitments/commitment.h"

namespace mainstay::engagement {
namespace {

template <std::string Commitment::*member>
constexpr history::Field<Commitment> Text(std::string_view name) {
  return {name, [](const Commitment& c) { return c.*member; },
          [](Commitment& c, std::string_view value) { c.*member = std::string(value); }};
}

std::string GetDueTime(const Commitment& c) { return history::VerbTime(c.due_time); }
void SetDueTime(Commitment& c, std::string_view value) {
  c.due_time = history::ParseVerbTime(value).value_or(absl::InfinitePast());
}

std::string GetKeptTime(const Commitment& c) {
  return c.kept_time ? history::VerbTime(*c.kept_time) : "";
}
void SetKeptTime(Commitment& c, std::string_view value) {
  c.kept_time = history::ParseVerbTime(value);
}

// One a line: they have no line breaks.
std::string GetEvidence(const Commitment& c) { return absl::StrJoin(c.evidence_uris, "\n"); }
void SetEvidence(Commitment& c, std::string_view value) {
  c.evidence_uris = absl::StrSplit(std::string(value), '\n', absl::SkipEmpty());
}

// The first kWritten of them are what people change by Update.
constexpr history::Field<Commitment> kFields[] = {
    Text<&Commitment::subject>("subject"),
    Text<&Commitment::text>("text"),
    Text<&Commitment::party>("party"),
    Text<&Commitment::promiser>("promiser"),
    Text<&Commitment::beneficiary>("beneficiary"),
    Text<&Commitment::time_zone>("time_zone"),
    Text<&Commitment::source>("source"),
    {"due_time", GetDueTime, SetDueTime},
    Text<&Commitment::state>("state"),
    {"kept_time", GetKeptTime, SetKeptTime},
    Text<&Commitment::punctuality>("punctuality"),
    Text<&Commitment::proof>("proof"),
    {"evidence_uris", GetEvidence, SetEvidence},
    Text<&Commitment::close_reason>("close_reason"),
};
constexpr size_t kWritten = 7;

}  // namespace

absl::Span<const history::Field<Commitment>> CommitmentFields() {
  return absl::MakeConstSpan(kFields).subspan(0, kWritten);
}

absl::Span<const history::Field<Commitment>> RecordedCommitmentFields() { return kFields; }

}  // namespace mainstay::engagement
