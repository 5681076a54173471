// feed create, show, revoke
#include <memory>

#include <mainstay/engagement/v1/calendar_feed_service.pb.h>

#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/session.h"

namespace mainstay::ctl {
namespace {

using namespace engagement::v1;  // NOLINT: the messages of this group

constexpr char kName[] = "users/me/calendarFeed";

void AddRevoke(CLI::App& feed, Chosen& chosen) {
  auto options = std::make_shared<WriteOptions>();
  CLI::App* command = AddCommand(
      feed, "revoke", "Make the URL stop working", chosen,
      [options](Session& session) -> absl::Status {
        RevokeCalendarFeedRequest request;
        request.set_name(kName);
        ApplyWriteOptions(*options, &request);
        ASSIGN_OR_RETURN(const auto revoked,
                         session.Call<CalendarFeed>(
                             "engagement/CalendarFeedService/RevokeCalendarFeed", request));
        session.PrintRecord(revoked);
        return absl::OkStatus();
      });
  AddRequestId(*command, options->request_id);
}

}  // namespace

void AddFeed(CLI::App& app, Chosen& chosen) {
  CLI::App* feed = app.add_subcommand(
      "feed", "Your visits for your calendar program, by a secret URL (日历订阅)");
  feed->require_subcommand(1);
  AddCommand(*feed, "create", "Make the URL, which is shown once; one made before stops working",
             chosen, [](Session& session) -> absl::Status {
               CreateCalendarFeedRequest request;
               request.set_parent("users/me");
               ASSIGN_OR_RETURN(const auto made,
                                session.Call<CalendarFeed>(
                                    "engagement/CalendarFeedService/CreateCalendarFeed", request));
               session.PrintRecord(made);
               return absl::OkStatus();
             });
  AddCommand(
      *feed, "show", "Show since when there is one", chosen, [](Session& session) -> absl::Status {
        GetCalendarFeedRequest request;
        request.set_name(kName);
        ASSIGN_OR_RETURN(
            const auto shown,
            session.Call<CalendarFeed>("engagement/CalendarFeedService/GetCalendarFeed", request));
        session.PrintRecord(shown);
        return absl::OkStatus();
      });
  AddRevoke(*feed, chosen);
}

}  // namespace mainstay::ctl
