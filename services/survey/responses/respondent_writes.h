// What respondents do with a link, by a program or in a browser. No error and no log line has the
// token.
#pragma once

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "services/survey/deps.h"
#include "services/survey/responses/sitting.h"

namespace mainstay::survey {

// How a form is asked for.
struct FormWish {
  std::string section;   // key; empty: where the respondent stopped
  std::string language;  // "zh", "en"; empty: as before
  std::string accept_language;
};

// The link and the form behind it, with part.section and part.language as they are shown now. One
// that is open is begun.
absl::StatusOr<Sitting> OpenSitting(const rpc::CallContext& call, const Deps& deps,
                                    const std::string& token, const FormWish& wish);

// Saves what `read` makes of the form: one section's answers, whatever is wrong with them, and
// submits by the last section's, which is one effect. Calls at once for an invitation wait for each
// other. INVALID_ARGUMENT on "answers" when there is too much.
struct SavedSection {
  Sitting sitting;
  bool merged = false;  // answers came from elsewhere too, and said otherwise
  // The first question that the answers opened in the section they are of; empty: none.
  std::string opened;
  // What is to be put right: of the section, or, when its answers were to submit, of the whole.
  std::vector<AnswerProblem> problems;
};
using ReadSection = absl::FunctionRef<absl::StatusOr<SectionAnswers>(const Form& form)>;
absl::StatusOr<SavedSection> SaveSection(const rpc::CallContext& call, const Deps& deps,
                                         const std::string& token, ReadSection read);

// Submits what was saved with `more` over it; one effect, however often and from however many
// windows. `sitting.state` is "answered" then, "open" when something is to be put right, and as it
// is otherwise.
struct Submission {
  Sitting sitting;
  std::vector<AnswerProblem> problems;
};
absl::StatusOr<Submission> Submit(const rpc::CallContext& call, const Deps& deps,
                                  const std::string& token, const FormWish& wish,
                                  const Answers& more);

}  // namespace mainstay::survey
