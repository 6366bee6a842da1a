#include "experiments/report/training_texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "experiments/cli/cli.h"
#include "experiments/cli/time_span.h"
#include "experiments/report/progress_text.h"
#include "experiments/terminal/terminal_text.h"

namespace saccade {
namespace {

/// A command and what it is good for.
using Suggestion = std::pair<std::string, std::string>;

std::string plain_resume(const Training& training) {
  return shell_quoted(program_name()) + " train --resume " +
         shell_quoted(training.folder().string());
}

std::string with_time(const std::string& command, double seconds) {
  return std::isinf(seconds) ? command : command + " --for " + format_time_span(seconds);
}

/// What can be done to train the run further, by why it has ended.
std::vector<Suggestion> ways_on(const Training& training) {
  const Progress& progress = training.progress();
  const std::string resume = plain_resume(training);
  const std::string to_end =
      fmt::format("to train it to step {}", format_count(progress.total_steps));
  if (training.end() == RunEnd::kTime) {
    const double allowed = progress.seconds_allowed, over = progress.wall_seconds;
    const double more = 2 * allowed > over ? 2 * allowed : 2 * over;
    const std::string in_all = fmt::format("up to {} in all", format_time_span(more));
    return {{resume, to_end}, {with_time(resume, more), in_all}};
  }
  if (training.end() == RunEnd::kPause) return {{resume, to_end}};
  if (training.end() != RunEnd::kThreshold || progress.step >= progress.total_steps) {
    return {{resume + " --steps N", "to train it further"}};
  }
  return {
      {fmt::format("{} --steps {}", resume, training.config().steps), to_end + " all the same"}};
}

/// The way on and the commands that look at the run, one below the other.
std::string listed(const Training& training, std::vector<Suggestion> ways) {
  const std::string program = shell_quoted(program_name());
  const std::string run = shell_quoted(training.folder().string());
  ways.emplace_back(fmt::format("{} eval {}", program, run), "to measure it");
  ways.emplace_back(fmt::format("{} watch {}", program, run), "to see it");
  std::size_t width = 0;
  for (const auto& [command, purpose] : ways) width = std::max(width, command.size());
  std::string text;
  for (const auto& [command, purpose] : ways) {
    text += fmt::format("\n  {:<{}}    {}", command, width, purpose);
  }
  return text;
}

std::string evaluations_text(const Progress& progress) {
  if (!progress.best) return "";
  return fmt::format(" Best evaluation: return {:.2f} at step {}; last: {:.2f}.",
                     progress.best->return_mean, format_count(progress.best->step),
                     progress.last->return_mean);
}

/// "the last 3 evaluations held a return of at least 475".
std::string threshold_text(const EvaluationConfig& config) {
  const std::string which = config.stop_count == 1
                                ? std::string("the last evaluation")
                                : fmt::format("the last {} evaluations", config.stop_count);
  return fmt::format("{} held a return of at least {}", which, config.stop_return);
}

}  // namespace

std::string resume_command(const Training& training) {
  return with_time(plain_resume(training), training.progress().seconds_allowed);
}

std::string opening_text(const Training& training) {
  const Progress& progress = training.progress();
  const std::string from =
      progress.step == 0 ? "" : fmt::format(" from step {}", format_count(progress.step));
  const std::int64_t wanted = training.config().steps;
  const std::string asked =
      wanted == progress.total_steps
          ? ""
          : fmt::format(" ({} asked for, rounded up to whole rollouts)", format_count(wanted));
  return fmt::format("Training {} (seed {}) for {} steps{}{}: {} parameters, in {}",
                     progress.env_id, progress.seed, format_count(progress.total_steps), asked,
                     from, format_count(training.parameter_count()), training.folder().string());
}

std::string closing_text(const Training& training) {
  const Progress& progress = training.progress();
  const std::string steps = format_count(progress.step);
  if (!training.end()) {
    return fmt::format("\nInterrupted at step {}; everything is saved. To continue:\n  {}", steps,
                       resume_command(training));
  }
  const std::string time = format_duration(progress.wall_seconds);
  if (training.end() == RunEnd::kSteps) {
    return fmt::format("\nTrained {} for {} steps in {}.{}{}", progress.env_id, steps, time,
                       evaluations_text(progress), listed(training, {}));
  }
  std::string why = threshold_text(training.config().evaluation);
  if (training.end() == RunEnd::kTime) why = "the time is up";
  if (training.end() == RunEnd::kPause) why = "it pauses here";
  return fmt::format("\nTrained {} for {} of {} steps in {}: {}.{}{}", progress.env_id, steps,
                     format_count(progress.total_steps), time, why, evaluations_text(progress),
                     listed(training, ways_on(training)));
}

std::string nothing_left_text(const Training& training) {
  const Progress& progress = training.progress();
  const EvaluationConfig& evaluation = training.config().evaluation;
  std::string why;
  if (training.end() == RunEnd::kThreshold) {
    why = fmt::format("ended at step {}, since evaluation return held >= {} ({} in a row)",
                      format_count(progress.step), evaluation.stop_return, evaluation.stop_count);
  } else if (training.end() == RunEnd::kTime) {
    why = fmt::format("has been trained for {} and --for {} was asked for",
                      format_duration(progress.wall_seconds),
                      format_time_span(progress.seconds_allowed));
  } else if (training.end() == RunEnd::kPause) {
    why = fmt::format("has been trained for {} steps, not fewer than --until asks for",
                      format_count(progress.step));
  } else {
    why = fmt::format("has been trained for {} steps and {} were asked for",
                      format_count(progress.step), format_count(training.config().steps));
  }
  return fmt::format("{} {}: nothing left to do.{}", training.folder().string(), why,
                     listed(training, ways_on(training)));
}

}  // namespace saccade
