// 7,766 real Chinese reviews as cases, with everything that follows from a case, and their themes.
// They lie beside the repository and are no part of it; the figures are printed, and nothing here
// fails for being slow.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mainstay/feedback/v1/case_import_service.pb.h>
#include <mainstay/feedback/v1/case_service.pb.h>
#include <mainstay/feedback/v1/theme_service.pb.h>

#include <cstdio>
#include <filesystem>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "services/feedback/access/feedback_service_fixture.h"
#include "services/feedback/assignment/assignment_write.h"
#include "services/feedback/cases/case_service.h"
#include "services/feedback/categories/category_sequel.h"
#include "services/feedback/closure/confirmation_course_writes.h"
#include "services/feedback/closure/recurrence_sequel.h"
#include "services/feedback/intake/case_import_service.h"
#include "services/feedback/sla/sla_sequel.h"
#include "services/feedback/steps/step_sequel.h"
#include "services/feedback/themes/reviews_testing.h"
#include "services/feedback/themes/theme_service.h"

namespace mainstay::feedback {
namespace {

// As main.cc composes them.
Deps WithSequels(Deps deps) {
  deps.case_sequels = {CategorySequel(),     AssignmentSequel(),
                       SlaSequel(),          StepSequel(*deps.working_times),
                       ConfirmationSequel(), RecurrenceSequel(deps)};
  return deps;
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
    size_t sent = 0;
    bool begun = false;
    const auto next = [&](google::protobuf::Message* message) {
      auto& request = static_cast<v1::ImportCasesRequest&>(*message);
      if (begun && sent == file.size()) return false;
      request = begun ? v1::ImportCasesRequest() : first;
      begun = true;
      request.mutable_file()->set_data(file.substr(sent, 256 << 10));
      sent += request.file().data().size();
      return true;
    };
    v1::ImportCasesRequest message;
    v1::CaseImport import;
    rpc::CallOptions options = service_.As("ada", "admin");
    options.deadline = absl::Now() + absl::Minutes(5);
    const absl::Status status = rpc::CallClientStream(
        service_.channel(), "mainstay.feedback.v1.CaseImportService/ImportCases", options, next,
        &message, &import);
    if (!status.ok()) return status;
    return import;
  }
};

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
  std::printf("imported %ld cases in %.2f s: %.0f/s\n",
              static_cast<long>(import->created_records()), seconds,
              static_cast<double>(import->created_records()) / seconds);

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
  const auto found = Call<v1::FindThemesResponse>("ThemeService/FindThemes", find);
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
