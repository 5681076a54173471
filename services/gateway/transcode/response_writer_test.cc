#include "services/gateway/transcode/response_writer.h"

#include <cmath>
#include <limits>
#include <random>

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "transcode_test.pb.h"

namespace mainstay::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using sample::v1::Everything;

std::string Write(const Message& message) {
  std::string json;
  absl::Status status = WriteJson(message, &json);
  EXPECT_TRUE(status.ok()) << status;
  return json;
}

bool SameMessage(const Message& a, const Message& b) {
  google::protobuf::util::DefaultFieldComparator comparator;
  comparator.set_treat_nan_as_equal(true);
  google::protobuf::util::MessageDifferencer differencer;
  differencer.set_field_comparator(&comparator);
  return differencer.Compare(a, b);
}

// The same JSON as protobuf's writer makes, and the same message when read back by protobuf.
void ExpectConforms(const Everything& message) {
  std::string ours = Write(message), theirs;
  auto status = google::protobuf::util::MessageToJsonString(message, &theirs);
  ASSERT_TRUE(status.ok()) << status.ToString();
  EXPECT_EQ(nlohmann::json::parse(ours), nlohmann::json::parse(theirs)) << ours << "\n" << theirs;
  EXPECT_EQ(ours.find('\n'), std::string::npos);
  Everything back;
  status = google::protobuf::util::JsonStringToMessage(ours, &back);
  ASSERT_TRUE(status.ok()) << status.ToString() << "\n" << ours;
  EXPECT_TRUE(SameMessage(message, back)) << ours;
}

template <class T>
std::vector<T> Edges() {
  using Limits = std::numeric_limits<T>;
  if constexpr (std::is_floating_point_v<T>) {
    return {0,
            T(-0.0),
            1,
            T(-1),
            T(0.5),
            T(100000),
            T(1e6),
            T(1e15),
            T(-1e20),
            T(0.0009765625),
            Limits::quiet_NaN(),
            Limits::infinity(),
            -Limits::infinity()};
  } else {
    return {0, 1, static_cast<T>(-1), 42, Limits::min(), Limits::max()};
  }
}

const std::vector<std::string>& Texts() {
  static const auto* texts = new std::vector<std::string>{"",
                                                          "plain",
                                                          "客户 é 😀",
                                                          "quote\" back\\ slash/ <b>&amp;</b>",
                                                          std::string("\0\x01\x1f\x7f", 4),
                                                          "tab\tline\nreturn\rback\bfeed\f",
                                                          "\xE2\x80\xA8\xE2\x80\xA9\xEF\xBB\xBF"};
  return *texts;
}

// Calls `put` with each edge value of the field's type; `put` sets or adds it by reflection.
void ForEachEdge(const FieldDescriptor* field, Message* message,
                 const std::function<void()>& done) {
  const Reflection* r = message->GetReflection();
  auto run = [&](const auto& values, auto set, auto add) {
    for (const auto& value : values) {
      field->is_repeated() ? add(value) : set(value);
      done();
    }
  };
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return run(
          Edges<int32_t>(), [&](auto v) { r->SetInt32(message, field, v); },
          [&](auto v) { r->AddInt32(message, field, v); });
    case FieldDescriptor::CPPTYPE_INT64:
      return run(
          Edges<int64_t>(), [&](auto v) { r->SetInt64(message, field, v); },
          [&](auto v) { r->AddInt64(message, field, v); });
    case FieldDescriptor::CPPTYPE_UINT32:
      return run(
          Edges<uint32_t>(), [&](auto v) { r->SetUInt32(message, field, v); },
          [&](auto v) { r->AddUInt32(message, field, v); });
    case FieldDescriptor::CPPTYPE_UINT64:
      return run(
          Edges<uint64_t>(), [&](auto v) { r->SetUInt64(message, field, v); },
          [&](auto v) { r->AddUInt64(message, field, v); });
    case FieldDescriptor::CPPTYPE_FLOAT:
      return run(
          Edges<float>(), [&](auto v) { r->SetFloat(message, field, v); },
          [&](auto v) { r->AddFloat(message, field, v); });
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return run(
          Edges<double>(), [&](auto v) { r->SetDouble(message, field, v); },
          [&](auto v) { r->AddDouble(message, field, v); });
    case FieldDescriptor::CPPTYPE_BOOL:
      return run(
          std::vector<int>{0, 1}, [&](int v) { r->SetBool(message, field, v != 0); },
          [&](int v) { r->AddBool(message, field, v != 0); });
    case FieldDescriptor::CPPTYPE_ENUM:
      if (field->enum_type()->value_count() == 1) return;  // NullValue, below
      return run(
          std::vector<int>{0, 1, 2, 99}, [&](int v) { r->SetEnumValue(message, field, v); },
          [&](int v) { r->AddEnumValue(message, field, v); });
    case FieldDescriptor::CPPTYPE_STRING:
      return run(
          Texts(), [&](const auto& v) { r->SetString(message, field, v); },
          [&](const auto& v) { r->AddString(message, field, v); });
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return;  // below
  }
}

TEST(ResponseWriterTest, WritesEveryScalarFieldAsProtobufDoes) {
  const auto* type = Everything::descriptor();
  int fields = 0;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) continue;
    SCOPED_TRACE(field->name());
    Everything message;
    ForEachEdge(field, &message, [&] { ExpectConforms(message); });
    ++fields;
  }
  EXPECT_GT(fields, 30);
}

TEST(ResponseWriterTest, WritesMapsAsProtobufDoes) {
  Everything message;
  for (const std::string& text : Texts()) (*message.mutable_text_by_text())[text] = text;
  for (int32_t v : Edges<int32_t>()) (*message.mutable_item_by_int32())[v].set_size(v);
  for (int64_t v : Edges<int64_t>()) (*message.mutable_double_by_int64())[v] = 0.5;
  for (uint32_t v : Edges<uint32_t>()) (*message.mutable_bool_by_uint32())[v] = v == 0;
  for (uint64_t v : Edges<uint64_t>()) (*message.mutable_bytes_by_uint64())[v] = "\xff";
  (*message.mutable_color_by_bool())[true] = sample::v1::COLOR_RED;
  (*message.mutable_color_by_bool())[false] = sample::v1::COLOR_UNSPECIFIED;
  (*message.mutable_value_by_text())["v"].set_number_value(1);
  ExpectConforms(message);
}

TEST(ResponseWriterTest, WritesMessagesAsProtobufDoes) {
  Everything message;
  message.mutable_child();
  ExpectConforms(message);
  message.mutable_child()->mutable_child()->set_string_value("x");
  message.add_item_list()->set_name("n");
  message.mutable_empty();
  ExpectConforms(message);
  for (int choice = 0; choice < 4; ++choice) {
    Everything one;
    if (choice == 0) one.set_choice_text("");
    if (choice == 1) one.set_choice_number(0);
    if (choice == 2) one.mutable_choice_item();
    if (choice == 3) one.set_maybe_int(0), one.set_maybe_text("");
    ExpectConforms(one);
  }
}

TEST(ResponseWriterTest, WritesWellKnownTypesAsProtobufDoes) {
  Everything message;
  for (auto [seconds, nanos] :
       std::vector<std::pair<int64_t, int32_t>>{{0, 0},
                                                {1, 1},
                                                {-1, 1000},
                                                {1769817600, 1000000},
                                                {-62135596800, 0},
                                                {253402300799, 999999999}}) {
    message.mutable_timestamp()->set_seconds(seconds);
    message.mutable_timestamp()->set_nanos(nanos);
    *message.add_timestamp_list() = message.timestamp();
    ExpectConforms(message);
  }
  for (auto [seconds, nanos] : std::vector<std::pair<int64_t, int32_t>>{
           {0, 0}, {0, -1}, {-1, -500000000}, {5, 120000000}, {315576000000, 0}}) {
    message.mutable_duration()->set_seconds(seconds);
    message.mutable_duration()->set_nanos(nanos);
    ExpectConforms(message);
  }
  message.mutable_field_mask();
  ExpectConforms(message);
  message.mutable_field_mask()->add_paths("display_name");
  message.mutable_field_mask()->add_paths("inner.create_time");
  ExpectConforms(message);
}

TEST(ResponseWriterTest, WritesWrappersAsProtobufDoes) {
  Everything message;
  message.mutable_double_wrapper();
  message.mutable_float_wrapper();
  message.mutable_int64_wrapper();
  message.mutable_uint64_wrapper();
  message.mutable_int32_wrapper();
  message.mutable_uint32_wrapper();
  message.mutable_bool_wrapper();
  message.mutable_bytes_wrapper();
  message.add_string_wrapper_list();
  ExpectConforms(message);
  message.mutable_double_wrapper()->set_value(std::nan(""));
  message.mutable_int64_wrapper()->set_value(std::numeric_limits<int64_t>::min());
  message.mutable_bytes_wrapper()->set_value("\xff\xfe");
  message.add_string_wrapper_list()->set_value("é");
  ExpectConforms(message);
}

TEST(ResponseWriterTest, WritesStructsAsProtobufDoes) {
  Everything message;
  message.mutable_struct_();
  message.mutable_list_value();
  message.mutable_value()->set_null_value(google::protobuf::NULL_VALUE);
  ExpectConforms(message);
  auto& fields = *message.mutable_struct_()->mutable_fields();
  fields["number"].set_number_value(-1.25);
  fields["text"].set_string_value("a\"b");
  fields["flag"].set_bool_value(false);
  fields["null"].set_null_value(google::protobuf::NULL_VALUE);
  fields["list"].mutable_list_value()->add_values()->set_number_value(1e20);
  (*fields["struct"].mutable_struct_value()->mutable_fields())["x"].set_string_value("");
  *message.mutable_value()->mutable_struct_value() = message.struct_();
  *message.mutable_list_value() = fields["list"].list_value();
  ExpectConforms(message);
}

TEST(ResponseWriterTest, WritesAnyAsProtobufDoes) {
  Everything message, inner;
  message.mutable_any();
  EXPECT_EQ(Write(message), R"({"any":{}})");
  inner.set_string_value("x");
  Everything innermost = inner;
  inner.mutable_any()->PackFrom(innermost);
  message.mutable_any()->PackFrom(inner);
  google::protobuf::Duration duration;
  duration.set_seconds(3);
  message.add_any_list()->PackFrom(duration);
  message.add_any_list()->PackFrom(google::protobuf::Empty());
  ExpectConforms(message);
}

TEST(ResponseWriterTest, KeepsAnAnyOfAnUnknownType) {
  google::protobuf::Any any;
  any.set_type_url("type.example/unknown.Type");
  any.set_value("\x01\x02");
  EXPECT_EQ(Write(any), R"({"@type":"type.example/unknown.Type","value":"AQI="})");
  any.set_type_url("type.googleapis.com/mainstay.sample.v1.Item");
  any.set_value("\xff");
  EXPECT_EQ(Write(any),
            R"({"@type":"type.googleapis.com/mainstay.sample.v1.Item","value":"/w=="})");
}

TEST(ResponseWriterTest, SortsMapKeys) {
  Everything message;
  for (const char* key : {"b", "a"}) (*message.mutable_text_by_text())[key] = "";
  EXPECT_EQ(Write(message), R"({"textByText":{"a":"","b":""}})");
}

TEST(ResponseWriterTest, WritesNullValues) {
  Everything message;
  message.set_choice_null(google::protobuf::NULL_VALUE);
  message.add_null_list(google::protobuf::NULL_VALUE);
  EXPECT_EQ(Write(message), R"({"choiceNull":null,"nullList":[null]})");
}

TEST(ResponseWriterTest, RefusesWhatHasNoJsonForm) {
  std::string json;
  Everything message;
  message.mutable_timestamp()->set_seconds(253402300800);
  EXPECT_EQ(WriteJson(message, &json).code(), absl::StatusCode::kInternal);
  message.Clear();
  message.mutable_duration()->set_nanos(1000000000);
  EXPECT_FALSE(WriteJson(message, &json).ok());
  message.Clear();
  Everything* deep = &message;
  for (int i = 0; i < 99; ++i) deep = deep->mutable_child();
  EXPECT_TRUE(WriteJson(message, &json).ok());
  deep->mutable_child();
  EXPECT_FALSE(WriteJson(message, &json).ok());
}

TEST(ResponseWriterTest, WritesASingleField) {
  Everything message;
  message.add_int64_list(5);
  message.set_string_value("s");
  const std::string bytes = message.SerializeAsString();
  const auto* type = message.GetDescriptor();
  std::string json;
  EXPECT_TRUE(WriteJsonField(*type->FindFieldByName("int64_list"), bytes, &json).ok());
  EXPECT_TRUE(WriteJsonField(*type->FindFieldByName("item_list"), bytes, &json).ok());
  EXPECT_TRUE(WriteJsonField(*type->FindFieldByName("text_by_text"), bytes, &json).ok());
  EXPECT_TRUE(WriteJsonField(*type->FindFieldByName("string_value"), bytes, &json).ok());
  EXPECT_TRUE(WriteJsonField(*type->FindFieldByName("child"), bytes, &json).ok());
  EXPECT_EQ(json, R"(["5"][]{}"s"null)");
}

// Bytes that mean a message but are not as a serializer writes them: the same JSON all the same.
TEST(ResponseWriterTest, ReadsMergedAndReorderedBytes) {
  Everything early, late, middle;
  early.set_int32_value(1);
  early.set_string_value("early");
  early.add_item_list()->set_name("first");
  early.set_choice_text("early");
  (*early.mutable_text_by_text())["k"] = "early";
  early.mutable_child()->set_bool_value(true);
  early.mutable_timestamp()->set_seconds(1);
  late.set_int32_value(2);
  late.add_item_list()->set_name("second");
  late.set_choice_number(7);
  (*late.mutable_text_by_text())["k"] = "late";
  late.mutable_child()->set_string_value("merged");
  late.mutable_timestamp()->set_nanos(500000000);
  middle.add_int32_list(5);
  for (const std::string& bytes : {early.SerializeAsString() + late.SerializeAsString(),
                                   late.SerializeAsString() + early.SerializeAsString(),
                                   late.SerializeAsString() + middle.SerializeAsString() +
                                       late.SerializeAsString() + middle.SerializeAsString()}) {
    Everything message;
    ASSERT_TRUE(message.ParseFromString(bytes));
    std::string json;
    ASSERT_TRUE(WriteJson(*message.GetDescriptor(), bytes, &json).ok());
    EXPECT_EQ(json, Write(message));
    google::protobuf::Any any;
    any.set_type_url("type.googleapis.com/mainstay.sample.v1.Everything");
    any.set_value(bytes);
    EXPECT_THAT(Write(any), ::testing::HasSubstr(json.substr(1)));
  }
}

TEST(ResponseWriterTest, TakesBytesOfOtherSerializers) {
  const auto& type = *Everything::descriptor();
  auto write = [&](std::string_view bytes) {
    std::string json;
    return WriteJson(type, bytes, &json).ok() ? json : "refused";
  };
  using std::string_view_literals::operator""sv;
  EXPECT_EQ(write(""sv), "{}");
  EXPECT_EQ(write("\x08\x00"sv), "{}");                     // a default written out
  EXPECT_EQ(write("\x72\x00"sv), "{}");                     // an empty string
  EXPECT_EQ(write("\x90\x01\x00"sv), R"({"maybeInt":0})");  // optional
  EXPECT_EQ(write("\xfa\x01\x02\x01\x02"sv), R"({"int32List":[1,2]})");
  EXPECT_EQ(write("\xf8\x01\x01\xf8\x01\x02"sv), R"({"int32List":[1,2]})");  // not packed
  EXPECT_EQ(write("\xf8\x01\x01\xfa\x01\x01\x02"sv), R"({"int32List":[1,2]})");
  EXPECT_EQ(write("\xfa\x01\x00"sv), "{}");
  EXPECT_EQ(write("\xc0\x3e\x05\x08\x01"sv), R"({"int32Value":1})");  // an unknown field
  EXPECT_EQ(write("\x0a\x01x\x08\x01"sv), R"({"int32Value":1})");     // another wire type
  EXPECT_EQ(write("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"sv), R"({"int32Value":-1})");
  for (std::string_view bad :
       {"\x08"sv, "\x08\xff"sv, "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"sv, "\x72\x05x"sv,
        "\x0b\x0c"sv, "\x00\x01"sv, "\x3d\x01\x02"sv, "\x8a\x01\x02\x08"sv, "\xff"sv}) {
    EXPECT_EQ(write(bad), "refused");
  }
}

// Whole messages with every field at once, many times over.
TEST(ResponseWriterTest, ConformsOnRandomMessages) {
  std::mt19937 random(11);
  for (int round = 0; round < 300; ++round) {
    Everything message;
    const auto* type = message.GetDescriptor();
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* field = type->field(i);
      if (random() % 3 == 0 || field->message_type() != nullptr) continue;
      // Stop at a random edge value of the field.
      int stop = static_cast<int>(random() % 6), at = 0;
      Everything scratch;
      ForEachEdge(field, &scratch, [&] {
        if (at++ == stop) message.MergeFrom(scratch);
      });
    }
    if (random() % 2) {
      Everything child = message;
      message.mutable_child()->Swap(&child);
    }
    for (unsigned i = random() % 4; i > 0; --i) message.add_item_list()->set_name(Texts()[i]);
    ExpectConforms(message);
  }
}

}  // namespace
}  // namespace mainstay::gateway
