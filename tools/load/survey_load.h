// People who answer a survey by links, as many a second as they come.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tools/load/respondent.h"

namespace mainstay::load {

struct SurveyLoadOptions {
  std::string server;  // host:port of the gateway's HTTP
  AnsweringWay way = AnsweringWay::kPages;
  std::vector<std::string> tokens;  // links' tokens, each for one respondent
  // Respondents who begin in a second, at random moments (Poisson), however the others fare; 0:
  // `in_flight` of them all the time, one after another.
  double rate = 0;
  int in_flight = 16;
  // Before they send the last page they think for up to so long, over their connection that stays.
  absl::Duration think = absl::ZeroDuration();
  absl::Duration warmup = absl::Seconds(2);  // not counted
  absl::Duration duration = absl::Seconds(60);
};

struct SurveyLoadMeasurement {
  absl::Time start;                  // counted from then on
  std::vector<absl::Time> answered;  // when each submission was acknowledged, warm-up included
  int64_t errors = 0;                // respondents who met something else; warm-up included
  std::string first_error;
  double seconds = 0;  // counted
  // Of those who began while it counted, in no order: from when they were due to the
  // acknowledgement, all requests but not the thinking; and the submitting request alone.
  std::vector<uint32_t> micros, submit_micros;
  uint32_t late_micros = 0;  // how late who began latest did: this client's fault
};

// The calling thread only. UNAVAILABLE when the server cannot be reached; INVALID_ARGUMENT when the
// tokens are not enough.
absl::StatusOr<SurveyLoadMeasurement> DriveSurvey(const SurveyLoadOptions& options);

}  // namespace mainstay::load
