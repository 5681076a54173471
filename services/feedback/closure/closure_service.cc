#include "services/feedback/closure/closure_service.h"

#include "services/feedback/closure/closure_handlers.h"

namespace mainstay::feedback {

void RegisterClosureService(rpc::Router& router, const Deps& deps) {
  RegisterConfirmationLinks(router, deps);
  RegisterConfirmations(router, deps);
  RegisterConfirmationPages(router, deps);
}

void DeclareClosure(config::Parser& parser, ClosureSettings* s) {
  constexpr int kMostDays = 250;  // a year of working days
  parser.Add("public-url", &s->public_url,
             "where people reach the gateway, such as https://kam.example.com; begins the URLs of "
             "confirmation links");
  parser.Add("first-reminder-days", &s->first_reminder_days,
             "working days from a case's resolution to the first reminder to confirm it", 1,
             kMostDays);
  parser.Add("second-reminder-days", &s->second_reminder_days,
             "working days from the first reminder to the second", 1, kMostDays);
  parser.Add("time-out-days", &s->time_out_days,
             "working days from the second reminder to closing the case without an answer", 1,
             kMostDays);
  parser.Add("closure-calendar", &s->calendar, "name of the working calendar of these days");
  parser.Add("recurrence-days", &s->recurrence_days,
             "days after its closing in which a case of the same category or product counts as a "
             "recurrence; 0: never",
             0, 3660);
  parser.AddChoice("recurrence-rule", &s->recurrence_rule,
                   "what a recurrence does to the closed case: flag only links to it",
                   {"flag", "reopen"});
}

}  // namespace mainstay::feedback
