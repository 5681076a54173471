// What customers do with a confirmation link in a browser.
#include <mainstay/feedback/v1/closure_service.pb.h>
#include <mainstay/type/v1/http_body.pb.h>

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/web/language.h"
#include "services/feedback/closure/closure_handlers.h"
#include "services/feedback/closure/confirmation_form.h"
#include "services/feedback/closure/confirmation_page.h"
#include "services/feedback/closure/confirmation_writes.h"

namespace mainstay::feedback {
namespace {

type::v1::HttpBody Html(std::string page) {
  type::v1::HttpBody body;
  body.set_content_type("text/html; charset=utf-8");
  body.set_data(std::move(page));
  return body;
}

// `again`: the form that came could not be read.
absl::StatusOr<type::v1::HttpBody> PageOf(const absl::StatusOr<SeenLink>& seen,
                                          web::Language language, bool again) {
  if (absl::IsNotFound(seen.status())) return Html(UnanswerablePage(language, "unknown"));
  RETURN_IF_ERROR(seen.status());
  if (seen->state == "answered" && seen->ignored) {
    return Html(AnsweredOtherwisePage(language, seen->solved, *seen->answer_time));
  }
  if (seen->state == "answered") return Html(AnsweredPage(language, seen->solved));
  if (seen->state != "open") return Html(UnanswerablePage(language, seen->state));
  return Html(QuestionPage(
      language, {seen->c.number, seen->c.subject, seen->c.resolution, seen->expire_time}, again));
}

absl::StatusOr<type::v1::HttpBody> Read(rpc::CallContext& call, const Deps& deps,
                                        const v1::ReadConfirmationPageRequest& request) {
  return PageOf(SeeLink(call, deps, request.token()), web::LanguageOf(request.accept_language()),
                /*again=*/false);
}

absl::StatusOr<type::v1::HttpBody> Send(rpc::CallContext& call, const Deps& deps,
                                        const v1::SendConfirmationPageRequest& request) {
  const web::Language language = web::LanguageOf(request.accept_language());
  const std::optional<ConfirmationForm> form =
      ParseConfirmationForm(request.form().content_type(), request.form().data());
  if (!form) return PageOf(SeeLink(call, deps, request.token()), language, /*again=*/true);
  return PageOf(AnswerLink(call, deps, request.token(), form->solved, form->comment), language,
                /*again=*/false);
}

}  // namespace

void RegisterConfirmationPages(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kClosureService, "ReadConfirmationPage"), deps, Read);
  router.Unary(absl::StrCat(kClosureService, "SendConfirmationPage"), deps, Send);
}

}  // namespace mainstay::feedback
