#include "common/pg/connection.h"

#include <libpq-fe.h>

#include <pqxx/pqxx>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace mainstay::pg {
namespace {

// To compile a statement takes longer than any of ours. And what is used is in memory or on a solid
// state disk: by PostgreSQL's own figure, four times the cost of the next page, a plan made when a
// table was small reads all of it when it is not.
constexpr std::string_view kPlanning = "-c jit=off -c random_page_cost=1.1 ";

// The `options` that the DSN itself gives: ours are added to them.
std::string OptionsOf(const std::string& dsn) {
  char* error = nullptr;
  PQconninfoOption* parsed = PQconninfoParse(dsn.c_str(), &error);
  if (parsed == nullptr) {
    // The text quotes the DSN, which may hold a password.
    PQfreemem(error);
    throw pqxx::broken_connection("the PostgreSQL connection string cannot be parsed");
  }
  std::string options;
  for (const PQconninfoOption* option = parsed; option->keyword != nullptr; ++option) {
    if (std::string_view(option->keyword) == "options" && option->val) options = option->val;
  }
  PQconninfoFree(parsed);
  return options;
}

PGconn* Connect(const SessionOptions& options, absl::Duration statement_timeout) {
  // The DSN's own win over those for how plans are made, and ours over the DSN's for what answers
  // look like.
  std::string settings = absl::StrCat(kPlanning, OptionsOf(options.dsn),
                                      " -c DateStyle=ISO -c TimeZone=UTC -c statement_timeout=",
                                      absl::ToInt64Milliseconds(statement_timeout));
  if (!options.settings.empty()) absl::StrAppend(&settings, " ", options.settings);
  if (options.plan_once) settings.append(" -c plan_cache_mode=force_generic_plan");
  const std::string timeout =
      absl::StrCat(absl::ToInt64Seconds(absl::Ceil(options.connect_timeout, absl::Seconds(1))));
  // Later words win over those of the DSN ("dbname" is expanded). The keepalives find a host that
  // has vanished: libpq itself would wait for its answer for ever.
  const std::pair<const char*, const char*> words[] = {
      {"keepalives_idle", "10"},
      {"keepalives_interval", "5"},
      {"keepalives_count", "3"},
      {"tcp_user_timeout", "20000"},
      {"dbname", options.dsn.c_str()},
      {"options", settings.c_str()},
      {"client_encoding", "UTF8"},
      {"connect_timeout", timeout.c_str()},
      {options.application_name.empty() ? nullptr : "application_name",
       options.application_name.c_str()},
      {nullptr, nullptr}};
  std::vector<const char*> names, values;
  for (const auto& [name, value] : words) {
    names.push_back(name);
    values.push_back(value);
  }
  PGconn* handle = PQconnectdbParams(names.data(), values.data(), /*expand_dbname=*/1);
  if (PQstatus(handle) != CONNECTION_OK) {
    std::string message(absl::StripTrailingAsciiWhitespace(PQerrorMessage(handle)));
    PQfinish(handle);
    throw pqxx::broken_connection(message);
  }
  return handle;
}

#if PQXX_VERSION_MAJOR < 7

// Hands libpqxx a connection that is already open, once.
class Adopt final : public pqxx::connectionpolicy {
 public:
  explicit Adopt(PGconn* handle) : connectionpolicy(""), handle_(handle) {}
  handle do_startconnect(handle present) override {
    return present ? present : std::exchange(handle_, nullptr);
  }

 private:
  PGconn* handle_;
};

class PqxxConnection final : public pqxx::connection_base {
 public:
  explicit PqxxConnection(PGconn* handle) : connection_base(policy_), policy_(handle) {
    init();
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    inhibit_reactivation(true);
#pragma GCC diagnostic pop
  }
  ~PqxxConnection() { close(); }

 private:
  Adopt policy_;
};

pqxx::result ExecNamed(pqxx::nontransaction& tx, const std::string& name,
                       const std::vector<Param>& params) {
  std::vector<const char*> values;
  values.reserve(params.size());
  for (const Param& param : params) values.push_back(param ? param->c_str() : nullptr);
  return tx.exec_prepared(name, pqxx::prepare::make_dynamic_params(values));
}

#else

class PqxxConnection final : public pqxx::connection {
 public:
  explicit PqxxConnection(PGconn* handle) : connection(seize_raw_connection(handle)) {}
  void prepare_now(const std::string&) {}  // 7.x prepares at once
};

pqxx::result ExecNamed(pqxx::nontransaction& tx, const std::string& name,
                       const std::vector<Param>& params) {
  pqxx::params values;
  values.reserve(params.size());
  for (const Param& param : params) {
    param ? values.append(std::string_view(*param)) : values.append();
  }
#if PQXX_VERSION_MINOR >= 10
  return tx.exec(pqxx::prepped{name}, values);
#else
  return tx.exec_prepared(name, values);
#endif
}

#endif

}  // namespace

// The transaction object of libpqxx does nothing here but carry statements: BEGIN and COMMIT are
// ours, so that their round trips and their doubts are ours too.
class Connection::Pqxx {
 public:
  explicit Pqxx(PGconn* handle) : connection(handle), statements(connection) {}
  PqxxConnection connection;
  pqxx::nontransaction statements;
};

Connection::Connection(const SessionOptions& options, absl::Duration statement_timeout)
    : handle_(Connect(options, statement_timeout)) {
  PQsetErrorVerbosity(handle_, PQERRORS_VERBOSE);
  pqxx_ = std::make_unique<Pqxx>(handle_);
  // Notices ("table does not exist, skipping") go nowhere rather than to stderr.
  PQsetNoticeProcessor(
      handle_, [](void*, const char*) {}, nullptr);
}

Connection::~Connection() = default;

pqxx::result Connection::Exec(const std::string& sql) { return pqxx_->statements.exec(sql); }

void Connection::Prepare(const std::string& name, const std::string& sql) {
  pqxx_->connection.prepare(name, sql);
  pqxx_->connection.prepare_now(name);
}

void Connection::Unprepare(const std::string& name) { pqxx_->connection.unprepare(name); }

pqxx::result Connection::ExecPrepared(const std::string& name, const std::vector<Param>& params) {
  for (const Param& param : params) {
    if (param && param->find('\0') != std::string::npos) {
      throw pqxx::sql_error("ERROR:  22021: a text parameter holds a NUL", "", "22021");
    }
  }
  return ExecNamed(pqxx_->statements, name, params);
}

bool Connection::lost() const { return PQstatus(handle_) != CONNECTION_OK; }

bool Connection::in_transaction() const {
  const auto state = PQtransactionStatus(handle_);
  return state == PQTRANS_INTRANS || state == PQTRANS_INERROR;
}

bool Connection::busy() const { return PQtransactionStatus(handle_) == PQTRANS_ACTIVE; }

bool Connection::in_failed_transaction() const {
  return PQtransactionStatus(handle_) == PQTRANS_INERROR;
}

}  // namespace mainstay::pg
