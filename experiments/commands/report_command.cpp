// saccade report: one page about one run.
#include <filesystem>

#include "experiments/cli/output_path.h"
#include "experiments/commands/commands.h"
#include "experiments/files/atomic_file.h"
#include "experiments/page/page.h"
#include "experiments/publish/report_page.h"
#include "experiments/publish/run_report.h"

namespace saccade {

namespace {

CommandSyntax report_syntax() {
  CommandSyntax syntax;
  syntax.name = "report";
  syntax.summary =
      "Writes a page about a run: learning curves, what happens in its episodes, losses, what\n"
      "'saccade explain' found if it was run, and the configuration. The page is one HTML file\n"
      "that needs nothing else: it can be sent and opened anywhere. Of a run that is still being\n"
      "trained or was interrupted it shows what there is. Plug-ins are not loaded.";
  syntax.arguments = {"RUN"};
  syntax.options = {
      {"out", "FILE",
       "File to write. Default: report.html in the run directory, replaced if "
       "saccade wrote it."},
      {"film", "FILE", "A recording to show on the page: GIF, MP4 or PNG, at most 32 MB."},
      force_option()};
  return syntax;
}

/// A page of ours is replaced without --force: it is made again from the run at any time.
bool is_own_page(const std::filesystem::path& file) {
  constexpr std::uint64_t kMostBytes = std::uint64_t{256} << 20;
  if (!std::filesystem::is_regular_file(std::filesystem::symlink_status(file))) return false;
  return read_file(file, kMostBytes).find(kPageMark) != std::string::npos;
}

}  // namespace

int report_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(report_syntax(), arguments);
  if (!line) return 0;
  const std::filesystem::path folder = line->argument(0);
  RunReport report = load_run_report(folder);
  if (line->given("film")) report.film = load_film(line->text("film"));
  const bool named = line->given("out");
  const std::filesystem::path file =
      named ? std::filesystem::path(line->text("out")) : folder / "report.html";
  if (named || !is_own_page(file)) check_is_new(file, "--out", *line);
  write_atomically(file, report_page(report));
  print("wrote {}\n", file.string());
  return 0;
}

}  // namespace saccade
