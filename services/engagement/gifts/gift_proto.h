// Gifts, limits and totals between the API's messages and the domain.
#pragma once

#include <string>
#include <string_view>

#include <mainstay/engagement/v1/gift_service.pb.h>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "services/engagement/gifts/gift.h"
#include "services/engagement/gifts/gift_limit.h"
#include "services/engagement/gifts/gift_limit_store.h"

namespace mainstay::engagement {

// The fields that people may set, without the account, which the caller resolves; an absent date is
// `today`. A contact must be of `asked_id`, the account as the caller names it, or of
// `survivor_id`, what it is now.
absl::StatusOr<Gift> FromProto(const v1::Gift& message, absl::CivilDay today,
                               const std::string& asked_id, const std::string& survivor_id);
v1::Gift ToProto(const Gift& gift);

v1::GiftLimit ToProto(const GiftLimit& limit);
v1::GiftTotal ToProto(const GiftTotal& total);

// "accounts/{account}/gifts/{gift}".
std::string GiftName(const Gift& gift);
// "giftLimits/{currency}".
std::string GiftLimitName(const std::string& currency);

v1::GiftDirection GiftDirectionToProto(std::string_view direction);
v1::GiftState GiftStateToProto(std::string_view state);

}  // namespace mainstay::engagement
