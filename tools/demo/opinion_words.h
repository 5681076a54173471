// Opinions in words, as customers write them into the boxes of questionnaires.
#pragma once

#include <string>

#include "tools/demo/opinions.h"
#include "tools/demo/random.h"

namespace mainstay::demo {

// What is worst, what is best, and what they would have instead; in English or Chinese.
std::string Complaint(Random& random, const Opinion& opinion, bool english);
std::string Praise(Random& random, const Opinion& opinion, bool english);
std::string Wish(Random& random, const Opinion& opinion, bool english);

}  // namespace mainstay::demo
