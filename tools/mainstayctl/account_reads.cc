// accounts list, get, search, changes, check
#include <memory>

#include <mainstay/accounts/v1/account_service.pb.h>

#include "common/status/status.h"
#include "tools/mainstayctl/abc.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace accounts::v1;  // NOLINT: the messages of this group

std::vector<Field> AccountFields() {
  return {{"external_id", {.title = "EXTERNAL ID"}},
          {"display_name", {.title = "NAME", .shrinks = true}},
          {"industry", {.title = "INDUSTRY", .shrinks = true}},
          {"region", {.title = "REGION", .shrinks = true}},
          {"tier", {.title = "TIER"}},
          {"owner", {.title = "OWNER", .shrinks = true}},
          {"name", {.title = "ID"}, Shown::kId}};
}

void AddGet(CLI::App& accounts, Chosen& chosen) {
  struct Options {
    std::string account, as_of;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      accounts, "get", "Show one account's record card", chosen,
      [options](Session& session) -> absl::Status {
        GetAccountRequest request;
        ASSIGN_OR_RETURN(*request.mutable_name(), ResolveAccount(session, options->account));
        if (!options->as_of.empty()) {
          absl::StatusOr<google::protobuf::Timestamp> time = ParseTime(options->as_of);
          if (!time.ok()) return status::BadField("--as-of", time.status().message());
          *request.mutable_as_of_time() = *time;
        }
        ASSIGN_OR_RETURN(const auto account,
                         session.Call<Account>("AccountService/GetAccount", request));
        session.PrintRecord(account);
        // Grading is of now, and the JSON is the account's own.
        if (options->as_of.empty() && !session.json()) PrintAbcClass(session, account);
        return absl::OkStatus();
      });
  command->add_option("account", options->account, "Resource name, id or external id")->required();
  command->add_option("--as-of", options->as_of, "The card as it stood then, such as 2026-01-31");
}

void AddSearch(CLI::App& accounts, Chosen& chosen) {
  struct Options {
    ListOptions list;
    std::vector<std::string> words;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      accounts, "search", "Find accounts by any part of a name, alias, tax id or website", chosen,
      [options](Session& session) {
        SearchAccountsRequest request;
        for (const std::string& word : options->words) {
          if (!request.query().empty()) *request.mutable_query() += " ";
          *request.mutable_query() += word;
        }
        SearchAccountsResponse response;
        RETURN_IF_ERROR(FetchPages(session, "AccountService/SearchAccounts", options->list,
                                   &request, &response));
        PrintList(session, response, AccountFields());
        return absl::OkStatus();
      });
  command->add_option("words", options->words, "Every word must occur")->required();
  AddListOptions(*command, options->list);
}

void AddCheck(CLI::App& accounts, Chosen& chosen) {
  auto request = std::make_shared<CheckDuplicatesRequest>();
  CLI::App* command = AddCommand(
      accounts, "check", "Look for accounts that may be the same company, before creating one",
      chosen, [request](Session& session) -> absl::Status {
        ASSIGN_OR_RETURN(const auto response, session.Call<CheckDuplicatesResponse>(
                                                  "AccountService/CheckDuplicates", *request));
        PrintList(session, response,
                  {{"reasons", {.title = "SAME"}},
                   {"account.display_name", {.title = "NAME", .shrinks = true}},
                   {"account.tax_id", {.title = "TAX ID"}},
                   {"account.owner", {.title = "OWNER", .shrinks = true}},
                   {"account.name", {.title = "ID"}, Shown::kId}});
        return absl::OkStatus();
      });
  command->add_option("--name", *request->mutable_display_name(), "The company's name");
  command->add_option("--tax-id", *request->mutable_tax_id(), "Its tax id");
  command->add_option("--website", *request->mutable_website(), "Its website");
  command->require_option(1, 0);
}

}  // namespace

void AddAccountReads(CLI::App& accounts, Chosen& chosen) {
  AddList<ListAccountsRequest, ListAccountsResponse>(
      accounts, chosen,
      {.name = "list",
       .help = "List accounts, newest first",
       .method = "AccountService/ListAccounts",
       .fields = AccountFields(),
       .with_deleted = {{"state", {.title = "STATE"}}},
       .filter_example = "region = \"华东\" AND tier = core"});
  AddGet(accounts, chosen);
  AddSearch(accounts, chosen);
  AddList<ListAccountChangesRequest, ListAccountChangesResponse>(
      accounts, chosen,
      {.name = "changes",
       .help = "List what changed on an account: who, when, why",
       .method = "AccountService/ListAccountChanges",
       .fields = ChangeFields()});
  AddCheck(accounts, chosen);
}

}  // namespace mainstay::ctl
