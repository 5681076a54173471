// A certificate for tests of TLS, as files.
#pragma once

#include <string>
#include <string_view>

namespace mainstay::testing {

// A key and a certificate for 127.0.0.1, signed with itself and good for an hour: its own CA. The
// files go away with it.
class Certificate {
 public:
  // `name`: its common name, and part of the files' names.
  explicit Certificate(std::string_view name);
  ~Certificate();
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;

  const std::string cert_file, key_file;  // PEM
};

}  // namespace mainstay::testing
