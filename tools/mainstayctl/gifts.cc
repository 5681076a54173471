// gifts list, get, register, update, approve, refuse, cancel, changes, totals, limits, limit
#include <memory>

#include <mainstay/engagement/v1/gift_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/lists.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/verbs.h"

namespace mainstay::ctl {
namespace {

using namespace engagement::v1;  // NOLINT: the messages of this group

constexpr char kService[] = "engagement/GiftService/";
constexpr char kAccountHelp[] = "Resource name, id or external id";

void AddRegister(CLI::App& gifts, Chosen& chosen) {
  struct Options {
    std::string account, direction = "given", kind = "gift", value, contact, user, date, occasion,
                         description, refused;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      gifts, "register", "Register one: register C1001 --value \"300 CNY\" --contact ID", chosen,
      [options](Session& session) -> absl::Status {
        CreateGiftRequest request;
        Gift* gift = request.mutable_gift();
        RETURN_IF_ERROR(SetField(gift, absl::StrCat("direction=", options->direction)));
        RETURN_IF_ERROR(SetField(gift, absl::StrCat("kind=", options->kind)));
        RETURN_IF_ERROR(SetField(gift, absl::StrCat("value=", options->value)));
        if (!options->date.empty()) {
          RETURN_IF_ERROR(SetField(gift, absl::StrCat("date=", options->date)));
        }
        gift->set_user(options->user);
        gift->set_occasion(options->occasion);
        gift->set_description(options->description);
        gift->set_refuse_reason(options->refused);
        ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveAccount(session, options->account));
        gift->set_contact(ContactOf(request.parent(), options->contact));
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto made,
                         session.Call<Gift>(absl::StrCat(kService, "CreateGift"), request));
        session.PrintRecord(made);
        return absl::OkStatus();
      });
  command->add_option("account", options->account, kAccountHelp)->required();
  command->add_option("--value", options->value, "What it is worth: \"300 CNY\"")->required();
  command
      ->add_option("--contact", options->contact, "Their person: the id that contacts list shows")
      ->required();
  command->add_option("--user", options->user, "Our person; you when absent");
  command->add_option("--direction", options->direction, "given or received")
      ->capture_default_str();
  command->add_option("--kind", options->kind, "gift, meal, travel, entertainment, cash_equivalent")
      ->capture_default_str();
  command->add_option("--date", options->date, "The day; today when absent");
  command->add_option("--occasion", options->occasion, "Such as 中秋节");
  command->add_option("--description", options->description, "What exactly");
  command->add_option("--refused", options->refused, "It was refused, and why (拒收)");
  AddRequestId(*command, options->write.request_id);
}

void AddTotals(CLI::App& gifts, Chosen& chosen) {
  struct Options {
    std::string account;
    int year = 0;
    ListOptions list;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      gifts, "totals", "What each person got in a year (年度累计)", chosen,
      [options](Session& session) -> absl::Status {
        ListGiftTotalsRequest request;
        request.set_year(options->year);
        ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveAccount(session, options->account));
        ListGiftTotalsResponse response;
        RETURN_IF_ERROR(FetchPages(session, absl::StrCat(kService, "ListGiftTotals"), options->list,
                                   &request, &response));
        PrintList(session, response,
                  {{"direction", {.title = "WAY"}},
                   {"contact", {.title = "ACCOUNT", .shrinks = true}, Shown::kAccount},
                   {"contact", {.title = "CONTACT", .shrinks = true}, Shown::kName},
                   {"user", {.title = "USER", .shrinks = true}},
                   {"count", {.title = "GIFTS", .right = true}},
                   {"refused_count", {.title = "REFUSED", .right = true}},
                   {"total", {.title = "TOTAL", .right = true}},
                   {"limit", {.title = "LIMIT", .right = true}},
                   {"left", {.title = "LEFT", .right = true}}});
        return absl::OkStatus();
      });
  command->add_option("account", options->account, "An account; - for every account")->required();
  command->add_option("--year", options->year, "The calendar year; this one when absent");
  AddListOptions(*command, options->list);
}

void AddLimits(CLI::App& gifts, Chosen& chosen) {
  AddCommand(gifts, "limits", "List the yearly limits that are set", chosen,
             [](Session& session) -> absl::Status {
               ASSIGN_OR_RETURN(const auto limits, session.Call<ListGiftLimitsResponse>(
                                                       absl::StrCat(kService, "ListGiftLimits"),
                                                       ListGiftLimitsRequest()));
               PrintList(session, limits,
                         {{"name", {.title = "CURRENCY"}, Shown::kId},
                          {"amount", {.title = "A YEAR AND PERSON", .right = true}},
                          {"setter", {.title = "SET BY", .shrinks = true}},
                          {"update_time", {.title = "SET"}}});
               return absl::OkStatus();
             });
  struct Options {
    std::string currency, amount;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      gifts, "limit", "Set what a person may get in a year: limit CNY \"1000 CNY\"", chosen,
      [options](Session& session) -> absl::Status {
        UpdateGiftLimitRequest request;
        request.mutable_gift_limit()->set_name(InCollection("giftLimits", options->currency));
        request.mutable_gift_limit()->set_etag(options->write.etag);
        if (options->amount != "none") {
          RETURN_IF_ERROR(
              SetField(request.mutable_gift_limit(), absl::StrCat("amount=", options->amount)));
        }
        ApplyWriteOptions(options->write, &request);
        ASSIGN_OR_RETURN(const auto limit, session.Call<GiftLimit>(
                                               absl::StrCat(kService, "UpdateGiftLimit"), request));
        session.PrintRecord(limit);
        return absl::OkStatus();
      });
  command->add_option("currency", options->currency, "Such as CNY")->required();
  command->add_option("amount", options->amount, "\"1000 CNY\", or none")->required();
  AddWriteOptions(*command, options->write, /*with_etag=*/true);
}

Verb OnGift(const std::string& name, const std::string& help, const std::string& method) {
  return {
      .name = name,
      .help = help,
      .method = absl::StrCat(kService, method),
      .argument = "gift",
      .argument_help = OfAccountHelp("gifts"),
      .resolve = [](Session& session,
                    const std::string& text) { return ResolveOfAccount(session, "gifts", text); },
      .with_etag = true};
}

}  // namespace

void AddGifts(CLI::App& app, Chosen& chosen) {
  CLI::App* gifts =
      app.add_subcommand("gifts", "The gift and hospitality register (礼品与招待登记)");
  gifts->require_subcommand(1);
  AddList<ListGiftsRequest, ListGiftsResponse>(
      *gifts, chosen,
      {.name = "list",
       .help = "List gifts, the latest first; - for every account",
       .method = absl::StrCat(kService, "ListGifts"),
       .fields = {{"date", {.title = "DATE"}},
                  {"direction", {.title = "WAY"}},
                  {"kind", {.title = "KIND"}},
                  {"value", {.title = "WORTH", .right = true}},
                  {"state", {.title = "STATE"}},
                  {"user", {.title = "USER", .shrinks = true}},
                  {"contact", {.title = "CONTACT", .shrinks = true}, Shown::kName},
                  {"occasion", {.title = "OCCASION", .shrinks = true}},
                  {"name", {.title = "ID"}, Shown::kId}},
       .filter_example = "state = pending",
       .names_account = true});
  Verb get = OnGift("get", "Show one", "GetGift");
  get.writes = false;
  AddVerb<GetGiftRequest, Gift>(*gifts, chosen, get);
  AddRegister(*gifts, chosen);
  AddUpdate(*gifts, chosen,
            OnGift("update", "Change the description or the occasion", "UpdateGift"),
            &UpdateGiftRequest::mutable_gift);
  AddVerb<ApproveGiftRequest, Gift>(*gifts, chosen,
                                    OnGift("approve", "Approve (批准)", "ApproveGift"));
  AddVerb<RefuseGiftRequest, Gift>(
      *gifts, chosen,
      OnGift("refuse", "It was not taken, or handed back (拒收); needs --reason", "RefuseGift"));
  AddVerb<CancelGiftRequest, Gift>(
      *gifts, chosen, OnGift("cancel", "It was entered by mistake; needs --reason", "CancelGift"));
  AddChanges<ListGiftChangesRequest, ListGiftChangesResponse>(
      *gifts, chosen, OnGift("changes", "List what changed: who, when, why", "ListGiftChanges"));
  AddTotals(*gifts, chosen);
  AddLimits(*gifts, chosen);
}

}  // namespace mainstay::ctl
