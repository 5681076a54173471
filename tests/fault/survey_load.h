// Respondents who answer surveys all the time, whatever breaks, and note what they were told.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "tests/fault/load.h"
#include "tests/fault/private_suite.h"
#include "tests/fault/survey_world.h"

namespace mainstay::faults {

// A form that somebody fills in, in one window of a browser or by phone.
struct Window {
  Said said;
  int saved = 0;           // of kSections, from the first, that were acknowledged
  bool submitted = false;  // or tried to; then `begin` is before the first attempt
  Told told = Told::kUnknown;
  absl::Time begin = absl::InfiniteFuture(), end = absl::InfiniteFuture();  // when it was told
  std::string error;                                                        // the last
};

// Somebody who was invited, and what they did.
struct Sitting {
  Privacy privacy = Privacy::kIdentified;
  std::string contact, invitation;  // resource names
  std::string token;                // of the link; empty by phone
  std::string response;             // as it was told by phone
  std::vector<Window> windows;      // several: they race, each with all answers

  bool acknowledged() const;
};

struct SurveyNotes {
  std::vector<Sitting> sittings;
  std::vector<std::string> mailed;  // invitations by mail that were acknowledged
};

struct SurveyLoadOptions {
  unsigned seed = 1;
  int respondents = 4;                            // at once
  absl::Duration pause = absl::Milliseconds(20);  // of a respondent after each sitting
};

// The world is made by its constructor, which expects everything to be well.
class SurveyLoad {
 public:
  SurveyLoad(Suite& suite, const SurveyLoadOptions& options);
  ~SurveyLoad();

  // Threads answer until Finish.
  void Start();
  // Ends every sitting that is under way, at the latest some 30 s after this for each of its calls,
  // and returns them all. Keeps the suite meanwhile, so on its thread.
  SurveyNotes Finish();

  // Answers.
  int64_t acknowledged() const { return acknowledged_; }
  const SurveyWorld& world() const { return world_; }

 private:
  class Client;
  class Respondent;

  static constexpr int kAccountsEach = 2;

  Suite& suite_;
  const SurveyLoadOptions options_;
  const SurveyWorld world_;
  std::vector<std::unique_ptr<Respondent>> respondents_;
  std::vector<std::thread> threads_;
  std::atomic<bool> stop_{false};
  std::atomic<int> running_{0};
  std::atomic<int64_t> acknowledged_{0};
};

// How many were told what.
std::string Summary(const SurveyNotes& notes);

}  // namespace mainstay::faults
