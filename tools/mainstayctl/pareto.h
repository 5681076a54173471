// The Pareto chart (帕累托图) in characters: bars of value, line of the cumulative share.
#pragma once

#include <string>

#include <mainstay/accounts/v1/grading_service.pb.h>

#include "tools/mainstayctl/terminal.h"

namespace mainstay::ctl {

// "1.25M": a value in at most five characters and a sign.
std::string FormatCompact(double value);

// Accounts from the largest to the smallest along the x axis, each column as tall as the mean value
// of the accounts that it stands for; "•" is the cumulative share on the right axis; the letters
// below are the classes. `width` columns (at least 40), `height` rows of bars.
std::string RenderPareto(const accounts::v1::AbcChart& chart, const Terminal& terminal, int width,
                         int height);

// The accounts by name, a bar each: for the head of the table. Wide characters keep their columns.
std::string RenderBars(const accounts::v1::ListAbcRowsResponse& rows, const Terminal& terminal,
                       int width);

}  // namespace mainstay::ctl
