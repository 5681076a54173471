// A CSV file of cases: which column holds what, and what a record of it says.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/csv/csv_format.h"
#include "services/feedback/cases/case.h"

namespace mainstay::feedback {

// What a column can hold, in the order of the API's CaseColumns.
enum class CaseColumn {
  kAccount,
  kKind,
  kChannel,
  kCategory,
  kSeverity,
  kScope,
  kSubject,
  kFacts,
  kCause,
  kCustomerPosition,
  kContact,
  kProducts,
  kOccurTime,
  kReceiveTime,
  kAssignee,
  kExternalId,
};
inline constexpr size_t kCaseColumns = 16;

// Values by column; empty for columns that the file does not have.
using CaseValues = std::array<std::string, kCaseColumns>;

// A file as its sender describes it.
struct CaseFile {
  CaseValues columns;  // names in the header; all empty: the documented names
  // The account of every case, as a bare UUID; empty: a column says it.
  std::string account_id;
  // What is taken where a record says nothing, as terms (case_terms.h).
  std::string kind, channel, severity, scope;
  std::string category;  // likewise; a code or a name
  // What the file writes and which term it means: "kind:0=complaint".
  std::vector<std::string> words;
  std::string source;     // the system that the file comes from
  std::string time_zone;  // of times that name none
  csv::Format format;

  const std::string& column(CaseColumn c) const { return columns[static_cast<size_t>(c)]; }
};

// Puts the defaults in where nothing was said.
void Complete(CaseFile& file);
// INVALID_ARGUMENT names every field of a completed description that cannot be accepted.
absl::Status Validate(const CaseFile& file);

// Where the columns of a file stand: positions from 1 by CaseColumn; 0 for none.
struct CaseLayout {
  size_t width = 0;
  std::array<int, kCaseColumns> position = {};
};
// INVALID_ARGUMENT says what the header lacks or has twice. Without named columns those count whose
// names are the API's ("facts") or their Chinese ones (客户, 类型, 渠道, 类别, 严重程度, 影响范围,
// 主题, 事实经过, 原因, 客户立场, 联系人, 产品, 发生时间, 接收时间, 负责人, 外部编号).
absl::StatusOr<CaseLayout> LayOut(const CaseFile& file, const std::vector<std::string>& header);
// The values of a record that has as many fields as the header.
CaseValues ValuesOf(const CaseLayout& layout, const std::vector<std::string>& fields);

// The id of a record whose file names none: of what it says, so that the same file again brings the
// same ids. `nth`: how often the file has said the same so far, from 1: what several customers say
// alike are several cases.
std::string MadeExternalId(const CaseValues& values, int64_t nth);

// What a file writes in a column, folded, and the term that it means.
struct CaseWord {
  CaseColumn column;
  std::string written, term;
};

// Reads the records of one file.
class CaseReader {
 public:
  // `file` is valid and must outlive this.
  explicit CaseReader(const CaseFile& file);

  // The case that a record says, completed and valid but for what only the database can tell:
  // account_id is empty, a contact may be a bare id, and the category is as the file writes it.
  // INVALID_ARGUMENT names the fields ("kind", "products[0]") that cannot be accepted.
  absl::StatusOr<Case> Read(const CaseValues& values, absl::Time now) const;

 private:
  std::string Meaning(CaseColumn column, std::string_view text) const;

  const CaseFile& file_;
  std::vector<CaseWord> words_;
  absl::TimeZone zone_;
};

// What a case is about, of its facts: their first sentence or its first clauses, at most 60
// characters with what shows that more follows.
std::string SubjectOf(std::string_view facts);

}  // namespace mainstay::feedback
