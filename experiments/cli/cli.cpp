#include "experiments/cli/cli.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sstream>

#include <fmt/format.h>
#include <boost/program_options.hpp>
#include <nlohmann/json.hpp>

#include "envs/core/options.h"
#include "experiments/files/atomic_file.h"
#include "experiments/terminal/terminal_text.h"

namespace saccade {

namespace po = boost::program_options;

namespace {

constexpr const char* kArguments = "arguments";  // Where positional arguments are collected.

bool may_be_left_out(const std::string& argument) {
  return argument.front() == '[';
}

po::options_description describe_options(const CommandSyntax& syntax) {
  po::options_description description("Options", 100);
  for (const CommandOption& option : syntax.options) {
    if (option.value.empty()) {
      description.add_options()(option.name.c_str(), option.help.c_str());
      continue;
    }
    auto* value = po::value<std::vector<std::string>>()->value_name(option.value);
    if (!option.default_value.empty()) {
      value->default_value({option.default_value}, option.default_value);
    }
    description.add_options()(option.name.c_str(), value, option.help.c_str());
  }
  description.add_options()("help,h", "Print this help.");
  return description;
}

[[noreturn]] void fail_unknown(const CommandSyntax& syntax, const std::string& found) {
  std::vector<std::string> names = {"help"};
  for (const CommandOption& option : syntax.options) names.push_back(option.name);
  const std::string nearest = nearest_name(found.substr(found.find_first_not_of('-')), names);
  throw Error(nearest.empty()
                  ? fmt::format("saccade {}: unknown option '{}'; see 'saccade {} --help'",
                                syntax.name, found, syntax.name)
                  : fmt::format("saccade {}: unknown option '{}'; did you mean '--{}'?",
                                syntax.name, found, nearest));
}

po::variables_map parse_options(const CommandSyntax& syntax,
                                const std::vector<std::string>& arguments) {
  po::options_description all = describe_options(syntax);
  all.add_options()(kArguments, po::value<std::vector<std::string>>());
  po::positional_options_description positional;
  positional.add(kArguments, -1);
  constexpr int kStyle =
      po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
  po::variables_map map;
  try {
    po::store(
        po::command_line_parser(arguments).options(all).positional(positional).style(kStyle).run(),
        map);
  } catch (const po::unknown_option& error) {
    fail_unknown(syntax, error.get_option_name());
  } catch (const po::error& error) {
    throw Error(fmt::format("saccade {}: {}", syntax.name, error.what()));
  }
  return map;
}

std::vector<std::string> check_positional(const CommandSyntax& syntax,
                                          std::vector<std::string> found) {
  const std::size_t wanted = syntax.arguments.size();
  const bool takes_more = wanted > 0 && syntax.arguments.back().ends_with("...");
  if (found.size() > wanted && !takes_more) {
    throw Error(fmt::format("saccade {}: unexpected argument '{}'; see 'saccade {} --help'",
                            syntax.name, found[wanted], syntax.name));
  }
  for (std::size_t i = found.size(); i < wanted; ++i) {
    if (may_be_left_out(syntax.arguments[i])) break;
    throw Error(fmt::format("saccade {}: {} is missing; see 'saccade {} --help'", syntax.name,
                            syntax.arguments[i], syntax.name));
  }
  found.resize(std::max(found.size(), wanted));
  return found;
}

}  // namespace

CommandLine::CommandLine(const CommandSyntax& syntax, const std::vector<std::string>& arguments) {
  const po::variables_map map = parse_options(syntax, arguments);
  help_ = map.count("help") > 0;
  if (help_) return;
  const auto values_of = [&map](const std::string& name) {
    const po::variable_value& value = map[name];
    const auto* texts = boost::any_cast<std::vector<std::string>>(&value.value());
    return texts ? *texts : std::vector<std::string>{};
  };
  arguments_ = check_positional(syntax, values_of(kArguments));
  for (const CommandOption& option : syntax.options) {
    given_[option.name] = map.count(option.name) > 0 && !map[option.name].defaulted();
    values_[option.name] = values_of(option.name);
    if (!option.repeatable && values_[option.name].size() > 1) {
      throw Error(
          fmt::format("saccade {}: option '--{}' is given twice", syntax.name, option.name));
    }
  }
}

const std::string& CommandLine::text(const std::string& option) const {
  static const std::string kNone;
  const std::vector<std::string>& values = values_.at(option);
  return values.empty() ? kNone : values.front();
}

void CommandLine::fail_whole(const std::string& option, const std::string& found,
                             const std::string& min, const std::string& max) const {
  const std::string range = max.empty() ? "of at least " + min : "from " + min + " to " + max;
  throw Error(
      fmt::format("option '--{}': found '{}', wanted a whole number {}", option, found, range));
}

std::string help_text(const CommandSyntax& syntax) {
  std::ostringstream out;
  out << "Usage: saccade " << syntax.name;
  for (const std::string& argument : syntax.arguments) out << ' ' << argument;
  out << " [options]\n\n" << syntax.summary << "\n\n" << describe_options(syntax);
  return out.str();
}

std::optional<CommandLine> parse_command_line(const CommandSyntax& syntax,
                                              const std::vector<std::string>& arguments) {
  CommandLine line(syntax, arguments);
  if (!line.help()) return line;
  print("{}", help_text(syntax));
  return std::nullopt;
}

void print_text(std::string_view text) {
  const std::string shown = printable(text);
  std::fwrite(shown.data(), 1, shown.size(),
              stdout);  // Failure is noticed at the end: run_checked.
}

void print_json(const nlohmann::ordered_json& json, int indent) {
  print("{}\n", json.dump(indent, ' ', true, nlohmann::ordered_json::error_handler_t::replace));
}

CommandOption plugin_option() {
  return {"plugin", "FILE",
          "Load the environments of this shared library (plug-in); may be repeated.", "", true};
}

std::string program_name() {
  if (const char* name = std::getenv("SACCADE_COMMAND")) return name;
  const std::string line = read_file("/proc/self/cmdline");
  return line.substr(0, line.find('\0'));
}

int dispatch(const std::vector<Command>& commands, const std::string& program,
             const std::vector<std::string>& arguments) {
  std::vector<std::string> names;
  for (const Command& command : commands) {
    if (command.name == arguments.front()) {
      return command.run({arguments.begin() + 1, arguments.end()});
    }
    names.push_back(command.name);
  }
  const std::string nearest = nearest_name(arguments.front(), names);
  throw Error(fmt::format("{}: unknown command '{}'; {}", program, arguments.front(),
                          nearest.empty() ? fmt::format("wanted one of: {}", fmt::join(names, ", "))
                                          : fmt::format("did you mean '{}'?", nearest)));
}

}  // namespace saccade
