#include "experiments/publish/comparison_page.h"

#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "experiments/page/page.h"
#include "experiments/publish/comparison_plots.h"
#include "experiments/publish/figure_sketch.h"

namespace saccade {

namespace {

std::size_t run_count(const Comparison& comparison) {
  std::size_t count = 0;
  for (const ComparedTask& task : comparison.tasks) {
    for (const ComparedGroup& group : task.groups) count += group.runs.size();
  }
  return count;
}

std::string title_of(const Comparison& comparison) {
  constexpr std::size_t kMostNamed = 3;
  const std::string what = comparison.groups.size() <= kMostNamed
                               ? fmt::format("{}", fmt::join(comparison.groups, " and "))
                               : fmt::format("{} groups", comparison.groups.size());
  if (comparison.tasks.size() != 1)
    return what + fmt::format(" in {} environments", comparison.tasks.size());
  return what + " in " + comparison.tasks.front().environment;
}

std::string seconds_text(const std::optional<double>& seconds) {
  return seconds ? duration_text(*seconds) : "-";
}

PageTable group_table(const ComparedTask& task) {
  PageTable table{{{"group"},
                   {"runs", true},
                   {"mean", true},
                   {"interquartile mean", true},
                   {"steps", true},
                   {"training time", true}}};
  for (const ComparedGroup& group : task.groups) {
    table.rows.push_back({group.name, std::to_string(group.runs.size()),
                          published_text(group.final_mean), published_text(group.final_iqm),
                          compact_text(static_cast<double>(group.steps)),
                          seconds_text(group.wall_seconds)});
  }
  return table;
}

void add_overview(Page& page, const Comparison& comparison) {
  page.section("What is compared");
  page.paragraph(fmt::format(
      "{} runs in {} {}. The runs of a group differ only in their seed, unless a note says more. "
      "Score: {} ({}).",
      run_count(comparison), comparison.groups.size(),
      comparison.groups.size() == 1 ? "group" : "groups", comparison.score_kind,
      metric_title(comparison.metric)));
  for (const ComparedTask& task : comparison.tasks) {
    if (comparison.tasks.size() > 1) page.subsection(task.environment);
    page.table(group_table(task));
  }
  page.note("Means over the runs of a group; in brackets their 95% confidence intervals.");
  for (const std::string& note : comparison.notes) page.note(note);
  for (const OmittedRun& run : comparison.omitted) {
    page.warning(fmt::format("Left out: {}: {}", run.folder.string(), run.reason));
  }
  if (comparison.differences.empty()) return;
  page.subsection("In what the configurations differ");
  PageTable table{{{"key"}}};
  for (const std::string& group : comparison.groups) table.columns.push_back({group});
  for (const ConfigurationDifference& difference : comparison.differences) {
    std::vector<std::string> row = {difference.key};
    row.insert(row.end(), difference.values.begin(), difference.values.end());
    table.rows.push_back(std::move(row));
  }
  page.table(table);
}

void add_scores(Page& page, const Comparison& comparison, const ComparedTask& task) {
  page.subsection("Final scores");
  page.figure(sketch_of(score_plot(comparison, task, Average::kMean)),
              "The large marker is the mean over the runs of a group, the bar its 95% confidence "
              "interval; small dots are the runs. A group of a single run has no interval.");
}

void add_curves(Page& page, const Comparison& comparison, const ComparedTask& task) {
  page.subsection("Learning curves");
  page.figure(sketch_of(curve_plot(comparison, task, Average::kMean, false)),
              "Mean over the runs at the steps where all of them were evaluated; the band is its "
              "95% confidence interval, at each step by itself.");
  page.begin_details("Every single run");
  page.figure(sketch_of(curve_plot(comparison, task, Average::kMean, true)),
              "Thin lines are single runs.");
  page.end_details();
}

void add_profiles(Page& page, const Comparison& comparison, const ComparedTask& task) {
  page.subsection("Performance profiles");
  page.figure(sketch_of(profile_plot(comparison, task)),
              "For each score, the share of a group's runs that end above it, with its 95% "
              "confidence band: further right and up is better. A line that falls early shows runs "
              "that failed, which a mean hides.");
}

void add_improvement(Page& page, const Comparison& comparison,
                     const std::vector<Improvement>& improvements) {
  if (improvements.empty()) return;
  page.subsection("Probability of improvement");
  page.figure(sketch_of(improvement_plot(comparison, improvements)),
              "How probable it is that a run drawn from a group is better than one drawn from " +
                  comparison.baseline +
                  " (ties count half), with 95% confidence intervals. An interval that holds 0.5, "
                  "the dashed line, leaves open which is better.");
  if (comparison.groups.size() < 3) return;
  page.begin_details("Every group against every other");
  page.figure(sketch_of(improvement_matrix(comparison, improvements)), "");
  page.end_details();
}

std::string steps_text(const std::optional<double>& steps) {
  return steps ? compact_text(*steps) : "-";
}

void add_efficiency(Page& page, const Comparison& comparison, const ComparedTask& task) {
  if (!task.threshold) return;
  page.subsection("Sample efficiency");
  page.figure(sketch_of(efficiency_plot(comparison, task)),
              fmt::format("Environment steps until the first evaluation of at least {}. Small dots "
                          "are runs that reach it, the large marker is the median over all runs.",
                          number_text(*task.threshold)));
  PageTable table{{{"group"},
                   {"runs that reach it", true},
                   {"median steps", true},
                   {"median training time", true}}};
  for (const ComparedGroup& group : task.groups) {
    const SampleEfficiency& efficiency = group.efficiency;
    table.rows.push_back(
        {group.name, fmt::format("{} of {}", efficiency.reached, group.runs.size()),
         steps_text(efficiency.median_steps), seconds_text(efficiency.median_seconds)});
  }
  page.table(table);
  page.note(
      "A run that never reaches it counts as later than any other; a dash: half of the runs "
      "or more never do.");
}

void add_task(Page& page, const Comparison& comparison, const ComparedTask& task) {
  page.section("Results in " + task.environment);
  add_scores(page, comparison, task);
  add_curves(page, comparison, task);
  add_improvement(page, comparison, task.improvements);
  add_profiles(page, comparison, task);
  add_efficiency(page, comparison, task);
}

void add_aggregate(Page& page, const Comparison& comparison) {
  if (comparison.tasks.size() < 2) return;
  page.section("All environments together");
  if (!comparison.aggregate.empty()) {
    page.subsection("Normalised scores");
    page.figure(sketch_of(aggregate_plot(comparison, Average::kMean)),
                "Mean over environments of the mean over runs, with 95% confidence intervals; 0 "
                "and 1 are the two scores that were given for each environment.");
  }
  add_improvement(page, comparison, comparison.improvements);
}

void add_runs(Page& page, const Comparison& comparison) {
  page.section("All runs");
  PageTable table{{{"run"},
                   {"group"},
                   {"environment"},
                   {"seed", true},
                   {"score", true},
                   {"at step", true},
                   {"steps", true},
                   {"training time", true}}};
  for (const ComparedTask& task : comparison.tasks) {
    for (const ComparedGroup& group : task.groups) {
      for (const ComparedRun& run : group.runs) {
        table.rows.push_back(
            {run.folder.string(), group.name, task.environment, std::to_string(run.seed),
             number_text(run.score), compact_text(static_cast<double>(run.score_step)),
             compact_text(static_cast<double>(run.steps)), seconds_text(run.wall_seconds)});
      }
    }
  }
  page.begin_details(fmt::format("{} runs", table.rows.size()));
  page.table(table);
  page.end_details();
}

void add_methods(Page& page) {
  page.section("How it was computed");
  page.facts(
      {{"mean", "Over the runs, with Student's t interval."},
       {"interquartile mean",
        "The mean without the lowest and the highest quarter of the runs (Agarwal et al. 2021), "
        "with an interval that holds both Yuen's (1974) and that of the stratified bootstrap."},
       {"probability of improvement",
        "P(X > Y) + P(X = Y) / 2 over all pairs of runs, the Mann-Whitney measure, with an "
        "interval "
        "after Newcombe (2006), which does not shrink to a point when all runs of a group win."},
       {"performance profile", "With the interval of Clopper and Pearson (1934) at each score."}});
  page.note(
      "docs/comparing.md gives the formulas, their sources, and how often the intervals hold "
      "the true value for 3, 5, 10 and 20 runs.");
}

}  // namespace

std::string comparison_page(const Comparison& comparison) {
  Page page(title_of(comparison),
            fmt::format("A comparison of {} training runs of Saccade", run_count(comparison)));
  add_overview(page, comparison);
  for (const ComparedTask& task : comparison.tasks) add_task(page, comparison, task);
  add_aggregate(page, comparison);
  add_runs(page, comparison);
  add_methods(page);
  page.footer("Written by 'saccade compare', version " SACCADE_VERSION ".");
  return page.html();
}

}  // namespace saccade
