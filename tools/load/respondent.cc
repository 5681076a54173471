#include "tools/load/respondent.h"

#include "absl/strings/str_cat.h"

namespace mainstay::load {
namespace {

constexpr std::string_view kDrivers[] = {"quality", "delivery", "support",
                                         "price",   "manner",   "documents"};
constexpr std::string_view kReasons[] = {"need", "habit", "contract"};

// The answers of one respondent.
struct Said {
  int recommend, satisfied;
  int drivers[std::size(kDrivers)];
  std::string_view reason;
};

Said AnswersOf(std::mt19937_64& random) {
  const auto one_to = [&](int most) {
    return 1 + static_cast<int>(random() % static_cast<uint64_t>(most));
  };
  Said said{.recommend = one_to(11) - 1, .satisfied = one_to(5), .drivers = {}, .reason = {}};
  for (int& driver : said.drivers) driver = one_to(5);
  said.reason = kReasons[random() % std::size(kReasons)];
  return said;
}

std::string Head(std::string_view method, std::string_view target, std::string_view host) {
  return absl::StrCat(method, " ", target, " HTTP/1.1\r\nHost: ", host,
                      "\r\nAccept-Language: en\r\n");
}

std::string Get(std::string_view target, std::string_view host) {
  return Head("GET", target, host) + "\r\n";
}

std::string Post(std::string_view target, std::string_view host, std::string_view type,
                 std::string_view body) {
  return absl::StrCat(Head("POST", target, host), "Content-Type: ", type,
                      "\r\nContent-Length: ", body.size(), "\r\n\r\n", body);
}

std::vector<RespondentStep> ByPages(const Said& said, std::string_view host,
                                    std::string_view token) {
  constexpr std::string_view kForm = "application/x-www-form-urlencoded";
  std::string first =
      absl::StrCat("section=overall&saved=0&shown=recommend+satisfied&go=next",
                   "&a.recommend=", said.recommend, "&a.satisfied=", said.satisfied);
  std::string second = "section=details&saved=1&shown=", shown, fields;
  for (size_t i = 0; i < std::size(kDrivers); ++i) {
    absl::StrAppend(&shown, kDrivers[i], "+");
    absl::StrAppend(&fields, "&a.", kDrivers[i], "=", said.drivers[i]);
  }
  absl::StrAppend(&second, shown, "reason+words&go=next", fields, "&a.reason=", said.reason,
                  "&a.words=In+time,+as+agreed");
  const std::string page = absl::StrCat("/s/", token);
  return {{Get(page, host), 200, "value=\"overall\""},
          {Post(page, host, kForm, first), 303, ""},
          {Get(page + "?page=details", host), 200, "value=\"details\""},
          {Post(page + "?page=details", host, kForm, second), 200, "Thank you for answering"}};
}

std::vector<RespondentStep> ByJson(const Said& said, std::string_view host,
                                   std::string_view token) {
  std::string body =
      absl::StrCat(R"({"language":"en","answers":{"recommend":{"number":)", said.recommend,
                   R"(},"satisfied":{"number":)", said.satisfied, "}");
  for (size_t i = 0; i < std::size(kDrivers); ++i) {
    absl::StrAppend(&body, ",\"", kDrivers[i], R"(":{"number":)", said.drivers[i], "}");
  }
  absl::StrAppend(&body, R"(,"reason":{"choices":[")", said.reason,
                  R"("]},"words":{"text":"In time, as agreed"}}})");
  const std::string survey = absl::StrCat("/v1/public/surveys/", token);
  return {{Get(survey, host), 200, "SURVEY_STATE_OPEN"},
          {Post(survey + ":submit", host, "application/json", body), 200, "SURVEY_STATE_ANSWERED"}};
}

}  // namespace

std::vector<RespondentStep> Respondent(AnsweringWay way, std::string_view host,
                                       std::string_view token, std::mt19937_64& random) {
  const Said said = AnswersOf(random);
  return way == AnsweringWay::kPages ? ByPages(said, host, token) : ByJson(said, host, token);
}

}  // namespace mainstay::load
