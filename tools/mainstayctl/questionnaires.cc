// questionnaires templates, list, get, show, create, update, check, publish, retire, restore,
// delete, undelete, export, import, versions, changes
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <mainstay/survey/v1/questionnaire_service.pb.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/errors.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/questionnaire_text.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace survey::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "survey/QuestionnaireService/";
constexpr char kHelp[] = "Its id or questionnaires/…, as the list shows it";
constexpr char kVersionHelp[] = "Its id; with /versions/3 behind it, that published version";

std::string QuestionnaireOf(const std::string& text) {
  return absl::StartsWith(text, "questionnaires/") ? text : absl::StrCat("questionnaires/", text);
}

// The content of a draft, or of a version that is named.
absl::StatusOr<QuestionnaireContent> ContentOf(Session& session, const std::string& text) {
  const std::string name = QuestionnaireOf(text);
  if (absl::StrContains(name, "/versions/")) {
    GetQuestionnaireVersionRequest request;
    request.set_name(name);
    ASSIGN_OR_RETURN(auto version, session.Call<QuestionnaireVersion>(
                                       absl::StrCat(kService, "GetQuestionnaireVersion"), request));
    return std::move(*version.mutable_content());
  }
  GetQuestionnaireRequest request;
  request.set_name(name);
  ASSIGN_OR_RETURN(auto questionnaire, session.Call<Questionnaire>(
                                           absl::StrCat(kService, "GetQuestionnaire"), request));
  return std::move(*questionnaire.mutable_content());
}

// `called`: how the command calls the file.
absl::StatusOr<QuestionnaireContent> ContentIn(const std::string& file, const std::string& called) {
  QuestionnaireContent content;
  RETURN_IF_ERROR(
      NameFlags(ReadContent({.set = {}, .file = file}, &content, nullptr), {{"--file", called}}));
  if (content.ByteSizeLong() == 0) {
    return status::BadField(called, absl::StrCat(file,
                                                 " has no questionnaire in it; give JSON as "
                                                 "`questionnaires export` writes it"));
  }
  return content;
}

// What a write left, without its content, which only `show` prints so that one can read it.
void Print(Session& session, Questionnaire questionnaire) {
  if (!session.json()) questionnaire.clear_content();
  session.PrintRecord(questionnaire);
}

template <class Request>
absl::Status Send(Session& session, const std::string& method, const Request& request) {
  ASSIGN_OR_RETURN(const auto answer,
                   session.Call<Questionnaire>(absl::StrCat(kService, method), request));
  Print(session, answer);
  return absl::OkStatus();
}

void AddTemplates(CLI::App& questionnaires, Chosen& chosen) {
  AddCommand(questionnaires, "templates", "List what questionnaires can be begun with (模板)",
             chosen, [](Session& session) -> absl::Status {
               ASSIGN_OR_RETURN(const auto response,
                                session.Call<ListQuestionnaireTemplatesResponse>(
                                    absl::StrCat(kService, "ListQuestionnaireTemplates"),
                                    ListQuestionnaireTemplatesRequest()));
               PrintList(session, response,
                         {{"name", {.title = "TEMPLATE"}, Shown::kId},
                          {"display_name.zh", {.title = "名称"}},
                          {"display_name.en", {.title = "NAME"}},
                          {"description.zh", {.title = "用途", .shrinks = true}},
                          {"description.en", {.title = "PURPOSE", .shrinks = true}}});
               return absl::OkStatus();
             });
}

void AddShow(CLI::App& questionnaires, Chosen& chosen) {
  struct Options {
    std::string questionnaire;
    Language language = Language::kEnglish;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      questionnaires, "show", "Read it over: sections, questions, conditions", chosen,
      [options](Session& session) -> absl::Status {
        ASSIGN_OR_RETURN(const QuestionnaireContent content,
                         ContentOf(session, options->questionnaire));
        session.out() << (session.json() ? FormatJson(content)
                                         : QuestionnaireText(content, options->language));
        return absl::OkStatus();
      });
  command->add_option("questionnaire", options->questionnaire, kVersionHelp)->required();
  AddLanguageOption(*command, options->language);
}

void AddCreate(CLI::App& questionnaires, Chosen& chosen) {
  struct Options {
    std::string name, shipped;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      questionnaires, "create", "Begin one: create \"2027 年度满意度\" --template satisfaction",
      chosen, [options](Session& session) -> absl::Status {
        CreateQuestionnaireRequest request;
        request.mutable_questionnaire()->set_display_name(options->name);
        if (!options->shipped.empty()) {
          request.set_template_(InCollection("questionnaireTemplates", options->shipped));
        }
        ApplyWriteOptions(options->write, &request);
        return Send(session, "CreateQuestionnaire", request);
      });
  command->add_option("name", options->name, "What our people call it")->required();
  command->add_option("--template", options->shipped,
                      "What to begin with, as `questionnaires templates` lists; empty when absent");
  AddRequestId(*command, options->write.request_id);
}

// "check": a draft's or a file's; fails when it cannot be published.
void AddCheck(CLI::App& questionnaires, Chosen& chosen) {
  struct Options {
    std::string questionnaire, file;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      questionnaires, "check", "Say what publishing would refuse, of a draft or of --file", chosen,
      [options](Session& session) -> absl::Status {
        CheckQuestionnaireRequest request;
        if (!options->questionnaire.empty()) {
          request.set_name(QuestionnaireOf(options->questionnaire));
        }
        if (!options->file.empty()) {
          ASSIGN_OR_RETURN(*request.mutable_content(), ContentIn(options->file, "--file"));
        }
        ASSIGN_OR_RETURN(const auto checked,
                         session.Call<CheckQuestionnaireResponse>(
                             absl::StrCat(kService, "CheckQuestionnaire"), request));
        if (checked.problems().empty() && !session.json()) {
          session.out() << "It can be published.\n";
          return absl::OkStatus();
        }
        PrintList(session, checked,
                  {{"field", {.title = "WHERE"}}, {"description", {.title = "WHAT TO DO"}}});
        if (checked.problems().empty()) return absl::OkStatus();
        return absl::FailedPreconditionError(
            absl::StrCat("it cannot be published yet: ", Counted(checked.problems_size(), "thing"),
                         " to correct"));
      });
  command->add_option("questionnaire", options->questionnaire, kHelp);
  command->add_option("--file", options->file, "A content as JSON instead; - for standard input");
}

void AddExport(CLI::App& questionnaires, Chosen& chosen) {
  struct Options {
    std::string questionnaire, file = "-";
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(questionnaires, "export", "Save what it asks as JSON, for import and git", chosen,
                 [options](Session& session) -> absl::Status {
                   ASSIGN_OR_RETURN(const QuestionnaireContent content,
                                    ContentOf(session, options->questionnaire));
                   if (options->file == "-") {
                     session.out() << FormatJson(content);
                     return absl::OkStatus();
                   }
                   std::ofstream file(options->file);
                   file << FormatJson(content);
                   if (!file.flush()) {
                     return status::BadField("--out", absl::StrCat("cannot write ", options->file));
                   }
                   return absl::OkStatus();
                 });
  command->add_option("questionnaire", options->questionnaire, kVersionHelp)->required();
  command->add_option("--out", options->file, "The file; - for standard output")
      ->capture_default_str();
}

void AddImportOfContent(CLI::App& questionnaires, Chosen& chosen) {
  struct Options {
    std::string file, name, into;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      questionnaires, "import", "Make one of exported JSON, or give it to a draft with --into",
      chosen, [options](Session& session) -> absl::Status {
        ASSIGN_OR_RETURN(const QuestionnaireContent content, ContentIn(options->file, "file"));
        if (options->into.empty()) {
          CreateQuestionnaireRequest request;
          const std::string& title =
              content.title().zh().empty() ? content.title().en() : content.title().zh();
          request.mutable_questionnaire()->set_display_name(options->name.empty() ? title
                                                                                  : options->name);
          *request.mutable_questionnaire()->mutable_content() = content;
          ApplyWriteOptions(options->write, &request);
          return Send(session, "CreateQuestionnaire", request);
        }
        UpdateQuestionnaireRequest request;
        request.mutable_questionnaire()->set_name(QuestionnaireOf(options->into));
        request.mutable_questionnaire()->set_etag(options->write.etag);
        *request.mutable_questionnaire()->mutable_content() = content;
        request.mutable_update_mask()->add_paths("content");
        if (!options->name.empty()) {
          request.mutable_questionnaire()->set_display_name(options->name);
          request.mutable_update_mask()->add_paths("display_name");
        }
        ApplyWriteOptions(options->write, &request);
        return Send(session, "UpdateQuestionnaire", request);
      });
  command->add_option("file", options->file, "The JSON; - for standard input")->required();
  command->add_option("--name", options->name, "What our people call it; its title when absent");
  command->add_option("--into", options->into, absl::StrCat("The draft to change. ", kHelp));
  AddWriteOptions(*command, options->write, /*with_etag=*/true);
}

Verb On(const std::string& name, const std::string& help, const std::string& method) {
  return {.name = name,
          .help = help,
          .method = absl::StrCat(kService, method),
          .argument = "questionnaire",
          .argument_help = kHelp,
          .resolve = [](Session&, const std::string& text) -> absl::StatusOr<std::string> {
            return QuestionnaireOf(text);
          },
          .with_etag = true};
}

// What leaves or shows a questionnaire, printed without its content.
template <class Request>
void AddMove(CLI::App& group, Chosen& chosen, const std::string& name, const std::string& help,
             const std::string& method) {
  struct Options {
    std::string questionnaire;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(group, name, help, chosen, [options, method](Session& session) -> absl::Status {
        Request request;
        request.set_name(QuestionnaireOf(options->questionnaire));
        ApplyWriteOptions(options->write, &request);
        return Send(session, method, request);
      });
  command->add_option("questionnaire", options->questionnaire, kHelp)->required();
  constexpr bool kWrites = requires(Request r) { r.mutable_reason(); };
  if (kWrites) AddWriteOptions(*command, options->write, /*with_etag=*/true);
}

void AddVersions(CLI::App& questionnaires, Chosen& chosen) {
  struct Options {
    ListOptions list;
    std::string questionnaire;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      questionnaires, "versions", "List what was published: when, by whom, why", chosen,
      [options](Session& session) -> absl::Status {
        ListQuestionnaireVersionsRequest request;
        request.set_parent(QuestionnaireOf(options->questionnaire));
        ListQuestionnaireVersionsResponse response;
        RETURN_IF_ERROR(FetchPages(session, absl::StrCat(kService, "ListQuestionnaireVersions"),
                                   options->list, &request, &response));
        PrintList(session, response,
                  {{"number", {.title = "VERSION", .right = true}},
                   {"publish_time", {.title = "PUBLISHED"}},
                   {"publisher", {.title = "BY"}},
                   {"reason", {.title = "WHY", .shrinks = true}},
                   {"name", {.title = "NAME"}}});
        return absl::OkStatus();
      });
  command->add_option("questionnaire", options->questionnaire, kHelp)->required();
  AddListOptions(*command, options->list);
}

void AddListOfQuestionnaires(CLI::App& questionnaires, Chosen& chosen) {
  AddList<ListQuestionnairesRequest, ListQuestionnairesResponse>(
      questionnaires, chosen,
      {.name = "list",
       .help = "List the questionnaires",
       .method = absl::StrCat(kService, "ListQuestionnaires"),
       .fields = {{"update_time", {.title = "CHANGED"}},
                  {"state", {.title = "STATE"}},
                  {"published_version", {.title = "VERSION", .right = true}},
                  {"draft_changed", {.title = "UNPUBLISHED"}},
                  {"question_count", {.title = "QUESTIONS", .right = true}},
                  {"display_name", {.title = "NAME", .shrinks = true}},
                  {"name", {.title = "ID"}, Shown::kId}},
       .with_deleted = {{"delete_time", {.title = "DELETED"}}},
       .filter_example = "state = published AND draft_changed = true"});
}

}  // namespace

void AddQuestionnaires(CLI::App& app, Chosen& chosen) {
  CLI::App* questionnaires =
      app.add_subcommand("questionnaires", "What customers are asked (问卷)");
  questionnaires->require_subcommand(1);
  AddTemplates(*questionnaires, chosen);
  AddListOfQuestionnaires(*questionnaires, chosen);
  AddMove<GetQuestionnaireRequest>(*questionnaires, chosen, "get",
                                   "Show its state, versions and dates", "GetQuestionnaire");
  AddShow(*questionnaires, chosen);
  AddCreate(*questionnaires, chosen);
  AddUpdate(*questionnaires, chosen,
            On("update", "Change its name, or its content by --file", "UpdateQuestionnaire"),
            &UpdateQuestionnaireRequest::mutable_questionnaire);
  AddCheck(*questionnaires, chosen);
  AddMove<PublishQuestionnaireRequest>(*questionnaires, chosen, "publish",
                                       "Keep the draft as the next version (发布)",
                                       "PublishQuestionnaire");
  AddMove<RetireQuestionnaireRequest>(*questionnaires, chosen, "retire",
                                      "Take it out of use (停用)", "RetireQuestionnaire");
  AddMove<RestoreQuestionnaireRequest>(*questionnaires, chosen, "restore",
                                       "Put it into use again (恢复)", "RestoreQuestionnaire");
  AddMove<DeleteQuestionnaireRequest>(*questionnaires, chosen, "delete",
                                      "Delete a draft or a retired one", "DeleteQuestionnaire");
  AddMove<UndeleteQuestionnaireRequest>(*questionnaires, chosen, "undelete", "Bring it back",
                                        "UndeleteQuestionnaire");
  AddExport(*questionnaires, chosen);
  AddImportOfContent(*questionnaires, chosen);
  AddVersions(*questionnaires, chosen);
  AddChanges<ListQuestionnaireChangesRequest, ListQuestionnaireChangesResponse>(
      *questionnaires, chosen,
      On("changes", "List what changed, question by question", "ListQuestionnaireChanges"));
}

}  // namespace mainstay::ctl
