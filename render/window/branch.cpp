#include "render/window/branch.h"

#include <utility>

namespace saccade::render {

void Branch::ask(int step, WhatIf changes) {
  if (original_) throw Error("this is a branch already: Z goes back to the episode");
  if (!source_.can_change()) throw Error("nothing can be changed here");
  changed_ = source_.what_if(step, changes);
  changes_ = std::move(changes);
  step_ = step;
}

void Branch::change(int step, const StateEdit& edit, bool replace) {
  WhatIf changes = step == this->step() ? changes_ : WhatIf{};
  if (replace && !changes.state.empty()) changes.state.pop_back();
  changes.state.push_back(edit);
  ask(step, std::move(changes));
}

void Branch::change(int step, std::size_t agent, const FeatureEdit& edit) {
  WhatIf changes = step == this->step() ? changes_ : WhatIf{};
  changes.agent = agent;
  std::erase_if(changes.features, [&edit](const FeatureEdit& other) {
    return other.id == edit.id && other.feature == edit.feature;
  });
  changes.features.push_back(edit);
  ask(step, std::move(changes));
}

bool Branch::play_on(Tape& tape, std::string& why) {
  FrameSource* branch = source_.branch();
  if (branch == nullptr || !source_.changes_world() || !changes_.features.empty()) {
    why = "only what is seen was changed, not the world: Z puts it back";
    return false;
  }
  original_.emplace(std::move(tape));
  tape = Tape(*original_, step_, changed_, *branch);
  changes_ = {};
  return true;
}

void Branch::put_back(Tape& tape) {
  if (original_) tape = *std::exchange(original_, std::nullopt);
  changes_ = {};
}

void Branch::forget() {
  original_.reset();
  changes_ = {};
}

}  // namespace saccade::render
