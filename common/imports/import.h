// An import of a file whose records go in set by set: how far it has come and what it found.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"

namespace mainstay::imports {

// Rejected records can be looked at for so long after the import's last sign of life.
inline constexpr absl::Duration kRejectsKeptFor = absl::Hours(30 * 24);
// An import that goes on shows itself more often than that: sets of records take a second or two.
inline constexpr absl::Duration kSilence = absl::Minutes(1);

// Records of the file, without the header and empty lines.
struct Counts {
  int64_t created = 0;
  int64_t unchanged = 0;  // were there already, by their external id
  int64_t rejected = 0;

  int64_t processed() const { return created + unchanged + rejected; }
};

struct Import {
  std::string id;                  // bare UUID
  std::string parent_id;           // bare UUID of what it brings records into; empty: of nothing
  std::string state = "applying";  // "applying", "interrupted", "succeeded"
  int run = 1;                     // counts those who sent the file
  std::string checksum;            // of the file and of how it is to be read (import_run.h)
  std::string file_name;
  std::string delimiter;
  std::string header;  // as the file has it, in UTF-8
  int64_t records = 0;
  Counts counts;
  std::string failure;  // why it was interrupted
  std::string actor;    // user id
  absl::Time create_time;
  absl::Time update_time;
  std::optional<absl::Time> end_time;
};

// A record that became nothing.
struct Reject {
  int64_t record = 0;  // 1 is the first after the header
  int64_t line = 0;    // of the file, that it begins on
  std::string field;   // "record" when it is about the whole, or csv::kRestOfFile
  std::string reason;
  std::string body;  // as the file has it, in UTF-8
};

}  // namespace mainstay::imports
