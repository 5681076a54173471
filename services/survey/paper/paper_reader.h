// The records of a file of filled-in questionnaires: which column holds what, and what a record
// says.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/status/status.h"
#include "services/survey/paper/answer_cell.h"
#include "services/survey/paper/answer_name.h"
#include "services/survey/paper/paper_file.h"
#include "services/survey/responses/response.h"

namespace mainstay::survey {

// Where a part of an answer stands.
struct AnswerColumn {
  AnswerPart part;
  size_t position = 0;  // from 0
};

// Where the columns of a file stand.
struct PaperLayout {
  std::array<int, kPaperColumns> position = {};  // by PaperColumn, from 1; 0: the file has none
  std::vector<AnswerColumn> answers;             // at least one; each part once
};

// OK when every word is of a question that `content` has; INVALID_ARGUMENT names the others.
absl::Status CheckWords(const PaperFile& file, const QuestionnaireContent& content);

// INVALID_ARGUMENT says what the header lacks or has twice, and what is no name of an answer.
// Pointers of the layout are into `content`.
absl::StatusOr<PaperLayout> LayOut(const PaperFile& file, const QuestionnaireContent& content,
                                   const std::vector<std::string>& header);

// A record as it reads.
struct PaperRecord {
  std::string account, contact;  // as the file writes them
  std::string exported;          // the response that it was exported from; empty: none
  // Language, wave, times, external id and answers are set, and the channel.
  Response response;
};

class PaperReader {
 public:
  // `file` is valid; both outlive this.
  PaperReader(const PaperFile& file, const PaperLayout& layout);

  // What the record says; its fields are as many as the header's. INVALID_ARGUMENT names the
  // columns ("wave", "answers.service.speed") that say nothing that could be meant. Whether the
  // answers can be taken is not looked at.
  absl::StatusOr<PaperRecord> Read(const std::vector<std::string>& fields, absl::Time now) const;

  // The external id of a record; where the file names none, the response that it was exported from,
  // or one made of what the record says, so that the same file again brings the same ids. To be
  // asked of every readable record, in order: what respondents say alike are several responses.
  std::string ExternalId(const std::vector<std::string>& fields);

 private:
  const std::string& Value(const std::vector<std::string>& fields, PaperColumn column) const;
  void ReadTimes(const std::vector<std::string>& fields, absl::Time now, Response& response,
                 std::vector<status::FieldViolation>& violations) const;

  const PaperFile& file_;
  const PaperLayout& layout_;
  const CellReader cells_;
  absl::TimeZone zone_;
  absl::flat_hash_map<std::string, int64_t> times_;  // that a made id came up
};

}  // namespace mainstay::survey
