// saccade plot: a picture of groups of runs, for a paper.
#include <algorithm>
#include <array>
#include <functional>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "experiments/cli/comparison_request.h"
#include "experiments/cli/output_path.h"
#include "experiments/commands/commands.h"
#include "experiments/files/atomic_file.h"
#include "experiments/publish/comparison_plots.h"
#include "experiments/terminal/interrupt.h"
#include "experiments/terminal/terminal_text.h"
#ifdef SACCADE_WITH_RENDER
#include "render/picture/svg_picture.h"
#endif

namespace saccade {

namespace {

/// What the command line asks for, beside the runs.
struct PlotPlan {
  std::string title;
  Average average = Average::kMean;
  bool single_runs = false;
  double width = 720;
  double height = 420;
};

struct PlotKind {
  const char* name;
  Drawing (*draw)(const Comparison&, const ComparedTask&, const PlotPlan&);
};

Drawing draw(LinePlot plot, const PlotPlan& plan) {
  plot.title = plan.title;
  plot.width = plan.width;
  plot.height = plan.height;
  return draw_line_plot(plot);
}

Drawing draw(IntervalPlot plot, const PlotPlan& plan) {
  plot.title = plan.title;
  plot.width = plan.width;
  return draw_interval_plot(plot);
}

constexpr std::array<PlotKind, 5> kKinds = {
    {{"curves",
      [](const Comparison& comparison, const ComparedTask& task, const PlotPlan& plan) {
        return draw(curve_plot(comparison, task, plan.average, plan.single_runs), plan);
      }},
     {"scores",
      [](const Comparison& comparison, const ComparedTask& task, const PlotPlan& plan) {
        return draw(score_plot(comparison, task, plan.average), plan);
      }},
     {"profiles", [](const Comparison& comparison, const ComparedTask& task,
                     const PlotPlan& plan) { return draw(profile_plot(comparison, task), plan); }},
     {"improvement",
      [](const Comparison& comparison, const ComparedTask& task, const PlotPlan& plan) {
        return draw(improvement_plot(comparison, task.improvements), plan);
      }},
     {"efficiency",
      [](const Comparison& comparison, const ComparedTask& task, const PlotPlan& plan) {
        return draw(efficiency_plot(comparison, task), plan);
      }}}};

CommandSyntax plot_syntax() {
  CommandSyntax syntax;
  syntax.name = "plot";
  syntax.summary =
      "Draws the learning curves of groups of runs, or what else 'saccade compare' finds, as a\n"
      "picture for a paper: the mean over the runs of each group with its 95% confidence "
      "interval.\n"
      "Lines differ by colours that the colour-blind can tell apart, and by pattern and marker.\n"
      "\n"
      "RUN is a run directory, or a directory with runs somewhere below it. Runs that differ only\n"
      "in their seed are one group. All must be of one environment.";
  syntax.arguments = {"RUN..."};
  syntax.options = {
      {"out", "FILE", "File to write: FILE.svg, or FILE.png (needs rsvg-convert)."},
      {"kind", "KIND",
       "What to draw: curves, scores (final scores and single runs), profiles (the share of runs "
       "above each score), improvement (the probability of it over the baseline) or efficiency "
       "(steps until the threshold).",
       "curves"},
      {"iqm", "", "Draw interquartile means in curves and scores instead of means."},
      {"runs", "", "Draw every single run in curves, too, as a thin line."},
      {"title", "TEXT", "Title of the picture. Default: none."},
      {"width", "N", "Width, pixels.", "720"},
      {"height", "N", "Height of curves and profiles, pixels; the others are as high as they need.",
       "420"},
      {"zoom", "N", "Pixels of a PNG for each pixel of width and height.", "2"}};
  for (const CommandOption& option : comparison_options()) syntax.options.push_back(option);
  syntax.options.push_back(force_option());
  return syntax;
}

const PlotKind& find_kind(const std::string& name) {
  std::vector<std::string> names;
  for (const PlotKind& kind : kKinds) {
    if (kind.name == name) return kind;
    names.emplace_back(kind.name);
  }
  throw Error(
      fmt::format("option '--kind': found '{}', wanted one of {}", name, fmt::join(names, ", ")));
}

bool is_png(const std::string& file) {
  return file.ends_with(".png");
}

std::string checked_output(const CommandLine& line) {
  if (!line.given("out")) throw Error("option '--out' is missing, wanted FILE.svg or FILE.png");
  const std::string& file = line.text("out");
  if (!file.ends_with(".svg") && !is_png(file)) {
    throw Error(fmt::format("option '--out': found '{}', wanted FILE.svg or FILE.png", file));
  }
#ifndef SACCADE_WITH_RENDER
  if (is_png(file)) {
    throw Error(
        "option '--out': this program was built without the viewer, which draws PNG files; "
        "wanted FILE.svg");
  }
#endif
  check_is_new(file, "--out", line);
  return file;
}

/// An option that has no effect on this kind of picture is refused.
void check_effects(const CommandLine& line, const std::string& kind) {
  const std::array<std::pair<const char*, std::vector<std::string>>, 3> effects = {
      {{"iqm", {"curves", "scores"}}, {"runs", {"curves"}}, {"height", {"curves", "profiles"}}}};
  for (const auto& [option, kinds] : effects) {
    if (!line.given(option) || std::count(kinds.begin(), kinds.end(), kind) > 0) continue;
    throw Error(fmt::format("option '--{}': found --kind {}, wanted {}", option, kind,
                            fmt::join(kinds, " or ")));
  }
}

PlotPlan plan_of(const CommandLine& line) {
  PlotPlan plan;
  plan.title = line.text("title");
  plan.average = line.given("iqm") ? Average::kInterquartile : Average::kMean;
  plan.single_runs = line.given("runs");
  plan.width = line.whole<int>("width", 200, 4000);
  plan.height = line.whole<int>("height", 150, 4000);
  return plan;
}

const ComparedTask& only_task(const Comparison& comparison) {
  if (comparison.tasks.size() == 1) return comparison.tasks.front();
  std::vector<std::string> names;
  for (const ComparedTask& task : comparison.tasks) names.push_back(task.environment);
  throw Error(fmt::format("found runs of {} environments ({}), wanted those of one", names.size(),
                          fmt::join(names, ", ")));
}

std::string picture(const Drawing& drawing, [[maybe_unused]] const std::string& file,
                    [[maybe_unused]] int zoom) {
#ifdef SACCADE_WITH_RENDER
  if (is_png(file)) return render::png_of_svg(drawing.svg_file(), zoom);
#endif
  return drawing.svg_file();
}

std::string group_text(const ComparedGroup& group) {
  return fmt::format("{} ({} {})", group.name, group.runs.size(),
                     group.runs.size() == 1 ? "run" : "runs");
}

}  // namespace

int plot_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(plot_syntax(), arguments);
  if (!line) return 0;
  const std::string file = checked_output(*line);
  const PlotKind& kind = find_kind(line->text("kind"));
  check_effects(*line, kind.name);
  const PlotPlan plan = plan_of(*line);
  const int zoom = line->whole<int>("zoom", 1, 8);
  const std::optional<Comparison> comparison = requested_comparison(*line);
  if (!comparison) {
    fmt::print(stderr, "Interrupted before all runs were evaluated.\n");
    return kExitInterrupted;
  }
  const ComparedTask& task = only_task(*comparison);
  write_atomically(file, picture(kind.draw(*comparison, task, plan), file, zoom));
  for (const OmittedRun& run : comparison->omitted) {
    fmt::print(stderr, "left out: {}: {}\n", printable(run.folder.string()), printable(run.reason));
  }
  for (const std::string& note : comparison->notes)
    fmt::print(stderr, "note: {}\n", printable(note));
  std::vector<std::string> groups;
  for (const ComparedGroup& group : task.groups) groups.push_back(group_text(group));
  print("wrote {}: {}\n", file, fmt::format("{} of {}", kind.name, fmt::join(groups, ", ")));
  return 0;
}

}  // namespace saccade
