// Six months of complaints, questions, suggestions and praise.
#include <vector>

#include <mainstay/feedback/v1/case_service.pb.h>

#include "absl/strings/str_cat.h"
#include "tools/demo/loads.h"

namespace mainstay::demo {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of the API

constexpr char kCases[] = "feedback/CaseService/";

// What an account of an earlier load has is left as it is: cases have no number to know them by.
absl::StatusOr<bool> HasCases(LoaderSession& session, int index) {
  if (!session.were_there[index]) return false;
  ListCasesRequest list;
  list.set_parent(session.names[index]);
  list.set_page_size(1);
  ASSIGN_OR_RETURN(const auto found,
                   session.Call<ListCasesResponse>(absl::StrCat(kCases, "ListCases"), list));
  return found.cases_size() > 0;
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
        ASSIGN_OR_RETURN(const bool there, HasCases(session, index));
        if (there) return absl::OkStatus();
        for (const int i : of_account[index]) {  // one after the other: recurrences are linked
          RETURN_IF_ERROR(LoadCase(session, session.company.cases[i]));
        }
        return absl::OkStatus();
      });
}

}  // namespace mainstay::demo
