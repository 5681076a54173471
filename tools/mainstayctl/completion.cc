// completion bash, zsh: made from the command line itself, so that it cannot lag behind.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/mainstayctl/commands.h"

namespace mainstay::ctl {
namespace {

// A case of the script for `app` and each command below it: what may follow.
void AddCases(const CLI::App& app, const std::string& path, std::string* cases) {
  std::vector<std::string> words;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    words.push_back(command->get_name());
    AddCases(*command, absl::StrCat(path, path.empty() ? "" : " ", command->get_name()), cases);
  }
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) words.push_back(absl::StrCat("--", name));
  }
  absl::StrAppend(cases, "    '", path, "') words='", absl::StrJoin(words, " "), "' ;;\n");
}

std::string BashScript(const CLI::App& app) {
  std::string cases;
  AddCases(app, "", &cases);
  return absl::StrCat(R"(_mainstayctl() {
  local word path='' words='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    case "$word" in
      -*) ;;
      *) _mainstayctl_words "${path:+$path }$word" && path="${path:+$path }$word" ;;
    esac
  done
  _mainstayctl_words "$path"
  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
  if [ ${#COMPREPLY[@]} -eq 0 ]; then
    COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
  fi
}
_mainstayctl_words() {
  case "$1" in
)",
                      cases, R"(    *) return 1 ;;
  esac
}
complete -F _mainstayctl mainstayctl
)");
}

}  // namespace

void AddCompletion(CLI::App& app, Chosen& chosen) {
  CLI::App* completion =
      app.add_subcommand("completion", "Shell completion: source <(mainstayctl completion bash)");
  completion->require_subcommand(1);
  AddCommand(*completion, "bash", "Print the script for bash", chosen, [&app](Session& session) {
    session.out() << BashScript(app);
    return absl::OkStatus();
  });
  AddCommand(*completion, "zsh", "Print the script for zsh", chosen, [&app](Session& session) {
    session.out() << "autoload -U +X bashcompinit && bashcompinit\n" << BashScript(app);
    return absl::OkStatus();
  });
}

}  // namespace mainstay::ctl
