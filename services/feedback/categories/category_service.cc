#include "services/feedback/categories/category_service.h"

#include "services/feedback/categories/category_handlers.h"

namespace mainstay::feedback {

void RegisterCategoryService(rpc::Router& router, const Deps& deps) {
  RegisterCategoryReads(router, deps);
  RegisterCategoryWrites(router);
}

}  // namespace mainstay::feedback
