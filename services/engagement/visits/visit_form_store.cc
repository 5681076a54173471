#include "services/engagement/visits/visit_form_store.h"

#include <pqxx/result>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/pg/statement.h"

namespace mainstay::engagement {
namespace {

constexpr pg::Statement kRead{"visit_form_read", R"sql(
SELECT version, keys, labels, labels_zh, types, choices, required::text[], create_time
FROM visit_forms WHERE kind = $1 AND version <= $2 ORDER BY version DESC LIMIT 1
)sql"};

constexpr pg::Statement kInsert{"visit_form_insert", R"sql(
INSERT INTO visit_forms (kind, version, keys, labels, labels_zh, types, choices, required, actor,
                         reason, create_time)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text[]::boolean[], $9, $10, $11)
)sql"};

}  // namespace

VisitForm ReadForm(pg::Tx& tx, const std::string& kind) { return ReadForm(tx, kind, INT64_MAX); }

VisitForm ReadForm(pg::Tx& tx, const std::string& kind, int64_t version) {
  VisitForm form{.kind = kind};
  const pqxx::result rows = tx.Run(kRead, kind, version);
  if (rows.empty()) return form;
  form.version = rows[0][0].as<int64_t>();
  std::vector<std::vector<std::string>> columns;
  for (pqxx::row::size_type i = 1; i <= 6; ++i) {
    columns.push_back(pg::ParseArray(rows[0][i].c_str()));
  }
  for (size_t i = 0; i < columns[0].size(); ++i) {
    form.fields.push_back({.key = columns[0][i],
                           .label = columns[1][i],
                           .label_zh = columns[2][i],
                           .type = columns[3][i],
                           .choices = absl::StrSplit(columns[4][i], '\n', absl::SkipEmpty()),
                           .required = columns[5][i] == "true"});
  }
  form.update_time = pg::ParseTime(rows[0][7].c_str());
  return form;
}

void InsertForm(pg::Tx& tx, const VisitForm& form, const std::string& actor,
                const std::string& reason) {
  std::vector<std::string> keys, labels, labels_zh, types, choices, required;
  for (const FormField& field : form.fields) {
    keys.push_back(field.key);
    labels.push_back(field.label);
    labels_zh.push_back(field.label_zh);
    types.push_back(field.type);
    choices.push_back(absl::StrJoin(field.choices, "\n"));
    required.push_back(field.required ? "true" : "false");
  }
  tx.Run(kInsert, form.kind, form.version, keys, labels, labels_zh, types, choices, required, actor,
         reason, form.update_time);
}

}  // namespace mainstay::engagement
