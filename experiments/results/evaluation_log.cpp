#include "experiments/results/evaluation_log.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "envs/core/error.h"
#include "experiments/files/csv_line.h"

namespace saccade {
namespace {

using Fields = std::vector<std::string>;

Fields header_of(std::string_view& text) {
  const std::optional<std::string_view> line = take_csv_line(text);
  return line ? parse_csv_line(*line).value_or(Fields()) : Fields();
}

std::optional<std::size_t> place_of(const Fields& columns, const std::string& name) {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

/// The columns of evals.csv that are read.
class EvaluationColumns {
 public:
  EvaluationColumns(const Fields& columns, const std::string& metric, const std::string& name)
      : count_(columns.size()), seconds_(place_of(columns, "wall_seconds")) {
    const auto score = place_of(columns, metric);
    if (columns.empty() || columns[0] != "step") {
      throw Error(name + ": its first line is no header of evaluations, wanted step, ...");
    }
    if (!score) {
      throw Error(fmt::format("{}: found no column '{}'; it has {}", name, metric,
                              fmt::join(columns.begin() + 1, columns.end(), ", ")));
    }
    score_ = *score;
    if (is_outcome(metric)) episodes_ = place_of(columns, "episodes");
  }

  /// Nothing when the row has no score.  Throws Error when it is damaged; `where` is its place.
  std::optional<EvaluatedScore> read(std::string_view line, const std::string& where) const {
    const std::optional<Fields> fields = parse_csv_line(line);
    if (!fields || fields->size() != count_) {
      throw Error(fmt::format("{}: found {} fields, wanted {}", where,
                              fields ? std::to_string(fields->size()) : "broken", count_));
    }
    const auto step = number_in_field<std::int64_t>(fields->front());
    if (!step) {
      throw Error(
          fmt::format("{}: found step '{}', wanted a whole number", where, fields->front()));
    }
    const std::string& text = (*fields)[score_];
    if (text.empty()) return std::nullopt;
    const auto score = number_in_field<double>(text);
    if (!score || !std::isfinite(*score)) {
      throw Error(fmt::format("{}: found '{}', wanted a number", where, text));
    }
    return EvaluatedScore{*step, seconds_in(*fields), *score / episodes_in(*fields, where)};
  }

 private:
  /// What the score is divided by.
  double episodes_in(const Fields& fields, const std::string& where) const {
    if (!episodes_) return 1;
    const auto episodes = number_in_field<std::int64_t>(fields[*episodes_]);
    if (episodes && *episodes > 0) return static_cast<double>(*episodes);
    throw Error(fmt::format("{}: found '{}' episodes, wanted a whole number above 0", where,
                            fields[*episodes_]));
  }

  std::optional<double> seconds_in(const Fields& fields) const {
    const auto seconds =
        seconds_ ? number_in_field<double>(fields[*seconds_]) : std::optional<double>();
    return seconds && std::isfinite(*seconds) ? seconds : std::nullopt;
  }

  std::size_t count_;
  std::optional<std::size_t> seconds_;
  std::optional<std::size_t> episodes_{};  // Where the score is a number of episodes.
  std::size_t score_ = 0;
};

}  // namespace

bool is_outcome(const std::string& metric) {
  return metric.starts_with("outcome.");
}

std::vector<EvaluatedScore> parse_evaluations(std::string_view text, const std::string& metric,
                                              const std::string& name) {
  const EvaluationColumns columns(header_of(text), metric, name);
  std::vector<EvaluatedScore> evaluations;
  for (int number = 2;; ++number) {
    const std::optional<std::string_view> line = take_csv_line(text);
    if (!line) return evaluations;
    const std::string where = fmt::format("{}:{}", name, number);
    const std::optional<EvaluatedScore> evaluation = columns.read(*line, where);
    if (!evaluation) continue;
    if (!evaluations.empty() && evaluation->step <= evaluations.back().step) {
      throw Error(fmt::format("{}: found step {} after {}, wanted steps that rise", where,
                              evaluation->step, evaluations.back().step));
    }
    evaluations.push_back(*evaluation);
  }
}

}  // namespace saccade
