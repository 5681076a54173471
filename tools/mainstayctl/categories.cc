// categories list, get, create, update, retire, restore, changes
#include <memory>
#include <string>

#include <mainstay/feedback/v1/category_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "feedback/CategoryService/";

void AddCreate(CLI::App& categories, Chosen& chosen) {
  struct Options {
    std::string code, display_name, display_name_zh;
    ContentOptions content;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      categories, "create", "Make one: create product.defect.crack \"Crack\" --zh 裂纹", chosen,
      [options](Session& session) -> absl::Status {
        CreateCaseCategoryRequest request;
        CaseCategory* category = request.mutable_case_category();
        if (options->content.given()) {
          RETURN_IF_ERROR(ReadContent(options->content, category, nullptr));
        }
        request.set_case_category_id(options->code);
        category->set_display_name(options->display_name);
        category->set_display_name_zh(options->display_name_zh);
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(
            const auto made,
            session.Call<CaseCategory>(absl::StrCat(kService, "CreateCaseCategory"), request));
        session.PrintRecord(made);
        return absl::OkStatus();
      });
  command->add_option("code", options->code, "Its place in the tree: product.defect.crack")
      ->required();
  command->add_option("name", options->display_name, "What it is called in English")->required();
  command->add_option("--zh", options->display_name_zh, "What it is called in Chinese");
  AddContentOptions(*command, options->content);
  AddWriteOptions(*command, options->write, /*with_etag=*/false);
  AddToHelp(*command, "More by --set: suggested_kind, suggested_severity.");
}

Verb OnCategory(const std::string& name, const std::string& help, const std::string& method) {
  return {.name = name,
          .help = help,
          .method = absl::StrCat(kService, method),
          .argument = "category",
          .argument_help = "Its code, such as product.defect",
          .resolve = [](Session&, const std::string& text) {
            return InCollection("caseCategories", text);
          }};
}

}  // namespace

void AddCategories(CLI::App& app, Chosen& chosen) {
  CLI::App* categories = app.add_subcommand("categories", "What cases are about (类别)");
  categories->require_subcommand(1);
  AddList<ListCaseCategoriesRequest, ListCaseCategoriesResponse>(
      *categories, chosen,
      {.name = "list",
       .help = "List the tree",
       .method = absl::StrCat(kService, "ListCaseCategories"),
       .fields = {{"code", {.title = "CODE"}},
                  {"display_name", {.title = "NAME", .shrinks = true}},
                  {"display_name_zh", {.title = "名称", .shrinks = true}},
                  {"suggested_kind", {.title = "KIND"}},
                  {"suggested_severity", {.title = "SEVERITY"}},
                  {"state", {.title = "STATE"}}},
       .filter_example = "root = \"product\" AND state = active"});
  Verb get = OnCategory("get", "Show one category", "GetCaseCategory");
  get.writes = false;
  AddVerb<GetCaseCategoryRequest, CaseCategory>(*categories, chosen, get);
  AddCreate(*categories, chosen);
  AddUpdate(*categories, chosen,
            OnCategory("update", "Change its names and what it suggests", "UpdateCaseCategory"),
            &UpdateCaseCategoryRequest::mutable_case_category);
  Verb retire = OnCategory("retire", "Take it out of use (停用); cases that have it keep it",
                           "RetireCaseCategory");
  retire.with_etag = true;
  AddVerb<RetireCaseCategoryRequest, CaseCategory>(*categories, chosen, retire);
  Verb restore = OnCategory("restore", "Put it into use again (恢复)", "RestoreCaseCategory");
  restore.with_etag = true;
  AddVerb<RestoreCaseCategoryRequest, CaseCategory>(*categories, chosen, restore);
  AddChanges<ListCaseCategoryChangesRequest, ListCaseCategoryChangesResponse>(
      *categories, chosen,
      OnCategory("changes", "List what changed: who, when, why", "ListCaseCategoryChanges"));
}

}  // namespace mainstay::ctl
