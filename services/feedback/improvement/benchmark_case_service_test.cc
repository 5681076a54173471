// BenchmarkCaseService on a real server.
#include "services/feedback/improvement/benchmark_case_service.h"

#include <gmock/gmock.h>
#include <mainstay/feedback/v1/benchmark_case_service.pb.h>
#include <mainstay/feedback/v1/case_service.pb.h>

#include "common/status/status.h"
#include "services/feedback/access/feedback_service_fixture.h"
#include "services/feedback/cases/case_service.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kManager[] = "account_manager";

class BenchmarkCaseTest : public FeedbackServiceTest {
 protected:
  BenchmarkCaseTest()
      : FeedbackServiceTest({"BenchmarkCaseService", "CaseService"},
                            {RegisterBenchmarkCaseService, RegisterCaseService}) {}

  std::string TakeIn() {
    v1::CreateCaseRequest request;
    request.set_parent(account_);
    request.mutable_case_()->set_kind(v1::CASE_KIND_COMPLAINT);
    request.mutable_case_()->set_subject("漏油");
    request.mutable_case_()->set_category("product.defect");
    return Call<v1::Case>("CaseService/CreateCase", request)->name();
  }
  std::string Solved() {
    v1::AcknowledgeCaseRequest acknowledge;
    acknowledge.set_name(TakeIn());
    EXPECT_TRUE(Call<v1::Case>("CaseService/AcknowledgeCase", acknowledge).ok());
    v1::ResolveCaseRequest resolve;
    resolve.set_name(acknowledge.name());
    resolve.set_resolution("换密封圈");
    resolve.set_cause("密封圈老化");
    EXPECT_TRUE(Call<v1::Case>("CaseService/ResolveCase", resolve).ok());
    return resolve.name();
  }
  static v1::BenchmarkCase Seals(const std::string& of) {
    v1::BenchmarkCase benchmark;
    benchmark.set_case_(of);
    benchmark.set_title("密封圈老化导致漏油");
    benchmark.set_situation("A pump leaked after two years");
    benchmark.set_solution("Seals of Viton");
    benchmark.set_lesson("先问介质温度，再选材料");
    benchmark.add_tags("密封");
    benchmark.add_tags(" 密封 ");
    benchmark.add_tags("supplier");
    return benchmark;
  }
  absl::StatusOr<v1::BenchmarkCase> Create(const v1::BenchmarkCase& benchmark,
                                           std::string_view user = "wang.li") {
    v1::CreateBenchmarkCaseRequest request;
    *request.mutable_benchmark_case() = benchmark;
    return Call<v1::BenchmarkCase>("BenchmarkCaseService/CreateBenchmarkCase", request, user,
                                   kManager);
  }
  absl::StatusOr<v1::BenchmarkCase> Update(const v1::BenchmarkCase& benchmark,
                                           const std::vector<std::string>& paths,
                                           std::string_view user = "wang.li") {
    v1::UpdateBenchmarkCaseRequest request;
    *request.mutable_benchmark_case() = benchmark;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return Call<v1::BenchmarkCase>("BenchmarkCaseService/UpdateBenchmarkCase", request, user,
                                   kManager);
  }
  std::vector<std::string> Found(const std::string& query, bool show_retired = false) {
    v1::ListBenchmarkCasesRequest request;
    request.set_query(query);
    request.set_show_retired(show_retired);
    std::vector<std::string> titles;
    const auto page = Call<v1::ListBenchmarkCasesResponse>(
        "BenchmarkCaseService/ListBenchmarkCases", request, "zhao.min", kManager);
    for (const auto& benchmark : page.value().benchmark_cases())
      titles.push_back(benchmark.title());
    return titles;
  }

  const std::string account_ = AddAccount(service_, "北风", "wang.li");
};

TEST_F(BenchmarkCaseTest, ASolvedCaseBecomesAnExample) {
  EXPECT_EQ(status::GetErrorDetail(Create(Seals(TakeIn())).status())->reason, "CASE_NOT_SOLVED");
  const std::string solved = Solved();
  EXPECT_EQ(Create(Seals(solved), "zhao.min").status().code(), absl::StatusCode::kNotFound);
  const v1::BenchmarkCase made = Create(Seals(solved)).value();
  EXPECT_EQ(made.case_(), solved);
  EXPECT_EQ(made.category(), "product.defect");
  EXPECT_EQ(made.author(), "wang.li");
  EXPECT_THAT(made.tags(), ElementsAre("密封", "supplier"));
  EXPECT_EQ(status::GetErrorDetail(Create(Seals(solved)).status())->reason,
            "BENCHMARK_CASE_EXISTS");

  // Others read the lesson; of which customer it is they are not told.
  v1::GetBenchmarkCaseRequest get;
  get.set_name(made.name());
  const auto read = [&](std::string_view user) {
    return Call<v1::BenchmarkCase>("BenchmarkCaseService/GetBenchmarkCase", get, user, kManager)
        .value();
  };
  EXPECT_EQ(read("wang.li").DebugString(), made.DebugString());
  EXPECT_EQ(read("zhao.min").case_(), "");
  EXPECT_EQ(read("zhao.min").lesson(), made.lesson());

  v1::BenchmarkCase change = made;
  change.set_lesson("先问介质");
  change.set_retired(true);
  EXPECT_EQ(status::GetErrorDetail(Update(change, {"lesson"}, "zhao.min").status())->reason,
            "NOT_THE_AUTHOR");
  EXPECT_EQ(Update(change, {"lesson", "retired"})->lesson(), "先问介质");
  EXPECT_EQ(Update(change, {"lesson"}).status().code(), absl::StatusCode::kAborted);  // old etag
  change.clear_etag();
  change.set_case_(Solved());
  EXPECT_EQ(status::GetFieldViolations(Update(change, {"case"}).status())[0].field,
            "benchmark_case.case");
  change.set_lesson(" ");
  EXPECT_EQ(status::GetFieldViolations(Update(change, {"lesson"}).status())[0].field,
            "benchmark_case.lesson");
  change.add_tags("a\nb");
  EXPECT_EQ(status::GetFieldViolations(Update(change, {"tags"}).status())[0].field,
            "benchmark_case.tags[2]");
  v1::ListBenchmarkCaseChangesRequest changes;
  changes.set_parent(made.name());
  EXPECT_EQ(Call<v1::ListBenchmarkCaseChangesResponse>(
                "BenchmarkCaseService/ListBenchmarkCaseChanges", changes)
                ->changes_size(),
            3);
  EXPECT_THAT(EventsOf(made.name()), ElementsAre("BenchmarkCaseCreated", "BenchmarkCaseChanged"));
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(BenchmarkCaseTest, IsFoundByAnyWordsInChineseAndEnglish) {
  v1::BenchmarkCase late;
  late.set_case_(Solved());
  late.set_title("Late deliveries over the Spring Festival");
  late.set_lesson("Ask for the dates in November");
  ASSERT_TRUE(Create(late).ok());
  service_.clock().Advance(absl::Seconds(1));
  const v1::BenchmarkCase seals = Create(Seals(Solved())).value();
  EXPECT_THAT(Found("介质温度"), ElementsAre(seals.title()));
  EXPECT_THAT(Found("密封 viton"), ElementsAre(seals.title()));
  EXPECT_THAT(Found("SUPPLIER"), ElementsAre(seals.title()));
  EXPECT_THAT(Found("festival"), ElementsAre(late.title()));
  EXPECT_THAT(Found("密封 festival"), IsEmpty());
  EXPECT_THAT(Found(""), ElementsAre(seals.title(), late.title()));
  v1::BenchmarkCase retired = seals;
  retired.set_retired(true);
  retired.set_title("氟橡胶");
  ASSERT_TRUE(Update(retired, {"retired", "title"}).ok());
  EXPECT_THAT(Found("密封"), IsEmpty());
  EXPECT_THAT(Found("氟橡胶", true), ElementsAre("氟橡胶"));
  EXPECT_THAT(Found("漏油", true), IsEmpty());  // what it was called
}

}  // namespace
}  // namespace mainstay::feedback
