#include "services/survey/analysis/text_theme_store.h"

#include <pqxx/result>

#include "absl/strings/str_cat.h"
#include "common/api/list.h"
#include "common/directory/directory_store.h"
#include "services/survey/analysis/stratum_row.h"

namespace mainstay::survey {
namespace {

// " FROM … WHERE …" of the responses r of a campaign, of any wave, that the reader sees and that
// are selected, with their strata s.
std::string Selected(const TextSelection& selection, const ResponseReader& reader,
                     api::ListParams& params) {
  std::string sql = absl::StrCat(
      " FROM (SELECT *, answers - untold AS told FROM responses) r, LATERAL "
      "(SELECT " MAINSTAY_STRATUM ") s WHERE r.tallied AND r.campaign_id = ",
      params.Add(selection.campaign_id), "::uuid",
      directory::AccountsPredicate(params, "r.account_id", "", reader.scope),
      SelectedPredicate(selection.responses, params));
  // Who sees only some accounts and no identities sees none of these at all.
  if (!reader.scope.all() && !reader.identities && selection.privacy == "confidential") {
    absl::StrAppend(&sql, " AND FALSE");
  }
  return sql;
}

// SQL of whether the wave is the one asked for, or before it. Responses of no wave are of no time.
std::string OfWave(const TextSelection& selection, api::ListParams& params) {
  if (selection.wave == 0) return "TRUE";
  return absl::StrCat("s.wave = ", params.Add(selection.wave), "::int");
}
std::string BeforeWave(const TextSelection& selection, api::ListParams& params) {
  if (selection.wave == 0) return "FALSE";
  return absl::StrCat("s.wave BETWEEN 1 AND ", params.Add(selection.wave - 1), "::int");
}

// SQL of whether they scored on the side.
std::string OnSide(const ScoreSides& sides, bool high, api::ListParams& params) {
  return absl::StrCat("(r.told -> ", params.Add(sides.question), "::text ->> 'number')::numeric ",
                      high ? ">= " : "<= ", params.Add(high ? sides.high_from : sides.low_to),
                      "::int");
}

// SQL of the number of a response's group, as themes::Group counts them; NULL outside of all.
std::string GroupOf(const TextSelection& selection, api::ListParams& params) {
  static_assert(static_cast<int>(themes::Group::kNow) == 0);
  static_assert(static_cast<int>(themes::Group::kBefore) == 1);
  static_assert(static_cast<int>(themes::Group::kAgainst) == 2);
  const std::string now = OfWave(selection, params), before = BeforeWave(selection, params);
  if (!selection.sides)
    return absl::StrCat("CASE WHEN ", now, " THEN 0 WHEN ", before, " THEN 1 END");
  const std::string this_side = OnSide(*selection.sides, selection.high, params);
  const std::string other_side = OnSide(*selection.sides, !selection.high, params);
  return absl::StrCat("CASE WHEN ", now, " AND ", this_side, " THEN 0 WHEN ", before, " AND ",
                      this_side, " THEN 1 WHEN ", now, " AND ", other_side, " THEN 2 END");
}

int64_t CountSelected(pg::Tx& tx, const TextSelection& selection, const ResponseReader& reader) {
  api::ListParams params{api::ListQuery()};
  std::string sql = absl::StrCat("SELECT count(*)", Selected(selection, reader, params));
  absl::StrAppend(&sql, " AND ", OfWave(selection, params));
  return tx.Exec(sql, params.values())[0][0].as<int64_t>();
}

}  // namespace

RespondentTexts ReadRespondentTexts(pg::Tx& tx, const TextSelection& selection,
                                    const ResponseReader& reader) {
  api::ListParams params{api::ListQuery()};
  const std::string text =
      absl::StrCat("r.told -> ", params.Add(selection.question), "::text ->> 'text'");
  const std::string group = GroupOf(selection, params);
  const std::string selected = Selected(selection, reader, params);
  const std::string sql = absl::StrCat(
      "SELECT response_id, group_number, text, all_texts FROM (SELECT w.*, "
      "count(*) OVER () AS all_texts, row_number() OVER newest AS place, "
      "sum(octet_length(text)) OVER newest AS bytes FROM (SELECT r.response_id, "
      "date_trunc('day', r.submit_time, 'UTC') AS day, ",
      text, " AS text, ", group, " AS group_number", selected,
      ") w WHERE group_number IS NOT NULL AND text ~ '\\S' "
      "WINDOW newest AS (ORDER BY day DESC, response_id DESC)) t WHERE place <= ",
      params.Add(kMostTexts), "::bigint AND bytes <= ", params.Add(kMostTextBytes),
      "::bigint ORDER BY day, response_id");
  RespondentTexts read{.responses = CountSelected(tx, selection, reader)};
  for (const auto& row : tx.Exec(sql, params.values())) {
    read.left_out = row[3].as<int64_t>();
    read.texts.push_back({.response_id = row[0].c_str(),
                          .group = static_cast<themes::Group>(row[1].as<int>()),
                          .text = row[2].c_str()});
  }
  read.left_out -= static_cast<int64_t>(read.texts.size());
  return read;
}

}  // namespace mainstay::survey
