// Questionnaires in PostgreSQL. Their versions are read by version_store.h.
#pragma once

#include <optional>
#include <string>

#include "absl/types/span.h"
#include "common/api/list.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/survey/questionnaires/questionnaire_record.h"

namespace mainstay::survey {

inline constexpr history::ChangeTable kQuestionnaireChanges =
    MAINSTAY_CHANGE_TABLE("questionnaire_changes", "questionnaire_id");

// Add and save a questionnaire.
void InsertQuestionnaire(pg::Tx& tx, const Questionnaire& questionnaire);
void UpdateQuestionnaire(pg::Tx& tx, const Questionnaire& questionnaire);
// Keeps its draft as the version that its published_version says.
void InsertVersion(pg::Tx& tx, const Questionnaire& questionnaire, const std::string& publisher,
                   const std::string& reason);

// A questionnaire, also a deleted one.
std::optional<Questionnaire> ReadQuestionnaire(pg::Tx& tx, const std::string& id);
// The same, locked until the transaction ends.
std::optional<Questionnaire> LockQuestionnaire(pg::Tx& tx, const std::string& id);

// What lists can be filtered and sorted by.
api::ListFields QuestionnaireListFields();
// Without their content.
api::Rows<Questionnaire> ListQuestionnaires(pg::Tx& tx, const api::ListQuery& query,
                                            bool show_deleted);

absl::Span<const api::Sort> VersionSorts();  // newest first
api::Rows<VersionEntry> ListVersions(pg::Tx& tx, const api::ListQuery& query,
                                     const std::string& questionnaire_id);

}  // namespace mainstay::survey
