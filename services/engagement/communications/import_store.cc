#include "services/engagement/communications/import_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/pg/statement.h"
#include "services/engagement/communications/external_id_row.h"
#include "services/engagement/communications/search_text_row.h"

namespace mainstay::engagement {
namespace {

// Arrays of arrays must be rectangular in PostgreSQL, so users come as texts.
constexpr pg::Statement kInsert{"communication_import_insert",
                                R"sql(
INSERT INTO communications (communication_id, account_id, version, channel, direction, contact_ids,
  users, subject, body, body_start, occur_time, duration_minutes, attachment_titles,
  attachment_uris, source, external_id, create_time, update_time)
SELECT communication_id, account_id, 1, channel, direction, '{}', users::text[], subject, body,
  body_start, occur_time, duration_minutes, '{}', '{}', source, external_id, $13::timestamptz,
  $13::timestamptz
FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
  $8::text[], $9::timestamptz[], $10::int[], $11::text[], $12::text[])
  g (communication_id, account_id, channel, direction, users, subject, body, body_start,
     occur_time, duration_minutes, source, external_id)
WHERE CASE WHEN external_id = '' THEN true ELSE NOT )sql" MAINSTAY_EXTERNAL_ID_TAKEN(
                                    "g.account_id", "g.source", "g.external_id") R"sql( END
ON CONFLICT (account_id, source, external_id) WHERE external_id <> '' DO NOTHING
RETURNING communication_id
)sql"};

// Grams as texts, as users above.
constexpr pg::Statement kInsertBeside{"communication_import_insert_beside", R"sql(
WITH searchable AS (
  INSERT INTO communication_search (communication_id, text, grams)
  SELECT communication_id, text, grams::int[]
  FROM unnest($1::uuid[], $2::text[], $3::text[]) g (communication_id, text, grams)
)
INSERT INTO communication_changes (communication_id, version, position, field, action, old_value,
  new_value, actor, reason, change_time)
SELECT unnest($1::uuid[]), 1, 0, '', 'import', '', '', $4, $5, $6::timestamptz
)sql"};

// One column of the communications as an array.
template <class F>
pg::Param Column(const std::vector<Communication>& communications, F value) {
  std::vector<std::string> values;
  values.reserve(communications.size());
  for (const Communication& c : communications) values.push_back(*pg::ToParam(value(c)));
  return pg::ToParam(values);
}

}  // namespace

std::vector<StagedRecord> ReadStaged(pg::Tx& tx, const std::vector<int>& positions, int64_t after,
                                     int limit) {
  std::string columns;
  for (const int position : positions) {
    absl::StrAppend(&columns, ", ", position == 0 ? "''" : absl::StrCat("c", position));
  }
  std::vector<StagedRecord> records;
  for (const auto& row :
       tx.Exec(absl::StrCat("SELECT record", columns, " FROM ", kStaging,
                            " WHERE record > $1::bigint ORDER BY record LIMIT $2::int"),
               {pg::ToParam(after), pg::ToParam(limit)})) {
    StagedRecord& record = records.emplace_back();
    record.number = row[0].as<int64_t>();
    for (size_t i = 0; i < kFileColumns; ++i) {
      const auto field = row[static_cast<pqxx::row::size_type>(i + 1)];
      if (!field.is_null()) record.values[i] = field.c_str();
    }
  }
  return records;
}

std::set<std::string> InsertCommunications(pg::Tx& tx,
                                           const std::vector<Communication>& communications,
                                           const history::WriteContext& context) {
  using C = const Communication&;
  std::set<std::string> inserted;
  for (const auto& row :
       tx.RunParams(kInsert, {Column(communications, [](C c) { return c.id; }),
                              Column(communications, [](C c) { return c.account_id; }),
                              Column(communications, [](C c) { return c.channel; }),
                              Column(communications, [](C c) { return c.direction; }),
                              Column(communications, [](C c) { return c.users; }),
                              Column(communications, [](C c) { return c.subject; }),
                              Column(communications, [](C c) { return c.body; }),
                              Column(communications, [](C c) { return c.body_start; }),
                              Column(communications, [](C c) { return c.occur_time; }),
                              Column(communications, [](C c) { return c.duration_minutes; }),
                              Column(communications, [](C c) { return c.source; }),
                              Column(communications, [](C c) { return c.external_id; }),
                              pg::ToParam(context.now)})) {
    inserted.insert(row[0].c_str());
  }
  if (inserted.empty()) return inserted;
  // Folding is what costs here: only what is new.
  std::vector<std::string> ids, texts, grams;
  for (const Communication& c : communications) {
    if (!inserted.contains(c.id)) continue;
    ids.push_back(c.id);
    texts.push_back(SearchTextOf(c));
    grams.push_back(*GramsParam(texts.back()));
  }
  tx.Run(kInsertBeside, ids, texts, grams, context.actor, context.reason, context.now);
  return inserted;
}

}  // namespace mainstay::engagement
