#include "tools/load/survey_load.h"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tools/load/http_connection.h"
#include "tools/load/http_loop.h"

namespace mainstay::load {
namespace {

// One connection, over which respondents come one after another.
struct Seat {
  explicit Seat(boost::asio::io_context& context) : connection(context), timer(context) {}

  HttpConnection connection;
  boost::asio::steady_timer timer;
  std::vector<RespondentStep> steps;
  size_t at = 0;         // the step under way
  absl::Time due, sent;  // of the respondent; of the step
  absl::Duration thought;
};

class SurveyLoad {
 public:
  SurveyLoad(const SurveyLoadOptions& options, boost::asio::io_context& context,
             boost::asio::ip::tcp::resolver::results_type endpoints)
      : options_(options),
        context_(context),
        endpoints_(std::move(endpoints)),
        interval_(std::max(options.rate, 1e-9)),
        due_(absl::Now()),
        start_(due_ + options.warmup),
        end_(start_ + options.duration) {
    measurement_.start = start_;
  }

  absl::StatusOr<SurveyLoadMeasurement> Run() {
    if (options_.rate > 0) {
      Arrive();
    } else {
      for (int i = 0; i < options_.in_flight; ++i) Begin(absl::Now());
    }
    context_.run();
    if (!status_.ok()) return status_;
    measurement_.seconds = absl::ToDoubleSeconds(options_.duration);
    return std::move(measurement_);
  }

 private:
  // Lets in who is due, and waits for the next one.
  void Arrive() {
    while (status_.ok() && due_ < end_ && due_ <= absl::Now()) {
      Begin(due_);
      due_ += absl::Seconds(interval_(random_));
    }
    if (!status_.ok() || due_ >= end_) return;
    timer_.expires_after(absl::ToChronoNanoseconds(due_ - absl::Now()));
    timer_.async_wait([this](boost::system::error_code) { Arrive(); });
  }

  void Begin(absl::Time due) {
    if (next_token_ == options_.tokens.size()) {
      status_ = absl::InvalidArgumentError(
          absl::StrCat(options_.tokens.size(), " links were not enough"));
      return;
    }
    if (idle_.empty()) {
      seats_.push_back(std::make_unique<Seat>(context_));
      const boost::system::error_code error = seats_.back()->connection.Connect(endpoints_);
      if (error) {
        status_ = CannotConnect(options_.server, error);
        return;
      }
      idle_.push_back(seats_.back().get());
    }
    Seat& seat = *idle_.back();
    idle_.pop_back();
    seat.steps = Respondent(options_.way, options_.server, options_.tokens[next_token_++], random_);
    seat.at = 0;
    seat.due = due;
    seat.thought = absl::ZeroDuration();
    if (due >= start_) {
      measurement_.late_micros =
          std::max(measurement_.late_micros,
                   static_cast<uint32_t>(absl::ToInt64Microseconds(absl::Now() - due)));
    }
    Send(seat);
  }

  void Think(Seat& seat) {
    if (options_.think <= absl::ZeroDuration()) return Send(seat);
    const absl::Time begun = absl::Now();
    seat.timer.expires_after(absl::ToChronoNanoseconds(
        options_.think * std::uniform_real_distribution<>(0, 1)(random_)));
    seat.timer.async_wait([this, &seat, begun](boost::system::error_code) {
      seat.thought = absl::Now() - begun;
      Send(seat);
    });
  }

  void Send(Seat& seat) {
    seat.sent = absl::Now();
    seat.connection.Send(
        std::move(seat.steps[seat.at].request),
        [this, &seat](int status, std::string_view body) { Took(seat, status, body); });
  }

  void Took(Seat& seat, int status, std::string_view body) {
    const RespondentStep& step = seat.steps[seat.at];
    const absl::Time now = absl::Now();
    if (status != step.status || body.find(step.has) == body.npos) {
      if (measurement_.errors++ == 0) {
        measurement_.first_error =
            absl::StrCat("request ", seat.at + 1, ": ", status, " ", body.substr(0, 2000));
      }
    } else if (++seat.at < seat.steps.size()) {
      return seat.at + 1 == seat.steps.size() ? Think(seat) : Send(seat);
    } else {
      measurement_.answered.push_back(now);
      if (seat.due >= start_) {
        measurement_.micros.push_back(Micros(now - seat.due - seat.thought));
        measurement_.submit_micros.push_back(Micros(now - seat.sent));
      }
    }
    if (status == 0) return;  // that connection is no more
    idle_.push_back(&seat);
    if (options_.rate == 0 && status_.ok() && now < end_) Begin(now);
  }

  static uint32_t Micros(absl::Duration duration) {
    return static_cast<uint32_t>(absl::ToInt64Microseconds(duration));
  }

  const SurveyLoadOptions& options_;
  boost::asio::io_context& context_;
  const boost::asio::ip::tcp::resolver::results_type endpoints_;
  boost::asio::steady_timer timer_{context_};
  std::mt19937_64 random_{std::random_device{}()};
  std::exponential_distribution<double> interval_;
  absl::Time due_;  // when the next respondent comes
  const absl::Time start_, end_;
  size_t next_token_ = 0;
  std::vector<std::unique_ptr<Seat>> seats_;
  std::vector<Seat*> idle_;
  absl::Status status_;
  SurveyLoadMeasurement measurement_;
};

}  // namespace

absl::StatusOr<SurveyLoadMeasurement> DriveSurvey(const SurveyLoadOptions& options) {
  boost::asio::io_context context(1);
  auto endpoints = Resolve(context, options.server);
  if (!endpoints.ok()) return endpoints.status();
  return SurveyLoad(options, context, *std::move(endpoints)).Run();
}

}  // namespace mainstay::load
