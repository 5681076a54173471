// feed create, show, revoke
#include <mainstay/engagement/v1/calendar_feed_service.pb.h>

#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/session.h"

namespace mainstay::ctl {
namespace {

using namespace engagement::v1;  // NOLINT: the messages of this group

constexpr char kName[] = "users/me/calendarFeed";

template <class Request>
void AddOnFeed(CLI::App& feed, Chosen& chosen, const std::string& name, const std::string& help,
               const std::string& method) {
  AddCommand(feed, name, help, chosen, [method](Session& session) -> absl::Status {
    Request request;
    request.set_name(kName);
    ASSIGN_OR_RETURN(const auto answer, session.Call<CalendarFeed>(method, request));
    session.PrintRecord(answer);
    return absl::OkStatus();
  });
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
  AddOnFeed<GetCalendarFeedRequest>(*feed, chosen, "show", "Show since when there is one",
                                    "engagement/CalendarFeedService/GetCalendarFeed");
  AddOnFeed<RevokeCalendarFeedRequest>(*feed, chosen, "revoke", "Make the URL stop working",
                                       "engagement/CalendarFeedService/RevokeCalendarFeed");
}

}  // namespace mainstay::ctl
