// Errors as answers: google.rpc.Status in JSON under the right HTTP status.
#pragma once

#include <boost/beast/core/error.hpp>
#include <string_view>

#include <google/rpc/status.pb.h>
#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "services/gateway/http/options.h"
#include "services/gateway/http/reply.h"

namespace mainstay::gateway {

// Of this server's own making, for what HTTP can say and gRPC cannot: 405, 408, 413, 414, 431, …
Reply ErrorReply(int http_status, std::string_view message);
// To a request whose header cannot be read. `target_known`: the URL has been read whole.
Reply BadHeaderReply(boost::beast::error_code error, bool target_known, const HttpOptions& options);
// Of the gateway: the reason's domain is gateway.mainstay.
Reply ErrorReply(const absl::Status& status);
// Of a backend. What gRPC itself made up (no details: a refused connection, a lost stream) may name
// addresses; callers get a plain sentence instead.
Reply ErrorReply(const grpc::Status& status);

// The google.rpc.Status that the last two show.
google::rpc::Status ShownStatus(const grpc::Status& status);

}  // namespace mainstay::gateway
