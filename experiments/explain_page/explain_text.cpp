#include "experiments/explain_page/explain_text.h"

#include <fmt/format.h>

#include "experiments/attention/attention_report.h"
#include "experiments/explain_page/explain_figures.h"
#include "experiments/report/text_table.h"

namespace saccade {
namespace {

std::string attention_text(const Explanation& found) {
  std::string text;
  for (const KindAttention& kind : found.played.kinds) {
    if (!kind.summary) continue;
    if (found.by_kind()) {
      text += fmt::format("{}agent kind {}: {} decisions\n\n", text.empty() ? "" : "\n", kind.kind,
                          kind.summary->decisions());
    }
    text += to_text(*kind.summary);
  }
  return text;
}

std::string methods_text(const Faithfulness& found) {
  if (found.methods.empty()) return "";
  TextTable table{fmt::format("What decisions hang on, at {} moments", found.moments),
                  {"order by", "gain", "agreement", "deletion", "insertion"},
                  {},
                  "gain: better than a random order, of what leave-one-out is; agreement: "
                  "Spearman's correlation with it;\ndeletion, insertion: areas, nats: high and low "
                  "are good."};
  for (const auto* list : {&found.methods, &found.heads}) {
    for (const MethodScore& score : *list) {
      table.rows.push_back({method_words(score.method), percent_text(score.gain),
                            estimate_text(score.agreement, 2), number_text(score.deletion.value, 3),
                            number_text(score.insertion.value, 3)});
    }
  }
  return table_text(table) + '\n';
}

}  // namespace

std::string to_text(const Explanation& found) {
  std::string text = attention_text(found) + '\n' + methods_text(found.faithfulness);
  if (found.faithfulness.verdict) {
    text += fmt::format("Verdict: {}. ", name_of(*found.faithfulness.verdict));
  }
  text += found.faithfulness.sentence + '\n';
  if (!found.by_kind()) return text;
  for (std::size_t k = 0; k < found.of_kinds.size(); ++k) {
    text += fmt::format("{}: {}\n", found.played.kinds[k].kind, found.of_kinds[k].sentence);
  }
  return text;
}

}  // namespace saccade
