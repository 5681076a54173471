// visits form, visits set-form: what is recorded of a kind of visit
#include <memory>
#include <string>

#include <mainstay/engagement/v1/visit_form_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace engagement::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "engagement/VisitFormService/";
constexpr char kKindHelp[] = "visit, return_visit, review or executive_exchange";
constexpr char kFormHelp[] = R"(The fields come from a JSON file, all of them:
  {"fields": [{"key": "stock_days", "label": "Days of stock", "labelZh": "库存天数",
               "type": "FORM_FIELD_TYPE_NUMBER", "required": true},
              {"key": "mood", "label": "Mood", "labelZh": "气氛",
               "type": "FORM_FIELD_TYPE_CHOICE", "choices": ["好", "一般", "差"]}]}
The other types are FORM_FIELD_TYPE_TEXT, FORM_FIELD_TYPE_BOOLEAN and FORM_FIELD_TYPE_DATE. Answers
are given with --set form_answers.stock_days=12.)";

std::string FormName(const std::string& kind) { return InCollection("visitForms", kind); }

}  // namespace

void AddVisitForms(CLI::App& visits, Chosen& chosen) {
  AddVerb<GetVisitFormRequest, VisitForm>(
      visits, chosen,
      {.name = "form",
       .help = "Show what is recorded of a kind of visit (记录表)",
       .method = absl::StrCat(kService, "GetVisitForm"),
       .argument = "kind",
       .argument_help = kKindHelp,
       .resolve = [](Session&, const std::string& text) { return FormName(text); },
       .writes = false});
  struct Options {
    std::string kind;
    ContentOptions content;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(visits, "set-form",
                 "Say what is recorded of a kind of visit: set-form review --file form.json",
                 chosen, [options](Session& session) -> absl::Status {
                   UpdateVisitFormRequest request;
                   VisitForm* form = request.mutable_visit_form();
                   RETURN_IF_ERROR(ReadContent(options->content, form, nullptr));
                   form->set_name(FormName(options->kind));
                   form->set_etag(options->write.etag);
                   ApplyWriteOptions(options->write, &request);
                   ASSIGN_OR_RETURN(
                       const auto declared,
                       session.Call<VisitForm>(absl::StrCat(kService, "UpdateVisitForm"), request));
                   session.PrintRecord(declared);
                   return absl::OkStatus();
                 });
  command->add_option("kind", options->kind, kKindHelp)->required();
  AddContentOptions(*command, options->content);
  AddWriteOptions(*command, options->write, /*with_etag=*/true);
  AddToHelp(*command, kFormHelp);
}

}  // namespace mainstay::ctl
