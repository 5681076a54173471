// The importance–performance chart (重要性—绩效图) of a driver analysis in characters.
#pragma once

#include <mainstay/survey/v1/analysis_service.pb.h>

#include <string>

#include "tools/mainstayctl/language.h"
#include "tools/mainstayctl/terminal.h"

namespace mainstay::ctl {

// The letter that stands for the driver of that place: A, B, C …; at most 26 have one.
char DriverLetter(int place);

// Drivers by their letters: performance from left to right and importance upwards, over the ranges
// that they fill and by the scales beside them; the two lines are the thresholds between the
// quadrants, whose names stand in the corners. Drivers at one place stand beside each other, so all
// that have a quadrant are in it. `width` columns (at least 40), `height` rows (at least 8).
std::string RenderDriverChart(const survey::v1::DriverAnalysis& analysis, const Terminal& terminal,
                              Language language, int width, int height);

// "keep up the good work", "继续保持"; empty where it cannot be said.
std::string QuadrantName(survey::v1::DriverQuadrant quadrant, Language language);

}  // namespace mainstay::ctl
