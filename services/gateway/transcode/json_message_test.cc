#include "services/gateway/transcode/json_message.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/status.h"
#include "transcode_test.pb.h"

namespace mainstay::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// "" or "field: what is wrong".
std::string Read(std::string_view json, sample::v1::Everything* message, JsonKeys* keys = nullptr) {
  JsonKeys unused;
  absl::Status status = ReadJson(json, "", message, keys == nullptr ? &unused : keys);
  if (status.ok()) return "";
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  auto violations = status::GetFieldViolations(status);
  EXPECT_EQ(violations.size(), 1u);
  return absl::StrCat(violations.at(0).field, ": ", violations.at(0).description);
}

std::string Nested(int depth, std::string_view before, std::string_view inner,
                   std::string_view after) {
  std::string text;
  for (int i = 0; i < depth; ++i) absl::StrAppend(&text, before);
  absl::StrAppend(&text, inner);
  for (int i = 0; i < depth; ++i) absl::StrAppend(&text, after);
  return text;
}

// What protobuf's own reader takes, this one reads the same way.
TEST(JsonMessageTest, ReadsAsProtobufDoes) {
  for (std::string_view json : {
           R"({})",
           R"( { } )",
           R"({"int32Value":1})",
           R"({"int32_value":-2147483648})",
           R"({"int32Value":"2147483647"})",
           R"({"int32Value":1.0})",
           R"({"int32Value":1e3})",
           R"({"int64Value":"9223372036854775807"})",
           R"({"int64Value":-9223372036854775808})",
           R"({"int64Value":9007199254740993})",
           R"({"uint32Value":4294967295})",
           R"({"uint64Value":18446744073709551615})",
           R"({"uint64Value":"18446744073709551615"})",
           R"({"sint32Value":-1,"sint64Value":"-1","fixed32Value":1,"fixed64Value":"1"})",
           R"({"sfixed32Value":-1,"sfixed64Value":-1})",
           R"({"floatValue":1.5})",
           R"({"floatValue":"1.5"})",
           R"({"floatValue":"NaN"})",
           R"({"floatValue":"-Infinity"})",
           R"({"floatValue":3.4028234663852886e38})",
           R"({"doubleValue":0.1})",
           R"({"doubleValue":-1.7976931348623157e308})",
           R"({"doubleValue":"Infinity"})",
           R"({"doubleValue":5e-324})",
           R"({"boolValue":true})",
           R"({"boolValue":false})",
           R"({"stringValue":"plain"})",
           R"({"stringValue":""})",
           R"({"stringValue":"北京 é 😀"})",
           R"({"stringValue":"\"\\\/\b\f\n\r\t\u0041\u4e2d\ud83d\ude00\u0000"})",
           R"({"bytesValue":"aGVsbG8="})",
           R"({"bytesValue":"aGVsbG8"})",
           R"({"bytesValue":"-_-_"})",
           R"({"bytesValue":"+/+/"})",
           R"({"color":"COLOR_RED"})",
           R"({"color":2})",
           R"({"color":17})",
           R"({"child":{"child":{"stringValue":"x"}}})",
           R"({"child":{}})",
           R"({"child":null})",
           R"({"int32Value":null,"stringValue":null,"stringList":null,"textByText":null})",
           R"({"maybeInt":0})",
           R"({"maybeText":""})",
           R"({"choiceText":"a"})",
           R"({"choiceNumber":0})",
           R"({"choiceItem":{"name":"n"}})",
           R"({"choiceText":null,"choiceNumber":1})",
           R"({"int32List":[1,"2",3.0]})",
           R"({"int64List":["1",2]})",
           R"({"uint32List":[],"uint64List":["18446744073709551615"]})",
           R"({"floatList":[1,"NaN"],"doubleList":[1e10,"-Infinity"]})",
           R"({"boolList":[true,false]})",
           R"({"stringList":["a","","b"]})",
           R"({"bytesList":["aGk=",""]})",
           R"({"colorList":["COLOR_RED",2,0]})",
           R"({"itemList":[{},{"name":"n","tags":["t"]}]})",
           R"({"textByText":{"a":"1","":"2"}})",
           R"({"itemByInt32":{"-1":{"name":"n"}}})",
           R"({"doubleByInt64":{"9223372036854775807":0.5}})",
           R"({"boolByUint32":{"4294967295":true}})",
           R"({"bytesByUint64":{"0":"aGk="}})",
           R"({"colorByBool":{"true":"COLOR_RED","false":2}})",
           R"({"valueByText":{"a":1,"b":"x","c":null,"d":[1,{}],"e":{"f":true}}})",
           R"({"timestamp":"2026-01-31T08:00:00.5+08:00"})",
           R"({"duration":"-1.5s"})",
           R"({"fieldMask":"displayName,inner.size"})",
           R"({"fieldMask":""})",
           R"({"struct":{"a":[1,2.5,"x",null,{"b":false}]}})",
           R"({"struct":{}})",
           R"({"value":null})",
           R"({"value":1.5})",
           R"({"value":"text"})",
           R"({"value":[[],{}]})",
           R"({"listValue":[1,"a",null]})",
           R"({"empty":{}})",
           R"({"doubleWrapper":1.5,"floatWrapper":0,"int64Wrapper":"5","uint64Wrapper":6})",
           R"({"int32Wrapper":-1,"uint32Wrapper":1,"boolWrapper":false,"stringWrapper":""})",
           R"({"bytesWrapper":"aGk=","stringWrapperList":["a",""]})",
           R"({"doubleWrapper":null})",
           R"({"timestampList":["1970-01-01T00:00:01Z","1970-01-01T00:00:02Z"]})",
           R"({"valueList":[null,1,"x"]})",
           R"({"any":{"@type":"type.googleapis.com/mainstay.sample.v1.Item","name":"n"}})",
           R"({"any":{"name":"n","@type":"type.googleapis.com/mainstay.sample.v1.Item"}})",
           R"({"any":{"@type":"type.googleapis.com/google.protobuf.Duration","value":"1s"}})",
           R"({"any":{"@type":"type.googleapis.com/google.protobuf.StringValue","value":"s"}})",
           R"({"any":{}})",
           R"({"custom-Name":"j"})",
           R"({"with_json_name":"j"})",
           R"({"underScore1X":"u","URLPath":"p"})",
       }) {
    sample::v1::Everything ours, theirs;
    EXPECT_EQ(Read(json, &ours), "") << json;
    auto status = google::protobuf::util::JsonStringToMessage(std::string(json), &theirs);
    ASSERT_TRUE(status.ok()) << json << ": " << status.ToString();
    google::protobuf::util::MessageDifferencer differencer;
    differencer.set_float_comparison(
        google::protobuf::util::MessageDifferencer::FloatComparison::EXACT);
    differencer.set_message_field_comparison(
        google::protobuf::util::MessageDifferencer::MessageFieldComparison::EQUAL);
    google::protobuf::util::DefaultFieldComparator comparator;
    comparator.set_treat_nan_as_equal(true);
    differencer.set_field_comparator(&comparator);
    EXPECT_TRUE(differencer.Compare(ours, theirs)) << json << "\n"
                                                   << ours.DebugString() << "\n"
                                                   << theirs.DebugString();
  }
}

TEST(JsonMessageTest, ReadsNullValues) {
  sample::v1::Everything message;
  EXPECT_EQ(Read(R"({"choiceNull":null,"nullList":[null,"NULL_VALUE"]})", &message), "");
  EXPECT_EQ(message.choice_case(), sample::v1::Everything::kChoiceNull);
  EXPECT_EQ(message.null_list_size(), 2);
}

TEST(JsonMessageTest, NamesWhatItRefuses) {
  struct {
    std::string_view json, error;
  } cases[] = {
      {R"({"bogus":1})", "bogus: is not a known field"},
      {R"({"child":{"bogus":1}})", "child.bogus: is not a known field"},
      {R"({"itemList":[{},{"inner":{"bogus":1}}]})", "itemList"},
      {R"({"int32value":1})", "int32value: is not a known field"},
      {R"({"int32Value":1,"int32Value":1})", "int32_value: is given twice"},
      {R"({"int32Value":1,"int32_value":1})", "int32_value: is given twice"},
      {R"({"textByText":{"a":"1","a":"2"}})", "text_by_text.a: is given twice"},
      {R"({"choiceText":"a","choiceNumber":1})",
       "choice_number: is one of several fields of which only one may be given"},
      {R"({"choiceNumber":1,"choiceNull":null})", "choice_null: is one of several"},
      {R"({"int32Value":2147483648})",
       "int32_value: must be an integer from -2147483648 to 2147483647"},
      {R"({"int32Value":1.5})", "int32_value: must be an integer"},
      {R"({"int32Value":1e10})", "int32_value: must be an integer"},
      {R"({"int32Value":"1.0"})", "int32_value: must be an integer"},
      {R"({"int32Value":""})", "int32_value: must be an integer"},
      {R"({"int32Value":" 1"})", "int32_value: must be an integer"},
      {R"({"int32Value":true})", "int32_value: must be an integer"},
      {R"({"int32Value":[1]})", "int32_value: must be an integer"},
      {R"({"int32Value":{}})", "int32_value: must be an integer"},
      {R"({"uint32Value":-1})", "uint32_value: must be an integer from 0 to 4294967295"},
      {R"({"uint64Value":18446744073709551616})", "uint64_value: must be an integer"},
      {R"({"int64Value":9.3e18})", "int64_value: must be an integer"},
      {R"({"floatValue":1e39})", "float_value: must be a number"},
      {R"({"doubleValue":1e999})", "double_value: must be a number"},
      {R"({"doubleValue":"inf"})", "double_value: must be a number"},
      {R"({"doubleValue":"0x10"})", "double_value: must be a number"},
      {R"({"boolValue":"true"})", "bool_value: must be true or false, without quotes"},
      {R"({"boolValue":1})", "bool_value: must be true or false"},
      {R"({"stringValue":1})", "string_value: must be a string"},
      {R"({"stringValue":true})", "string_value: must be a string"},
      {R"({"stringValue":["a"]})", "string_value: must be a string"},
      {R"({"bytesValue":"a"})", "bytes_value: must be base64"},
      {R"({"bytesValue":"a b="})", "bytes_value: must be base64"},
      {R"({"color":"RED"})", "color: must be one of COLOR_UNSPECIFIED, COLOR_RED, COLOR_GREEN"},
      {R"({"color":1.5})", "color: must be one of"},
      {R"({"color":true})", "color: must be one of"},
      {R"({"child":[]})", "child: must be an object"},
      {R"({"child":"x"})", "child: must be an object"},
      {R"({"stringList":"a"})", "string_list: must be a list"},
      {R"({"stringList":["a",null]})", "string_list[1]: must not be null"},
      {R"({"stringList":["a",1]})", "string_list[1]: must be a string"},
      {R"({"itemList":[{"size":"x"}]})", "item_list[0].size: must be an integer"},
      {R"({"textByText":[]})", "text_by_text: must be an object"},
      {R"({"textByText":{"a":1}})", "text_by_text.a: must be a string"},
      {R"({"textByText":{"a":null}})", "text_by_text.a: must not be null"},
      {R"({"itemByInt32":{"x":{}}})", "item_by_int32.x: must be an integer"},
      {R"({"colorByBool":{"yes":1}})", "color_by_bool.yes: must be true or false"},
      {R"({"timestamp":1})", "timestamp: must be a time such as 2026-01-31T08:00:00Z"},
      {R"({"timestamp":"x"})", "timestamp: must be a time"},
      {R"({"duration":"1"})", "duration: must be a duration in seconds such as 1.5s"},
      {R"({"fieldMask":["a"]})", "field_mask: must be field names joined by commas"},
      {R"({"struct":[]})", "struct: must be an object"},
      {R"({"listValue":{}})", "list_value: must be a list"},
      {R"({"value":1e999})", "value: must be a number"},
      {R"({"stringWrapper":1})", "string_wrapper: must be a string"},
      {R"({"any":1})", "any: must be an object with \"@type\""},
      {R"({"any":{"name":"n"}})", "any.@type: is required"},
      {R"({"any":{"@type":"x/y.Z"}})", "any.@type: must name a known message type"},
      {R"({"any":{"@type":"type.googleapis.com/mainstay.sample.v1.Item","bogus":1}})",
       "any.bogus: is not a known field"},
      {R"({"any":{"@type":"type.googleapis.com/google.protobuf.Duration","x":1}})",
       "any.x: is not a known field"},
      {R"([])", "body: must be an object"},
      {R"("x")", "body: must be an object"},
      {R"(null)", "body: must be an object"},
  };
  for (const auto& c : cases) {
    sample::v1::Everything message;
    std::string error = Read(c.json, &message);
    if (c.error == "itemList") {
      EXPECT_EQ(error, "item_list[1].inner.bogus: is not a known field");
    } else {
      EXPECT_THAT(error, StartsWith(std::string(c.error))) << c.json;
    }
  }
}

TEST(JsonMessageTest, TellsWhereTheTextIsNotJson) {
  struct {
    std::string_view json, where;
  } cases[] = {
      {"{", "line 1, column 2"},
      {"{\"int32Value\" 1}", "line 1, column 15: expected ':'"},
      {"{\"int32Value\":1,}", "line 1, column 17: expected a key in double quotes"},
      {"{\"int32Value\":1", "line 1, column 16: expected ',' or '}'"},
      {"{\n  \"int32Value\": x}", "line 2, column 17: expected a value"},
      {"{\"int32Value\":1}}", "line 1, column 17: expected nothing after the value"},
      {"{\"int32Value\":1} x", "expected nothing after the value"},
      {"{int32Value:1}", "expected a key in double quotes"},
      {"{'int32Value':1}", "expected a key in double quotes"},
      {"{/**/}", "expected a key in double quotes"},
      {"{\"int32Value\":01}", "expected ',' or '}'"},
      {"{\"int32Value\":+1}", "expected a value"},
      {"{\"int32Value\":-}", "expected a value"},
      {"{\"int32Value\":1.}", "expected a digit after '.'"},
      {"{\"int32Value\":.5}", "expected a value"},
      {"{\"int32Value\":1e}", "expected a digit in the exponent"},
      {"{\"doubleValue\":NaN}", "expected a value"},
      {"{\"boolValue\":tru}", "expected a value"},
      {"{\"child\":nul}", "expected a value"},
      {"{\"stringList\":[1,]}", "string_list[0]"},
      {"{\"int32List\":[1,]}", "expected a value"},
      {"{\"int32List\":[1 2]}", "expected ',' or ']'"},
      {"{\"stringValue\":\"a", "expected '\"' at the string's end"},
      {"{\"stringValue\":\"a\nb\"}", "control characters"},
      {"{\"stringValue\":\"\\x\"}", "after '\\'"},
      {"{\"stringValue\":\"\\", "after '\\'"},
      {"{\"stringValue\":\"\\u12g4\"}", "four hex digits"},
      {"{\"stringValue\":\"\\u12", "four hex digits"},
      {"{\"stringValue\":\"\\ud800\"}", "a low surrogate after a high"},
      {"{\"stringValue\":\"\\ud800\\u0041\"}", "a low surrogate after a high"},
      {"{\"stringValue\":\"\\udc00\"}", "a high surrogate before a low"},
      {"{\"stringValue\":\"\xff\"}", "UTF-8"},
      {"{\"stringValue\":\"\xed\xa0\x80\"}", "UTF-8"},
      {"\xef\xbb\xbf{}", "must be an object"},
      {"{\"value\":}", "expected a value"},
      {"{\"any\":{\"x\":[}}", "expected a value"},
  };
  for (const auto& c : cases) {
    sample::v1::Everything message;
    EXPECT_THAT(Read(c.json, &message), HasSubstr(c.where)) << c.json;
  }
  sample::v1::Everything message;
  EXPECT_THAT(Read(std::string_view("{}\0", 3), &message), HasSubstr("nothing after"));
}

TEST(JsonMessageTest, LimitsDepth) {
  sample::v1::Everything message;
  EXPECT_EQ(Read(Nested(63, "{\"child\":", "{}", "}"), &message), "");
  message.Clear();
  EXPECT_EQ(Read(Nested(64, "{\"child\":", "{}", "}"), &message),
            "body: must not nest deeper than 64");
  message.Clear();
  EXPECT_EQ(Read(absl::StrCat("{\"value\":", Nested(63, "[", "", "]"), "}"), &message), "");
  message.Clear();
  EXPECT_EQ(Read(absl::StrCat("{\"value\":", Nested(100000, "[", "", "]"), "}"), &message),
            "body: must not nest deeper than 64");
  // Lists side by side are not nested.
  message.Clear();
  std::string wide = "{\"value\":[[]";
  for (int i = 0; i < 200; ++i) wide += ",[],{},[{}]";
  EXPECT_EQ(Read(wide + "]}", &message), "");
  // The type of an Any stands last, so every level is read twice.
  message.Clear();
  EXPECT_THAT(
      Read(absl::StrCat("{\"any\":",
                        Nested(80, "{\"any\":", "{}",
                               ",\"@type\":\"type.googleapis.com/mainstay.sample.v1.Everything\"}"),
                        "}"),
           &message),
      HasSubstr("must not nest deeper"));
}

TEST(JsonMessageTest, ReportsTopLevelKeysOnly) {
  sample::v1::Everything message;
  JsonKeys keys;
  EXPECT_EQ(
      Read(R"({"int32Value":null,"child":{"boolValue":true},"custom-Name":"x"})", &message, &keys),
      "");
  EXPECT_EQ(absl::StrJoin(keys.fields, ","), "int32_value,child,with_json_name");
}

TEST(JsonMessageTest, ReadsAFieldOfAnyKind) {
  const auto* type = sample::v1::Everything::descriptor();
  sample::v1::Everything message;
  JsonKeys keys;
  EXPECT_TRUE(ReadJsonField("[1,2]", type->FindFieldByName("int32_list"), &message, &keys).ok());
  EXPECT_TRUE(
      ReadJsonField("{\"a\":\"b\"}", type->FindFieldByName("text_by_text"), &message, &keys).ok());
  EXPECT_TRUE(ReadJsonField("\"x\"", type->FindFieldByName("string_value"), &message, &keys).ok());
  EXPECT_TRUE(
      ReadJsonField("{\"boolValue\":true}", type->FindFieldByName("child"), &message, &keys).ok());
  EXPECT_EQ(absl::StrJoin(keys.fields, ","), "bool_value");
  EXPECT_EQ(message.int32_list_size() + message.text_by_text().size(), 3u);
  EXPECT_EQ(status::GetFieldViolations(
                ReadJsonField("{\"x\":1}", type->FindFieldByName("child"), &message, &keys))
                .at(0)
                .field,
            "child.x");
}

}  // namespace
}  // namespace mainstay::gateway
