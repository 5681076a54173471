#include "services/gateway/transcode/path_matcher.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace mainstay::gateway {
namespace {

// A matcher over (method, template) pairs.
class Routes {
 public:
  explicit Routes(const std::vector<std::pair<std::string, std::string>>& rules) {
    for (const auto& [method, path] : rules) {
      auto binding = std::make_unique<Binding>();
      binding->method = HttpBodyMethod();
      binding->http_method = method;
      binding->path = HttpTemplate::Parse(path).value();
      binding->rpc_path = absl::StrCat(method, " ", path);
      added_.push_back(matcher_.Add(binding.get()));
      bindings_.push_back(std::move(binding));
    }
  }

  // "GET /v1/{name=a/*}: a/1|b", "404", "405 GET, PUT" or "400".
  std::string Match(std::string_view method, std::string_view path) const {
    auto match = matcher_.Match(method, path);
    if (!match.ok()) return "400";
    if (match->binding != nullptr) {
      return absl::StrCat(match->binding->rpc_path, match->values.empty() ? "" : " = ",
                          absl::StrJoin(match->values, "|"));
    }
    return match->allow.empty() ? "404" : absl::StrCat("405 ", match->allow);
  }
  const absl::Status& last_added() const { return added_.back(); }

 private:
  // Any method will do: only its name is used, in errors.
  static const google::protobuf::MethodDescriptor* HttpBodyMethod() {
    return LinkedServices().at(0)->method(0);
  }

  std::vector<std::unique_ptr<Binding>> bindings_;
  std::vector<absl::Status> added_;
  PathMatcher matcher_;
};

TEST(PathMatcherTest, Finds) {
  Routes routes({{"GET", "/v1/accounts"},
                 {"POST", "/v1/accounts"},
                 {"GET", "/v1/{name=accounts/*}"},
                 {"PATCH", "/v1/{account.name=accounts/*}"},
                 {"GET", "/v1/accounts:search"},
                 {"POST", "/v1/{name=accounts/*}:undelete"},
                 {"GET", "/v1/accounts/mine"},
                 {"GET", "/v1/{name=accounts/*/contacts/*}"},
                 {"GET", "/v1/shelves/{shelf}/books/{book}"},
                 {"GET", "/v1/files/{path=**}"},
                 {"GET", "/v1/raw/{path=**}:download"},
                 {"*", "/v1/any"},
                 {"PUT", "/v1/any"}});
  struct {
    std::string_view method, path, found;
  } cases[] = {
      {"GET", "/v1/accounts", "GET /v1/accounts"},
      {"POST", "/v1/accounts", "POST /v1/accounts"},
      {"GET", "/v1/accounts/42", "GET /v1/{name=accounts/*} = accounts/42"},
      {"PATCH", "/v1/accounts/42", "PATCH /v1/{account.name=accounts/*} = accounts/42"},
      {"GET", "/v1/accounts/mine", "GET /v1/accounts/mine"},
      {"PATCH", "/v1/accounts/mine", "PATCH /v1/{account.name=accounts/*} = accounts/mine"},
      {"GET", "/v1/accounts:search", "GET /v1/accounts:search"},
      {"POST", "/v1/accounts/42:undelete", "POST /v1/{name=accounts/*}:undelete = accounts/42"},
      {"GET", "/v1/accounts/1/contacts/2",
       "GET /v1/{name=accounts/*/contacts/*} = accounts/1/contacts/2"},
      {"GET", "/v1/shelves/a/books/b", "GET /v1/shelves/{shelf}/books/{book} = a|b"},
      {"GET", "/v1/files/a/b/c.txt", "GET /v1/files/{path=**} = a/b/c.txt"},
      {"GET", "/v1/files", "GET /v1/files/{path=**} = "},
      {"GET", "/v1/files/", "GET /v1/files/{path=**} = "},
      {"GET", "/v1/files/a//b", "GET /v1/files/{path=**} = a//b"},
      {"GET", "/v1/raw/a/b:download", "GET /v1/raw/{path=**}:download = a/b"},
      {"DELETE", "/v1/any", "* /v1/any"},
      {"PUT", "/v1/any", "PUT /v1/any"},
  };
  for (const auto& c : cases) EXPECT_EQ(routes.Match(c.method, c.path), c.found) << c.path;
}

TEST(PathMatcherTest, TellsWhatIsMissingFromWhatIsNotAllowed) {
  Routes routes({{"GET", "/v1/accounts"},
                 {"POST", "/v1/accounts"},
                 {"GET", "/v1/{name=accounts/*}"},
                 {"DELETE", "/v1/{name=accounts/*}"},
                 {"PUT", "/v1/accounts/mine"},
                 {"GET", "/v1/accounts:search"},
                 {"POST", "/v1/{name=accounts/*}:undelete"}});
  struct {
    std::string_view method, path, found;
  } cases[] = {
      {"GET", "", "404"},
      {"GET", "/", "404"},
      {"GET", "*", "404"},
      {"GET", "v1/accounts", "404"},
      {"GET", "/v1", "404"},
      {"GET", "/v1/", "404"},
      {"GET", "/v2/accounts", "404"},
      {"GET", "/v1/accounts/", "404"},
      {"GET", "//v1/accounts", "404"},
      {"GET", "/v1/accounts/1/2", "404"},
      {"GET", "/V1/accounts", "404"},
      {"PUT", "/v1/accounts", "405 GET, POST"},
      {"get", "/v1/accounts", "405 GET, POST"},
      {"PATCH", "/v1/accounts/1", "405 DELETE, GET"},
      {"PATCH", "/v1/accounts/mine", "405 DELETE, GET, PUT"},
      {"POST", "/v1/accounts:search", "405 GET"},
      {"GET", "/v1/accounts/1:undelete", "405 POST"},
      // An unknown verb is not a wrong method.
      {"POST", "/v1/accounts/1:undelet", "404"},
      {"GET", "/v1/accounts:find", "404"},
  };
  for (const auto& c : cases) EXPECT_EQ(routes.Match(c.method, c.path), c.found) << c.path;
}

TEST(PathMatcherTest, DecodesVariables) {
  Routes routes({{"GET", "/v1/one/{id}"},
                 {"GET", "/v1/{name=two/*}"},
                 {"GET", "/v1/{path=three/**}"},
                 {"POST", "/v1/one/{id}:go"},
                 {"GET", "/v1/caf%C3%A9"}});
  struct {
    std::string_view method, path, found;
  } cases[] = {
      {"GET", "/v1/one/a%20b", "GET /v1/one/{id} = a b"},
      {"GET", "/v1/one/a+b", "GET /v1/one/{id} = a+b"},
      {"GET", "/v1/one/a%2Fb", "GET /v1/one/{id} = a/b"},
      {"GET", "/v1/one/%E5%8C%97", "GET /v1/one/{id} = 北"},
      {"GET", "/v1/one/100%25", "GET /v1/one/{id} = 100%"},
      {"GET", "/v1/%6Fne/x", "GET /v1/one/{id} = x"},
      {"GET", "/v1/two/a%2Fb", "GET /v1/{name=two/*} = two/a%2Fb"},
      {"GET", "/v1/two/a%20b%2fc", "GET /v1/{name=two/*} = two/a b%2fc"},
      {"GET", "/v1/three/a/b%2Fc%40", "GET /v1/{path=three/**} = three/a/b%2Fc@"},
      {"GET", "/v1/caf%c3%a9", "GET /v1/caf%C3%A9"},
      // A colon that is data, because no such verb exists or because it is encoded.
      {"GET", "/v1/one/a:b", "GET /v1/one/{id} = a:b"},
      {"GET", "/v1/one/a:", "GET /v1/one/{id} = a:"},
      {"GET", "/v1/one/a%3Ago", "GET /v1/one/{id} = a:go"},
      {"POST", "/v1/one/a:b:go", "POST /v1/one/{id}:go = a:b"},
      {"POST", "/v1/one/a%3Ab:go", "POST /v1/one/{id}:go = a:b"},
      {"GET", "/v1/one/%", "400"},
      {"GET", "/v1/one/%GG", "400"},
      {"GET", "/v1/one/%FF", "400"},
      {"GET", "/nowhere/%", "400"},
  };
  for (const auto& c : cases) EXPECT_EQ(routes.Match(c.method, c.path), c.found) << c.path;
}

TEST(PathMatcherTest, BacktracksOutOfADeadEnd) {
  Routes routes({{"GET", "/v1/a/b/c"}, {"GET", "/v1/{x}/b/d"}, {"GET", "/v1/{rest=**}"}});
  EXPECT_EQ(routes.Match("GET", "/v1/a/b/c"), "GET /v1/a/b/c");
  EXPECT_EQ(routes.Match("GET", "/v1/a/b/d"), "GET /v1/{x}/b/d = a");
  EXPECT_EQ(routes.Match("GET", "/v1/a/b/e"), "GET /v1/{rest=**} = a/b/e");
}

TEST(PathMatcherTest, RefusesTheSamePathTwice) {
  EXPECT_FALSE(Routes({{"GET", "/v1/{a}"}, {"GET", "/v1/{b=*}"}}).last_added().ok());
  EXPECT_TRUE(Routes({{"GET", "/v1/{a}"}, {"PUT", "/v1/{a}"}}).last_added().ok());
  EXPECT_TRUE(Routes({{"GET", "/v1/{a}"}, {"GET", "/v1/{a}:x"}}).last_added().ok());
}

}  // namespace
}  // namespace mainstay::gateway
