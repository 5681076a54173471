#include "services/accounts/profile/attribute_schema_store.h"

#include <utility>

#include "absl/time/clock.h"

namespace mainstay::accounts {
namespace {

constexpr absl::Duration kMaxAge = absl::Seconds(5);

// One row at least: the version, with each declaration beside it.
constexpr pg::Statement kRead{"attribute_schema_read", R"sql(
SELECT s.version, s.update_time, d.key, d.label, d.type, d.required, d.choices
FROM attribute_schema s LEFT JOIN attribute_declarations d ON true
ORDER BY d.position
)sql"};

constexpr pg::Statement kLock{"attribute_schema_lock",
                              "SELECT version, update_time FROM attribute_schema FOR UPDATE"};

constexpr pg::Statement kWriteVersion{
    "attribute_schema_write_version",
    "UPDATE attribute_schema SET version = $1::bigint, update_time = $2::timestamptz"};

constexpr pg::Statement kClear{"attribute_schema_clear", "DELETE FROM attribute_declarations"};

constexpr pg::Statement kWrite{"attribute_schema_write", R"sql(
INSERT INTO attribute_declarations (key, position, label, type, required, choices)
SELECT d.key, d.position, d.label, d.type, d.required, d.choices::text[]
FROM unnest($1::text[], $2::text[], $3::text[], $4::boolean[], $5::text[]) WITH ORDINALITY
  AS d (key, label, type, required, choices, position)
)sql"};

constexpr pg::Statement kRecord{"attribute_schema_record", R"sql(
INSERT INTO attribute_schema_changes (version, actor, reason, change_time, declarations)
SELECT $1::bigint, $2, $3, $4::timestamptz, coalesce(jsonb_agg(d ORDER BY d.position), '[]')
FROM attribute_declarations d
)sql"};

}  // namespace

AttributeSchema ReadSchema(pg::Tx& tx) {
  AttributeSchema schema;
  for (const auto& row : tx.Run(kRead)) {
    schema.version = row[0].as<int64_t>();
    schema.update_time = pg::ParseTime(row[1].c_str());
    if (row[2].is_null()) continue;
    schema.attributes.push_back({row[2].c_str(), row[3].c_str(), row[4].c_str(), row[5].as<bool>(),
                                 pg::ParseArray(row[6].c_str())});
  }
  return schema;
}

SchemaVersion LockSchema(pg::Tx& tx) {
  const pqxx::result rows = tx.Run(kLock);
  return {rows[0][0].as<int64_t>(), pg::ParseTime(rows[0][1].c_str())};
}

void WriteSchema(pg::Tx& tx, const AttributeSchema& schema, const history::WriteContext& context) {
  tx.Run(kWriteVersion, schema.version, schema.update_time);
  tx.Run(kClear);
  std::vector<std::string> keys, labels, types, required, choices;
  for (const AttributeDeclaration& declared : schema.attributes) {
    keys.push_back(declared.key);
    labels.push_back(declared.label);
    types.push_back(declared.type);
    required.push_back(declared.required ? "t" : "f");
    choices.push_back(*pg::ToParam(declared.choices));
  }
  tx.Run(kWrite, keys, labels, types, required, choices);
  tx.Run(kRecord, schema.version, context.actor, context.reason, schema.update_time);
}

absl::StatusOr<std::shared_ptr<const AttributeSchema>> AttributeSchemaCache::Get(
    pg::Session& session, const pg::TxOptions& options) {
  {
    absl::MutexLock lock(&mutex_);
    if (schema_ != nullptr && absl::Now() - read_at_ < kMaxAge) return schema_;
  }
  absl::Time asked = absl::Now();
  absl::StatusOr<AttributeSchema> schema = session.ReadOne(
      options, [](pg::Tx& tx) -> absl::StatusOr<AttributeSchema> { return ReadSchema(tx); });
  if (!schema.ok()) return schema.status();
  auto shared = std::make_shared<const AttributeSchema>(*std::move(schema));
  absl::MutexLock lock(&mutex_);
  schema_ = shared;
  read_at_ = asked;
  return shared;
}

void AttributeSchemaCache::Forget() {
  absl::MutexLock lock(&mutex_);
  schema_ = nullptr;
}

}  // namespace mainstay::accounts
