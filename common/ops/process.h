// The life of a service process: signals, drain, exit code. One place for all services.
#pragma once

#include <functional>

namespace mainstay::ops {

// Blocks SIGTERM, SIGINT and SIGHUP in this thread and ignores SIGPIPE; call before any thread
// starts, so that all inherit it.
void BlockSignals();
// Sets what the C library and Abseil choose wrongly for a server of some twenty threads. Call
// before any thread starts.
void TuneProcess();

// Waits for SIGTERM or SIGINT and returns it; SIGHUP calls `on_hangup` (may be empty).
int WaitForStop(const std::function<void()>& on_hangup = {});

}  // namespace mainstay::ops
