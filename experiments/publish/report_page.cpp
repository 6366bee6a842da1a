#include "experiments/publish/report_page.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "experiments/page/page.h"
#include "experiments/publish/figure_sketch.h"
#include "experiments/publish/report_attention.h"
#include "experiments/publish/report_curves.h"

namespace saccade {

namespace {

using Json = nlohmann::ordered_json;

double summary_number(const RunReport& report, const char* name) {
  if (!report.summary.is_object() || !report.summary.contains(name)) return NAN;
  const Json& value = report.summary[name];
  return value.is_number() ? value.get<double>() : NAN;
}

/// By the log, which a run has from its first update on.
double trained_steps(const RunReport& report) {
  const double logged = report.metrics.last("step");
  if (std::isfinite(logged)) return logged;
  const double summed = summary_number(report, "steps");
  return std::isfinite(summed) ? summed : 0;
}

double asked_steps(const RunReport& report) {
  const std::string text = report.setting("steps");
  return text.empty() ? NAN : std::strtod(text.c_str(), nullptr);
}

std::string summary_text(const RunReport& report, const char* name) {
  if (!report.summary.is_object() || !report.summary.contains(name)) return "";
  const Json& value = report.summary[name];
  return value.is_string() ? value.get<std::string>() : "";
}

/// Why the run trains no further, by its summary.
std::string end_of(const RunReport& report) {
  const std::string ended = summary_text(report, "ended");
  if (ended == "steps") return "finished";
  if (ended == "threshold") return "finished, since its evaluations held eval.stop_return";
  if (ended == "time") return "ended when its time was up";
  if (ended == "pause") return "paused at the step that --until asked for";
  if (ended == "interrupted") return "interrupted";
  if (ended == "failed") return "ended by an error";
  return trained_steps(report) >= asked_steps(report) ? "finished" : "ended early";
}

/// Whether the summary is of the run as its log stands.  A run that is interrupted while it
/// evaluates goes back to the update before, whose row is the last but one.
bool has_ended(const RunReport& report) {
  const double summed = summary_number(report, "steps");
  const std::vector<double>* steps = report.metrics.find("step");
  if (!steps || steps->size() < 2) return summed == trained_steps(report);
  return summed >= (*steps)[steps->size() - 2];
}

std::string state_of(const RunReport& report) {
  const std::string done =
      fmt::format("Environment steps of {}", compact_text(asked_steps(report)));
  if (has_ended(report)) return done + ", " + end_of(report);
  return done + (trained_steps(report) >= asked_steps(report) ? ", finished"
                                                              : ", still in training or killed");
}

/// The row of the best evaluation, the later one of equals, as for the checkpoint `best`.
std::optional<std::size_t> best_evaluation(const LogTable& evaluations) {
  std::optional<std::size_t> best;
  const std::vector<double>* returns = evaluations.find("return_mean");
  for (std::size_t i = 0; returns && i < returns->size(); ++i) {
    if (!std::isnan((*returns)[i]) && (!best || (*returns)[i] >= (*returns)[*best])) best = i;
  }
  return best;
}

PageFact evaluation_fact(const LogTable& evaluations, std::size_t row, const char* name) {
  const auto value = [&](const char* column) {
    const std::vector<double>* numbers = evaluations.find(column);
    return numbers ? (*numbers)[row] : NAN;
  };
  return {fmt::format("{} evaluation: mean return of {} episodes (standard deviation {}), step {}",
                      name, number_text(value("episodes")), number_text(value("return_std"), 3),
                      compact_text(value("step"))),
          number_text(value("return_mean"))};
}

void add_headline(Page& page, const RunReport& report) {
  std::vector<PageFact> facts;
  const LogTable& evaluations = report.evaluations;
  if (const auto best = best_evaluation(evaluations)) {
    facts.push_back(evaluation_fact(evaluations, *best, "Best"));
    facts.push_back(evaluation_fact(evaluations, evaluations.rows() - 1, "Last"));
  }
  facts.emplace_back(state_of(report), compact_text(trained_steps(report)));
  facts.emplace_back("Training time", duration_text(report.metrics.last("wall_seconds")));
  page.tiles(facts);
  for (const std::string& note : report.notes) page.warning(note);
}

void add_returns(Page& page, const RunReport& report) {
  page.section("Learning curves");
  std::string caption =
      "Training: the mean of the last 100 episodes, with actions drawn at random from the policy.";
  if (report.evaluations.rows() > 0) {
    caption +=
        " Evaluations: the mean over episodes with fixed seeds and the most likely actions; the "
        "band is the 95% interval of that mean. It is about this one policy: another seed of the "
        "training may learn more or less.";
  }
  page.figure(sketch_of(return_plot(report.metrics, report.evaluations)), caption);
  const LinePlot kinds = kind_plot(report.metrics, report.evaluations);
  if (kinds.series.empty()) return;
  page.subsection("By kind of agents");
  page.figure(sketch_of(kinds), report.evaluations.rows() > 0 ? "In evaluations." : "In training.");
}

void add_episodes(Page& page, const RunReport& report) {
  const LinePlot outcomes = outcome_plot(report.evaluations);
  const std::vector<SmallFigure> counts = count_figures(report.evaluations);
  if (report.evaluations.rows() == 0 || (outcomes.series.empty() && counts.empty())) return;
  page.section("What happens in episodes");
  const std::string only = only_outcome(report.evaluations);
  if (!only.empty()) {
    page.paragraph(fmt::format("Every episode of every evaluation ended as '{}'.", only));
  } else if (!outcomes.series.empty()) {
    page.figure(sketch_of(outcomes), "How the episodes of each evaluation ended.");
  }
  if (counts.empty()) return;
  page.subsection("Counts");
  page.small_figures(counts);
  page.note("Means per episode of each evaluation, over environment steps.");
}

void add_metrics(Page& page, const RunReport& report) {
  const std::vector<SmallFigure> figures = metric_figures(report.metrics);
  if (figures.empty() || report.metrics.rows() == 0) return;
  page.section("Learning in detail");
  page.small_figures(figures);
  const std::size_t updates = updates_per_point(report.metrics);
  std::string note =
      "The columns of metrics.csv over environment steps; docs/runs.md says what "
      "each one means.";
  if (updates > 1) {
    note += fmt::format(
        " A point is the mean of about {} updates, and the band spans from the "
        "least to the largest of them.",
        updates);
  }
  page.note(note + " Where a few numbers lie far away from all others, they are cut off.");
}

void add_film(Page& page, const RunReport& report) {
  if (!report.film) return;
  page.section("Film");
  page.film(report.film->type, report.film->bytes, "The policy plays: " + report.film->name);
}

PageTable table_of(const LogTable& log) {
  PageTable table;
  for (const std::string& name : log.names) table.columns.push_back({name, true});
  for (std::size_t row = 0; row < log.rows(); ++row) {
    std::vector<std::string> cells;
    for (const std::vector<double>& column : log.columns) {
      cells.push_back(number_text(column[row], &column == &log.columns.front() ? 12 : 4));
    }
    table.rows.push_back(std::move(cells));
  }
  return table;
}

void add_evaluations(Page& page, const RunReport& report) {
  constexpr std::size_t kMostRows = 1000;
  if (report.evaluations.rows() == 0) return;
  if (report.evaluations.rows() > kMostRows) return page.note("All evaluations: see evals.csv.");
  page.begin_details(fmt::format("All evaluations ({})", report.evaluations.rows()));
  page.table(table_of(report.evaluations));
  page.end_details();
}

void add_configuration(Page& page, const RunReport& report) {
  page.section("Configuration");
  PageTable changed{{{"key"}, {"this run"}, {"default"}}};
  std::vector<PageFact> all;
  for (const ReportedSetting& setting : report.settings) {
    if (setting.differs()) {
      changed.rows.push_back({setting.key, setting.value, setting.standard.value_or("")});
    }
    if (!setting.standard && setting.key != "env.id") {
      changed.rows.push_back({setting.key, setting.value, "not known here"});
    }
    all.emplace_back(setting.key, setting.value);
  }
  page.paragraph(changed.rows.empty() ? "Every key has its default."
                                      : "These keys do not have their default:");
  if (!changed.rows.empty()) page.table(changed);
  page.begin_details(fmt::format("All keys ({})", all.size()));
  page.facts(all);
  page.end_details();
}

std::string plain_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_float()) return number_text(value.get<double>(), 6);
  return value.dump(-1, ' ', true, Json::error_handler_t::replace);
}

/// Everything plain in summary.json, by its own names: also what another version wrote.
void add_origin(Page& page, const RunReport& report) {
  page.section("Hardware and version");
  std::vector<PageFact> facts = {{"directory", report.folder}};
  if (report.summary.is_object()) {
    for (const auto& [name, value] : report.summary.items()) {
      if (!value.is_structured() && !value.is_null()) facts.emplace_back(name, plain_text(value));
    }
  }
  page.facts(facts);
  if (!report.summary.is_object()) page.note("summary.json is written when the run ends.");
}

}  // namespace

std::string report_page(const RunReport& report) {
  const std::string environment = report.setting("env.id");
  const std::string seed = report.setting("seed");
  Page page(fmt::format("{} with {}, seed {}", environment, report.setting("algorithm"), seed),
            "A training run of Saccade: " + report.folder);
  add_headline(page, report);
  add_returns(page, report);
  add_film(page, report);
  add_episodes(page, report);
  add_evaluations(page, report);
  if (report.explanation.is_object()) {
    page.section("What the policy attends to");
    add_attention(page, report.explanation);
  }
  add_metrics(page, report);
  add_configuration(page, report);
  add_origin(page, report);
  page.footer("Written by 'saccade report', version " SACCADE_VERSION ".");
  return page.html();
}

}  // namespace saccade
