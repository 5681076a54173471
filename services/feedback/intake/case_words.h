// What files write for the terms of cases, in English and Chinese, and how their headers name
// columns.
#pragma once

#include <string>
#include <string_view>

#include "absl/types/span.h"
#include "services/feedback/intake/case_file.h"

namespace mainstay::feedback {

struct ColumnName {
  std::string_view api, chinese;
};
// By CaseColumn.
inline constexpr ColumnName kColumnNames[kCaseColumns] = {
    {"account", "客户"},        {"kind", "类型"},
    {"channel", "渠道"},        {"category", "类别"},
    {"severity", "严重程度"},   {"scope", "影响范围"},
    {"subject", "主题"},        {"facts", "事实经过"},
    {"cause", "原因"},          {"customer_position", "客户立场"},
    {"contact", "联系人"},      {"products", "产品"},
    {"occur_time", "发生时间"}, {"receive_time", "接收时间"},
    {"assignee", "负责人"},     {"external_id", "外部编号"}};

// The columns whose values are terms.
inline constexpr CaseColumn kTermColumns[] = {CaseColumn::kKind, CaseColumn::kChannel,
                                              CaseColumn::kSeverity, CaseColumn::kScope};
// The terms of one of them; none of another column.
absl::Span<const std::string_view> TermsOf(CaseColumn column);

// A word as it is compared: without spaces around it, in lower case.
std::string FoldWord(std::string_view text);
// The term that a folded word means in a column for everybody: itself, or its Chinese name; empty
// when it means none.
std::string KnownTerm(CaseColumn column, std::string_view folded);

}  // namespace mainstay::feedback
