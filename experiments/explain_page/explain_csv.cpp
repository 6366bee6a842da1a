#include "experiments/explain_page/explain_csv.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "experiments/attention/attention_report.h"
#include "experiments/files/csv_line.h"

namespace saccade {
namespace {

std::string number(double value) {
  return fmt::format("{:.6g}", value);
}

std::string low_of(const Estimate& estimate) {
  return estimate.ci95 ? number(estimate.ci95->low) : "";
}
std::string high_of(const Estimate& estimate) {
  return estimate.ci95 ? number(estimate.ci95->high) : "";
}

/// Lines under a header.
class Csv {
 public:
  explicit Csv(const std::vector<std::string>& columns) { add(columns); }
  void add(const std::vector<std::string>& fields) { text_ += csv_line(fields) + '\n'; }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

std::string attention_csv(const Explanation& found) {
  std::string text;
  for (const KindAttention& kind : found.played.kinds) {
    if (!kind.summary) continue;
    const std::string own = to_csv(*kind.summary);
    text += text.empty() ? own : own.substr(own.find('\n') + 1);
  }
  return text;
}

std::string methods_csv(const Explanation& found) {
  Csv csv({"method", "spearman_leave_one_out", "spearman_low", "spearman_high", "deletion_area",
           "deletion_low", "deletion_high", "insertion_area", "insertion_low", "insertion_high",
           "gain", "gain_low", "gain_high"});
  for (const auto* list : {&found.faithfulness.methods, &found.faithfulness.heads}) {
    for (const MethodScore& score : *list) {
      std::vector<std::string> fields = {score.method};
      for (const Estimate* one :
           {&score.agreement, &score.deletion, &score.insertion, &score.gain}) {
        fields.insert(fields.end(), {number(one->value), low_of(*one), high_of(*one)});
      }
      csv.add(fields);
    }
  }
  return csv.text();
}

std::string curves_csv(const Explanation& found) {
  Csv csv({"method", "curve", "share", "divergence", "value_change"});
  const auto add = [&csv](const MethodScore& score, const char* name, const RemovalCurve& curve) {
    for (std::size_t i = 0; i <= kBudgets; ++i) {
      csv.add({score.method, name, number(static_cast<double>(i) / kBudgets),
               number(curve.divergence[i]), number(curve.value[i])});
    }
  };
  for (const auto* list : {&found.faithfulness.methods, &found.faithfulness.heads}) {
    for (const MethodScore& score : *list) {
      add(score, "deletion", score.curves.deletion);
      add(score, "insertion", score.curves.insertion);
    }
  }
  return csv.text();
}

/// A row per entity of each moment: what every method says of it.
std::string entities_csv(const Explanation& found) {
  std::vector<std::string> columns = {"moment", "seed", "step", "agent", "type", "id"};
  for (const MethodScore& score : found.faithfulness.methods) {
    if (score.method != kRandomMethod) columns.push_back(score.method);
  }
  Csv csv(columns);
  for (std::size_t i = 0; i < found.outcomes.size(); ++i) {
    const DecisionMoment& moment = found.played.moments[i].moment;
    const MomentOutcome& outcome = found.outcomes[i];
    for (std::size_t e = 0; e < outcome.entities.size(); ++e) {
      const EntityPlace& entity = outcome.entities[e];
      std::vector<std::string> fields = {std::to_string(i),
                                         std::to_string(moment.seed),
                                         std::to_string(moment.step),
                                         std::to_string(moment.agent),
                                         found.played.kinds[moment.kind].types[entity.type],
                                         std::to_string(entity.id)};
      for (std::size_t c = 6; c < columns.size(); ++c) {
        std::string field;
        for (const MethodOutcome& method : outcome.methods) {
          if (method.ranking.method == columns[c]) field = number(method.ranking.scores[e]);
        }
        fields.push_back(field);
      }
      csv.add(fields);
    }
  }
  return csv.text();
}

std::string importance_csv(const Importance& importance) {
  Csv csv({"type", "feature", "return_drop", "low", "high"});
  for (const auto* list : {&importance.types, &importance.features}) {
    for (const FeatureWorth& worth : *list) {
      csv.add({worth.type, worth.feature, number(worth.drop.value), low_of(worth.drop),
               high_of(worth.drop)});
    }
  }
  return csv.text();
}

std::string counts_csv(const std::vector<CountLine>& lines) {
  Csv csv({"types", "factor", "options", "return_mean", "low", "high"});
  for (const CountLine& line : lines) {
    for (const CountPoint& point : line.points) {
      std::string options;
      for (const auto& [name, value] : point.options) {
        options += fmt::format("{}env.{}={}", options.empty() ? "" : " ", name, value);
      }
      csv.add({fmt::format("{}", fmt::join(line.types, " ")), number(point.factor), options,
               number(point.returns.value), low_of(point.returns), high_of(point.returns)});
    }
  }
  return csv.text();
}

std::string checkpoints_csv(const std::vector<FormationPoint>& points) {
  Csv csv({"step", "return_mean", "type", "spread", "spearman_leave_one_out", "gain"});
  for (const FormationPoint& point : points) {
    csv.add({std::to_string(point.step), number(point.return_mean), point.type,
             number(point.spread), number(point.agreement.value), number(point.gain.value)});
  }
  return csv.text();
}

}  // namespace

const std::vector<std::string>& csv_file_names() {
  static const std::vector<std::string> kNames = {"explain.csv",
                                                  "explain-methods.csv",
                                                  "explain-curves.csv",
                                                  "explain-entities.csv",
                                                  "explain-importance.csv",
                                                  "explain-counts.csv",
                                                  "explain-checkpoints.csv"};
  return kNames;
}

std::vector<std::pair<std::string, std::string>> csv_files(const Explanation& found) {
  std::vector<std::pair<std::string, std::string>> files = {{"explain.csv", attention_csv(found)}};
  if (!found.outcomes.empty()) {
    files.emplace_back("explain-methods.csv", methods_csv(found));
    files.emplace_back("explain-curves.csv", curves_csv(found));
    files.emplace_back("explain-entities.csv", entities_csv(found));
  }
  files.emplace_back("explain-importance.csv", importance_csv(found.importance));
  if (!found.counts.empty()) files.emplace_back("explain-counts.csv", counts_csv(found.counts));
  if (!found.formation.empty()) {
    files.emplace_back("explain-checkpoints.csv", checkpoints_csv(found.formation));
  }
  return files;
}

}  // namespace saccade
