#include "services/survey/paper/import_run.h"

#include <openssl/sha.h>

#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/csv/csv_records.h"
#include "common/pg/advisory_lock.h"
#include "common/status/status.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/paper/import_set.h"
#include "services/survey/paper/paper_reader.h"
#include "services/survey/paper/response_import_store.h"
#include "services/survey/questionnaires/version_store.h"

namespace mainstay::survey {
namespace {

constexpr size_t kBytesAtOnce = 4 << 20;

std::string Sha256(std::string_view bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return std::string(reinterpret_cast<const char*>(digest), sizeof(digest));
}

// Of the bytes and of everything that says how to read them.
std::string Checksum(const std::string& campaign_id, const PaperFile& file,
                     const std::string& bytes) {
  const std::string_view nul("\0", 1);
  const std::string how = absl::StrJoin(
      {campaign_id, absl::StrJoin(file.columns, "\n"), absl::StrJoin(file.answers, "\n"),
       absl::StrJoin(file.words, "\n"), absl::StrJoin(file.not_applicable, "\n"),
       file.choice_separator, file.language, absl::StrCat(file.wave), file.time_zone,
       file.format.delimiter, file.format.encoding},
      nul);
  return Sha256(absl::StrCat(how, nul, Sha256(bytes)));
}

absl::Status TakenOver() {
  return status::Error(absl::StatusCode::kAborted, "IMPORT_TAKEN_OVER",
                       "the file was sent again meanwhile; that call goes on with the import");
}

class Run {
 public:
  Run(rpc::CallContext& call, const ResponseSequels& sequels, const PaperFile& file,
      ResponseImport import)
      : call_(call), sequels_(sequels), file_(file), import_(std::move(import)) {}

  absl::StatusOr<ResponseImport> Go(const std::string& bytes) {
    RETURN_IF_ERROR(FindForm());
    RETURN_IF_ERROR(CheckWords(file_, version_->content()));
    ASSIGN_OR_RETURN(const csv::FileHeader header, csv::ReadFileHeader(file_.format, bytes));
    const absl::StatusOr<PaperLayout> layout = LayOut(file_, version_->content(), header.names);
    if (!layout.ok()) return csv::MalformedHeader(layout.status().message());
    import_.checksum = Checksum(import_.campaign_id, file_, bytes);
    import_.delimiter = file_.format.delimiter;
    import_.header = header.text;
    import_.records = header.records;
    RETURN_IF_ERROR(Begin());
    if (import_.end_time) return import_;
    PaperReader reader(file_, *layout);
    absl::Status status = ApplyAll(header, bytes, reader);
    if (status.ok()) status = Succeed();
    if (!status.ok()) {
      Interrupt(status);
      return status;
    }
    return import_;
  }

 private:
  // What the campaign asks.
  absl::Status FindForm() {
    return call_.db().Read(call_.tx_options(), [&](pg::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const Campaign campaign, TakingCampaign(ReadCampaign(tx, CampaignId())));
      ASSIGN_OR_RETURN(version_,
                       ReadVersion(tx, campaign.questionnaire_id, campaign.questionnaire_version));
      return absl::OkStatus();
    });
  }
  const std::string& CampaignId() const { return import_.campaign_id; }
  absl::StatusOr<Campaign> TakingCampaign(std::optional<Campaign> campaign) const {
    if (!campaign) return status::NotFound(absl::StrCat("campaigns/", CampaignId()));
    if (TakesAnswers(*campaign)) return *std::move(campaign);
    return status::CheckState("the campaign", campaign->state, ":import", {"running", "paused"});
  }

  // Makes the import, or takes it over.
  absl::Status Begin() {
    const ResponseImport asked = import_;
    absl::StatusOr<ResponseImport> begun =
        call_.db().Write(call_.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<ResponseImport> {
          std::optional<ResponseImport> before = LockResponseImport(tx, asked.id);
          if (!before) {
            ResponseImport made = asked;
            made.update_time = made.create_time;
            InsertResponseImport(tx, made);
            return made;
          }
          if (before->actor != asked.actor || before->checksum != asked.checksum) {
            return status::BadField("request_id",
                                    "was used for another import; make a new one for this");
          }
          if (before->end_time) return *before;
          ++before->run;
          before->state = "applying";
          before->failure.clear();
          before->update_time = call_.now();
          UpdateResponseImport(tx, *before);
          return *std::move(before);
        });
    if (!begun.ok()) return begun.status();
    import_ = *std::move(begun);
    return absl::OkStatus();
  }

  // Every record that was not looked at yet, in sets.
  absl::Status ApplyAll(const csv::FileHeader& header, const std::string& bytes,
                        PaperReader& reader) {
    std::vector<PaperSetRecord> set;
    size_t size = 0;
    absl::Status status;
    const auto hand_over = [&] {
      if (!set.empty()) status = Apply(reader, set);
      set.clear();
      size = 0;
      return status.ok();
    };
    const int64_t after = import_.counts.processed();
    csv::ForEachFileRecord(file_.format, header, bytes, [&](csv::FileRecord record) {
      // Those left out count too where a record is said again.
      PaperSetRecord one;
      if (record.problem.empty()) one.external_id = reader.ExternalId(record.fields);
      if (record.number <= after) return true;
      size += record.size;
      one.record = std::move(record);
      set.push_back(std::move(one));
      return (set.size() < kPaperRecordsAtOnce && size < kBytesAtOnce) || hand_over();
    });
    if (status.ok()) hand_over();
    return status;
  }

  absl::Status Apply(const PaperReader& reader, const std::vector<PaperSetRecord>& records) {
    if (call_.cancelled()) {
      return absl::CancelledError("the caller has gone; send the file again to go on");
    }
    // Records of one campaign are brought in by one transaction at a time: the second sees what the
    // first made of them.
    pg::TxOptions options = call_.tx_options();
    options.locks = {pg::AdvisoryKey(absl::StrCat("response_import ", CampaignId()))};
    absl::StatusOr<ResponseImport> applied =
        call_.db().Write(options, [&](pg::Tx& tx) -> absl::StatusOr<ResponseImport> {
          RETURN_IF_ERROR(Hold(tx).status());
          ASSIGN_OR_RETURN(const Campaign campaign, TakingCampaign(ReadCampaign(tx, CampaignId())));
          const history::WriteContext context{.actor = import_.actor,
                                              .reason = import_.name(),
                                              .now = call_.now(),
                                              .trace = call_.trace()};
          const ImportInto into{reader, sequels_, {campaign, *version_}, import_.id};
          ASSIGN_OR_RETURN(const ResponseImportCounts counts, ApplySet(tx, into, records, context));
          ResponseImport after = import_;
          after.counts.created += counts.created;
          after.counts.unchanged += counts.unchanged;
          after.counts.rejected += counts.rejected;
          after.update_time = context.now;
          UpdateResponseImport(tx, after);
          return after;
        });
    if (!applied.ok()) return applied.status();
    import_ = *std::move(applied);
    return absl::OkStatus();
  }

  absl::Status Succeed() {
    ResponseImport after = import_;
    after.state = "succeeded";
    after.update_time = call_.now();
    after.end_time = after.update_time;
    RETURN_IF_ERROR(call_.db().Write(call_.tx_options(), [&](pg::Tx& tx) -> absl::Status {
      RETURN_IF_ERROR(Hold(tx).status());
      UpdateResponseImport(tx, after);
      return absl::OkStatus();
    }));
    import_ = std::move(after);
    return absl::OkStatus();
  }

  // Says on the import why it stopped, in time even when the caller's deadline is over. What cannot
  // be said shows by the import's silence. What the row counts stays: of a set whose commit is in
  // doubt only the row knows whether it is in.
  void Interrupt(const absl::Status& why) {
    call_.db()
        .Write({.deadline = absl::Now() + absl::Seconds(10)},
               [&](pg::Tx& tx) -> absl::Status {
                 ASSIGN_OR_RETURN(ResponseImport after, Hold(tx));
                 after.state = "interrupted";
                 after.failure = std::string(why.message());
                 after.update_time = call_.now();
                 UpdateResponseImport(tx, after);
                 return absl::OkStatus();
               })
        .IgnoreError();
  }

  // The import, locked; ABORTED when somebody else goes on with it.
  absl::StatusOr<ResponseImport> Hold(pg::Tx& tx) const {
    std::optional<ResponseImport> now = LockResponseImport(tx, import_.id);
    if (!now || now->run != import_.run || now->end_time) return TakenOver();
    return *std::move(now);
  }

  rpc::CallContext& call_;
  const ResponseSequels& sequels_;
  const PaperFile& file_;
  ResponseImport import_;
  std::shared_ptr<const PublishedVersion> version_;
};

}  // namespace

absl::StatusOr<ResponseImport> RunResponseImport(rpc::CallContext& call,
                                                 const ResponseSequels& sequels,
                                                 const PaperFile& file, const std::string& bytes,
                                                 ResponseImport import) {
  return Run(call, sequels, file, std::move(import)).Go(bytes);
}

}  // namespace mainstay::survey
