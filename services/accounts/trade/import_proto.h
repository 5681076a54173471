// Imports between the API's messages and the domain.
#pragma once

#include <mainstay/accounts/v1/trade_service.pb.h>

#include "services/accounts/trade/trade_file.h"
#include "services/accounts/trade/trade_import.h"

namespace mainstay::accounts {

// The description of the file in the first message of an upload, completed.
TradeFile TradeFileOf(const v1::ImportTradeRequest& message);
v1::TradeImport ToProto(const TradeImport& import);

}  // namespace mainstay::accounts
