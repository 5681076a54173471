// Six months of complaints, questions, suggestions and praise.
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <mainstay/feedback/v1/case_service.pb.h>

#include "absl/strings/str_cat.h"
#include "tools/demo/loads.h"

namespace mainstay::demo {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of the API

constexpr char kCases[] = "feedback/CaseService/";

// When a case was received and what it is about: a case is known by that, whatever became of it.
using Known = std::pair<int64_t, std::string>;

Known KnownBy(const Case& c) { return {c.receive_time().seconds(), c.subject()}; }

// Those that an earlier load made of an account, so that one that broke off is completed.
absl::StatusOr<std::set<Known>> CasesThere(LoaderSession& session, int index) {
  std::set<Known> there;
  if (!session.were_there[index]) return there;
  ListCasesRequest list;
  list.set_parent(session.names[index]);
  list.set_page_size(1000);
  do {
    ASSIGN_OR_RETURN(const auto page,
                     session.Call<ListCasesResponse>(absl::StrCat(kCases, "ListCases"), list));
    for (const Case& c : page.cases()) there.insert(KnownBy(c));
    list.set_page_token(page.next_page_token());
  } while (!list.page_token().empty());
  return there;
}

template <class Request>
absl::Status Write(LoaderSession& session, std::string_view method, const DemoCase& made,
                   Request request) {
  request.set_parent(session.names[made.account]);
  *request.mutable_case_() = made.card;
  if (made.contact >= 0) {
    request.mutable_case_()->set_contact(session.contacts[made.account][made.contact]);
  }
  request.set_request_id(RequestId(method, request));
  return session.Call<Case>(absl::StrCat(kCases, method), request).status();
}

absl::Status LoadCase(LoaderSession& session, const DemoCase& made) {
  if (!made.course) return Write(session, "CreateCase", made, CreateCaseRequest());
  RecordCaseRequest request;
  *request.mutable_course() = *made.course;
  if (made.course->closure() == CASE_CLOSURE_CUSTOMER) {
    request.mutable_course()->set_confirmed_by(session.contacts[made.account][made.contact]);
  }
  return Write(session, "RecordCase", made, request);
}

}  // namespace

absl::Status LoadCases(LoaderSession& session) {
  std::vector<std::vector<int>> of_account(session.company.accounts.size());
  for (size_t i = 0; i < session.company.cases.size(); ++i) {
    of_account[session.company.cases[i].account].push_back(static_cast<int>(i));
  }
  return session.Parallel(
      "accounts with cases", static_cast<int>(of_account.size()), [&](int index) -> absl::Status {
        if (of_account[index].empty()) return absl::OkStatus();
        ASSIGN_OR_RETURN(const std::set<Known> there, CasesThere(session, index));
        for (const int i : of_account[index]) {  // one after the other: recurrences are linked
          if (there.contains(KnownBy(session.company.cases[i].card))) continue;
          RETURN_IF_ERROR(LoadCase(session, session.company.cases[i]));
        }
        return absl::OkStatus();
      });
}

absl::Status LoadReopenedCases(LoaderSession& session) {
  ListCasesRequest list;
  list.set_parent("accounts/-");
  list.set_filter("reopen_count > 0");
  list.set_page_size(1);
  ASSIGN_OR_RETURN(const auto there,
                   session.Call<ListCasesResponse>(absl::StrCat(kCases, "ListCases"), list));
  if (there.cases_size() > 0) return absl::OkStatus();
  constexpr const char* kReasons[] = {"换件后一周又出现同样的现象", "补发的数量仍然不对，客户来电",
                                      "客户说答复没有解决他的问题"};
  list.set_filter("state = CASE_STATE_RESOLVED AND kind = CASE_KIND_COMPLAINT");
  list.set_page_size(std::size(kReasons));
  ASSIGN_OR_RETURN(const auto resolved,
                   session.Call<ListCasesResponse>(absl::StrCat(kCases, "ListCases"), list));
  for (int i = 0; i < resolved.cases_size(); ++i) {
    ReopenCaseRequest reopen;
    reopen.set_name(resolved.cases(i).name());
    reopen.set_reason(kReasons[i]);
    reopen.set_request_id(RequestId("ReopenCase", reopen));
    RETURN_IF_ERROR(session.Call<Case>(absl::StrCat(kCases, "ReopenCase"), reopen).status());
  }
  return absl::OkStatus();
}

absl::Status LoadConfirmedCases(LoaderSession& session) {
  // Of every two that were resolved one: when this runs again, these are closed.
  constexpr int kEvery = 2;
  ListCasesRequest list;
  list.set_parent("accounts/-");
  list.set_filter("state = CASE_STATE_RESOLVED AND kind = CASE_KIND_COMPLAINT");
  list.set_page_size(1000);
  ASSIGN_OR_RETURN(const auto resolved,
                   session.Call<ListCasesResponse>(absl::StrCat(kCases, "ListCases"), list));
  for (const Case& c : resolved.cases()) {
    if (c.number() % kEvery != 0 || c.contact().empty()) continue;
    ConfirmCaseRequest confirm;
    confirm.set_name(c.name());
    confirm.set_contact(c.contact());
    confirm.set_note("电话确认：问题已解决");
    confirm.set_request_id(RequestId("ConfirmCase", confirm));
    RETURN_IF_ERROR(session.Call<Case>(absl::StrCat(kCases, "ConfirmCase"), confirm).status());
  }
  return absl::OkStatus();
}

}  // namespace mainstay::demo
