#include "services/accounts/profile/account_fixture.h"

namespace mainstay::accounts {
namespace {

using ::testing::ElementsAre;

class AttributeSchemaService : public AccountFixture {
 protected:
  absl::StatusOr<v1::AttributeSchema> Declare(const std::string& etag = "",
                                              std::string_view role = kAdmin) {
    v1::UpdateAttributeSchemaRequest request;
    v1::AttributeDeclaration* grade = request.mutable_attribute_schema()->add_attributes();
    grade->set_key("grade");
    grade->set_label("Grade");
    grade->set_type(v1::AttributeDeclaration::TYPE_CHOICE);
    grade->add_choices("A, first");
    grade->add_choices("B");
    v1::AttributeDeclaration* seats = request.mutable_attribute_schema()->add_attributes();
    seats->set_key("seats");
    seats->set_type(v1::AttributeDeclaration::TYPE_NUMBER);
    seats->set_required(true);
    request.mutable_attribute_schema()->set_etag(etag);
    return service_.Call<v1::AttributeSchema>(
        "mainstay.accounts.v1.AttributeSchemaService/UpdateAttributeSchema", request, "ada", role);
  }
  absl::StatusOr<v1::Account> CreateWith(
      const std::vector<std::pair<std::string, std::string>>& attributes) {
    v1::CreateAccountRequest request;
    request.mutable_account()->set_display_name(absl::StrCat("Acme ", ++created_));
    for (const auto& [key, value] : attributes) {
      (*request.mutable_account()->mutable_attributes())[key] = value;
    }
    return Create(request);
  }
  int created_ = 0;
};

TEST_F(AttributeSchemaService, DeclaresAndReads) {
  v1::AttributeSchema declared = Must(Declare());
  v1::AttributeSchema read = Must(service_.Call<v1::AttributeSchema>(
      "mainstay.accounts.v1.AttributeSchemaService/GetAttributeSchema",
      v1::GetAttributeSchemaRequest(), "wang.li", kManager));
  EXPECT_EQ(read.DebugString(), declared.DebugString());
  EXPECT_EQ(read.attributes(0).choices(0), "A, first");
  EXPECT_EQ(Reason(Declare("\"1\"").status()), "ETAG_MISMATCH");
  EXPECT_TRUE(Declare(read.etag()).ok());
  EXPECT_EQ(Declare("", kManager).status().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(AttributeSchemaService, EveryVersionIsOnRecordAndPublished) {
  Must(Declare());
  v1::UpdateAttributeSchemaRequest none;
  none.set_reason("a clean start");
  Must(service_.Call<v1::AttributeSchema>(
      "mainstay.accounts.v1.AttributeSchemaService/UpdateAttributeSchema", none, "grace", kAdmin));
  EXPECT_EQ(Sql("SELECT string_agg(concat_ws(' ', version, actor, reason, "
                "jsonb_path_query_array(declarations, '$[*].key')), '; ' ORDER BY version) "
                "FROM attribute_schema_changes"),
            "2 ada  [\"grade\", \"seats\"]; 3 grace a clean start []");
  EXPECT_EQ(Sql("SELECT string_agg(concat_ws(' ', split_part(type, '.', 4), aggregate_type, "
                "aggregate_version, actor), '; ' ORDER BY seq) FROM outbox"),
            "AttributeSchemaChanged attribute_schema 1 ada; "
            "AttributeSchemaChanged attribute_schema 2 grace");
  none.set_reason(std::string(501, 'x'));
  EXPECT_THAT(ViolatedFields(service_
                                 .Call<v1::AttributeSchema>("mainstay.accounts.v1.AttributeSchemaS"
                                                            "ervice/UpdateAttributeSchema",
                                                            none)
                                 .status()),
              ElementsAre("reason"));
}

TEST_F(AttributeSchemaService, AccountsKeepToIt) {
  EXPECT_THAT(ViolatedFields(CreateWith({{"grade", "B"}}).status()),
              ElementsAre("account.attributes.grade"));
  Must(Declare());
  EXPECT_THAT(ViolatedFields(CreateWith({{"grade", "C"}}).status()),
              ElementsAre("account.attributes.grade", "account.attributes.seats"));
  v1::Account account = Must(CreateWith({{"grade", "A, first"}, {"seats", "12"}}));
  EXPECT_EQ(Must(Get(account.name())).attributes().at("grade"), "A, first");
}

TEST_F(AttributeSchemaService, AMaskOfOneAttributeLeavesTheOthers) {
  Must(Declare());
  v1::Account account = Must(CreateWith({{"grade", "B"}, {"seats", "12"}}));
  v1::Account change;
  change.set_name(account.name());
  (*change.mutable_attributes())["seats"] = "13";
  v1::Account updated = Must(Update(change, {"attributes.seats"}));
  EXPECT_EQ(updated.attributes().at("seats"), "13");
  EXPECT_EQ(updated.attributes().at("grade"), "B");
  EXPECT_EQ(Changes(account.name())[0], "2 update attributes.seats: 12 → 13");
  updated = Must(Update(change, {"attributes"}));
  EXPECT_EQ(updated.attributes_size(), 1);
}

}  // namespace
}  // namespace mainstay::accounts
