// A questionnaire (问卷) as it is kept: the draft, and how far it has come. Domain code: no SQL, no
// proto.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/history/change.h"

namespace mainstay::survey {

struct Questionnaire {
  std::string id;       // bare UUID
  int64_t version = 1;  // counts its writes, from 1
  std::string display_name;
  std::string content = "{}";  // of the draft, as content_proto.h writes it
  int question_count = 0;
  std::string state = "draft";  // "draft", "published", "retired"
  int published_version = 0;    // 0 before the first
  bool draft_changed = true;    // against that version
  std::optional<absl::Time> publish_time;
  absl::Time create_time;
  absl::Time update_time;
  std::optional<absl::Time> delete_time;
};

// A version as lists show it.
struct VersionEntry {
  std::string questionnaire_id;  // bare UUID
  int number = 0;
  std::string publisher;  // user id
  std::string reason;
  absl::Time publish_time;
};

// Cuts the spaces around the name.
void Complete(Questionnaire& questionnaire);

// Checks what people write of it, the content aside; INVALID_ARGUMENT names all that cannot be
// accepted.
absl::Status Validate(const Questionnaire& questionnaire);

//   draft → :publish → published ⇄ :retire, :restore ⇄ retired
//   published → :publish → published, with the next version
//
// Each verb changes the questionnaire, or gives an error and leaves it: FAILED_PRECONDITION with
// reason WRONG_STATE from elsewhere, QUESTIONNAIRE_DELETED of a deleted one, NOTHING_TO_PUBLISH
// where the draft is what was published last.
absl::Status Publish(Questionnaire& questionnaire, absl::Time now);
absl::Status Retire(Questionnaire& questionnaire);
absl::Status Restore(Questionnaire& questionnaire);
// Only of a draft or a retired one; undeleting only of a deleted one.
absl::Status Delete(Questionnaire& questionnaire, absl::Time now);
absl::Status Undelete(Questionnaire& questionnaire);
// FAILED_PRECONDITION of a deleted one: it is undeleted before it is changed.
absl::Status CheckNotDeleted(const Questionnaire& questionnaire);

// Fields whose changes are kept by name, the content aside (content_proto.h tells its changes).
absl::Span<const history::Field<Questionnaire>> RecordedFields();

}  // namespace mainstay::survey
