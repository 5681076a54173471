// What every List method does before and after its store's query (list.h).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/api/list.h"
#include "common/api/page.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
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

// A List…Changes method's request, read: parent, page_size and page_token.
class ChangeListing {
 public:
  // `tokens` must outlive this.
  template <class Request>
  static absl::StatusOr<ChangeListing> Read(const rpc::CallContext& call, const PageTokens& tokens,
                                            const Request& request) {
    return Read(call, tokens, request.parent(), request.page_size(), request.page_token());
  }
  static absl::StatusOr<ChangeListing> Read(const rpc::CallContext& call, const PageTokens& tokens,
                                            const std::string& parent, int page_size,
                                            const std::string& page_token);

  // The page of a resource's changes, newest first. The caller has checked the scope in `tx`.
  Rows<history::RecordedChange> ReadFrom(pg::Tx& tx, const history::ChangeTable& table,
                                         const std::string& resource_id) const;
  // The same of changes that a store keeps in its own way: read(after, limit), newest first.
  using ReadFunction = std::function<std::vector<history::RecordedChange>(
      const std::optional<history::ChangeCursor>& after, int limit)>;
  Rows<history::RecordedChange> ReadFrom(const ReadFunction& read) const;
  // next_page_token; "" on the last page.
  std::string Token(const std::vector<std::string>& next) const {
    return next.empty() ? "" : tokens_->Make(binding_, next);
  }

 private:
  const PageTokens* tokens_;
  std::string binding_;
  std::optional<history::ChangeCursor> cursor_;
  int limit_ = 0;
};

}  // namespace mainstay::api
