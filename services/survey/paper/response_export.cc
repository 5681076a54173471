#include "services/survey/paper/response_export.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/csv/csv_cell.h"
#include "common/csv/csv_splitter.h"
#include "services/survey/paper/answer_cell.h"

namespace mainstay::survey {
namespace {

std::string TimeCell(const std::optional<absl::Time>& time) {
  return time ? absl::FormatTime(absl::RFC3339_full, *time, absl::UTCTimeZone()) : "";
}

std::string NameCell(std::string_view collection, const std::string& id) {
  return id.empty() ? "" : absl::StrCat(collection, id);
}

std::string Line(const std::vector<std::string>& cells) {
  return absl::StrCat(absl::StrJoin(cells, ",",
                                    [](std::string* out, const std::string& cell) {
                                      absl::StrAppend(out, csv::Cell(cell));
                                    }),
                      "\n");
}

}  // namespace

ResponseExport::ResponseExport(const QuestionnaireContent& content) : parts_(PartsOf(content)) {}

std::string ResponseExport::Header() const {
  std::vector<std::string> cells = {"response",    "external_id",      "account",  "contact",
                                    "wave",        "channel",          "language", "start_time",
                                    "submit_time", "duration_seconds", "flags"};
  for (const AnswerPart& part : parts_) cells.push_back(part.name());
  // By the mark spreadsheets know that it is UTF-8; imports skip it.
  return absl::StrCat(csv::kByteOrderMark, survey::Line(cells));
}

std::string ResponseExport::Line(const Response& response) const {
  const std::string account = NameCell("accounts/", response.account_id);
  std::vector<std::string> cells = {
      absl::StrCat("campaigns/", response.campaign_id, "/responses/", response.id),
      csv::FormulaSafe(response.external_id), account,
      account.empty() ? "" : NameCell(absl::StrCat(account, "/contacts/"), response.contact_id),
      // Who may not know how it came may not know the wave either (Mask).
      response.channel.empty() ? "" : absl::StrCat(response.wave), response.channel,
      response.language, TimeCell(response.start_time), TimeCell(response.submit_time),
      response.duration_seconds ? NumberText(*response.duration_seconds) : "",
      absl::StrJoin(response.flags, ";")};
  for (const AnswerPart& part : parts_) {
    const auto answer = response.answers.find(part.question->key);
    cells.push_back(answer == response.answers.end() ? "" : CellOf(part, answer->second));
  }
  return survey::Line(cells);
}

}  // namespace mainstay::survey
