#include "experiments/terminal/terminal_text.h"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "support/program.h"

namespace saccade {

TEST_CASE("what a terminal would obey is shown instead") {
  CHECK(printable("plain text, tabs\tand\nlines") == "plain text, tabs\tand\nlines");
  CHECK(printable("\033]0;title\007") == "\\x1b]0;title\\x07");
  CHECK(printable("back\b\r\x7f") == "back\\x08\\x0d\\x7f");
  CHECK(printable(std::string_view("a\0b", 3)) == "a\\x00b");
  CHECK(printable("\xc2\x9b"
                  "31m") == "\\x9b31m");
  CHECK(printable("\u202egnp.exe\u2066\u200f\u2028") == "\\u202egnp.exe\\u2066\\u200f\\u2028");
}

TEST_CASE("UTF-8 is shown as it is, and bytes that are none as numbers") {
  CHECK(printable("Füchse → 狐 🦊") == "Füchse → 狐 🦊");
  CHECK(printable("\x9b"
                  "31m") == "\\x9b31m");                           // stray
  CHECK(printable("\xe2\x82") == "\\xe2\\x82");                    // cut off
  CHECK(printable("\xc0\x9b") == "\\xc0\\x9b");                    // longer than necessary
  CHECK(printable("\xed\xa0\x80") == "\\xed\\xa0\\x80");           // half a surrogate pair
  CHECK(printable("\xf4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");  // beyond the last character
  CHECK(printable("\xff") == "\\xff");
}

TEST_CASE("a quoted path is one argument of a shell") {
  CHECK(shell_quoted("runs/forage-1") == "runs/forage-1");
  CHECK(shell_quoted("two words") == "'two words'");
  CHECK(shell_quoted("-x") == "./-x");
  CHECK(shell_quoted("") == "''");
  const testing::TemporaryFolder folder;
  for (const std::string path : {"q'; echo INJECTED; '", "$(echo INJECTED)", "a\\'b", "a\nb\"*"}) {
    INFO(path);
    const auto echoed =
        testing::run_program_in(folder.path(), "sh", {"-c", "printf %s " + shell_quoted(path)});
    CHECK(echoed.out == path);
  }
}

}  // namespace saccade
