// ImportCommunications: the file is received first and applied then, in one transaction that can
// run again.
#include <mainstay/engagement/v1/communication_service.pb.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/csv/csv_feed.h"
#include "common/csv/csv_staging.h"
#include "common/directory/account_access.h"
#include "common/directory/named_accounts.h"
#include "common/events/outbox.h"
#include "common/imports/import_calls.h"
#include "common/rpc/stream_limit.h"
#include "common/status/status.h"
#include "services/engagement/communications/communication_events.h"
#include "services/engagement/communications/communication_file.h"
#include "services/engagement/communications/communication_handlers.h"
#include "services/engagement/communications/import_store.h"

namespace mainstay::engagement {
namespace {

constexpr int kRecordsAtOnce = 1000;      // read, checked and written
constexpr size_t kMaxRejects = 1000;      // told
constexpr size_t kMaxRejected = 2 << 20;  // bytes of them

constexpr size_t kPiece = 1 << 20;  // of the file, to COPY

CommunicationFile FileOf(const v1::ImportCommunicationsRequest& message) {
  const v1::CommunicationColumns& columns = message.columns();
  CommunicationFile file{
      .columns = {columns.account(), columns.channel(), columns.direction(), columns.occur_time(),
                  columns.subject(), columns.body(), columns.users(), columns.external_id(),
                  columns.duration_minutes()},
      .source = message.source(),
      .time_zone = message.time_zone(),
      .format = {.delimiter = message.delimiter(), .encoding = message.encoding()}};
  Complete(file);
  return file;
}

csv::Source PiecesOf(const std::string& bytes) {
  return [&bytes, sent = size_t{0}](std::string& piece) mutable -> absl::StatusOr<bool> {
    piece = bytes.substr(sent, kPiece);
    sent += piece.size();
    return !piece.empty();
  };
}

// One run over a file, in one transaction.
class Import {
 public:
  Import(pg::Tx& tx, const auth::AccountScope& scope, const CommunicationFile& file,
         const std::string& bytes, const history::WriteContext& context)
      : tx_(tx), scope_(scope), file_(file), bytes_(bytes), context_(context) {}

  absl::StatusOr<v1::ImportCommunicationsResponse> Run();

 private:
  struct Rejected {
    int64_t number;
    status::FieldViolation violation;
  };
  // A record that was read, and where it stands.
  struct Read {
    int64_t number;
    Communication communication;
  };

  absl::StatusOr<std::vector<int>> Stage();
  void Apply(const std::vector<StagedRecord>& records);
  void Reject(int64_t number, status::FieldViolation violation);
  void ShowRejects();

  pg::Tx& tx_;
  const auth::AccountScope& scope_;
  const CommunicationFile& file_;
  const std::string& bytes_;
  const history::WriteContext& context_;
  v1::ImportCommunicationsResponse result_;
  std::vector<Rejected> rejects_;
};

// The file into the staging table; the positions of its columns there.
absl::StatusOr<std::vector<int>> Import::Stage() {
  csv::CsvFeed feed(PiecesOf(bytes_), file_.format);
  ASSIGN_OR_RETURN(const std::vector<std::string> header, feed.ReadHeader());
  absl::StatusOr<std::vector<int>> positions = csv::FindColumns(file_.columns, header);
  if (!positions.ok()) return csv::MalformedFile(positions.status().message(), 1);
  ASSIGN_OR_RETURN(const int64_t records,
                   csv::CopyToStaging(tx_, kStaging, static_cast<int>(header.size()), file_.format,
                                      [&](std::string& piece) { return feed.Next(piece); }));
  if (records != feed.records()) {
    return csv::MalformedFile(
        absl::StrCat("PostgreSQL finds ", records, " records where ", feed.records(), " were sent"),
        0);
  }
  result_.set_records(records);
  return positions;
}

void Import::Reject(int64_t number, status::FieldViolation violation) {
  result_.set_rejected_records(result_.rejected_records() + 1);
  if (rejects_.size() < kMaxRejects) rejects_.push_back({number, std::move(violation)});
}

void Import::Apply(const std::vector<StagedRecord>& records) {
  std::vector<Read> read;
  std::set<std::string> wanted;
  for (const StagedRecord& record : records) {
    absl::StatusOr<Communication> c = ReadRecord(file_, record.values, context_.now);
    if (c.ok()) {
      wanted.insert(c->account_id);
      read.push_back({record.number, *std::move(c)});
    } else {
      Reject(record.number, status::GetFieldViolations(c.status()).at(0));
    }
  }
  // The account that the call names is found already, perhaps by asking accounts.
  std::map<std::string, directory::NamedAccount> seen_under;
  if (file_.account_id.empty()) {
    seen_under = directory::FindNamedAccounts(tx_, wanted, {}, scope_).by_id;
  } else {
    seen_under[file_.account_id] = {.id = file_.account_id};
  }
  std::vector<Communication> known;
  for (Read& r : read) {
    if (seen_under.contains(r.communication.account_id)) {
      Communication& c = known.emplace_back(std::move(r.communication));
      c.account_id = seen_under.at(c.account_id).id;
      c.id = api::NewUuid(context_.now);
      c.create_time = c.update_time = context_.now;
    } else {
      Reject(r.number, {"account", "is no account in use that you may see"});
    }
  }
  if (known.empty()) return;
  const std::set<std::string> logged = InsertCommunications(tx_, known, context_);
  std::vector<events::OutboxEvent> events;
  for (Communication& c : known) {
    if (!logged.contains(c.id)) continue;
    events.push_back(CommunicationLoggedEvent(c, context_));
  }
  if (!events.empty()) events::AppendAll(tx_, events);
  const auto count = static_cast<int64_t>(logged.size());
  result_.set_logged_records(result_.logged_records() + count);
  result_.set_unchanged_records(result_.unchanged_records() + static_cast<int64_t>(known.size()) -
                                count);
}

// Where each rejected record stands in the file, and what it says there.
void Import::ShowRejects() {
  std::sort(rejects_.begin(), rejects_.end(),
            [](const auto& a, const auto& b) { return a.number < b.number; });
  auto next = rejects_.begin();
  size_t size = 0;
  const auto show = [&](const csv::CsvRecord& record) {
    if (next == rejects_.end()) return false;
    if (record.number != next->number) return true;
    v1::CommunicationReject reject;
    reject.set_line(record.line);
    reject.set_field(next->violation.field);
    reject.set_reason(next->violation.description);
    // COPY has read it, so it is in the encoding.
    reject.set_text(
        csv::ToUtf8(csv::WithoutLineEnd(record.bytes), file_.format.encoding).value_or(""));
    size += reject.text().size();
    if (size > kMaxRejected) return false;
    *result_.add_rejects() = std::move(reject);
    ++next;
    return true;
  };
  csv::CsvSplitter splitter;
  if (splitter.Feed(bytes_, show)) splitter.Finish(show);
}

absl::StatusOr<v1::ImportCommunicationsResponse> Import::Run() {
  ASSIGN_OR_RETURN(const std::vector<int> positions, Stage());
  std::vector<StagedRecord> records = ReadStaged(tx_, positions, 0, kRecordsAtOnce);
  while (!records.empty()) {
    Apply(records);
    records = ReadStaged(tx_, positions, records.back().number, kRecordsAtOnce);
  }
  ShowRejects();
  return std::move(result_);
}

// A malformed file's error with the line of the file instead of PostgreSQL's.
absl::Status AtFileLine(const absl::Status& malformed, const std::string& bytes) {
  const auto detail = status::GetErrorDetail(malformed);
  if (!detail || detail->reason != csv::kMalformedFile) return malformed;
  ASSIGN_OR_RETURN(const int64_t line,
                   csv::FileLine(PiecesOf(bytes), csv::MalformedLine(malformed)));
  if (line == 0) return malformed;
  return status::Error(malformed.code(), detail->reason,
                       absl::StrCat("line ", line, ": ", malformed.message()),
                       {{"line", absl::StrCat(line)}});
}

absl::StatusOr<v1::ImportCommunicationsResponse> ImportFile(
    rpc::CallContext& call, const Deps& deps,
    rpc::Reader<v1::ImportCommunicationsRequest>& reader) {
  v1::ImportCommunicationsRequest message;
  if (!reader.Read(&message)) {
    return status::BadField("columns", "the first message must say which column holds what");
  }
  CommunicationFile file = FileOf(message);
  if (message.parent() != "accounts/-") {
    ASSIGN_OR_RETURN(const auto ids, api::ParseName(message.parent(), "accounts/*", "parent"));
    ASSIGN_OR_RETURN(const directory::Account account,
                     FindAccountForWrite(call, *deps.directory, ids[0], message.parent()));
    file.account_id = account.id;
  }
  RETURN_IF_ERROR(Validate(file));
  ASSIGN_OR_RETURN(const std::string bytes, imports::ReceiveFile(call, reader, message));
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  auto result = call.db().Write(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ImportCommunicationsResponse> {
        return Import(tx, call.scope(), file, bytes, context).Run();
      });
  if (!result.ok()) return AtFileLine(result.status(), bytes);
  return result;
}

}  // namespace

void RegisterCommunicationImport(rpc::Router& router, const Deps& deps) {
  router.ClientStream<v1::ImportCommunicationsRequest, v1::ImportCommunicationsResponse>(
      absl::StrCat(kCommunicationService, "ImportCommunications"),
      [deps, uploads = std::make_shared<rpc::StreamLimit>(deps.max_uploads, rpc::TooManyUploads())](
          rpc::CallContext& call, rpc::Reader<v1::ImportCommunicationsRequest>& reader)
          -> absl::StatusOr<v1::ImportCommunicationsResponse> {
        RETURN_IF_ERROR(uploads->Enter());
        const absl::Cleanup leave = [&] { uploads->Leave(); };
        return ImportFile(call, deps, reader);
      });
}

}  // namespace mainstay::engagement
