// What customers wrote on the website, as its file brings it: a case for each.
#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include <mainstay/feedback/v1/case_import_service.pb.h>

#include "absl/strings/str_cat.h"
#include "tools/demo/loads.h"

namespace mainstay::demo {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of the API

struct Written {
  const char *kind, *category, *facts;  // facts as CSV has them, in quotes
};
constexpr Written kWritten[] = {
    {"投诉", "delivery.late", "又晚了三天，电话打了三次没人接。\n下次再这样就换供应商。"},
    {"投诉", "service.response", "报修之后没人回电话，服务态度差。"},
    {"投诉", "product.packaging", "外箱破损，标签看不清，\"\"易碎\"\"两个字都没有印。"},
    {"表扬", "staff.attitude", "工程师很专业，态度热情，当天就修好了。"},
    {"投诉", "delivery.late", "送货太慢，约好的时间没有来。"},
    {"建议", "product.function", "希望网站上能看到物流进度，\n还有检验报告。"},
    {"投诉", "product.defect", "噪音大，用了一周就漏油。"},
    {"投诉", "price.invoice", "发票开错两次，财务很不满意。"},
    {"praise", "delivery.status", "Delivery was early and the driver helpful."},
    {"complaint", "service.response", "Nobody answers the phone; the response is too slow."},
};
constexpr int kRecords = 60;
constexpr int kCustomers = 12;

absl::StatusOr<CaseImport> Send(LoaderSession& session, const std::string& file, int attempt) {
  ImportCasesRequest request;
  request.set_parent("accounts/-");
  request.set_source("website");
  request.set_file_name("website.csv");
  request.mutable_file()->set_data(file);
  request.set_request_id(RequestId(absl::StrCat("ImportCases ", attempt), request));
  bool sent = false;
  const auto next = [&](google::protobuf::Message* message) {
    if (std::exchange(sent, true)) return false;
    static_cast<ImportCasesRequest&>(*message) = request;
    return true;
  };
  ImportCasesRequest message;
  CaseImport import;
  RETURN_IF_ERROR(rpc::CallClientStream(
      session.channel, client::FullMethod("feedback/CaseImportService/ImportCases"),
      {.token = session.options.token, .deadline = absl::Now() + absl::Minutes(2)}, next, &message,
      &import));
  return import;
}

}  // namespace

absl::Status LoadCaseFile(LoaderSession& session) {
  const size_t customers = std::min<size_t>(kCustomers, session.names.size());
  if (customers == 0) return absl::OkStatus();
  std::string file = "客户,类型,类别,渠道,事实经过,外部编号\n";
  for (size_t i = 0; i < kRecords; ++i) {
    const Written& written = kWritten[i % std::size(kWritten)];
    absl::StrAppend(&file, session.names[i * 7 % customers], ",", written.kind, ",",
                    written.category, ",网站,\"", written.facts, "\",W-", 1000 + i, "\n");
  }
  // Feedback hears of accounts by events: until it knows them all, some records are rejected, and
  // the file is sent again.
  constexpr int kAttempts = 30;
  for (int attempt = 1;; ++attempt) {
    ASSIGN_OR_RETURN(const CaseImport import, Send(session, file, attempt));
    if (import.rejected_records() == 0) return absl::OkStatus();
    if (attempt == kAttempts) {
      return absl::InternalError(
          absl::StrCat("the website's cases were not imported: ", import.ShortDebugString()));
    }
    absl::SleepFor(absl::Seconds(1));
  }
}

}  // namespace mainstay::demo
