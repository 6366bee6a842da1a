// What every command shares: how its options are declared, parsed and explained, and how the
// program picks a command and reports what went wrong.
#pragma once

#include <charconv>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json_fwd.hpp>

#include "envs/core/error.h"

namespace saccade {

/// One line of the command table.
struct Command {
  std::string name;
  std::string summary;  ///< One phrase for the overview.
  int (*run)(const std::vector<std::string>& arguments);
};

/// One option of a command.
struct CommandOption {
  std::string name;   ///< Without the dashes.
  std::string value;  ///< What stands for the value in the help: "N".  Empty: a switch.
  std::string help;   ///< One sentence.
  std::string default_value = "";  ///< Empty: none.
  bool repeatable = false;         ///< May be given several times.
};

/// What a command accepts.  `--help` comes by itself.
struct CommandSyntax {
  std::string name;     ///< "eval", "bench train".
  std::string summary;  ///< A sentence or a few.
  /// Positional: "RUN|ENV"; "[DIR]" may be left out; "RUN..." comes last and takes one or more.
  std::vector<std::string> arguments;
  std::vector<CommandOption> options;
};

/// The arguments of one command, sorted and checked against its syntax.
class CommandLine {
 public:
  /// Throws Error for an unknown option (naming the nearest), a missing value, a missing or a
  /// superfluous argument.
  CommandLine(const CommandSyntax& syntax, const std::vector<std::string>& arguments);

  /// Whether `--help` was given; then nothing else was checked.
  bool help() const { return help_; }

  /// Positional argument `index`, or "" when it was left out.
  const std::string& argument(std::size_t index) const { return arguments_.at(index); }
  /// All positional arguments, where the last one takes several.
  const std::vector<std::string>& all_arguments() const { return arguments_; }
  /// Whether the option was given; a default does not count.
  bool given(const std::string& option) const { return given_.at(option); }
  /// The option's value, or its default, or "".
  const std::string& text(const std::string& option) const;
  /// The values of a repeatable option, in order.
  const std::vector<std::string>& texts(const std::string& option) const {
    return values_.at(option);
  }
  /// The option's value as a whole number in [min, max].  Throws Error for anything else.
  template <class Int>
  Int whole(const std::string& option, Int min = 0,
            Int max = std::numeric_limits<Int>::max()) const {
    const std::string& found = text(option);
    const char* const end = found.data() + found.size();
    Int number{};
    const auto [rest, error] = std::from_chars(found.data(), end, number);
    if (error != std::errc() || rest != end || number < min || number > max) {
      fail_whole(option, found, std::to_string(min),
                 max == std::numeric_limits<Int>::max() ? "" : std::to_string(max));
    }
    return number;
  }

 private:
  [[noreturn]] void fail_whole(const std::string& option, const std::string& found,
                               const std::string& min, const std::string& max) const;

  bool help_ = false;
  std::vector<std::string> arguments_;
  std::map<std::string, bool> given_;
  std::map<std::string, std::vector<std::string>> values_;
};

/// Usage, summary and options, as `--help` prints them.
std::string help_text(const CommandSyntax& syntax);

/// Parses; after `--help` prints the help and returns nothing: the command is done.
std::optional<CommandLine> parse_command_line(const CommandSyntax& syntax,
                                              const std::vector<std::string>& arguments);

/// Prints on stdout, as a terminal may get it (printable()).
void print_text(std::string_view text);

/// The same, formatted as by fmt.
template <class... Args>
void print(fmt::format_string<Args...> format, Args&&... args) {
  print_text(fmt::format(format, std::forward<Args>(args)...));
}

/// Prints one JSON object in ASCII, on one line or indented.
void print_json(const nlohmann::ordered_json& json, int indent = -1);

/// The option that loads plug-ins, the same wherever environments are named.
CommandOption plugin_option();

/// What the user typed to start this program, so that suggested commands can be typed as they are.
std::string program_name();

/// Runs the command that the first argument names.  Throws Error, naming the nearest command, when
/// there is none of that name.
int dispatch(const std::vector<Command>& commands, const std::string& program,
             const std::vector<std::string>& arguments);

/// The whole program without its name: picks a command, runs it, and reports an error as one line
/// "error: ..." on stderr.  Returns the exit status.
int run_program(const std::vector<std::string>& arguments);

}  // namespace saccade
