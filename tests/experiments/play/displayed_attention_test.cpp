// What is displayed is what the network computed: in every environment, of every kind of attention,
// the weights that the viewer has of an untrained policy are those of a second network with the
// same parameters, which sees all agents of a kind in one batch.
#ifdef SACCADE_WITH_RENDER
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "envs/builtin.h"
#include "experiments/play/episode_source.h"
#include "experiments/play/second_network.h"
#include "render/overlay/overlay.h"
#include "support/attention_options.h"

namespace saccade {
namespace {

using render::Anchors;
using render::AttentionChoice;
using render::ColoredWeights;
using render::Frame;

constexpr int kSteps = 3;
constexpr std::uint64_t kSeed = 3;

// Keeps what the agents saw.
class SeeingPlayer : public PolicyPlayer {
 public:
  SeeingPlayer(const EnvironmentSpec& spec, const PolicyConfig& config)
      : PolicyPlayer({ExperimentConfig(), PolicySet(spec.kinds, config, kSeed), 0, {}, {}}, spec,
                     true) {}

  void see(std::span<const Observation> seen) override {
    seen_.assign(seen.begin(), seen.end());
    PolicyPlayer::see(seen);
  }
  const std::vector<Observation>& seen() const { return seen_; }

 private:
  std::vector<Observation> seen_;
};

// Whether the weights [tokens] are those of a map's query, the same bits, and 0 elsewhere.
bool is_row(const std::vector<float>& weights, const nn::AttentionMap& map, int head,
            std::size_t query) {
  std::vector<float> wanted(weights.size(), 0.0F);
  for (std::size_t k = 0; k < map.keys.size(); ++k) {
    wanted.at(static_cast<std::size_t>(map.keys[k])) = map.of(head, query)[k];
  }
  return weights == wanted;
}

// A query that sees something weighs it all; one that sees nothing weighs nothing.
bool is_whole(const std::vector<float>& weights, bool may_be_alone) {
  double sum = 0;
  for (const float weight : weights) sum += static_cast<double>(weight);
  const bool none = std::all_of(weights.begin(), weights.end(), [](float w) { return w == 0; });
  return std::abs(sum - 1) < 1e-6 || (none && may_be_alone);
}

// The entities of an observation as a policy lists them.
void check_entities(const AttentionWeights& attention, const ObservationSpace& space,
                    const Observation& seen) {
  std::vector<std::pair<EntityId, int>> listed, wanted;
  for (std::size_t t = 0; t < attention.ids.size(); ++t) {
    if (attention.ids[t] != kNoEntity) listed.emplace_back(attention.ids[t], attention.types[t]);
  }
  for (std::size_t type = 0; type < space.types.size(); ++type) {
    if (space.types[type].critic_only) continue;
    for (const EntityId id : seen.rows()[type].ids) wanted.emplace_back(id, static_cast<int>(type));
  }
  CHECK(listed == wanted);
}

// A beam narrows towards where it begins; rings and lines are as wide all along.
bool is_beam(const render::Mark& mark) {
  const auto* stroke = std::get_if<render::Stroke>(&mark);
  return stroke != nullptr && !stroke->points.empty() && stroke->width_from < stroke->width_to;
}

bool same_color(Color a, Color b) {
  return a.r == b.r && a.g == b.g && a.b == b.b;
}

// How far the end of a line that begins at `from` is from the edge that a spot turns towards it.
float miss(Vec2 end, Vec2 from, Vec2 center, float radius) {
  const float length = std::hypot(center.x - from.x, center.y - from.y);
  if (length <= radius) return INFINITY;
  const Vec2 along{(center.x - from.x) / length, (center.y - from.y) / length};
  const Vec2 off{end.x - center.x, end.y - center.y};
  const float bow = std::abs(off.x * along.y - off.y * along.x);  // Beams lie side by side.
  return std::max(std::abs(off.x * along.x + off.y * along.y + radius), bow - 8);
}

// Every beam ends at an entity that its head attends to; returns how many beams there are.
int check_beams(const Frame& frame, const render::AgentView& agent,
                const std::vector<ColoredWeights>& shown, std::size_t asking) {
  const Anchors anchors = render::find_anchors(frame.scene);
  const render::WorldTransform transform(frame.scene.min, frame.scene.max, {0, 0, 1000, 1000});
  render::Drawing drawing;
  render::draw_overlay(drawing, agent, shown, anchors, transform, 14, kNoEntity, asking);
  const auto& ids = agent.attention.ids;
  int beams = 0, lost = 0;
  for (const render::Mark& mark : drawing) {
    if (!is_beam(mark)) continue;
    const auto& beam = std::get<render::Stroke>(mark);
    const Vec2 from = transform(anchors.at(ids[asking]).center);
    const auto ends_at = [&](std::size_t token, const ColoredWeights& head) {
      const auto anchor = anchors.find(ids[token]);
      if (token == asking || anchor == anchors.end() || head.weights[token] == 0) return false;
      return miss(beam.points.back(), from, transform(anchor->second.center),
                  anchor->second.radius * transform.scale()) < 0.05F;
    };
    const bool found = std::any_of(shown.begin(), shown.end(), [&](const ColoredWeights& head) {
      for (std::size_t t = 0; t < ids.size() && same_color(head.color, beam.to); ++t) {
        if (ends_at(t, head)) return true;
      }
      return false;
    });
    ++beams;
    lost += found ? 0 : 1;
  }
  CHECK(lost == 0);
  return beams;
}

// One agent's display against its maps; returns how many beams it has.
int check_agent(const Frame& frame, const render::AgentView& agent,
                const std::vector<nn::AttentionMap>& maps, bool is_local) {
  const AttentionWeights& attention = agent.attention;
  REQUIRE(attention.blocks == static_cast<int>(maps.size()));
  REQUIRE(attention.rows.size() == maps.size());
  int beams = 0, wrong = 0, broken = 0;
  for (int block = 0; block < attention.blocks; ++block) {
    const nn::AttentionMap& map = maps[static_cast<std::size_t>(block)];
    const AttentionChoice choice{.block = block};
    const bool may_be_alone = map.keys.empty() || (is_local && map.layer == "cross");
    for (std::size_t q = 0; q < map.queries.size(); ++q) {
      const auto token = static_cast<std::size_t>(map.queries[q]);
      const EntityId id = attention.ids.at(token);
      const bool pinned = id != kNoEntity;  // Rays and patches ask too, but cannot be pinned.
      if (pinned) REQUIRE(render::asking_token(attention, choice, id) == token);
      const auto shown = render::shown_weights(attention, choice, token);
      REQUIRE(static_cast<int>(shown.size()) == map.heads);
      for (int h = 0; h < map.heads; ++h) {
        const std::vector<float>& weights = shown[static_cast<std::size_t>(h)].weights;
        wrong += is_row(weights, map, h, q) ? 0 : 1;
        broken += is_whole(weights, may_be_alone) ? 0 : 1;
      }
      if (pinned) beams += check_beams(frame, agent, shown, token);
    }
    CHECK(map.layer == attention.layers.at(static_cast<std::size_t>(block)));
  }
  CHECK(wrong == 0);
  CHECK(broken == 0);
  return beams;
}

// What a layer does not show the agent weighs nothing.
bool hidden_weigh_nothing(const AttentionWeights& attention) {
  const std::size_t tokens = attention.ids.size();
  for (std::size_t i = 0; i < attention.weights.size(); ++i) {
    const std::size_t block = i / (static_cast<std::size_t>(attention.heads) * tokens);
    if (attention.shown.at(block * tokens + i % tokens) == 0 && attention.weights[i] != 0) {
      return false;
    }
  }
  return true;
}

class Display {
 public:
  Display(std::unique_ptr<Environment> environment, const PolicyConfig& config)
      : spec_(environment->spec()),
        config_(config),
        policies_(spec_.kinds, config, kSeed),
        player_(new SeeingPlayer(spec_, config)),
        source_(std::move(environment), std::unique_ptr<Player>(player_)) {}

  // Plays a few steps; returns how many beams there were.
  int walk() {
    int beams = 0;
    const Frame* frame = &source_.reset(kSeed);
    for (int step = 0; step < kSteps; ++step) {
      beams += check(*frame);
      frame = &source_.advance();
    }
    return beams;
  }

 private:
  int check(const Frame& frame) {
    int beams = 0;
    for (std::size_t kind = 0; kind < spec_.kinds.size(); ++kind) {
      std::vector<const Observation*> seen;
      std::vector<int> agents;
      for (int agent = 0; agent < spec_.agent_count(); ++agent) {
        const Observation& one = player_->seen().at(static_cast<std::size_t>(agent));
        if (spec_.kind_index(agent) != kind || one.is_empty()) continue;
        seen.push_back(&one);
        agents.push_back(agent);
      }
      testing::SecondNetwork network(policies_[kind]);
      network.look(seen);
      for (std::size_t i = 0; i < agents.size(); ++i) {
        const render::AgentView& agent = frame.agents.at(static_cast<std::size_t>(agents[i]));
        CAPTURE(frame.step, agents[i]);
        check_entities(agent.attention, spec_.kinds[kind].observation, *seen[i]);
        CHECK(hidden_weigh_nothing(agent.attention));
        beams += check_agent(frame, agent, network.attention(static_cast<int>(i)),
                             config_.encoder.attention.kind->is_local);
      }
    }
    return beams;
  }

  EnvironmentSpec spec_;
  PolicyConfig config_;
  PolicySet policies_;
  SeeingPlayer* player_;  // The source's.
  EpisodeSource source_;
};

PolicyConfig small_policy(const nn::AttentionKind* kind, nn::Fusion fusion) {
  PolicyConfig config;
  config.encoder.width = 8;
  config.encoder.heads = 2;
  config.encoder.self_attention_blocks = 1;
  config.encoder.fusion = fusion;
  config.encoder.attention.kind = kind;
  if (kind->keeps_k) config.encoder.attention.k = 3;
  if (kind->is_local) config.encoder.attention.neighbours = 3;
  return config;
}

// As the environment is, and with rays and images where it has them.
std::vector<Options> variants(const EnvironmentEntry& entry) {
  const Options plain(entry.options);
  Options sensing = plain;
  bool senses = false;
  for (const OptionSpec& option : entry.options) {
    if (option.name != "rays" && option.name != "image") continue;
    const bool counted = std::holds_alternative<int>(option.default_value);
    sensing.set(option.name, counted ? OptionValue(8) : OptionValue(true));
    senses = true;
  }
  return senses ? std::vector<Options>{plain, sensing} : std::vector<Options>{plain};
}

bool has_sensors(const EnvironmentSpec& spec) {
  return std::all_of(spec.kinds.begin(), spec.kinds.end(), [](const AgentKind& kind) {
    return !kind.observation.rays.empty() || !kind.observation.images.empty();
  });
}

TEST_CASE("what is displayed is what the network computed, in every environment", "[display]") {
  Registry registry;
  add_builtin_environments(registry);
  int beams = 0, crossed = 0;
  for (const EnvironmentEntry& entry : registry.entries()) {
    for (const Options& options : variants(entry)) {
      for (const nn::AttentionKind* kind : testing::every_attention_kind()) {
        CAPTURE(entry.id, kind->name);
        const auto walk = [&](nn::Fusion fusion) {
          return Display(make_environment(entry, options), small_policy(kind, fusion)).walk();
        };
        beams += walk(nn::Fusion::kJoint);
        if (!has_sensors(make_environment(entry, options)->spec())) continue;
        beams += walk(nn::Fusion::kCross);
        ++crossed;
      }
    }
  }
  CHECK(beams > 1000);
  CHECK(crossed > 10);
}

}  // namespace
}  // namespace saccade
#endif
