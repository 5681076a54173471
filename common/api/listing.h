// What every List method does before and after its store's query (list.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/api/list.h"
#include "common/api/page.h"
#include "common/rpc/call_context.h"

namespace mainstay::api {

// A List method's request, read: page_size, page_token, filter and order_by.
class Listing {
 public:
  // `binding`: what else the list was asked for (parent, query, show_deleted), so that tokens
  // cannot be carried elsewhere; the method and the caller's scope are added. INVALID_ARGUMENT
  // names the field. `tokens` must outlive this.
  template <class Request>
  static absl::StatusOr<Listing> Read(const rpc::CallContext& call, const PageTokens& tokens,
                                      const Request& request, const ListFields& fields,
                                      std::string_view binding) {
    return Read(call, tokens,
                {request.page_size(), request.page_token(), request.filter(), request.order_by()},
                fields, binding);
  }
  struct Asked {
    int page_size;
    std::string page_token, filter, order_by;
  };
  static absl::StatusOr<Listing> Read(const rpc::CallContext& call, const PageTokens& tokens,
                                      const Asked& asked, const ListFields& fields,
                                      std::string_view binding);

  const ListQuery& query() const { return query_; }
  // next_page_token; "" on the last page.
  std::string Token(const std::vector<std::string>& next) const {
    return next.empty() ? "" : tokens_->Make(binding_, next);
  }

 private:
  const PageTokens* tokens_;
  std::string binding_;
  ListQuery query_;
};

}  // namespace mainstay::api
