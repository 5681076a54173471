// PostgreSQL clusters with the databases of all services in them, migrated: made once, then
// copied.
#pragma once

#include <string>

#include "tests/fault/process.h"

namespace mainstay::faults {

// What a test's folder needs: readable by the servers' user, and gone with the object.
class Folder {
 public:
  explicit Folder(const std::string& name);  // under TMPDIR; aborts the test when it cannot be made
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::string path;
};

// A copy of the template in `folder`, which must not exist, owned by the servers' user. Of its
// databases, one a service, each cluster serves one.
void CopyCluster(const std::string& folder);
// The server of a cluster; its socket is in the cluster's folder. Killed, it loses nothing that it
// said was committed.
Command ServerOf(const std::string& folder);
// libpq's string for a role in it: the migrations' owner, who may do everything, or the service's.
std::string OwnerDsn(const std::string& folder, const std::string& database);
std::string ServiceDsn(const std::string& folder, const std::string& database);

}  // namespace mainstay::faults
