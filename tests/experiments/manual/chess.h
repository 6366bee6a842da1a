// An environment of which nearly everything can be told, and one that leaves out what may be.
#pragma once

#include <limits>
#include <memory>
#include <string>

#include "envs/core/registry.h"

namespace saccade::testing {

class Chess : public Environment {
 public:
  Chess() {
    spec_.id = "chess";
    spec_.kinds[0].observation.types = {{"self", {"clock"}, 1}, {"piece", {"x", "y"}, -1}};
    spec_.kinds[0].observation.types[1].geometry = {{Geometry::kPoint, {"x", "y"}, {8, 8}}};
    spec_.kinds[0].observation.rays = {
        {.name = "feelers", .count = 8, .range = 1.5F, .hits = {"edge", "piece"}}};
    spec_.kinds[0].observation.images = {{.name = "board",
                                          .height = 8,
                                          .width = 9,
                                          .channels = {"white", "black"},
                                          .pixel_size = 0.5F,
                                          .optional = true}};
    spec_.kinds[0].action.heads = {CategoricalHead{"call", {"wait", "move"}, false},
                                   ContinuousHead{"push", {"force"}, {-2}, {3}},
                                   SelectEntityHead{"which", {1}, true}};
    spec_.max_steps = 9;
    spec_.outcomes = {"mate"};
  }
  const EnvironmentSpec& spec() const override { return spec_; }
  void reset(std::uint64_t /*seed*/) override {}
  StepResult step(std::span<const float> /*actions*/, std::span<float> /*rewards*/) override {
    return {.terminated = true};
  }
  void observe(int /*agent*/, Observation& observation) const override {
    observation.add(0, 0, {1});
  }
  void draw(Scene& /*scene*/) const override {}

 private:
  EnvironmentSpec spec_;
};

inline EnvironmentEntry chess_entry() {
  return {"chess",
          "Moves pieces.",
          {{"board", 8, "Squares a side.", 2, 20},
           {"style", std::string("fast"), "How.", 0, 0, {"fast", "slow"}},
           {"clock", 1.5, "Seconds.", 0}},
          [](const Options&) { return std::make_unique<Chess>(); },
          {.task = "Pieces move on a board.\n\nThe last king wins.",
           .features = {{"x", "Column, from 0."},
                        {"self.clock", "Time left, s."},
                        {"feelers", "They feel whatever stands there."}},
           .actions = {{"push", "How hard the piece is pushed, N."}},
           .reward = "+1 for a mate.",
           .ends = "With a mate.",
           .source = "India, about 600.",
           .differences = "No castling."}};
}

/// Without limits, and with what only the critic sees.
class OpenChess : public Chess {
 public:
  OpenChess() {
    spec_ = Chess::spec();
    spec_.kinds[0].observation.types.push_back({"plan", {}, -1, true});
    std::get<CategoricalHead>(spec_.kinds[0].action.heads[0]).optional = true;
    std::get<SelectEntityHead>(spec_.kinds[0].action.heads[2]).optional = true;
    spec_.max_steps = kNoLimit;
    spec_.reward_low = -std::numeric_limits<float>::infinity();
  }
  const EnvironmentSpec& spec() const override { return spec_; }

 private:
  EnvironmentSpec spec_;
};

inline EnvironmentEntry open_chess_entry() {
  return {
      "chess", "Moves pieces.", {}, [](const Options&) { return std::make_unique<OpenChess>(); }};
}

}  // namespace saccade::testing
