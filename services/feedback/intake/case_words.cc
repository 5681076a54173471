#include "services/feedback/intake/case_words.h"

#include "absl/strings/ascii.h"
#include "common/text/rules.h"
#include "services/feedback/cases/case_terms.h"

namespace mainstay::feedback {
namespace {

struct Known {
  CaseColumn column;
  std::string_view written, term;
};
constexpr Known kKnown[] = {
    {CaseColumn::kKind, "投诉", "complaint"},    {CaseColumn::kKind, "抱怨", "complaint"},
    {CaseColumn::kKind, "客诉", "complaint"},    {CaseColumn::kKind, "咨询", "question"},
    {CaseColumn::kKind, "建议", "suggestion"},   {CaseColumn::kKind, "表扬", "praise"},
    {CaseColumn::kChannel, "电话", "phone"},     {CaseColumn::kChannel, "邮件", "email"},
    {CaseColumn::kChannel, "e-mail", "email"},   {CaseColumn::kChannel, "网站", "web"},
    {CaseColumn::kChannel, "即时通讯", "chat"},  {CaseColumn::kChannel, "微信", "chat"},
    {CaseColumn::kChannel, "当面", "in_person"}, {CaseColumn::kChannel, "社交媒体", "social"},
    {CaseColumn::kChannel, "信函", "letter"},    {CaseColumn::kChannel, "问卷", "survey"},
    {CaseColumn::kSeverity, "轻微", "minor"},    {CaseColumn::kSeverity, "一般", "moderate"},
    {CaseColumn::kSeverity, "严重", "major"},    {CaseColumn::kSeverity, "特别严重", "critical"},
    {CaseColumn::kScope, "个别", "single"},      {CaseColumn::kScope, "多处", "several"},
    {CaseColumn::kScope, "普遍", "widespread"},
};

}  // namespace

absl::Span<const std::string_view> TermsOf(CaseColumn column) {
  switch (column) {
    case CaseColumn::kKind:
      return kCaseKinds;
    case CaseColumn::kChannel:
      return kCaseChannels;
    case CaseColumn::kSeverity:
      return kSeverities;
    case CaseColumn::kScope:
      return kCaseScopes;
    default:
      return {};
  }
}

std::string FoldWord(std::string_view text) { return absl::AsciiStrToLower(text::Trim(text)); }

std::string KnownTerm(CaseColumn column, std::string_view folded) {
  for (const Known& known : kKnown) {
    if (known.column == column && known.written == folded) return std::string(known.term);
  }
  return RankOf(folded, TermsOf(column)) ? std::string(folded) : "";
}

}  // namespace mainstay::feedback
