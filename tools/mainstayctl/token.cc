// token use, show, clear
#include <iostream>
#include <memory>
#include <string>

#include <unistd.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/status.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/progress.h"
#include "tools/mainstayctl/table.h"
#include "tools/mainstayctl/token_file.h"

namespace mainstay::ctl {
namespace {

void AddUse(CLI::App& group, Chosen& chosen) {
  AddCommand(group, "use", "Save a token, read from standard input, for the next commands", chosen,
             [](Session& session) -> absl::Status {
               if (session.err_terminal().interactive) session.err() << "token: " << std::flush;
               std::string token;
               std::getline(std::cin, token);
               token = std::string(absl::StripAsciiWhitespace(token));
               ASSIGN_OR_RETURN(const TokenClaims claims, ReadClaims(token));
               RETURN_IF_ERROR(WriteTokenFile(session.settings().token_file, token));
               session.err() << "signed in as " << claims.subject << "\n";
               return absl::OkStatus();
             });
}

void AddShow(CLI::App& group, Chosen& chosen) {
  auto raw = std::make_shared<bool>(false);
  CLI::App* command = AddCommand(
      group, "show", "Say whose token is in use and how long it is good", chosen,
      [raw](Session& session) -> absl::Status {
        std::string token = session.settings().token;
        if (token.empty()) {
          ASSIGN_OR_RETURN(token, ReadTokenFile(session.settings().token_file));
        }
        RETURN_IF_ERROR(CheckToken(token));
        if (*raw) {
          session.out() << token << "\n";
          return absl::OkStatus();
        }
        ASSIGN_OR_RETURN(const TokenClaims claims, ReadClaims(token));
        const absl::Duration left = claims.expires - absl::Now();
        const std::string expiry =
            left > absl::ZeroDuration() ? absl::StrCat("in ", FormatElapsed(left)) : "past";
        session.out() << RenderRecord({{"user", claims.subject},
                                       {"name", claims.name},
                                       {"roles", claims.roles},
                                       {"issuer", claims.issuer},
                                       {"expires", expiry}},
                                      session.out_terminal());
        return absl::OkStatus();
      });
  command->add_flag("--raw", *raw, "Print the token itself");
}

void AddClear(CLI::App& group, Chosen& chosen) {
  AddCommand(group, "clear", "Forget the saved token", chosen, [](Session& session) {
    unlink(session.settings().token_file.c_str());
    return absl::OkStatus();
  });
}

}  // namespace

void AddToken(CLI::App& app, Chosen& chosen) {
  CLI::App* token = app.add_subcommand("token", "The token that says who calls");
  token->require_subcommand(1);
  AddUse(*token, chosen);
  AddShow(*token, chosen);
  AddClear(*token, chosen);
}

}  // namespace mainstay::ctl
