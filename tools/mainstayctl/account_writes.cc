// accounts create, update, delete, undelete, merge, unmerge
#include <memory>

#include <mainstay/accounts/v1/account_service.pb.h>

#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/errors.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace accounts::v1;  // NOLINT: the messages of this group

constexpr char kAccountHelp[] = "Resource name, id or external id";

void AddCreate(CLI::App& accounts, Chosen& chosen) {
  struct Options {
    ContentOptions content;
    WriteOptions write;
    bool allow_duplicate = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      accounts, "create", "Create an account: --set display_name=… --set industry=…", chosen,
      [options](Session& session) -> absl::Status {
        CreateAccountRequest request;
        RETURN_IF_ERROR(ReadContent(options->content, request.mutable_account(), nullptr));
        request.set_allow_duplicate(options->allow_duplicate);
        ApplyWriteOptions(options->write, &request);
        const auto account = session.Call<Account>("AccountService/CreateAccount", request);
        if (!account.ok()) {
          return NameFlags(account.status(), {{"set allow_duplicate", "give --allow-duplicate"}});
        }
        session.PrintRecord(*account);
        return absl::OkStatus();
      });
  AddContentOptions(*command, options->content);
  AddRequestId(*command, options->write.request_id);
  command->add_flag("--allow-duplicate", options->allow_duplicate,
                    "Create it although a duplicate was found");
}

Verb OnAccount(const std::string& name, const std::string& help, const std::string& method,
               bool with_etag) {
  return {.name = name,
          .help = help,
          .method = method,
          .argument = "account",
          .argument_help = kAccountHelp,
          .resolve = ResolveAccount,
          .with_etag = with_etag};
}

void AddMerge(CLI::App& accounts, Chosen& chosen) {
  struct Options {
    std::string account, into;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      accounts, "merge", "Merge an account into another, which stays", chosen,
      [options](Session& session) -> absl::Status {
        MergeAccountRequest request;
        ASSIGN_OR_RETURN(*request.mutable_name(), ResolveAccount(session, options->account));
        ASSIGN_OR_RETURN(*request.mutable_into(), ResolveAccount(session, options->into));
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto account,
                         session.Call<Account>("AccountService/MergeAccount", request));
        session.PrintRecord(account);
        session.err() << request.name() << " was merged into " << request.into()
                      << "; to take it back: mainstayctl accounts unmerge " << request.name()
                      << "\n";
        return absl::OkStatus();
      });
  command->add_option("account", options->account, "The account that goes")->required();
  command->add_option("--into", options->into, "The account that stays")->required();
  AddWriteOptions(*command, options->write, /*with_etag=*/true);
}

}  // namespace

void AddAccountWrites(CLI::App& accounts, Chosen& chosen) {
  AddCreate(accounts, chosen);
  AddUpdate(accounts, chosen,
            OnAccount("update", "Change fields of an account; --set field= clears one",
                      "AccountService/UpdateAccount", /*with_etag=*/true),
            &UpdateAccountRequest::mutable_account);
  AddVerb<DeleteAccountRequest, Account>(
      accounts, chosen,
      OnAccount("delete", "Delete an account; it can come back", "AccountService/DeleteAccount",
                /*with_etag=*/true));
  Verb undelete = OnAccount("undelete", "Bring a deleted account back",
                            "AccountService/UndeleteAccount", /*with_etag=*/false);
  undelete.resolve = ResolveDeletedAccount;
  AddVerb<UndeleteAccountRequest, Account>(accounts, chosen, undelete);
  AddMerge(accounts, chosen);
  AddVerb<UnmergeAccountRequest, Account>(
      accounts, chosen,
      OnAccount("unmerge", "Take a merge back: both accounts stand as before",
                "AccountService/UnmergeAccount", /*with_etag=*/false));
}

}  // namespace mainstay::ctl
