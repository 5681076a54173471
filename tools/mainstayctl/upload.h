// The upload of a trade file.
#pragma once

#include <string>

#include <mainstay/accounts/v1/trade_service.pb.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "tools/mainstayctl/session.h"

namespace mainstay::ctl {

inline constexpr absl::Duration kUploadPauses[] = {absl::Seconds(1), absl::Seconds(2),
                                                   absl::Seconds(4), absl::Seconds(8)};

// Streams the file at `path` ("-" is standard input) from byte `first.offset()` on, with `first`'s
// settings in the first message, and shows how far it is. An upload that breaks off goes on by
// itself after each of `pauses`. The import as it ended; or the error, after saying how to resume
// it.
absl::StatusOr<accounts::v1::TradeImport> UploadTrade(
    Session& session, const std::string& path, accounts::v1::ImportTradeRequest first,
    absl::Span<const absl::Duration> pauses = kUploadPauses);

// Saves the rejected lines of an import in the file `path`, which `option` named ("-" is standard
// output).
absl::Status SaveRejects(Session& session, const std::string& import, const std::string& option,
                         const std::string& path);

}  // namespace mainstay::ctl
