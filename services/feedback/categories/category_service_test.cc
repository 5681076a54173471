// CategoryService on a real server, and what it has to say about cases.
#include "services/feedback/categories/category_service.h"

#include <gmock/gmock.h>
#include <mainstay/feedback/v1/category_service.pb.h>

#include "common/status/status.h"
#include "services/feedback/access/feedback_service_fixture.h"
#include "services/feedback/cases/case_service.h"
#include "services/feedback/categories/category_sequel.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class CategoryServiceTest : public FeedbackServiceTest {
 protected:
  CategoryServiceTest() : FeedbackServiceTest({"CaseService", "CategoryService"}, {Register}) {}
  static void Register(rpc::Router& router, const Deps& deps) {
    Deps with = deps;
    with.case_sequels = {CategorySequel()};
    RegisterCaseService(router, with);
    RegisterCategoryService(router, with);
  }

  absl::StatusOr<v1::CaseCategory> Create(const std::string& code, const std::string& name) {
    v1::CreateCaseCategoryRequest request;
    request.set_case_category_id(code);
    request.mutable_case_category()->set_display_name(name);
    return Call<v1::CaseCategory>("CategoryService/CreateCaseCategory", request);
  }
  absl::StatusOr<v1::CaseCategory> Get(const std::string& code) {
    v1::GetCaseCategoryRequest request;
    request.set_name("caseCategories/" + code);
    return Call<v1::CaseCategory>("CategoryService/GetCaseCategory", request);
  }
  absl::StatusOr<v1::CaseCategory> Update(const v1::CaseCategory& category,
                                          const std::vector<std::string>& paths) {
    v1::UpdateCaseCategoryRequest request;
    *request.mutable_case_category() = category;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return Call<v1::CaseCategory>("CategoryService/UpdateCaseCategory", request);
  }
  absl::StatusOr<v1::CaseCategory> Retire(const std::string& code) {
    v1::RetireCaseCategoryRequest request;
    request.set_name("caseCategories/" + code);
    request.set_reason("not used");
    return Call<v1::CaseCategory>("CategoryService/RetireCaseCategory", request);
  }
  absl::StatusOr<v1::CaseCategory> Restore(const std::string& code) {
    v1::RestoreCaseCategoryRequest request;
    request.set_name("caseCategories/" + code);
    return Call<v1::CaseCategory>("CategoryService/RestoreCaseCategory", request);
  }
  v1::ListCaseCategoriesResponse List(const std::string& filter) {
    v1::ListCaseCategoriesRequest request;
    request.set_filter(filter);
    return Call<v1::ListCaseCategoriesResponse>("CategoryService/ListCaseCategories", request)
        .value();
  }
  std::vector<std::string> Codes(const std::string& filter) {
    std::vector<std::string> codes;
    const auto listed = List(filter);
    for (const auto& category : listed.case_categories()) codes.push_back(category.code());
    return codes;
  }
  absl::StatusOr<v1::Case> CreateCase(const std::string& category) {
    v1::CreateCaseRequest request;
    request.set_parent(account_);
    request.mutable_case_()->set_kind(v1::CASE_KIND_COMPLAINT);
    request.mutable_case_()->set_subject("泵漏水");
    request.mutable_case_()->set_category(category);
    return Call<v1::Case>("CaseService/CreateCase", request);
  }
  absl::StatusOr<v1::Case> Sort(const v1::Case& c, const std::string& category) {
    v1::UpdateCaseRequest request;
    request.mutable_case_()->set_name(c.name());
    request.mutable_case_()->set_category(category);
    request.mutable_update_mask()->add_paths("category");
    return Call<v1::Case>("CaseService/UpdateCase", request);
  }

  const std::string account_ = AddAccount(service_, "北风", "wang.li");
};

std::string Violated(const absl::Status& error) {
  const auto violations = status::GetFieldViolations(error);
  return violations.empty() ? "" : violations[0].field + ": " + violations[0].description;
}

TEST_F(CategoryServiceTest, ATreeIsShippedInBothLanguages) {
  const auto defect = Get("product.defect").value();
  EXPECT_EQ(defect.display_name_zh(), "缺陷");
  EXPECT_EQ(defect.parent(), "product");
  EXPECT_EQ(defect.suggested_kind(), v1::CASE_KIND_COMPLAINT);
  EXPECT_EQ(defect.state(), v1::CASE_CATEGORY_STATE_ACTIVE);
  EXPECT_THAT(Codes("parent = \"staff\""),
              ElementsAre("staff.ability", "staff.attitude", "staff.punctuality"));
  EXPECT_THAT(Codes("root = \"price\""),
              ElementsAre("price", "price.invoice", "price.level", "price.payment"));
  const auto all = List("");
  for (const auto& category : all.case_categories()) {
    EXPECT_NE(category.display_name(), "") << category.code();
    EXPECT_NE(category.display_name_zh(), "") << category.code();
    EXPECT_TRUE(category.parent().empty() || Get(category.parent()).ok()) << category.code();
  }
  EXPECT_EQ(all.tree_version(), 0);
}

TEST_F(CategoryServiceTest, EveryWriteMakesTheNextVersionOfTheTree) {
  const auto crack = Create("product.defect.crack", "Crack").value();
  EXPECT_EQ(crack.tree_version(), 1);
  v1::CaseCategory change = Get("product.defect").value();
  EXPECT_EQ(change.etag(), "\"0\"");
  change.set_display_name_zh("质量缺陷");
  const auto renamed = Update(change, {"display_name_zh"}).value();
  EXPECT_EQ(renamed.tree_version(), 2);
  EXPECT_EQ(Update(change, {}).status().code(), absl::StatusCode::kAborted);  // old etag
  EXPECT_EQ(Update(renamed, {})->tree_version(), 2);                          // nothing new
  EXPECT_THAT(Codes("tree_version > 1"), ElementsAre("product.defect"));
  EXPECT_EQ(List("").tree_version(), 2);

  v1::ListCaseCategoryChangesRequest request;
  request.set_parent("caseCategories/product.defect");
  const auto changes =
      Call<v1::ListCaseCategoryChangesResponse>("CategoryService/ListCaseCategoryChanges", request)
          .value();
  ASSERT_EQ(changes.changes_size(), 1);
  EXPECT_EQ(changes.changes(0).old_value(), "缺陷");
  EXPECT_EQ(changes.changes(0).new_value(), "质量缺陷");
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(CategoryServiceTest, RefusesWhatHasNoPlaceInTheTree) {
  EXPECT_THAT(Violated(Create("goods.defect", "x").status()),
              HasSubstr("stands under \"goods\", which is not there"));
  EXPECT_THAT(Violated(Create("Product", "x").status()), HasSubstr("case_category_id"));
  EXPECT_THAT(Violated(Create("goods", "").status()), HasSubstr("case_category.display_name"));
  EXPECT_EQ(Create("product", "x").status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Get("goods").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Retire("goods").status().code(), absl::StatusCode::kNotFound);
  v1::CaseCategory change = Get("product").value();
  change.set_code("goods");
  EXPECT_THAT(Violated(Update(change, {"code"}).status()), HasSubstr("case_category.code"));
}

TEST_F(CategoryServiceTest, RetiresFromTheLeavesAndRestoresFromTheRoot) {
  EXPECT_THAT(Retire("staff").status().message(), HasSubstr("staff.ability, staff.attitude"));
  for (const char* code : {"staff.ability", "staff.attitude", "staff.punctuality", "staff"}) {
    EXPECT_EQ(Retire(code)->state(), v1::CASE_CATEGORY_STATE_RETIRED) << code;
  }
  EXPECT_EQ(Retire("staff").status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Create("staff", "x").status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_THAT(Violated(Create("staff.looks", "x").status()), HasSubstr("which is retired"));
  EXPECT_THAT(Restore("staff.ability").status().message(), HasSubstr("restore \"staff\" first"));
  EXPECT_EQ(Restore("staff")->state(), v1::CASE_CATEGORY_STATE_ACTIVE);
  EXPECT_TRUE(Restore("staff.ability").ok());
  EXPECT_THAT(Codes("root = \"staff\" AND state = CASE_CATEGORY_STATE_RETIRED"),
              ElementsAre("staff.attitude", "staff.punctuality"));
}

TEST_F(CategoryServiceTest, CasesGetCategoriesThatAreInUseAndKeepTheOthers) {
  EXPECT_EQ(Violated(CreateCase("product.deffect").status()),
            "case.category: there is no category \"product.deffect\"; did you mean "
            "product.defect, product.safety, product.usage?");
  const auto c = CreateCase("delivery.late").value();
  ASSERT_TRUE(Retire("delivery.late").ok());
  EXPECT_THAT(Violated(CreateCase("delivery.late").status()),
              HasSubstr("case.category: \"delivery.late\" is retired"));
  // The old one keeps it, and may be written.
  v1::AcknowledgeCaseRequest acknowledge;
  acknowledge.set_name(c.name());
  EXPECT_EQ(Call<v1::Case>("CaseService/AcknowledgeCase", acknowledge)->category(),
            "delivery.late");
  EXPECT_TRUE(Sort(c, "delivery.late").ok());
  EXPECT_THAT(Violated(Sort(c, "other.thing").status()), HasSubstr("there is no category"));
  EXPECT_EQ(Sort(c, "delivery.wrong")->category(), "delivery.wrong");
  EXPECT_THAT(Violated(Sort(c, "delivery.late").status()), HasSubstr("is retired"));
  EXPECT_EQ(Sort(c, "")->category(), "");
}

}  // namespace
}  // namespace mainstay::feedback
