// gRPC's own messages, in our log.
#pragma once

namespace mainstay::rpc {

// Call once, after log::Init.
void LogThroughOurs();

}  // namespace mainstay::rpc
