// wrap.flicker: entities that are unseen at random, so that what was seen before is worth
// remembering.
//
// (After the flickering screens of Hausknecht & Stone 2015, "Deep recurrent Q-learning for
// partially observable MDPs"; here each entity flickers for itself.)
#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "envs/core/colors.h"
#include "envs/core/random.h"
#include "envs/wrappers/candidates.h"
#include "envs/wrappers/wrapper.h"
#include "envs/wrappers/wrappers.h"

namespace saccade {
namespace {

constexpr std::uint64_t kFlickerStream =
    0x666c69636b6572;  // Apart from all other streams of a seed.
constexpr double kUnseenOpacity = 0.25;

/// Whether and when an entity is seen is a number of episode, step, agent and id alone: looking
/// twice, or not at all, changes nothing.
class Flicker final : public Wrapper {
 public:
  /// Throws Error where nothing flickers.
  Flicker(std::unique_ptr<Environment> environment, double probability)
      : Wrapper(std::move(environment)), probability_(probability) {
    bool has_effect = false;
    for (AgentKind& kind : wrapped_spec().kinds) {
      std::vector<EntityType>& types = kind.observation.types;
      for (std::size_t t = 0; t < types.size(); ++t) {
        if (!flickers(types[t], t)) continue;
        types[t].fixed_count = -1;
        has_effect = true;
      }
    }
    detail::want(has_effect, "wrap.flicker", detail::number_text(probability),
                 "0: environment " + wrapped_spec().id +
                     " shows no entity but the agent itself; wrap.hide hides features");
  }

  void reset(std::uint64_t seed) override {
    seed_ = seed;
    step_ = 0;
    over_ = false;
    Wrapper::reset(seed);
  }

  /// The inner environment is told which of its own candidates was selected.
  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    actions_.assign(actions.begin(), actions.end());
    for (int agent = 0; agent < inner_spec().agent_count(); ++agent) {
      if (is_present(agent)) translate(agent);
    }
    ++step_;
    const StepResult result = inner().step(actions_, rewards);
    over_ = result.terminated || result.truncated;
    return result;
  }

  void observe(int agent, Observation& observation) const override {
    const Observation& seen = glance(agent);
    for (std::size_t type = 0; type < seen.rows().size(); ++type) {
      const Observation::Rows& rows = seen.rows()[type];
      for (std::size_t row = 0; row < rows.ids.size(); ++row) {
        if (!is_visible(type, row)) continue;
        observation.add(static_cast<int>(type), rows.ids[row], features_of(rows, row),
                        rows.positions[row], rows.velocities[row]);
      }
    }
    copy_sensors_and_heads(seen, observation);
    narrow_masks(agent, seen, observation);
  }

  /// What no agent sees now is faint and belongs to no entity.
  void draw(Scene& scene) const override {
    Wrapper::draw(scene);
    const auto [seen, unseen] = sorted_ids();
    const auto is_in = [](const std::vector<EntityId>& all, EntityId id) {
      return std::binary_search(all.begin(), all.end(), id);
    };
    for (SceneShape& shape : scene.shapes) {
      if (!is_in(unseen, shape.entity) || is_in(seen, shape.entity)) continue;
      shape.entity = kNoEntity;
      shape.fill = colors::faded(shape.fill, kUnseenOpacity);
      shape.outline = colors::faded(shape.outline, kUnseenOpacity);
    }
  }

 private:
  static bool flickers(const EntityType& type, std::size_t index) {
    return index != 0 && !type.critic_only;
  }

  bool is_visible(std::size_t type, std::size_t row) const {
    return chance_[type][row] >= probability_;
  }

  /// Looks, and draws for each entity a number in [0, 1), by which it is visible or not.
  const Observation& glance(int agent) const {
    const Observation& seen = look(agent);
    const AgentKind& kind = inner_spec().kind_of(agent);
    const std::uint64_t stream =
        derive_seed({seed_, kFlickerStream, step_, static_cast<std::uint64_t>(agent)});
    chance_.resize(std::max(chance_.size(), seen.rows().size()));
    for (std::size_t type = 0; type < seen.rows().size(); ++type) {
      chance_[type].clear();
      for (const EntityId id : seen.rows()[type].ids) {
        const std::uint64_t bits = derive_seed({stream, static_cast<std::uint64_t>(id)});
        const bool at_random = flickers(kind.observation.types[type], type);
        chance_[type].push_back(at_random ? static_cast<double>(bits >> 11) * 0x1.0p-53 : 1);
      }
    }
    for_each_choice(kind, seen, [this, &seen](std::size_t h, const SelectEntityHead& head) {
      keep_a_choice(head, seen, seen.masks()[h]);
    });
    return seen;
  }

  /// Calls `call(h, head)` for the select-entity heads that take part: none once the episode is
  /// over, when an environment need not set its masks.
  template <class Call>
  void for_each_choice(const AgentKind& kind, const Observation& seen, const Call& call) const {
    if (over_) return;
    for (std::size_t h = 0; h < kind.action.heads.size(); ++h) {
      const auto* head = std::get_if<SelectEntityHead>(&kind.action.heads[h]);
      if (head && seen.has_head(h)) call(h, *head);
    }
  }

  /// An environment that has a candidate waits for one that it allows: if all of these are unseen,
  /// the one that was nearest to being seen is.
  void keep_a_choice(const SelectEntityHead& head, const Observation& seen,
                     const std::vector<std::uint8_t>& mask) const {
    check_mask(head, seen, mask);
    double* best = nullptr;
    for_each_candidate(head, seen, [&](std::size_t type, std::size_t row, std::size_t i) {
      if (!mask.empty() && mask[i] == 0) return;
      double& chance = chance_[type][row];
      if (!best || chance > *best) best = &chance;
    });
    if (best && *best < probability_) *best = 1;
  }

  void narrow_masks(int agent, const Observation& seen, Observation& observation) const {
    for_each_choice(
        inner_spec().kind_of(agent), seen, [&](std::size_t h, const SelectEntityHead& head) {
          const std::vector<std::uint8_t>& mask = seen.masks()[h];
          if (mask.empty()) return;
          mask_.clear();
          for_each_candidate(head, seen, [&](std::size_t type, std::size_t row, std::size_t i) {
            if (is_visible(type, row)) mask_.push_back(mask[i]);
          });
          observation.set_mask(static_cast<int>(h), mask_);
        });
  }

  /// Turns the numbers of visible candidates into those of all.
  void translate(int agent) {
    const AgentKind& kind = inner_spec().kind_of(agent);
    const auto selects = [](const ActionHead& head) {
      return std::holds_alternative<SelectEntityHead>(head);
    };
    if (std::none_of(kind.action.heads.begin(), kind.action.heads.end(), selects)) return;
    const Observation& seen = glance(agent);
    const std::span<float> action = inner_spec().action_of(agent, std::span(actions_));
    for_each_head(kind.action, action, [&](std::size_t h, const ActionHead& head, auto numbers) {
      const auto* select = std::get_if<SelectEntityHead>(&head);
      if (select && seen.has_head(h)) numbers[0] = among_all(*select, seen, numbers[0]);
    });
  }

  float among_all(const SelectEntityHead& head, const Observation& seen, float choice) const {
    float result = choice, visible = 0;
    for_each_candidate(head, seen, [&](std::size_t type, std::size_t row, std::size_t i) {
      if (is_visible(type, row) && visible++ == choice) result = static_cast<float>(i);
    });
    return result;
  }

  /// Those that some agent sees, and those that some agent does not see for they flicker.
  std::pair<std::vector<EntityId>, std::vector<EntityId>> sorted_ids() const {
    std::pair<std::vector<EntityId>, std::vector<EntityId>> found;
    for (int agent = 0; agent < inner_spec().agent_count(); ++agent) {
      if (!is_present(agent)) continue;
      const Observation& seen = glance(agent);
      for (std::size_t type = 0; type < seen.rows().size(); ++type) {
        for (std::size_t row = 0; row < seen.rows()[type].ids.size(); ++row) {
          (is_visible(type, row) ? found.first : found.second)
              .push_back(seen.rows()[type].ids[row]);
        }
      }
    }
    std::sort(found.first.begin(), found.first.end());
    std::sort(found.second.begin(), found.second.end());
    return found;
  }

  double probability_;
  std::uint64_t seed_ = 0;
  std::uint64_t step_ = 0;
  bool over_ = false;
  std::vector<float> actions_;                       // As the inner environment counts candidates.
  mutable std::vector<std::vector<double>> chance_;  // [types][rows] scratch of `glance`.
  mutable std::vector<std::uint8_t> mask_;           // Scratch.
};

}  // namespace

WrapperEntry flicker_wrapper() {
  return {
      .option = {.name = "flicker",
                 .default_value = 0.0,
                 .help = "Probability with which each entity, except the agent itself, is unseen "
                         "in a step.",
                 .min = 0,
                 .max = 1},
      .wrap = wrap_in<Flicker, double>};
}

}  // namespace saccade
