// The call list of telephone interviews.
#include <mainstay/survey/v1/invitation_service.pb.h>

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "common/api/listing.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "services/survey/campaigns/campaign_proto.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/invitations/invitation_handlers.h"
#include "services/survey/invitations/invitation_store.h"

namespace mainstay::survey {
namespace {

using Calls = api::Rows<ListedInvitation>;

v1::ListCallsResponse::Call ToCall(const ListedInvitation& listed, const Person* person) {
  const Invitation& one = listed.invitation;
  v1::ListCallsResponse::Call message;
  message.set_invitation(InvitationName(one));
  message.set_account(absl::StrCat("accounts/", one.account_id));
  message.set_account_display_name(listed.account_display_name);
  message.set_contact(ContactNameOf(one, one.account_id));
  if (person != nullptr) {
    message.set_contact_display_name(person->display_name);
    message.set_title(person->title);
    message.set_phone(person->phone);
  }
  message.set_language(one.language);
  if (one.expire_time) *message.mutable_expire_time() = api::TimeToProto(*one.expire_time);
  return message;
}

// The contacts of the page, in the caller's name: as far as they see them.
absl::StatusOr<std::map<std::string, Person>> PeopleOf(const rpc::CallContext& call,
                                                       const Deps& deps, const Calls& page) {
  std::vector<std::string> account_ids;
  for (const ListedInvitation& one : page.items) account_ids.push_back(one.invitation.account_id);
  std::sort(account_ids.begin(), account_ids.end());
  account_ids.erase(std::unique(account_ids.begin(), account_ids.end()), account_ids.end());
  const Asking asking{.token = std::string(call.token()), .deadline = call.deadline()};
  ASSIGN_OR_RETURN(const auto people, deps.people->ContactsOf(asking, account_ids));
  std::map<std::string, Person> by_id;
  for (const Person& person : people) by_id[person.contact_id] = person;
  return by_id;
}

absl::StatusOr<v1::ListCallsResponse> List(rpc::CallContext& call, const Deps& deps,
                                           const v1::ListCallsRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kCampaignPattern, "parent"));
  ASSIGN_OR_RETURN(
      const api::Listing listing,
      api::Listing::Read(call, *deps.page_tokens,
                         {std::min(request.page_size(), kMostAskedAccounts), request.page_token(),
                          /*filter=*/"", /*order_by=*/""},
                         {{}, CallSorts()}, request.parent()));
  ASSIGN_OR_RETURN(const Calls page,
                   call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<Calls> {
                     const auto campaign = ReadCampaign(tx, ids[0]);
                     if (!campaign) return status::NotFound(request.parent());
                     if (!TakesAnswers(*campaign)) return Calls();
                     return ListCalls(tx, listing.query(), ids[0], call.scope(), call.now());
                   }));
  ASSIGN_OR_RETURN(const auto people, PeopleOf(call, deps, page));
  v1::ListCallsResponse response;
  for (const ListedInvitation& one : page.items) {
    const auto person = people.find(one.invitation.contact_id);
    *response.add_calls() = ToCall(one, person == people.end() ? nullptr : &person->second);
  }
  response.set_next_page_token(listing.Token(page.next));
  return response;
}

}  // namespace

void RegisterCallList(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kInvitationService, "ListCalls"), deps, List);
}

}  // namespace mainstay::survey
