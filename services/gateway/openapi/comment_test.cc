#include "services/gateway/openapi/comment.h"

#include <gtest/gtest.h>

namespace mainstay::gateway {
namespace {

TEST(CommentTest, JoinsLinesToParagraphs) {
  google::protobuf::SourceLocation location;
  location.leading_comments = " One line\n goes on.\n\n Another.\n";
  EXPECT_EQ(CommentText(location), "One line goes on.\n\nAnother.");
  location.leading_comments = "";
  location.trailing_comments = " behind\n";
  EXPECT_EQ(CommentText(location), "behind");
}

TEST(CommentTest, TakesTheFirstSentence) {
  EXPECT_EQ(FirstSentence("Reads one. With more."), "Reads one");
  EXPECT_EQ(FirstSentence("Reads v1.2 of it."), "Reads v1.2 of it");
  EXPECT_EQ(FirstSentence("Lists changes: who, when."), "Lists changes");
  EXPECT_EQ(FirstSentence(""), "");
}

}  // namespace
}  // namespace mainstay::gateway
