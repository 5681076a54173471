// Files of cases, imported into a real server.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mainstay/feedback/v1/case_import_service.pb.h>
#include <mainstay/feedback/v1/case_service.pb.h>

#include <algorithm>
#include <map>
#include <pqxx/pqxx>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/fault/fault.h"
#include "common/status/status.h"
#include "common/testing/file_pieces.h"
#include "services/feedback/access/feedback_service_fixture.h"
#include "services/feedback/cases/case_sequel.h"
#include "services/feedback/cases/case_service.h"
#include "services/feedback/intake/case_import_service.h"

namespace mainstay::feedback {

// With a feature that refuses cases only when they are about to be written, as categories do.
inline void RegisterImport(rpc::Router& router, const Deps& deps) {
  const auto refuse = [](pg::Tx&, absl::Span<CaseDraft> drafts, const history::WriteContext&) {
    for (CaseDraft& draft : drafts) {
      if (draft.after.category != "retired") continue;
      draft.error = status::BadField("category", "is retired");
    }
    return absl::OkStatus();
  };
  Deps with = deps;
  with.case_sequels = {{.name = "refuse", .prepare = refuse, .follow = {}}};
  RegisterCaseImportService(router, with);
}

class CaseImportTest : public FeedbackServiceTest {
 protected:
  using Request = v1::ImportCasesRequest;
  CaseImportTest()
      : FeedbackServiceTest({"CaseImportService", "CaseService"},
                            {RegisterImport, RegisterCaseService}) {}

  // Of one account, in the documented columns.
  Request Of(const std::string& parent) {
    Request request;
    request.set_parent(parent);
    return request;
  }
  absl::StatusOr<v1::CaseImport> Import(std::string_view file, Request first,
                                        std::string_view user = "ada", size_t size = 1000,
                                        std::string_view role = "admin") {
    Request message;
    v1::CaseImport response;
    const absl::Status status = rpc::CallClientStream(
        service_.channel(), "mainstay.feedback.v1.CaseImportService/ImportCases",
        service_.As(user, role), testing::InPieces(file, first, size), &message, &response);
    if (!status.ok()) return status;
    return response;
  }
  // "created unchanged rejected".
  static std::string Counts(const absl::StatusOr<v1::CaseImport>& import) {
    if (!import.ok()) return import.status().ToString();
    EXPECT_EQ(import->state(), v1::CASE_IMPORT_STATE_SUCCEEDED);
    EXPECT_EQ(import->records(), import->processed_records());
    return absl::StrCat(import->created_records(), " ", import->unchanged_records(), " ",
                        import->rejected_records());
  }
  // "line field" of each.
  static std::vector<std::string> Rejects(const v1::CaseImport& import) {
    std::vector<std::string> rejects;
    for (const auto& r : import.rejects())
      rejects.push_back(absl::StrCat(r.line(), " ", r.field()));
    return rejects;
  }
  std::vector<v1::Case> List(const std::string& query = "",
                             const std::string& parent = "accounts/-",
                             std::string_view user = "ada", std::string_view role = "admin") {
    v1::ListCasesRequest request;
    request.set_parent(parent);
    request.set_query(query);
    request.set_page_size(1000);
    request.set_order_by("receive_time");
    std::vector<v1::Case> cases;
    do {
      const auto page = Call<v1::ListCasesResponse>("CaseService/ListCases", request, user, role);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return cases;
      cases.insert(cases.end(), page->cases().begin(), page->cases().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return cases;
  }
  std::vector<std::string> Subjects(const std::string& query = "") {
    std::vector<std::string> subjects;
    for (const v1::Case& c : List(query)) subjects.push_back(c.subject());
    std::sort(subjects.begin(), subjects.end());
    return subjects;
  }
  absl::StatusOr<std::string> Download(const std::string& name, size_t* longest = nullptr) {
    v1::DownloadCaseImportRejectsRequest request;
    request.set_name(name);
    type::v1::HttpBody body;
    std::string bytes;
    const absl::Status status = rpc::CallServerStream(
        service_.channel(), "mainstay.feedback.v1.CaseImportService/DownloadCaseImportRejects",
        service_.As("ada", "admin"), request, &body, [&] {
          bytes += body.data();
          if (longest) *longest = std::max(*longest, body.data().size());
          return true;
        });
    if (!status.ok()) return status;
    return bytes;
  }
  bool Sql(const std::string& statement) {
    pg::Session owner({.dsn = service_.database().owner_dsn()});
    const absl::Status status = owner.Write({}, [&](pg::Tx& tx) -> absl::Status {
      tx.Exec(statement);
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
    return status.ok();
  }
  static std::string Reason(const absl::Status& error) {
    const auto detail = status::GetErrorDetail(error);
    return detail ? detail->reason : "";
  }

  const std::string account_ = AddAccount(service_, "北风", "wang.li");
  const std::string other_ = AddAccount(service_, "南风", "li.na");
};

}  // namespace mainstay::feedback
