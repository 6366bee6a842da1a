// Cart and pole, served to Saccade: the smallest environment that is worth training.
//
//   saccade train cartpole --set env.id=socket:5555     in one terminal,
//   ./cartpole 5555                                     in another
//
// The equations are those of Barto, Sutton and Anderson (1983).
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <random>

#include "saccade_client.h"

namespace {

const char* const kDescription = R"({
  "id": "cart-and-pole",
  "kinds": [{
    "observation": [{"type": "self", "features": ["x", "x_velocity", "angle", "angular_velocity"]}],
    "action": [{"head": "push", "kind": "categorical", "labels": ["left", "right"]}]
  }],
  "max_steps": 500, "steps_per_second": 50, "reward": [1, 1],
  "outcomes": ["balanced", "fell"], "draws": true
})";

class CartAndPole : public saccade_client::Environment {
 public:
  void reset(std::uint64_t seed, double /*progress*/, saccade_client::State& state) override {
    std::mt19937_64 random(seed);
    for (double* value : {&x_, &x_velocity_, &angle_, &angular_velocity_}) {
      *value = 0.1 * static_cast<double>(random() >> 11) / 9007199254740992.0 - 0.05;
    }
    steps_ = 0;
    state.agents.resize(1);
    state.agents[0].entities.resize(1);
    state.agents[0].heads.resize(1);
    look(state, 0);
  }

  void step(const std::vector<float>& actions, saccade_client::State& state) override {
    const double force = actions[0] > 0.5F ? 10 : -10;
    const double c = std::cos(angle_), s = std::sin(angle_);
    const double push = (force + 0.05 * angular_velocity_ * angular_velocity_ * s) / 1.1;
    const double turn = (9.8 * s - c * push) / (0.5 * (4.0 / 3 - 0.1 * c * c / 1.1));
    const double pull = push - 0.05 * turn * c / 1.1;
    x_ += 0.02 * x_velocity_;
    x_velocity_ += 0.02 * pull;
    angle_ += 0.02 * angular_velocity_;
    angular_velocity_ += 0.02 * turn;
    ++steps_;
    look(state, 1);
  }

  void draw(saccade_client::Scene& scene) override {
    using saccade_client::Shape;
    scene.min_x = -3;
    scene.max_x = 3;
    scene.min_y = -1;
    scene.max_y = 2;
    const auto x = static_cast<float>(x_);
    Shape cart;
    cart.kind = Shape::kPolygon;
    cart.fill = {86, 180, 233, 255};
    cart.entity = 0;
    cart.numbers = {x - 0.3F, -0.2F, x + 0.3F, -0.2F, x + 0.3F, 0.1F, x - 0.3F, 0.1F};
    Shape pole;
    pole.kind = Shape::kLine;
    pole.fill = {230, 159, 0, 255};
    pole.numbers = {x, 0, x + static_cast<float>(std::sin(angle_)),
                    static_cast<float>(std::cos(angle_)), 0.08F};
    scene.shapes = {cart, pole};
  }

 private:
  void look(saccade_client::State& state, float reward) const {
    const bool fell = std::abs(x_) > 2.4 || std::abs(angle_) > 0.20943951;
    state.terminated = fell;
    state.truncated = steps_ >= 500;
    state.outcome = fell ? 1 : state.truncated ? 0 : -1;
    state.agents[0].reward = reward;
    saccade_client::Entities& self = state.agents[0].entities[0];
    const auto x = static_cast<float>(x_), x_velocity = static_cast<float>(x_velocity_);
    self.ids = {0};
    self.features = {x, x_velocity, static_cast<float>(angle_),
                     static_cast<float>(angular_velocity_)};
    self.positions = {x, 0};
    self.velocities = {x_velocity, 0};
  }

  double x_ = 0, x_velocity_ = 0, angle_ = 0, angular_velocity_ = 0;
  int steps_ = 0;
};

}  // namespace

int main(int count, char** arguments) {
  saccade_client::Options options;
  options.name = "cart and pole";
  if (count > 1) options.port = static_cast<std::uint16_t>(std::atoi(arguments[1]));
  try {
    saccade_client::serve(
        kDescription, [] { return std::make_unique<CartAndPole>(); }, options);
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
