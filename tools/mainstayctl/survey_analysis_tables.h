// What surveys say, as tables and charts.
#pragma once

#include <mainstay/survey/v1/analysis_service.pb.h>

#include "tools/mainstayctl/language.h"
#include "tools/mainstayctl/question_texts.h"
#include "tools/mainstayctl/session.h"

namespace mainstay::ctl {

// Titles and sentences are in `language`, questions as `texts` call them.

void PrintFigures(Session& session, const survey::v1::SurveyFigures& figures,
                  const QuestionTexts& texts, Language language);
void PrintTrend(Session& session, const survey::v1::SurveyTrend& trend, const QuestionTexts& texts,
                Language language);
void PrintCrossTable(Session& session, const survey::v1::CrossTable& table,
                     const QuestionTexts& texts, Language language);
void PrintDrivers(Session& session, const survey::v1::DriverAnalysis& analysis,
                  const QuestionTexts& texts, Language language);
void PrintKano(Session& session, const survey::v1::KanoAnalysis& analysis,
               const QuestionTexts& texts, Language language);
void PrintTextThemes(Session& session, const survey::v1::TextThemes& themes,
                     const QuestionTexts& texts, Language language);

}  // namespace mainstay::ctl
