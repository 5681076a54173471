// What every HTTP request stands on; all of it outlives the server and is thread-safe.
#pragma once

#include <string>

#include "absl/container/flat_hash_map.h"
#include "common/auth/verifier.h"
#include "services/gateway/backend/backends.h"
#include "services/gateway/http/cors.h"
#include "services/gateway/http/http_metrics.h"
#include "services/gateway/limit/rate_limiter.h"
#include "services/gateway/limit/trusted_proxies.h"
#include "services/gateway/transcode/transcoder.h"

namespace mainstay::gateway {

// A fixed answer to GET, without a token: "/openapi.json".
struct Page {
  std::string content_type;
  std::string body;
};

struct Collaborators {
  const Transcoder* transcoder;
  const Backends* backends;
  auth::Verifier* verifier;
  RateLimiter* limiter;  // null: no limit
  const HttpMetrics* metrics;
  const CorsPolicy* cors;
  const absl::flat_hash_map<std::string, Page>* pages;  // by path
  const TrustedProxies* proxies = nullptr;              // null: none
};

}  // namespace mainstay::gateway
