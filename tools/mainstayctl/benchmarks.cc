// benchmarks list, get, create, update, changes
#include <memory>
#include <string>
#include <vector>

#include <mainstay/feedback/v1/benchmark_case_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "feedback/BenchmarkCaseService/";

absl::StatusOr<std::string> BenchmarkName(Session&, const std::string& text) {
  return InCollection("benchmarkCases", text);
}

Verb OnBenchmark(const std::string& name, const std::string& help, const std::string& method) {
  return {.name = name,
          .help = help,
          .method = absl::StrCat(kService, method),
          .argument = "benchmark",
          .argument_help = "benchmarkCases/…, or the id that the list shows",
          .resolve = BenchmarkName,
          .with_etag = true};
}

void AddSearch(CLI::App& benchmarks, Chosen& chosen) {
  struct Options {
    ListOptions list;
    std::string query;
    bool retired = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(benchmarks, "list", "List them, or those that have some words: list 密封 supplier",
                 chosen, [options](Session& session) -> absl::Status {
                   ListBenchmarkCasesRequest request;
                   request.set_query(options->query);
                   request.set_show_retired(options->retired);
                   ListBenchmarkCasesResponse response;
                   RETURN_IF_ERROR(FetchPages(session, absl::StrCat(kService, "ListBenchmarkCases"),
                                              options->list, &request, &response));
                   PrintList(session, response,
                             {{"category", {.title = "CATEGORY"}},
                              {"title", {.title = "TITLE", .shrinks = true}},
                              {"lesson", {.title = "LESSON", .shrinks = true}},
                              {"tags", {.title = "TAGS", .shrinks = true}},
                              {"author", {.title = "BY"}},
                              {"name", {.title = "ID"}, Shown::kId}});
                   return absl::OkStatus();
                 });
  command->add_option("query", options->query, "Words, in Chinese or English; all must occur");
  command->add_flag("--retired", options->retired, "Also the retired");
  AddListOptions(*command, options->list, "category = \"product.defect\"");
}

void AddCreate(CLI::App& benchmarks, Chosen& chosen) {
  struct Options {
    std::string of, title, lesson;
    std::vector<std::string> tags;
    ContentOptions content;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      benchmarks, "create", "Make a solved case an example (标杆案例), in words for everybody",
      chosen, [options](Session& session) -> absl::Status {
        CreateBenchmarkCaseRequest request;
        BenchmarkCase& benchmark = *request.mutable_benchmark_case();
        if (options->content.given()) {
          RETURN_IF_ERROR(ReadContent(options->content, &benchmark, nullptr));
        }
        ASSIGN_OR_RETURN(*benchmark.mutable_case_(),
                         ResolveOfAccount(session, "cases", options->of));
        benchmark.set_title(options->title);
        benchmark.set_lesson(options->lesson);
        for (const std::string& tag : options->tags) benchmark.add_tags(tag);
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(
            const auto made,
            session.Call<BenchmarkCase>(absl::StrCat(kService, "CreateBenchmarkCase"), request));
        session.PrintRecord(made);
        return absl::OkStatus();
      });
  command->add_option("case", options->of, OfAccountHelp("cases"))->required();
  command->add_option("title", options->title, "What it is an example of")->required();
  command->add_option("lesson", options->lesson, "What is to be learned from it")->required();
  command->add_option("--tag", options->tags, "May be repeated")->allow_extra_args(false);
  AddContentOptions(*command, options->content);
  AddRequestId(*command, options->write.request_id);
}

}  // namespace

void AddBenchmarks(CLI::App& app, Chosen& chosen) {
  CLI::App* benchmarks =
      app.add_subcommand("benchmarks", "Solved cases from which others learn (标杆案例库)");
  benchmarks->require_subcommand(1);
  AddSearch(*benchmarks, chosen);
  Verb get = OnBenchmark("get", "Show one", "GetBenchmarkCase");
  get.writes = false;
  AddVerb<GetBenchmarkCaseRequest, BenchmarkCase>(*benchmarks, chosen, get);
  AddCreate(*benchmarks, chosen);
  AddUpdate(*benchmarks, chosen,
            OnBenchmark("update", "Change it; --set retired=yes takes it out of the list",
                        "UpdateBenchmarkCase"),
            &UpdateBenchmarkCaseRequest::mutable_benchmark_case);
  AddChanges<ListBenchmarkCaseChangesRequest, ListBenchmarkCaseChangesResponse>(
      *benchmarks, chosen,
      OnBenchmark("changes", "List what changed: who, when, why", "ListBenchmarkCaseChanges"));
}

}  // namespace mainstay::ctl
