// Templates of steps in PostgreSQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/api/list.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/feedback/steps/step_template.h"

namespace mainstay::feedback {

inline constexpr history::ChangeTable kStepTemplateChanges =
    MAINSTAY_CHANGE_TABLE("step_template_changes", "template_id");

// Add and save a template with its steps.
void InsertStepTemplate(pg::Tx& tx, const StepTemplate& step_template);
void UpdateStepTemplate(pg::Tx& tx, const StepTemplate& step_template);

std::optional<StepTemplate> ReadStepTemplate(pg::Tx& tx, const std::string& template_id);
// The same, locked until the transaction ends.
std::optional<StepTemplate> LockStepTemplate(pg::Tx& tx, const std::string& template_id);
// Those in force, the oldest first, in one statement.
std::vector<StepTemplate> ActiveStepTemplates(pg::Tx& tx);

// What lists can be filtered and sorted by.
api::ListFields StepTemplateListFields();
api::Rows<StepTemplate> ListStepTemplates(pg::Tx& tx, const api::ListQuery& query);

}  // namespace mainstay::feedback
