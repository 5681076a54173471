// responses flag, clear-flag, flag-changes
#include <memory>
#include <string>

#include <mainstay/survey/v1/response_quality_service.pb.h>

#include "absl/strings/str_cat.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace survey::v1;  // NOLINT: the messages of this file

constexpr char kService[] = "survey/ResponseQualityService/";
constexpr char kResponseHelp[] = "Resource name, or CAMPAIGN/ID";

std::string ResponseName(const std::string& text) {
  return InNested("campaigns", "responses", text);
}

template <class Request>
void AddFlagVerb(CLI::App& responses, Chosen& chosen, const std::string& name,
                 const std::string& help, const std::string& method) {
  struct Options {
    std::string response, flag;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      responses, name, help, chosen, [options, method](Session& session) -> absl::Status {
        Request request;
        request.set_name(ResponseName(options->response));
        request.set_flag(options->flag);
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const Response response,
                         session.Call<Response>(absl::StrCat(kService, method), request));
        session.PrintRecord(response);
        return absl::OkStatus();
      });
  command->add_option("response", options->response, kResponseHelp)->required();
  command
      ->add_option(
          "flag", options->flag,
          "straight_lining (直线作答), speeder (答题过快), duplicate (重复), contradiction "
          "(自相矛盾) or other (其他)")
      ->required();
  AddWriteOptions(*command, options->write, /*with_etag=*/false);
}

}  // namespace

void AddResponseFlags(CLI::App& responses, Chosen& chosen) {
  AddFlagVerb<FlagResponseRequest>(
      responses, chosen, "flag",
      "Flag a response (标记): figures are told with and without it; say why by --reason",
      "FlagResponse");
  AddFlagVerb<ClearResponseFlagRequest>(
      responses, chosen, "clear-flag",
      "Take a flag off a response (取消标记), for good; say why by --reason", "ClearResponseFlag");
  AddChanges<ListResponseFlagChangesRequest, ListResponseFlagChangesResponse>(
      responses, chosen,
      {.name = "flag-changes",
       .help = "List what people did to the flags of a response, the newest first",
       .method = absl::StrCat(kService, "ListResponseFlagChanges"),
       .argument = "response",
       .argument_help = kResponseHelp,
       .resolve = [](Session&, const std::string& text) -> absl::StatusOr<std::string> {
         return ResponseName(text);
       }});
}

}  // namespace mainstay::ctl
