#include "tools/load/page_depth.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tools/load/http_connection.h"
#include "tools/load/http_loop.h"

namespace mainstay::load {
namespace {

constexpr int kRepeats = 50;

class Pager {
 public:
  Pager(const std::string& server, const std::string& token) : server_(server), token_(token) {}

  absl::Status Connect() {
    const auto endpoints = Resolve(context_, server_);
    if (!endpoints.ok()) return endpoints.status();
    const boost::system::error_code error = connection_.Connect(*endpoints);
    return error ? CannotConnect(server_, error) : absl::OkStatus();
  }

  // Reads a page; `*next` becomes the token of the one after it.
  absl::Status Read(const std::string& page_token, std::string* next) {
    absl::Status status = absl::UnavailableError("no answer");
    std::string target = absl::StrCat("/v1/accounts?pageSize=50&pageToken=", page_token);
    connection_.Send(absl::StrCat("GET ", target, " HTTP/1.1\r\nHost: ", server_,
                                  "\r\nAuthorization: Bearer ", token_, "\r\n\r\n"),
                     [&](int code, std::string_view body) {
                       if (code != 200) {
                         status = absl::UnavailableError(absl::StrCat(code, " ", body));
                         return;
                       }
                       auto page = nlohmann::json::parse(body, nullptr, /*allow_exceptions=*/false);
                       *next = page.value("nextPageToken", "");
                       status = absl::OkStatus();
                     });
    context_.restart();
    context_.run();
    return status;
  }

 private:
  const std::string& server_;
  const std::string& token_;
  boost::asio::io_context context_{1};
  HttpConnection connection_{context_};
};

double Median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
  return values[values.size() / 2];
}

}  // namespace

absl::StatusOr<std::string> MeasurePageDepth(const std::string& server, const std::string& token,
                                             int depth) {
  Pager pager(server, token);
  if (absl::Status status = pager.Connect(); !status.ok()) return status;
  std::string last, next;
  for (int page = 1; page < depth; ++page) {
    if (absl::Status status = pager.Read(last, &next); !status.ok()) return status;
    if (next.empty()) {
      return absl::FailedPreconditionError(absl::StrCat("there are only ", page, " pages"));
    }
    last = next;
  }
  std::vector<double> first_ms, last_ms;
  for (int i = 0; i < kRepeats * 2; ++i) {
    absl::Time begun = absl::Now();
    if (absl::Status status = pager.Read(i % 2 == 0 ? "" : last, &next); !status.ok()) {
      return status;
    }
    (i % 2 == 0 ? first_ms : last_ms).push_back(absl::ToDoubleMilliseconds(absl::Now() - begun));
  }
  double first = Median(std::move(first_ms)), deep = Median(std::move(last_ms));
  nlohmann::ordered_json report = {
      {"page_1_ms", first}, {"page_n_ms", deep}, {"ratio", deep / first}};
  return report.dump();
}

}  // namespace mainstay::load
