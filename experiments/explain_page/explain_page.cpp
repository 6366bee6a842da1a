#include "experiments/explain_page/explain_page.h"

#include <fmt/format.h>

#include "experiments/explain_page/explain_figures.h"
#include "experiments/explain_page/scene_picture.h"
#include "experiments/page/page.h"
#include "experiments/publish/figure_sketch.h"

namespace saccade {
namespace {

constexpr std::size_t kMostFeatures = 12;
constexpr double kPictureWidth = 360;

FigureSketch sketch_of_heads(HeadMap map) {
  return [map = std::move(map)](double width) { return draw_head_map(map, width); };
}

void add_tiles(Page& page, const Faithfulness& found) {
  const MethodScore* attention = found.find(kAttentionMethod);
  std::vector<PageFact> tiles;
  if (found.verdict) tiles.emplace_back("attention is", name_of(*found.verdict));
  if (attention != nullptr) {
    tiles.emplace_back("of leave-one-out's gain over a random order, by attention",
                       percent_text({attention->gain.value}));
    tiles.emplace_back("correlation of attention with leave-one-out",
                       number_text(attention->agreement.value, 2));
    tiles.emplace_back("the same of random weights", number_text(found.randomised.value, 2));
  }
  page.tiles(tiles);
}

void add_verdict(Page& page, const Explanation& found) {
  page.section("Does attention explain the policy?");
  page.paragraph(found.faithfulness.sentence);
  add_tiles(page, found.faithfulness);
  if (found.by_kind()) {
    for (std::size_t k = 0; k < found.of_kinds.size(); ++k) {
      page.paragraph("Agents of the kind " + found.played.kinds[k].kind + ": " +
                     found.of_kinds[k].sentence);
    }
  }
  if (found.faithfulness.methods.empty()) return;
  page.note(fmt::format(
      "Measured at {} moments of {} episodes with {:.1f} entities on average, which were taken "
      "away "
      "in the order in which each method says they matter. Rays and images are no entities and "
      "stay; so do the agent itself and what it remembers. Intervals: 95%, by a bootstrap over "
      "episodes.",
      found.faithfulness.moments, found.plan.episodes, found.faithfulness.entities));
}

void add_methods(Page& page, const Faithfulness& found) {
  if (found.methods.empty()) return;
  const bool attends = found.find(kAttentionMethod) != nullptr;
  page.figure(sketch_of(gain_plot(found.methods)),
              "How good each order of the entities is: 0% as good as a random one, 100% as good as "
              "leave-one-out. It joins both curves below.");
  page.figure(sketch_of(agreement_plot(found.methods, attends ? &found.randomised : nullptr)),
              "Whether a method ranks all entities as leave-one-out does. Attention of random "
              "weights should be near 0: if it is not, the shape of the network says as much as "
              "what it learned.");
  page.figure(
      sketch_of(curve_plot(found.methods, true)),
      "Deletion: entities are taken away, the one that is said to matter most first. A good "
      "order changes the policy early: its curve is high on the left.");
  page.figure(sketch_of(curve_plot(found.methods, false)),
              "Insertion: of no entities, the one that is said to matter most comes first. A good "
              "order brings the policy back early: its curve falls at once.");
  page.note(fmt::format(
      "Integrated gradients add up to the whole difference but for {:.2f}% (completeness error).",
      100 * found.completeness_error));
  if (found.heads.empty()) return;
  page.subsection("Each head by itself");
  page.figure(sketch_of(gain_plot(found.heads)),
              "The same gain, of the order by each head's weights alone.");
  page.figure(sketch_of(agreement_plot(found.heads, nullptr)),
              "The same correlation, of each head's weights alone.");
}

void add_moments(Page& page, const Explanation& found) {
  if (found.telling.empty()) return;
  page.section("Telling moments");
  page.paragraph(
      "Those at which a single entity changes the decision most. Yellow lines: attention in the "
      "last layer, the wider the more. The red ring: the entity without which the policy would be "
      "most different. Where they do not meet, attention misleads.");
  std::vector<SmallFigure> figures;
  for (const std::size_t i : found.telling) {
    const SampledMoment& sampled = found.played.moments[i];
    const std::vector<std::string>& types = found.played.kinds[sampled.moment.kind].types;
    figures.push_back({describe_moment(sampled, found.outcomes[i], types),
                       draw_moment(sampled, found.outcomes[i], kPictureWidth)});
  }
  page.small_figures(figures);
}

void add_kind(Page& page, const KindAttention& kind) {
  const AttentionSummary& summary = *kind.summary;
  if (summary.layers().empty()) return page.paragraph("This policy's encoder does not attend.");
  page.figure(sketch_of(type_plot(summary)),
              "By type: raw weights of the last layer, mean over heads, beside attention rollout, "
              "which follows them through all layers and counts half of each layer's input as the "
              "agent's own. 1x: as much as if all were attended to equally.");
  page.figure(sketch_of_heads(head_map(summary)),
              "By head: the share of each type. In brackets: how many tokens a head looks at "
              "(exp of the entropy of its weights): 1 is a pointer, many is an average.");
  AttentionProfile profile = kind.profile;  // Which gives its samples away.
  const std::vector<ProfileLine> distance = profile.by_distance();
  if (!distance.empty()) {
    page.figure(
        sketch_of(profile_plot(distance, {.label = "distance from the agent, world units"},
                               {.label = "weight of one entity, times an even share", .low = 0})),
        "By distance: what one entity gets, where 1 would be even attention to all.");
  }
  const std::vector<ProfileLine> time = profile.over_time();
  if (!time.empty()) {
    page.figure(sketch_of(profile_plot(time, {.label = "step of the episode"},
                                       {.label = "share of the attention",
                                        .low = 0,
                                        .high = 1,
                                        .style = TickStyle::kPercent})),
                "Over time: what all entities of a type get together.");
  }
}

void add_attention(Page& page, const Explanation& found) {
  page.section("What it attends to");
  for (const KindAttention& kind : found.played.kinds) {
    if (!kind.summary) continue;
    if (found.by_kind()) page.subsection("Agents of the kind " + kind.kind);
    add_kind(page, kind);
  }
}

PageTable worth_table(const Importance& importance) {
  PageTable table{{{"type"}, {"feature"}, {"return lost", true}}};
  for (const auto* list : {&importance.types, &importance.features}) {
    for (const FeatureWorth& worth : *list) {
      table.rows.push_back({worth.type, worth.feature, estimate_text(worth.drop)});
    }
  }
  return table;
}

void add_importance(Page& page, const Importance& importance) {
  if (importance.types.empty()) return;
  page.section("What types and features are worth");
  page.figure(sketch_of(worth_plot(importance.types, importance.types.size())),
              fmt::format("Permutation importance: each entity of the type shows the features of "
                          "another one, seen at another time. Return as it was: {}, over {} "
                          "episodes.",
                          number_text(importance.return_mean), importance.episodes));
  page.figure(
      sketch_of(worth_plot(importance.features, kMostFeatures)),
      "The same of one feature at a time; those that cost most. A feature that others tell, "
      "too, costs little although the policy reads it.");
  page.begin_details(fmt::format("All types and features ({})",
                                 importance.types.size() + importance.features.size()));
  page.table(worth_table(importance));
  page.end_details();
}

void add_counts(Page& page, const std::vector<CountLine>& lines) {
  if (lines.empty()) return;
  page.section("Numbers never trained on");
  page.figure(sketch_of(count_plot(lines)),
              "The return when there are half to four times as many entities of a type. The task "
              "changes with them, so a fall need not be the policy's fault.");
}

void add_formation(Page& page, const std::vector<FormationPoint>& points) {
  if (points.empty()) return;
  page.section("How attention formed");
  if (points.size() > 1) {
    page.figure(sketch_of(formation_shares(points)),
                "The share of each type in the last layer, at the checkpoints of the run.");
    page.figure(sketch_of(formation_faithfulness(points)),
                "How faithful it was then; from few episodes, so with wide intervals.");
  }
  PageTable table{{{"step", true},
                   {"return", true},
                   {"most attention to"},
                   {"tokens attended to", true},
                   {"agreement", true},
                   {"gain", true}}};
  for (const FormationPoint& point : points) {
    table.rows.push_back({compact_text(static_cast<double>(point.step)),
                          number_text(point.return_mean), point.type, number_text(point.spread, 3),
                          number_text(point.agreement.value, 2), percent_text({point.gain.value})});
  }
  page.table(table);
}

}  // namespace

std::string explain_page(const Explanation& found) {
  Page page(
      fmt::format("What a policy for {} hangs on", found.env),
      fmt::format("Saccade explain: step {} of the training, {} episodes with the most likely "
                  "actions from seed {}, mean return {}",
                  found.step, found.plan.episodes, found.plan.seed,
                  number_text(mean_score(found.played.returns))));
  add_verdict(page, found);
  add_methods(page, found.faithfulness);
  add_moments(page, found);
  add_attention(page, found);
  add_importance(page, found.importance);
  add_counts(page, found.counts);
  add_formation(page, found.formation);
  page.footer(
      "docs/explain.md says what every figure means and what it does not. The numbers stand beside "
      "this page in explain.json and explain-*.csv. Written by 'saccade explain', "
      "version " SACCADE_VERSION ".");
  return page.html();
}

}  // namespace saccade
