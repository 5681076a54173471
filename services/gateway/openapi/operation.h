// One binding as an OpenAPI operation.
#pragma once

#include <string>

#include "services/gateway/openapi/schema.h"
#include "services/gateway/transcode/binding.h"

namespace mainstay::gateway {

// "/v1/{name=accounts/*}:merge" → "/v1/accounts/{account}:merge". A wildcard is named after the
// collection before it, or after its variable.
std::string OpenApiPath(const Binding& binding);

// The operation object: `number` is 1 for a method's main binding, 2 and up for additional ones.
Json OperationOf(const Binding& binding, int number, Schemas& schemas);

}  // namespace mainstay::gateway
