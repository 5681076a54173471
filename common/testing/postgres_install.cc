#include "common/testing/postgres_install.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "absl/strings/ascii.h"

namespace mainstay::testing {
namespace {

[[noreturn]] void Die(const char* reason) {
  std::fprintf(stderr, "test PostgreSQL: %s\n", reason);
  std::abort();
}

}  // namespace

std::string PostgresBinDirectory() {
  std::string best;
  double newest = 0;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator("/usr/lib/postgresql", none)) {
    const std::string bin = entry.path() / "bin";
    const double version = std::atof(entry.path().filename().c_str());
    if (version > newest && std::filesystem::exists(bin + "/initdb")) {
      best = bin;
      newest = version;
    }
  }
  if (!best.empty()) return best;
  if (FILE* pipe = popen("pg_config --bindir 2>/dev/null", "r")) {
    char line[512] = "";
    if (std::fgets(line, sizeof(line), pipe) != nullptr) best = line;
    pclose(pipe);
  }
  absl::StripAsciiWhitespace(&best);
  if (!std::filesystem::exists(best + "/initdb")) Die("no initdb; install postgresql");
  return best;
}

PostgresUser ServerUser() {
  if (geteuid() != 0) return {};
  const passwd* user = getpwnam("postgres");
  if (user == nullptr) user = getpwnam("nobody");
  if (user == nullptr) Die("neither user postgres nor nobody exists");
  return {.uid = user->pw_uid, .gid = user->pw_gid};
}

}  // namespace mainstay::testing
