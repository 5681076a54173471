#include "services/feedback/closure/confirmation_form.h"

#include <vector>

#include "common/text/rules.h"
#include "common/web/form.h"

namespace mainstay::feedback {
namespace {

constexpr size_t kMostFields = 100;

}  // namespace

std::optional<ConfirmationForm> ParseConfirmationForm(std::string_view content_type,
                                                      std::string_view data) {
  const std::optional<std::vector<web::FormField>> fields =
      web::ParseForm(content_type, data, kMostFormBytes, kMostFields);
  if (!fields) return std::nullopt;
  std::string solved, comment;
  for (const web::FormField& field : *fields) {
    if (field.name == "solved") solved = field.value;
    if (field.name == "comment") comment = field.value;
  }
  if (solved != "yes" && solved != "no") return std::nullopt;
  return ConfirmationForm{solved == "yes", text::Trim(web::Cut(comment, kMostCommentCharacters))};
}

}  // namespace mainstay::feedback
