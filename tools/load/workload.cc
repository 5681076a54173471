#include "tools/load/workload.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "mainstay/accounts/v1/account_service.pb.h"

namespace mainstay::load {

absl::StatusOr<Workload> Workload::Create(WorkloadOptions options) {
  Workload workload(std::move(options));
  const std::string& mode = workload.options_.mode;
  workload.grpc_ = absl::EndsWith(mode, "_grpc");
  workload.grpc_method_ = "/mainstay.accounts.v1.AccountService/GetAccount";
  if (mode == "create_grpc" || mode == "create_http") {
    workload.kind_ = Kind::kCreate;
    workload.grpc_method_ = "/mainstay.accounts.v1.AccountService/CreateAccount";
  } else if (mode == "list50_http") {
    workload.kind_ = Kind::kList;
  } else if (mode != "get_grpc" && mode != "get_http") {
    return absl::InvalidArgumentError(absl::StrCat("there is no mode ", mode));
  }
  if (workload.kind_ != Kind::kCreate && workload.options_.ids.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("the mode ", mode, " needs --ids"));
  }
  return workload;
}

const std::string& Workload::RandomId() { return options_.ids[random_() % options_.ids.size()]; }

std::string Workload::RandomHex(size_t digits) {
  std::string text = absl::StrCat(absl::Hex(random_(), absl::kZeroPad16));
  text += absl::StrCat(absl::Hex(random_(), absl::kZeroPad16));
  return text.substr(0, digits);
}

std::string Workload::RandomUuid() {
  std::string hex = RandomHex(32);
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-4", hex.substr(13, 3), "-8",
                      hex.substr(17, 3), "-", hex.substr(20, 12));
}

std::string Workload::NextMessage() {
  if (kind_ == Kind::kGet) {
    accounts::v1::GetAccountRequest request;
    request.set_name(absl::StrCat("accounts/", RandomId()));
    return request.SerializeAsString();
  }
  accounts::v1::CreateAccountRequest request;
  request.set_request_id(RandomUuid());
  auto& account = *request.mutable_account();
  account.set_display_name(absl::StrCat("Load ", RandomHex(24)));
  account.set_industry("Chemicals");
  account.set_region("East");
  account.set_currency_code("CNY");
  account.set_overview("Made by the load generator.");
  return request.SerializeAsString();
}

std::string Workload::Head(std::string_view method, std::string_view target) const {
  return absl::StrCat(method, " ", target, " HTTP/1.1\r\nHost: ", options_.host,
                      "\r\nAuthorization: Bearer ", options_.token, "\r\n");
}

std::string Workload::NextHttp() {
  if (kind_ == Kind::kGet) {
    return Head("GET", absl::StrCat("/v1/accounts/", RandomId())) + "\r\n";
  }
  if (kind_ == Kind::kList) {
    std::string industry = absl::StrReplaceAll(RandomId(), {{" ", "+"}});
    return Head("GET",
                absl::StrCat("/v1/accounts?pageSize=50&filter=industry+%3D+%22", industry, "%22")) +
           "\r\n";
  }
  std::string body =
      absl::StrCat(R"({"displayName":"Load )", RandomHex(24),
                   R"(","industry":"Chemicals","region":"East","currencyCode":"CNY",)"
                   R"("overview":"Made by the load generator."})");
  return absl::StrCat(Head("POST", absl::StrCat("/v1/accounts?requestId=", RandomUuid())),
                      "Content-Type: application/json\r\nContent-Length: ", body.size(), "\r\n\r\n",
                      body);
}

}  // namespace mainstay::load
