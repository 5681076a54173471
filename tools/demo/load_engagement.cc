// Visits, what was promised in them, the tasks before the next ones, and communications.
#include <vector>

#include <mainstay/engagement/v1/commitment_service.pb.h>
#include <mainstay/engagement/v1/communication_service.pb.h>
#include <mainstay/engagement/v1/task_service.pb.h>
#include <mainstay/engagement/v1/visit_service.pb.h>

#include "absl/strings/str_cat.h"
#include "tools/demo/loads.h"

namespace mainstay::demo {
namespace {

using namespace engagement::v1;  // NOLINT: the messages of the API

constexpr char kCommitments[] = "engagement/CommitmentService/";

// What an account of an earlier load has is left as it is: visits have no number to know them by.
absl::StatusOr<bool> HasVisits(LoaderSession& session, int index) {
  if (!session.were_there[index]) return false;
  ListVisitsRequest list;
  list.set_parent(session.names[index]);
  list.set_page_size(1);
  ASSIGN_OR_RETURN(const auto found,
                   session.Call<ListVisitsResponse>("engagement/VisitService/ListVisits", list));
  return found.visits_size() > 0;
}

absl::StatusOr<Visit> LoadVisit(LoaderSession& session, const DemoVisit& visit) {
  const auto load = [&]<class Request>(std::string_view method,
                                       Request request) -> absl::StatusOr<Visit> {
    request.set_parent(session.names[visit.account]);
    *request.mutable_visit() = visit.card;
    if (visit.host >= 0) {
      request.mutable_visit()->mutable_attendees(0)->set_contact(
          session.contacts[visit.account][visit.host]);
    }
    request.set_request_id(RequestId(method, request));
    return session.Call<Visit>(absl::StrCat("engagement/VisitService/", method), request);
  };
  return visit.made ? load("RecordVisit", RecordVisitRequest())
                    : load("CreateVisit", CreateVisitRequest());
}

absl::Status LoadPromise(LoaderSession& session, const DemoVisit& visit, const std::string& name) {
  const DemoPromise& promise = *visit.promise;
  CreateCommitmentRequest create;
  create.set_parent(session.names[visit.account]);
  *create.mutable_commitment() = promise.card;
  create.mutable_commitment()->set_source(name);
  if (promise.card.party() == COMMITMENT_PARTY_CUSTOMER && visit.host >= 0) {
    create.mutable_commitment()->set_promiser(session.contacts[visit.account][visit.host]);
  }
  create.set_request_id(RequestId("CreateCommitment", create));
  ASSIGN_OR_RETURN(const auto made, session.Call<Commitment>(
                                        absl::StrCat(kCommitments, "CreateCommitment"), create));
  if (promise.kept_time) {
    KeepCommitmentRequest keep;
    keep.set_name(made.name());
    keep.set_proof(promise.proof);
    *keep.mutable_kept_time() = *promise.kept_time;
    keep.set_request_id(RequestId("KeepCommitment", keep));
    return session.Call<Commitment>(absl::StrCat(kCommitments, "KeepCommitment"), keep).status();
  }
  if (promise.broken_because.empty()) return absl::OkStatus();
  BreakCommitmentRequest broken;
  broken.set_name(made.name());
  broken.set_reason(promise.broken_because);
  broken.set_request_id(RequestId("BreakCommitment", broken));
  return session.Call<Commitment>(absl::StrCat(kCommitments, "BreakCommitment"), broken).status();
}

// To prepare a visit that is to come.
absl::Status LoadTask(LoaderSession& session, const DemoVisit& visit, const std::string& name) {
  CreateTaskRequest request;
  Task* task = request.mutable_task();
  task->set_subject(absl::StrCat("Prepare the visit: ", visit.card.purpose()));
  task->set_subject_zh(absl::StrCat("准备拜访：", visit.card.purpose()));
  task->set_account(session.names[visit.account]);
  task->set_assignee(visit.card.participants(0).user());
  *task->mutable_due_time() = visit.card.planned_start_time();
  task->set_source_kind("visit");
  task->set_source(name);
  request.set_request_id(RequestId("CreateTask", request));
  return session.Call<Task>("engagement/TaskService/CreateTask", request).status();
}

absl::Status LoadVisits(LoaderSession& session, int index, const std::vector<int>& visits) {
  ASSIGN_OR_RETURN(const bool there, HasVisits(session, index));
  if (there) return absl::OkStatus();
  for (const int i : visits) {
    const DemoVisit& visit = session.company.visits[i];
    ASSIGN_OR_RETURN(const Visit loaded, LoadVisit(session, visit));
    if (visit.promise) RETURN_IF_ERROR(LoadPromise(session, visit, loaded.name()));
    if (visit.to_prepare) RETURN_IF_ERROR(LoadTask(session, visit, loaded.name()));
  }
  return absl::OkStatus();
}

absl::Status LoadCommunications(LoaderSession& session, int index, const std::vector<int>& talks) {
  for (const int i : talks) {
    const DemoCommunication& talk = session.company.communications[i];
    CreateCommunicationRequest request;
    request.set_parent(session.names[index]);
    *request.mutable_communication() = talk.card;
    request.mutable_communication()->set_source("demo");
    request.mutable_communication()->set_external_id(absl::StrCat(i));
    if (talk.contact >= 0) {
      request.mutable_communication()->add_contacts(session.contacts[index][talk.contact]);
    }
    request.set_request_id(RequestId("CreateCommunication", request));
    const absl::Status status =
        session.Call<Communication>("engagement/CommunicationService/CreateCommunication", request)
            .status();
    if (!status.ok() && !absl::IsAlreadyExists(status)) return status;
  }
  return absl::OkStatus();
}

// The places in `all` of each account's.
template <class T>
std::vector<std::vector<int>> ByAccount(const Company& company, const std::vector<T>& all) {
  std::vector<std::vector<int>> places(company.accounts.size());
  for (size_t i = 0; i < all.size(); ++i) places[all[i].account].push_back(static_cast<int>(i));
  return places;
}

}  // namespace

absl::Status LoadEngagement(LoaderSession& session) {
  const Company& company = session.company;
  const auto visits = ByAccount(company, company.visits);
  const auto talks = ByAccount(company, company.communications);
  const int accounts = static_cast<int>(company.accounts.size());
  RETURN_IF_ERROR(session.Parallel("visits and promises of accounts", accounts,
                                   [&](int i) { return LoadVisits(session, i, visits[i]); }));
  return session.Parallel("communications of accounts", accounts,
                          [&](int i) { return LoadCommunications(session, i, talks[i]); });
}

}  // namespace mainstay::demo
