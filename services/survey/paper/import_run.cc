#include "services/survey/paper/import_run.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/csv/csv_records.h"
#include "common/imports/import_run.h"
#include "common/status/status.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/paper/import_set.h"
#include "services/survey/paper/paper_reader.h"
#include "services/survey/paper/response_import_store.h"
#include "services/survey/questionnaires/version_store.h"

namespace mainstay::survey {
namespace {

// Of the bytes and of everything that says how to read them.
std::string Checksum(const std::string& campaign_id, const PaperFile& file,
                     const std::string& bytes) {
  return imports::Checksum(
      {campaign_id, absl::StrJoin(file.columns, "\n"), absl::StrJoin(file.answers, "\n"),
       absl::StrJoin(file.words, "\n"), absl::StrJoin(file.not_applicable, "\n"),
       file.choice_separator, file.language, absl::StrCat(file.wave), file.time_zone,
       file.format.delimiter, file.format.encoding},
      bytes);
}

absl::StatusOr<Campaign> TakingCampaign(pg::Tx& tx, const std::string& campaign_id) {
  std::optional<Campaign> campaign = ReadCampaign(tx, campaign_id);
  if (!campaign) return status::NotFound(absl::StrCat("campaigns/", campaign_id));
  if (TakesAnswers(*campaign)) return *std::move(campaign);
  return status::CheckState("the campaign", campaign->state, ":import", {"running", "paused"});
}

// What the campaign asks.
using Version = std::shared_ptr<const PublishedVersion>;
absl::StatusOr<Version> FindForm(rpc::CallContext& call, const std::string& campaign_id) {
  return call.db().Read(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<Version> {
    ASSIGN_OR_RETURN(const Campaign campaign, TakingCampaign(tx, campaign_id));
    return ReadVersion(tx, campaign.questionnaire_id, campaign.questionnaire_version);
  });
}

}  // namespace

absl::StatusOr<imports::Import> RunResponseImport(rpc::CallContext& call,
                                                  const ResponseSequels& sequels,
                                                  const PaperFile& file, const std::string& bytes,
                                                  imports::Import import) {
  const std::string import_id = import.id;
  const std::string campaign_id = import.parent_id;
  ASSIGN_OR_RETURN(const Version version, FindForm(call, campaign_id));
  RETURN_IF_ERROR(CheckWords(file, version->content()));
  ASSIGN_OR_RETURN(const csv::FileHeader header, csv::ReadFileHeader(file.format, bytes));
  const absl::StatusOr<PaperLayout> layout = LayOut(file, version->content(), header.names);
  if (!layout.ok()) return csv::MalformedHeader(layout.status().message());
  PaperReader reader(file, *layout);
  imports::Run run(call,
                   {.tables = kResponseImports,
                    .name = ResponseImportName(campaign_id, import_id),
                    .lock = absl::StrCat("response_import ", campaign_id),
                    .checksum = Checksum(campaign_id, file, bytes),
                    .format = file.format,
                    .header = header},
                   std::move(import));
  const auto read = [&](csv::FileRecord record) {
    std::string external_id;
    if (record.problem.empty()) external_id = reader.ExternalId(record.fields);
    return PaperSetRecord{std::move(record), std::move(external_id)};
  };
  const auto apply = [&](const std::vector<PaperSetRecord>& records) {
    return run.ApplySet(
        [&](pg::Tx& tx, const history::WriteContext& context) -> absl::StatusOr<imports::Counts> {
          ASSIGN_OR_RETURN(const Campaign campaign, TakingCampaign(tx, campaign_id));
          return ApplySet(tx, {reader, sequels, {campaign, *version}, import_id}, records, context);
        });
  };
  return run.Go([&](int64_t after) {
    return imports::ForEachSet<PaperSetRecord>(file.format, header, bytes, after,
                                               kPaperRecordsAtOnce, read, apply);
  });
}

std::string ResponseImportName(const std::string& campaign_id, const std::string& import_id) {
  return absl::StrCat("campaigns/", campaign_id, "/responseImports/", import_id);
}

}  // namespace mainstay::survey
