// Clients that write all the time, whatever breaks, and note what they were told.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "tests/fault/private_suite.h"

namespace mainstay::faults {

enum class Told { kAcknowledged, kRefused, kUnknown };

// A write, which a client may have sent many times under one request id.
struct Write {
  Part service;
  std::string method;
  int writer;
  std::string request_id;
  std::string trace_id;  // its event carries it
  Told told = Told::kUnknown;
  int64_t version = 0;  // of the resource, in the answer's etag; 0 when it has none
  int attempts = 0;
  std::string error;           // the last
  bool to_be_refused = false;  // by its content: it names a version that never was
};

// Whether it says for sure that nothing was done.
bool IsRefusal(const absl::Status& status);

struct LoadOptions {
  unsigned seed = 1;
  int writers = 16;
  int accounts_each = 4;
  absl::Duration pause{};       // of a writer after each write
  bool others = true;           // a third of the writes are engagement's and feedback's
  std::string name = "change";  // begins the names that accounts get
};

// Its accounts are made by its constructor, which expects everything to be well.
class Load {
 public:
  Load(Suite& suite, const LoadOptions& options);
  ~Load();

  // Threads write until Finish.
  void Start();
  // Ends every write that is under way, at the latest 30 s after this, and returns them all. Keeps
  // the suite meanwhile, so on its thread.
  std::vector<Write> Finish();

  int64_t acknowledged() const { return acknowledged_; }
  // "accounts/{uuid}", by writer.
  const std::vector<std::vector<std::string>>& accounts() const { return accounts_; }

 private:
  class Writer;

  Suite& suite_;
  const LoadOptions options_;
  std::vector<std::vector<std::string>> accounts_;
  std::vector<std::unique_ptr<Writer>> writers_;
  std::vector<std::thread> threads_;
  std::atomic<bool> stop_{false};
  std::atomic<int> running_{0};
  std::atomic<int64_t> acknowledged_{0};
};

// How many were told what, and the errors that were met.
std::string Summary(const std::vector<Write>& writes);

}  // namespace mainstay::faults
