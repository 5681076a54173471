#include "common/rpc/grpc_log.h"

#include <grpc/support/log.h>

#include <string_view>

#include "common/log/log.h"

namespace mainstay::rpc {
namespace {

// An error of gRPC's is one connection's or one call's, not ours.
void Log(gpr_log_func_args* args) {
  const log::Level level = args->severity == GPR_LOG_SEVERITY_ERROR  ? log::Level::kWarning
                           : args->severity == GPR_LOG_SEVERITY_INFO ? log::Level::kInfo
                                                                     : log::Level::kDebug;
  log::Write(level, "grpc", {{"text", std::string_view(args->message)}});
}

}  // namespace

void LogThroughOurs() { gpr_set_log_function(Log); }

}  // namespace mainstay::rpc
