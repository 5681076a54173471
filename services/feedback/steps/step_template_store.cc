#include "services/feedback/steps/step_template_store.h"

#include <pqxx/result>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/pg/statement.h"

namespace mainstay::feedback {
namespace {

constexpr pg::Statement kInsert{"step_template_insert", R"sql(
INSERT INTO step_templates (template_id, version, display_name, category, calendar, disabled,
  update_time, create_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
)sql"};
constexpr pg::Statement kUpdate{"step_template_update", R"sql(
UPDATE step_templates SET version = $2, display_name = $3, category = $4, calendar = $5,
  disabled = $6, update_time = $7 WHERE template_id = $1
)sql"};
constexpr pg::Statement kClear{"step_template_clear",
                               "DELETE FROM step_template_steps WHERE template_id = $1"};
constexpr pg::Statement kFill{"step_template_fill", R"sql(
INSERT INTO step_template_steps (template_id, position, title, department, owner_role, owner,
  due_minutes, optional, sort_order)
SELECT $1::uuid, position - 1, title, department, owner_role, owner, due_minutes, optional,
  sort_order
FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::bool[], $8::int[])
  WITH ORDINALITY
  s (title, department, owner_role, owner, due_minutes, optional, sort_order, position)
)sql"};

// The steps come as an array of each column, in order.
#define MAINSTAY_STEP_COLUMN(column) \
  "(SELECT array_agg(s." column      \
  " ORDER BY s.position) FROM step_template_steps s WHERE s.template_id = t.template_id)"
#define MAINSTAY_TEMPLATE_COLUMNS \
  "t.template_id, t.version, t.display_name, t.category, t.calendar, t.disabled, "           \
  "t.create_time, t.update_time, " MAINSTAY_STEP_COLUMN("title") ", " MAINSTAY_STEP_COLUMN(  \
      "department") ", " MAINSTAY_STEP_COLUMN("owner_role") ", " MAINSTAY_STEP_COLUMN("owner") \
  ", " MAINSTAY_STEP_COLUMN("due_minutes") ", " MAINSTAY_STEP_COLUMN("optional") ", "        \
  MAINSTAY_STEP_COLUMN("sort_order")
#define MAINSTAY_TEMPLATE_READ "SELECT " MAINSTAY_TEMPLATE_COLUMNS " FROM step_templates t WHERE "

constexpr pg::Statement kRead{"step_template_read", MAINSTAY_TEMPLATE_READ "t.template_id = $1"};
constexpr pg::Statement kLock{"step_template_lock",
                              MAINSTAY_TEMPLATE_READ "t.template_id = $1 FOR UPDATE"};
constexpr pg::Statement kActive{"step_template_active", MAINSTAY_TEMPLATE_READ
                                "NOT t.disabled ORDER BY t.create_time, t.template_id"};

int NumberOf(const std::string& text) {
  int number = 0;
  return absl::SimpleAtoi(text, &number) ? number : 0;
}

StepTemplate FromRow(const pqxx::row& row) {
  StepTemplate t;
  t.id = row[0].c_str();
  t.version = row[1].as<int64_t>();
  t.display_name = row[2].c_str();
  t.category = row[3].c_str();
  t.calendar = row[4].c_str();
  t.disabled = row[5].as<bool>();
  t.create_time = pg::ParseTime(row[6].c_str());
  t.update_time = pg::ParseTime(row[7].c_str());
  const auto titles = pg::ParseArray(row[8].c_str()), departments = pg::ParseArray(row[9].c_str()),
             roles = pg::ParseArray(row[10].c_str()), owners = pg::ParseArray(row[11].c_str()),
             minutes = pg::ParseArray(row[12].c_str()), optional = pg::ParseArray(row[13].c_str()),
             orders = pg::ParseArray(row[14].c_str());
  for (size_t i = 0; i < titles.size(); ++i) {
    t.steps.push_back({.title = titles[i],
                       .department = departments[i],
                       .owner_role = roles[i],
                       .owner = owners[i],
                       .due_minutes = NumberOf(minutes[i]),
                       .optional = optional[i] == "t",
                       .order = NumberOf(orders[i])});
  }
  return t;
}

void FillSteps(pg::Tx& tx, const StepTemplate& t) {
  std::vector<std::string> titles, departments, roles, owners, optional;
  std::vector<int64_t> minutes, orders;
  for (const TemplateStep& step : t.steps) {
    titles.push_back(step.title);
    departments.push_back(step.department);
    roles.push_back(step.owner_role);
    owners.push_back(step.owner);
    minutes.push_back(step.due_minutes);
    optional.push_back(step.optional ? "t" : "f");
    orders.push_back(step.order);
  }
  tx.Run(kFill, t.id, titles, departments, roles, owners, minutes, optional, orders);
}

std::optional<StepTemplate> First(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  return FromRow(rows[0]);
}

}  // namespace

void InsertStepTemplate(pg::Tx& tx, const StepTemplate& t) {
  tx.Run(kInsert, t.id, t.version, t.display_name, t.category, t.calendar, t.disabled,
         t.update_time, t.create_time);
  FillSteps(tx, t);
}

void UpdateStepTemplate(pg::Tx& tx, const StepTemplate& t) {
  tx.Run(kUpdate, t.id, t.version, t.display_name, t.category, t.calendar, t.disabled,
         t.update_time);
  tx.Run(kClear, t.id);
  FillSteps(tx, t);
}

std::optional<StepTemplate> ReadStepTemplate(pg::Tx& tx, const std::string& template_id) {
  return First(tx.Run(kRead, template_id));
}

std::optional<StepTemplate> LockStepTemplate(pg::Tx& tx, const std::string& template_id) {
  return First(tx.Run(kLock, template_id));
}

std::vector<StepTemplate> ActiveStepTemplates(pg::Tx& tx) {
  std::vector<StepTemplate> templates;
  for (const auto& row : tx.Run(kActive)) templates.push_back(FromRow(row));
  return templates;
}

api::ListFields StepTemplateListFields() {
  using enum api::FilterType;
  static const auto& filters = *new std::vector<api::FilterField>{
      {"display_name", "t.display_name", kText}, {"category", "t.category", kText},
      {"disabled", "t.disabled", kBool},         {"create_time", "t.create_time", kTime},
      {"update_time", "t.update_time", kTime},
  };
  static constexpr api::Sort kSorts[] = {
      {"display_name", false, "t.display_name COLLATE \"C\"", "text"},
      {"update_time", true, "t.update_time", "timestamptz"},
  };
  return {filters, kSorts};
}

api::Rows<StepTemplate> ListStepTemplates(pg::Tx& tx, const api::ListQuery& query) {
  api::ListParams params(query);
  std::string sql =
      absl::StrCat("SELECT " MAINSTAY_TEMPLATE_COLUMNS, api::KeyColumns(query, "t.template_id"),
                   " FROM step_templates t WHERE ", query.filter.where);
  absl::StrAppend(&sql, api::KeysetEnd(query, "t.template_id", params));
  return api::ReadRows(tx.Exec(sql, params.values()), query, FromRow);
}

}  // namespace mainstay::feedback
