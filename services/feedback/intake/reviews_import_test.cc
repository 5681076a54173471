// 7,766 real Chinese reviews as cases, with everything that follows from a case, and their themes.
// They lie beside the repository and are no part of it; the figures are printed, and nothing here
// fails for being slow.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mainstay/feedback/v1/case_import_service.pb.h>
#include <mainstay/feedback/v1/case_service.pb.h>
#include <mainstay/feedback/v1/theme_service.pb.h>

#include <cstdio>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "common/status/status.h"
#include "common/testing/file_pieces.h"
#include "common/themes/reviews_testing.h"
#include "services/feedback/access/feedback_service_fixture.h"
#include "services/feedback/assignment/assignment_write.h"
#include "services/feedback/cases/case_service.h"
#include "services/feedback/categories/category_sequel.h"
#include "services/feedback/closure/confirmation_course_writes.h"
#include "services/feedback/closure/recurrence_sequel.h"
#include "services/feedback/intake/case_import_service.h"
#include "services/feedback/sla/sla_sequel.h"
#include "services/feedback/steps/step_sequel.h"
#include "services/feedback/themes/theme_service.h"

namespace mainstay::feedback {
namespace {

// As main.cc composes them.
Deps WithSequels(const Deps& deps) {
  Deps with = deps;
  with.case_sequels = {CategorySequel(),     AssignmentSequel(),
                       SlaSequel(),          StepSequel(*deps.working_times),
                       ConfirmationSequel(), RecurrenceSequel(deps)};
  return with;
}
void RegisterImport(rpc::Router& router, const Deps& deps) {
  RegisterCaseImportService(router, WithSequels(deps));
}

class ReviewsImportTest : public FeedbackServiceTest {
 protected:
  ReviewsImportTest()
      : FeedbackServiceTest({"CaseImportService", "CaseService", "ThemeService"},
                            {RegisterImport, RegisterCaseService, RegisterThemeService}) {}

  absl::StatusOr<v1::CaseImport> Import(const std::string& file, v1::ImportCasesRequest first) {
    v1::ImportCasesRequest message;
    v1::CaseImport import;
    rpc::CallOptions options = service_.As("ada", "admin");
    options.deadline = absl::Now() + absl::Minutes(5);
    const absl::Status status = rpc::CallClientStream(
        service_.channel(), "mainstay.feedback.v1.CaseImportService/ImportCases", options,
        testing::InPieces(file, first, 256 << 10), &message, &import);
    if (!status.ok()) return status;
    return import;
  }
};

// Seconds of what the rows alone cost: one COPY, and one INSERT into a table with the indexes of
// cases.
double BareSeconds(const std::string& owner_dsn, const std::string& file) {
  pg::Session owner({.dsn = owner_dsn});
  const absl::Time start = absl::Now();
  const absl::Status status = owner.Write({}, [&](pg::Tx& tx) -> absl::Status {
    tx.Exec("CREATE TEMP TABLE bare_staging (label text, review text)");
    tx.Exec("CREATE TABLE bare_cases (LIKE cases INCLUDING ALL)");
    bool sent = false;
    RETURN_IF_ERROR(tx.CopyIn("COPY bare_staging FROM STDIN (FORMAT csv, HEADER true)",
                              [&](std::string& buffer) -> absl::StatusOr<bool> {
                                if (std::exchange(sent, true)) return false;
                                buffer = file;
                                return true;
                              })
                        .status());
    tx.Exec(
        "INSERT INTO bare_cases (case_id, account_id, version, kind, channel, category, subject, "
        "facts, cause, customer_position, severity, scope, contact, products, orders, source, "
        "receive_time, assignee, watchers, compensation_note, state, resolution, confirmed_by, "
        "reopen_count, create_time, update_time) SELECT gen_random_uuid(), gen_random_uuid(), 1, "
        "CASE label WHEN '0' THEN 'complaint' ELSE 'praise' END, '', 'service', left(review, 60), "
        "review, '', '', 'moderate', 'single', '', '{}', '{}', '', now(), '', '{}', '', 'new', '', "
        "'', 0, now(), now() FROM bare_staging WHERE review IS NOT NULL");
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  return absl::ToDoubleSeconds(absl::Now() - start);
}

TEST_F(ReviewsImportTest, AllOfThemBecomeCasesWithThemes) {
  const std::vector<themes::Review> reviews = themes::LoadReviews();
  if (reviews.empty()) {
    GTEST_SKIP() << "no real reviews at " << themes::kReviewFile
                 << " (from the repository's root): their import stays untested here";
  }
  const std::string account = AddAccount(service_, "酒店", "wang.li");
  std::string file = "label,review\r\n";
  std::multiset<std::string> texts;
  for (const themes::Review& review : reviews) {
    absl::StrAppend(&file, review.praise ? "1" : "0", ",\"",
                    absl::StrReplaceAll(review.text, {{"\"", "\"\""}}), "\"\r\n");
    if (!review.text.empty()) texts.insert(review.text);
  }
  v1::ImportCasesRequest request;
  request.set_parent(account);
  request.mutable_columns()->set_kind("label");
  request.mutable_columns()->set_facts("review");
  request.add_words("kind:0=complaint");
  request.add_words("kind:1=praise");
  request.mutable_defaults()->set_category("service");
  absl::Time start = absl::Now();
  const auto import = Import(file, request);
  const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
  ASSERT_TRUE(import.ok()) << import.status();
  EXPECT_EQ(import->records(), 7766);
  EXPECT_EQ(import->created_records(), 7765) << "one review is empty";
  ASSERT_EQ(import->rejects_size(), 1);
  EXPECT_EQ(import->rejects(0).field(), "subject");
  const double bare = BareSeconds(service_.database().owner_dsn(), file);
  std::printf("imported %ld cases in %.2f s: %.0f/s; bare COPY and INSERT %.2f s, ratio %.1f\n",
              static_cast<long>(import->created_records()), seconds,
              static_cast<double>(import->created_records()) / seconds, bare, seconds / bare);

  v1::ListCasesRequest list;
  list.set_parent(account);
  list.set_page_size(1000);
  do {
    const auto page = Call<v1::ListCasesResponse>("CaseService/ListCases", list);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const v1::Case& c : page->cases()) {
      const auto text = texts.find(c.facts());
      ASSERT_NE(text, texts.end()) << c.facts();
      texts.erase(text);
    }
    list.set_page_token(page->next_page_token());
  } while (!list.page_token().empty());
  EXPECT_TRUE(texts.empty());
  EXPECT_EQ(Import(file, request)->unchanged_records(), 7765) << "the same file again";

  v1::FindThemesRequest find;
  find.set_parent("accounts/-");
  find.add_against_kinds(v1::CASE_KIND_PRAISE);
  find.set_max_themes(40);
  start = absl::Now();
  rpc::CallOptions patient = service_.As("ada", "admin");
  patient.deadline = absl::Now() + absl::Minutes(5);
  const auto found = rpc::Call<v1::FindThemesResponse>(
      service_.channel(), "mainstay.feedback.v1.ThemeService/FindThemes", patient, find);
  ASSERT_TRUE(found.ok()) << found.status();
  std::printf("themes of %ld complaints against %ld praises in %.2f s\n",
              static_cast<long>(found->case_count()), static_cast<long>(found->against_count()),
              absl::ToDoubleSeconds(absl::Now() - start));
  std::set<std::string> terms;
  for (const v1::Theme& theme : found->themes()) terms.insert(theme.term());
  for (const char* complaint : {"服务差", "房间小", "隔音差", "态度差", "设施陈旧"}) {
    EXPECT_TRUE(terms.contains(complaint)) << complaint;
  }
}

}  // namespace
}  // namespace mainstay::feedback
