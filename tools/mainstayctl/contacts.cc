// contacts list, get, create, update, delete, undelete
#include <memory>

#include <mainstay/accounts/v1/contact_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/important_date.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace accounts::v1;  // NOLINT: the messages of this group

void AddCreate(CLI::App& contacts, Chosen& chosen) {
  struct Options {
    std::string account;
    ContentOptions content;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      contacts, "create", "Add a key person: --set display_name=… --set buying_role=handler",
      chosen, [options](Session& session) -> absl::Status {
        CreateContactRequest request;
        RETURN_IF_ERROR(ReadContent(options->content, request.mutable_contact(), nullptr));
        ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveAccount(session, options->account));
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto contact,
                         session.Call<Contact>("ContactService/CreateContact", request));
        session.PrintRecord(contact);
        return absl::OkStatus();
      });
  command->add_option("account", options->account, "Resource name, id or external id")->required();
  AddContentOptions(*command, options->content);
  AddRequestId(*command, options->write.request_id);
  AddToHelp(*command, kImportantDateHelp);
}

Verb OnContact(const std::string& name, const std::string& help, const std::string& method) {
  return {.name = name,
          .help = help,
          .method = method,
          .argument = "contact",
          .argument_help = OfAccountHelp("contacts"),
          .resolve = [](Session& session, const std::string& text) {
            return ResolveOfAccount(session, "contacts", text);
          }};
}

}  // namespace

void AddContacts(CLI::App& app, Chosen& chosen) {
  CLI::App* contacts = app.add_subcommand("contacts", "An account's key persons (关键人)");
  contacts->require_subcommand(1);
  AddList<ListContactsRequest, ListContactsResponse>(
      *contacts, chosen,
      {.name = "list",
       .help = "List an account's key persons, the most influential first",
       .method = "ContactService/ListContacts",
       .fields = {{"display_name", {.title = "NAME", .shrinks = true}},
                  {"title", {.title = "TITLE", .shrinks = true}},
                  {"buying_role", {.title = "BUYING ROLE"}},
                  {"influence", {.title = "INFLUENCE", .right = true}},
                  {"attitude", {.title = "ATTITUDE"}},
                  {"phone", {.title = "PHONE", .shrinks = true}},
                  {"name", {.title = "ID"}, Shown::kId}},
       .with_deleted = {{"delete_time", {.title = "DELETED"}}}});
  Verb get = OnContact("get", "Show one contact", "ContactService/GetContact");
  get.writes = false;
  AddVerb<GetContactRequest, Contact>(*contacts, chosen, get);
  AddCreate(*contacts, chosen);
  Verb update = OnContact("update", "Change fields of a contact; --set field= clears one",
                          "ContactService/UpdateContact");
  update.more_help = kImportantDateHelp;
  AddUpdate(*contacts, chosen, update, &UpdateContactRequest::mutable_contact);
  Verb remove =
      OnContact("delete", "Delete a contact; it can come back", "ContactService/DeleteContact");
  remove.with_etag = true;
  AddVerb<DeleteContactRequest, Contact>(*contacts, chosen, remove);
  AddVerb<UndeleteContactRequest, Contact>(
      *contacts, chosen,
      OnContact("undelete", "Bring a deleted contact back", "ContactService/UndeleteContact"));
}

}  // namespace mainstay::ctl
