// A real survey of 25,976 airline passengers as a paper batch, with everything that follows from a
// response. It lies beside the repository and is no part of it; the figures are printed, and
// nothing here fails for being slow.
#include <cstdio>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "services/survey/paper/paper_fixture.h"
#include "services/survey/quality/quality_sequel.h"

namespace mainstay::survey {
namespace {

// From the repository's root.
constexpr char kAirlineFile[] = "../shared/data/airline_satisfaction.csv.xz";

// Keys and headers of what passengers rated from 1 to 5; the file writes 0 for "not applicable".
constexpr std::pair<const char*, const char*> kRatings[] = {
    {"wifi", "Inflight wifi service"},
    {"time", "Departure/Arrival time convenient"},
    {"booking", "Ease of Online booking"},
    {"gate", "Gate location"},
    {"food", "Food and drink"},
    {"boarding", "Online boarding"},
    {"seat", "Seat comfort"},
    {"entertainment", "Inflight entertainment"},
    {"on_board", "On-board service"},
    {"leg_room", "Leg room service"},
    {"baggage", "Baggage handling"},
    {"checkin", "Checkin service"},
    {"inflight", "Inflight service"},
    {"cleanliness", "Cleanliness"}};

// The questionnaire that the file answers: an overall verdict, the class of travel, and a matrix of
// the ratings.
std::string AirlineQuestionnaire() {
  std::vector<std::string> rows, drivers;
  for (const auto& [key, header] : kRatings) {
    rows.push_back(absl::StrCat(R"({"key": ")", key, R"(", "text": {"en": ")", header, R"("}})"));
    drivers.push_back(absl::StrCat("\"service.", key, "\""));
  }
  return absl::StrReplaceAll(
      R"json({
  "title": {"en": "Flight"},
  "sections": [{"key": "flight", "questions": [
    {"key": "overall", "kind": "QUESTION_KIND_CSAT", "text": {"en": "satisfaction"},
     "required": true, "scale_min": 1, "scale_max": 5},
    {"key": "travel_class", "kind": "QUESTION_KIND_SINGLE_CHOICE", "text": {"en": "Class"},
     "options": [{"key": "eco", "text": {"en": "Eco"}}, {"key": "plus", "text": {"en": "Eco Plus"}},
                 {"key": "business", "text": {"en": "Business"}}]},
    {"key": "service", "kind": "QUESTION_KIND_MATRIX", "text": {"en": "Service"}, "scale_min": 1,
     "scale_max": 5, "not_applicable": true, "rows": [$rows]}]}],
  "driver_model": {"outcome": "overall", "drivers": [$drivers]}})json",
      {{"$rows", absl::StrJoin(rows, ",")}, {"$drivers", absl::StrJoin(drivers, ",")}});
}

std::string Unpacked() {
  std::string file;
  FILE* pipe = popen(absl::StrCat("xz -dc ", kAirlineFile).c_str(), "r");
  if (pipe == nullptr) return file;
  std::vector<char> buffer(1 << 20);
  for (size_t n; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    file.append(buffer.data(), n);
  }
  pclose(pipe);
  return file;
}

// As main.cc composes it.
void RegisterImport(rpc::Router& router, const Deps& deps) {
  Deps with = deps;
  with.response_sequels = {QualitySequel()};
  RegisterResponseImportService(router, with);
}

class AirlineImportTest : public PaperTest {
 protected:
  AirlineImportTest() : PaperTest(RegisterImport) {}

  int64_t Count(const std::string& sql) {
    return service_.db()
        .ReadOne(
            {},
            [&](pg::Tx& tx) -> absl::StatusOr<int64_t> { return tx.Exec(sql)[0][0].as<int64_t>(); })
        .value();
  }
};

// Seconds of what the rows alone cost: one COPY of the file, and one INSERT into a table with the
// indexes of responses.
double BareSeconds(const std::string& owner_dsn, const std::string& file) {
  pg::Session owner({.dsn = owner_dsn});
  const absl::Time start = absl::Now();
  const absl::Status status = owner.Write({}, [&](pg::Tx& tx) -> absl::Status {
    std::string columns;
    for (int i = 1; i <= 25; ++i) absl::StrAppend(&columns, i > 1 ? ", " : "", "c", i, " text");
    tx.Exec(absl::StrCat("CREATE TEMP TABLE bare_staging (", columns, ")"));
    tx.Exec("CREATE TABLE bare_responses (LIKE responses INCLUDING ALL)");
    bool sent = false;
    RETURN_IF_ERROR(tx.CopyIn("COPY bare_staging FROM STDIN (FORMAT csv, HEADER true)",
                              [&](std::string& buffer) -> absl::StatusOr<bool> {
                                if (std::exchange(sent, true)) return false;
                                buffer = file;
                                return true;
                              })
                        .status());
    std::string rows;
    for (size_t i = 0; i < std::size(kRatings); ++i) {
      absl::StrAppend(&rows, i > 0 ? ", " : "", "'", kRatings[i].first, "', c", i + 9, "::int");
    }
    tx.Exec(absl::StrCat(
        "INSERT INTO bare_responses (response_id, campaign_id, wave, questionnaire_id, "
        "questionnaire_version, channel, language, facts, answers, seed, submit_time, flags, "
        "external_id, recorded_by) SELECT gen_random_uuid(), '",
        "0190a000-0000-7000-8000-000000000001', 0, '0190a000-0000-7000-8000-000000000002', 1, ",
        "'paper', 'zh', '{}', jsonb_build_object('overall', jsonb_build_object('number', CASE c25 ",
        "WHEN 'satisfied' THEN 5 ELSE 2 END), 'service', jsonb_build_object('rows', ",
        "jsonb_build_object(", rows, "))), 0, now(), '{}', c2, 'ada' FROM bare_staging"));
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  return absl::ToDoubleSeconds(absl::Now() - start);
}

TEST_F(AirlineImportTest, AllPassengersAreThere) {
  if (!std::filesystem::exists(kAirlineFile)) {
    GTEST_SKIP() << "no real survey at " << kAirlineFile
                 << " (from the repository's root): its import stays untested here";
  }
  const std::string campaign = AddCampaign("identified", AirlineQuestionnaire());
  const std::string file = Unpacked();
  Request request = Of(campaign);
  request.mutable_columns()->set_external_id("id");
  // Ratings, class and verdict are found by the texts of the questions.
  request.add_words("overall:satisfied=5");
  request.add_words("overall:neutral or dissatisfied=2");
  request.add_not_applicable("0");
  request.set_language("en");
  const absl::Time start = absl::Now();
  const auto import = Import(file, request);
  const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
  ASSERT_TRUE(import.ok()) << import.status();
  EXPECT_EQ(Counts(import), "25976 0 0");
  const double bare = BareSeconds(service_.database().owner_dsn(), file);
  std::printf("imported %ld responses in %.2f s: %.0f/s; bare COPY and INSERT %.2f s, ratio %.1f\n",
              static_cast<long>(import->created_records()), seconds,
              static_cast<double>(import->created_records()) / seconds, bare, seconds / bare);

  // Counted from the file by awk.
  EXPECT_EQ(Count("SELECT count(*) FROM responses WHERE answers -> 'overall' ->> 'number' = '5'"),
            11403);
  EXPECT_EQ(Count("SELECT sum((answers -> 'service' -> 'rows' ->> 'wifi')::int) FROM responses"),
            70778);
  EXPECT_EQ(Count("SELECT count(*) FROM responses "
                  "WHERE answers -> 'service' -> 'not_applicable_rows' ? 'wifi'"),
            813);
  EXPECT_EQ(Count("SELECT count(*) FROM outbox"), 25976);
  std::printf(
      "flagged: %ld straight lines, %ld duplicates\n",
      static_cast<long>(Count("SELECT count(*) FROM responses "
                              "WHERE 'straight_lining' = ANY (flags)")),
      static_cast<long>(Count("SELECT count(*) FROM responses WHERE 'duplicate' = ANY (flags)")));
  // A tenth of the passengers answer as somebody else did: on 14 scales that is no duplicate.
  EXPECT_LT(Count("SELECT count(*) FROM responses WHERE 'duplicate' = ANY (flags)"), 260);
  EXPECT_EQ(Counts(Import(file, request)), "0 25976 0") << "the same file again";

  const absl::Time exporting = absl::Now();
  const auto exported = Export(campaign);
  ASSERT_TRUE(exported.ok()) << exported.status();
  std::printf("exported %zu bytes in %.2f s\n", exported->size(),
              absl::ToDoubleSeconds(absl::Now() - exporting));
  const std::string again = AddCampaign("identified", AirlineQuestionnaire());
  EXPECT_EQ(Counts(Import(*exported, Of(again))), "25976 0 0") << "what was exported is the same";
}

}  // namespace
}  // namespace mainstay::survey
