#include "common/api/idempotency.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <openssl/sha.h>

#include <pqxx/pqxx>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/api/uuid.h"
#include "common/fault/fault.h"
#include "common/status/status.h"

namespace mainstay::api {
namespace {

using google::protobuf::Message;

constexpr pg::Statement kInsert{
    "idempotency_insert",
    "INSERT INTO idempotency (principal, request_id, method, request_hash, response, create_time) "
    "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING"};

constexpr pg::Statement kFind{
    "idempotency_find",
    "SELECT request_hash, response FROM idempotency WHERE principal = $1 AND request_id = $2"};

constexpr pg::Statement kForget{"idempotency_forget", R"sql(
DELETE FROM idempotency WHERE ctid = ANY (ARRAY(
  SELECT ctid FROM idempotency WHERE create_time < $1::timestamptz LIMIT $2::int))
)sql"};
constexpr int kForgetBatch = 5000;

// A lost commit is settled by running the write again: its row is either there by then, or blocks
// us until it is, or never came. Two losses in a row are an outage.
constexpr int kAttempts = 2;

std::string RequestIdOf(const Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
  return field == nullptr ? std::string() : request.GetReflection()->GetString(request, field);
}

// SHA-256 of method and request, map entries in key order. The id itself may be in it: rows are
// only compared under the same id.
std::string HashOf(std::string_view method, const Message& request) {
  std::string bytes(method);
  bytes += '\0';
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream out(&stream);
    out.SetSerializationDeterministic(true);
    request.SerializeToCodedStream(&out);
  }
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

// A write under a request id.
class Once {
 public:
  Once(rpc::CallContext& context, const Message& request, std::string request_id, Message* response,
       const std::function<absl::Status(pg::Tx&)>& may_replay,
       const std::function<absl::Status(pg::Tx&)>& effect, pg::TxOptions options)
      : context_(context),
        id_(std::move(request_id)),
        hash_(HashOf(context.method(), request)),
        response_(response),
        may_replay_(may_replay),
        effect_(effect),
        options_(std::move(options)) {}

  // One attempt: the write's own answer or error, or that of the call that was first.
  absl::Status Run() {
    absl::Status status = context_.db().Write(options_, [&](pg::Tx& tx) {
      absl::Status done = effect_(tx);
      if (!done.ok()) return done;
      // The row that stood in the way is read below; if it is gone by then, the caller may retry.
      if (!Store(tx)) return absl::AbortedError("try again");
      return fault::Point("write.before_commit");
    });
    if (status.ok()) return fault::Point("write.after_commit");
    // Also after an error of the effect itself: the first call may have caused it, for example by
    // taking the external id.
    const absl::StatusOr<bool> found = Find();
    if (!found.ok()) return found.status();
    if (*found) return absl::OkStatus();
    return status;
  }

 private:
  // The row that makes this the first call; false when there is one already. It comes last, so
  // that a create costs no more statements than it must; a racing twin waits here for us.
  bool Store(pg::Tx& tx) const {
    const std::string answer = response_->SerializeAsString();
    return tx.Run(kInsert, context_.principal().subject, id_, context_.method(), pg::Bytes{hash_},
                  pg::Bytes{answer}, context_.now())
               .affected_rows() == 1;
  }

  // Fills in what the first call under this id was told; false when there was none, an error when
  // it was another request or the caller may not see the answer any more.
  absl::StatusOr<bool> Find() {
    return context_.db().Read(context_.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<bool> {
      const pqxx::result rows = tx.Run(kFind, context_.principal().subject, id_);
      if (rows.empty()) return false;
      if (pg::ParseBytes(rows[0][0].c_str()) != hash_) {
        return status::BadField("request_id",
                                "was used for another request; make a new one for this");
      }
      if (!response_->ParseFromString(pg::ParseBytes(rows[0][1].c_str()))) {
        return absl::InternalError("a stored answer cannot be parsed");
      }
      RETURN_IF_ERROR(may_replay_(tx));
      return true;
    });
  }

  rpc::CallContext& context_;
  const std::string id_, hash_;
  Message* const response_;
  const std::function<absl::Status(pg::Tx&)>& may_replay_;
  const std::function<absl::Status(pg::Tx&)>& effect_;
  const pg::TxOptions options_;
};

bool InDoubt(const absl::Status& status) {
  const auto detail = status::GetErrorDetail(status);
  return detail.has_value() && detail->reason == "COMMIT_IN_DOUBT";
}

}  // namespace

absl::Status WriteOnceRaw(rpc::CallContext& context, const Message& request, Message* response,
                          const std::function<absl::Status(pg::Tx&)>& may_replay,
                          const std::function<absl::Status(pg::Tx&)>& effect,
                          const WriteOptions& options) {
  pg::TxOptions transaction{
      .deadline = context.deadline(), .locks = options.locks, .plan_once = options.plan_once};
  std::string request_id = RequestIdOf(request);
  if (request_id.empty()) return context.db().Write(transaction, effect);
  absl::AsciiStrToLower(&request_id);
  if (!IsUuid(request_id)) return status::BadField("request_id", "must be a UUID");
  Once once(context, request, std::move(request_id), response, may_replay, effect,
            std::move(transaction));
  absl::Status status;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    status = once.Run();
    if (!InDoubt(status)) return status;
  }
  return status;
}

absl::StatusOr<bool> ForgetOldAnswers(pg::Tx& tx, absl::Time now) {
  return tx.Run(kForget, now - kAnswersKept, kForgetBatch).affected_rows() == kForgetBatch;
}

}  // namespace mainstay::api
