// The people of accounts, asked of the other services.
#pragma once

#include <grpcpp/channel.h>

#include <memory>

#include "services/survey/campaigns/people.h"

namespace mainstay::survey {

// Asks accounts and engagement.
std::unique_ptr<People> NewPeople(std::shared_ptr<grpc::Channel> accounts,
                                  std::shared_ptr<grpc::Channel> engagement);

}  // namespace mainstay::survey
