// The base of what is wrapped around an environment: it passes everything on, and a wrapper
// overrides what it changes.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "envs/core/environment.h"

namespace saccade {

/// An environment around another one, of any kinds of agents.  `spec_` begins as that of the inner
/// one; the constructor of a wrapper changes it.
class Wrapper : public Environment {
 public:
  /// Throws Error when the inner environment describes itself wrongly.
  explicit Wrapper(std::unique_ptr<Environment> inner);

  /// Throws Error when the inner environment describes itself otherwise than at the beginning.
  const EnvironmentSpec& spec() const override;
  void set_progress(double done) override { inner_->set_progress(done); }
  void reset(std::uint64_t seed) override { inner_->reset(seed); }
  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    return inner_->step(actions, rewards);
  }
  bool is_present(int agent) const override { return inner_->is_present(agent); }
  void observe(int agent, Observation& observation) const override {
    inner_->observe(agent, observation);
  }
  void draw(Scene& scene) const override { inner_->draw(scene); }
  void counts(std::span<float> values) const override { inner_->counts(values); }
  EntityId edit(const StateEdit& edit) override { return inner_->edit(edit); }

 protected:
  Environment& inner() { return *inner_; }
  /// Puts another environment in its place, of the same kinds of agents.
  void replace_inner(std::unique_ptr<Environment> inner);
  const EnvironmentSpec& inner_spec() const { return inner_spec_; }

  /// What `agent`, which is present, sees in the inner environment now; valid until the next call
  /// for an agent of its kind.
  const Observation& look(int agent) const;

  /// Adds what is no entity: readings of sensors, masks, and which heads are skipped.
  static void copy_sensors_and_heads(const Observation& from, Observation& to);

  /// What `spec` returns: that of the inner environment, until a wrapper's constructor changes it.
  EnvironmentSpec& wrapped_spec() { return spec_; }

 private:
  EnvironmentSpec spec_;
  std::unique_ptr<Environment> inner_;
  EnvironmentSpec inner_spec_;
  mutable std::vector<Observation> seen_;  // [kinds] scratch of `look`.
};

/// Of the rows, the features of one.
inline std::span<const float> features_of(const Observation::Rows& rows, std::size_t row) {
  const auto width = static_cast<std::size_t>(rows.width);
  return std::span(rows.features).subspan(row * width, width);
}

}  // namespace saccade
