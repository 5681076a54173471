// An import of a file of filled-in questionnaires: how far it has come and what it found.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"

namespace mainstay::survey {

// Rejected records can be looked at for so long after the import's last sign of life.
inline constexpr absl::Duration kResponseRejectsKeptFor = absl::Hours(30 * 24);
// An import that goes on shows itself more often than that: sets of records take a second or two.
inline constexpr absl::Duration kResponseImportSilence = absl::Minutes(1);

// Records of the file, without the header and empty lines.
struct ResponseImportCounts {
  int64_t created = 0;
  int64_t unchanged = 0;  // were there already, by their external id
  int64_t rejected = 0;

  int64_t processed() const { return created + unchanged + rejected; }
};

struct ResponseImport {
  std::string id;                  // bare UUID
  std::string campaign_id;         // bare UUID
  std::string state = "applying";  // "applying", "interrupted", "succeeded"
  int run = 1;                     // counts those who sent the file
  std::string checksum;            // SHA-256 of the file and of how it is to be read
  std::string file_name;
  std::string delimiter;
  std::string header;  // as the file has it, in UTF-8
  int64_t records = 0;
  ResponseImportCounts counts;
  std::string failure;  // why it was interrupted
  std::string actor;    // user id
  absl::Time create_time;
  absl::Time update_time;
  std::optional<absl::Time> end_time;

  // "campaigns/{uuid}/responseImports/{uuid}".
  std::string name() const { return "campaigns/" + campaign_id + "/responseImports/" + id; }
};

// A record that became no response.
struct ResponseReject {
  int64_t record = 0;  // 1 is the first after the header
  int64_t line = 0;    // of the file, that it begins on
  std::string field;   // of a response, "record" when it is about the whole, or csv::kRestOfFile
  std::string reason;
  std::string body;  // as the file has it, in UTF-8
};

}  // namespace mainstay::survey
