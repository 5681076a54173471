#include "tools/load/figures_watch.h"

#include <algorithm>
#include <memory>

#include <nlohmann/json.hpp>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tools/load/http_connection.h"
#include "tools/load/http_loop.h"

namespace mainstay::load {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(5);
constexpr absl::Duration kBusyPause = absl::Milliseconds(50);

// One look after another over one connection.
class Looker {
 public:
  static absl::StatusOr<std::unique_ptr<Looker>> Connect(const FiguresWatchOptions& options) {
    auto looker = std::make_unique<Looker>();
    const auto endpoints = Resolve(looker->context_, options.server);
    if (!endpoints.ok()) return endpoints.status();
    const boost::system::error_code error = looker->connection_.Connect(*endpoints);
    if (error) return CannotConnect(options.server, error);
    looker->request_ =
        absl::StrCat("GET /v1/", options.campaign, "/figures HTTP/1.1\r\nHost: ", options.server,
                     "\r\nAuthorization: Bearer ", options.token, "\r\n\r\n");
    return looker;
  }

  absl::StatusOr<FiguresLook> Look() {
    absl::StatusOr<FiguresLook> look = absl::UnknownError("no answer");
    connection_.Send(request_,
                     [&look](int status, std::string_view body) { look = LookIn(status, body); });
    context_.restart();
    context_.run();
    return look;
  }

 private:
  // RESOURCE_EXHAUSTED when the service is busy, which those who look try again.
  // Counts of 64 bits are texts in JSON; one that is 0 is left out.
  static absl::StatusOr<FiguresLook> LookIn(int status, std::string_view body) {
    FiguresLook look{.seen = absl::Now()};
    if (status == 429) return absl::ResourceExhaustedError(body);
    const auto figures = nlohmann::json::parse(body, nullptr, /*allow_exceptions=*/false);
    if (status != 200 || !figures.is_object()) {
      return absl::UnavailableError(absl::StrCat("figures: ", status, " ", body.substr(0, 500)));
    }
    const auto total = figures.find("total");
    if (total == figures.end()) return look;
    const auto count = total->find("responseCount");
    if (count != total->end() && count->is_string() &&
        !absl::SimpleAtoi(count->get_ref<const std::string&>(), &look.counted)) {
      return absl::InternalError("figures: responseCount is no number");
    }
    return look;
  }

  boost::asio::io_context context_{1};
  HttpConnection connection_{context_};
  std::string request_;
};

}  // namespace

FiguresWatch::~FiguresWatch() {
  if (thread_.joinable()) (void)Finish(0);
}

void FiguresWatch::Begin() {
  thread_ = std::thread([this] { Run(); });
  looked_.WaitForNotification();
}

absl::StatusOr<FiguresSeen> FiguresWatch::Finish(int64_t answered) {
  {
    absl::MutexLock lock(&mutex_);
    deadline_ = absl::Now() + kPatience;
    until_ = answered;
  }
  thread_.join();
  return std::move(seen_);
}

void FiguresWatch::Run() {
  const auto looker = Looker::Connect(options_);
  if (!looker.ok()) seen_ = looker.status();
  absl::Time next = absl::Now();
  while (seen_.ok() && !Enough()) {
    const absl::Time begun = absl::Now();
    const absl::StatusOr<FiguresLook> look = (*looker)->Look();
    if (absl::IsResourceExhausted(look.status())) {
      ++seen_->busy;
      absl::SleepFor(kBusyPause);
      continue;
    }
    if (!look.ok()) {
      seen_ = look.status();
      break;
    }
    if (seen_->looks.empty()) {
      seen_->before = look->counted;
      looked_.Notify();
    }
    seen_->looks.push_back(*look);
    seen_->micros.push_back(static_cast<uint32_t>(absl::ToInt64Microseconds(look->seen - begun)));
    next = std::max(next + options_.every, absl::Now());
    absl::SleepFor(next - absl::Now());
  }
  if (!looked_.HasBeenNotified()) looked_.Notify();
}

bool FiguresWatch::Enough() {
  absl::MutexLock lock(&mutex_);
  if (until_ < 0 || seen_->looks.empty()) return false;
  return absl::Now() >= deadline_ || seen_->looks.back().counted - seen_->before >= until_;
}

}  // namespace mainstay::load
