// Commands that do one thing to one resource and print what it is then.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "common/status/status.h"
#include "tools/mainstayctl/resources.h"
#include "tools/mainstayctl/session.h"

namespace mainstay::ctl {

struct Verb {
  std::string name, help, method;
  std::string argument, argument_help;  // the resource, as it is named on the command line
  // Turns what was typed into a resource name.
  std::function<absl::StatusOr<std::string>(Session&, const std::string&)> resolve;
  bool writes = true;  // takes --reason and --request-id
  bool with_etag = false;
};

// The request has `name`, and where it writes `reason`, `request_id` and perhaps `etag`.
template <class Request, class Resource>
void AddVerb(CLI::App& group, Chosen& chosen, const Verb& verb) {
  struct Options {
    std::string resource;
    WriteOptions write;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(group, verb.name, verb.help, chosen, [options, verb](Session& session) {
        Request request;
        absl::StatusOr<std::string> name = verb.resolve(session, options->resource);
        if (!name.ok()) return name.status();
        request.set_name(*name);
        if (verb.writes) ApplyWriteOptions(options->write, &request);
        absl::StatusOr<Resource> resource = session.Call<Resource>(verb.method, request);
        if (resource.ok()) session.PrintRecord(*resource);
        return resource.status();
      });
  command->add_option(verb.argument, options->resource, verb.argument_help)->required();
  if (verb.writes) AddWriteOptions(*command, options->write, verb.with_etag);
}

}  // namespace mainstay::ctl
