// What surveys say, as tables and charts.
#pragma once

#include <mainstay/survey/v1/analysis_service.pb.h>

#include "tools/mainstayctl/language.h"
#include "tools/mainstayctl/session.h"

namespace mainstay::ctl {

void PrintFigures(Session& session, const survey::v1::SurveyFigures& figures, Language language);
void PrintTrend(Session& session, const survey::v1::SurveyTrend& trend, Language language);
void PrintCrossTable(Session& session, const survey::v1::CrossTable& table, Language language);
void PrintDrivers(Session& session, const survey::v1::DriverAnalysis& analysis, Language language);
void PrintKano(Session& session, const survey::v1::KanoAnalysis& analysis, Language language);
void PrintTextThemes(Session& session, const survey::v1::TextThemes& themes, Language language);

}  // namespace mainstay::ctl
