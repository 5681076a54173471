// The words of the survey's pages that are not of a questionnaire, in Chinese and English.
#pragma once

#include <string_view>

namespace mainstay::survey::words {

struct Words {
  std::string_view chinese, english;
  constexpr std::string_view In(std::string_view language) const {
    return language == "zh" ? chinese : english;
  }
};

inline constexpr Words kTag{"zh-CN", "en"};
inline constexpr Words kNext{"下一页", "Next"};
inline constexpr Words kSubmit{"提交", "Submit"};
inline constexpr Words kBack{"上一页", "Back"};
inline constexpr Words kRequired{"必答", "required"};
inline constexpr Words kChooseAny{"可多选", "choose any"};
inline constexpr Words kNotApplicable{"不适用", "Does not apply"};
inline constexpr Words kOwnWords{"请说明", "Please say which"};
inline constexpr Words kPageOf{"第 $0 页，共 $1 页", "Page $0 of $1"};
inline constexpr Words kSaved{"每页的回答都会保存，随时可以用同一链接继续。",
                              "Your answers are saved page by page; come back by the same link at "
                              "any time."};
inline constexpr Words kUntil{"请在此时间之前提交（北京时间）：",
                              "Please submit by (Beijing time): "};
inline constexpr Words kAnonymous{"本次调查匿名：不保存是谁作答，也不保存作答的准确时间。",
                                  "This survey is anonymous: neither who answers is kept nor when "
                                  "exactly."};
inline constexpr Words kConfidential{"本次调查保密：您的姓名只有负责调查的人员可以看到。",
                                     "This survey is confidential: only those who run it can see "
                                     "your name."};
inline constexpr Words kToPutRight{"请先看以下问题", "Please look at these first"};
inline constexpr Words kErrorTitle{"请检查：", "Please check: "};
inline constexpr Words kMore{"根据您的回答，本页又多了问题，请继续。",
                             "Your answers opened more questions on this page. Please go on here."};
inline constexpr Words kElsewhere{
    "您也在另一个窗口作答：两边的回答已合并，请看一下是否正确。",
    "You have been answering in another window too. Both were put together: please check that this "
    "is what you mean."};

// Whatever else became of a link: a title and what to do.
struct Notice {
  Words title, text;
};
inline constexpr Notice kThanks{{"感谢您的参与", "Thank you"},
                                {"您的回答已收到。", "Your answers have reached us."}};
inline constexpr Notice kExpired{{"链接已过期", "This link has expired"},
                                 {"答题时间已过，感谢您的关注。",
                                  "The time for answering is over. Thank you for your interest."}};
inline constexpr Notice kRevoked{
    {"链接已停用", "This link is no longer in use"},
    {"如有任何问题，请与您的客户经理联系。",
     "If there is anything that you need, please get in touch with your account manager."}};
inline constexpr Notice kClosed{{"调查已结束", "The survey has ended"},
                                {"感谢您的关注，本次调查不再收集回答。",
                                 "Thank you for your interest; no more answers are collected."}};
inline constexpr Notice kFull{
    {"回答已足够", "There are enough answers"},
    {"我们已收到足够的回答，感谢您愿意参与。",
     "We have all the answers that we needed. Thank you for having wanted to take part."}};
inline constexpr Notice kGone{
    {"已提交或已撤回", "Answered or taken back"},
    {"此链接已经用于作答，或已被撤回。如果您已作答，感谢您的参与！",
     "This link was used to answer, or it was taken back. If you answered, thank you!"}};
inline constexpr Notice kUnknown{
    {"链接无效", "This link does not work"},
    {"请检查地址是否完整，或与您的客户经理联系。",
     "Please check that the address is complete, or get in touch with your account manager."}};
inline constexpr Notice kNothingAsked{
    {"没有需要您回答的问题", "There is nothing to ask you"},
    {"本次调查没有与您有关的问题，感谢您的关注。",
     "None of the questions is about you. Thank you for your interest."}};
inline constexpr Notice kUnreadable{
    {"没有收到您的回答", "Your answers did not reach us"},
    {"请返回上一页再试一次；之前的回答都已保存。",
     "Please go back and try once more; what you answered before is saved."}};

}  // namespace mainstay::survey::words
