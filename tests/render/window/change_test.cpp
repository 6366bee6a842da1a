// What a session shows when someone changes the world.
#include <algorithm>
#include <catch2/catch.hpp>

#include "render/arena_source.h"
#include "render/overlay/world.h"
#include "render/says.h"
#include "render/window/session.h"

namespace saccade::render {
namespace {

constexpr unsigned kWidth = 1280, kHeight = 720;

// An arena that can be changed: what is moved stands there from then on; 99 cannot be moved.
class ClayArena : public ArenaSource {
 public:
  using ArenaSource::ArenaSource;

  bool can_change() const override { return true; }
  bool changes_world() const override { return worldly; }
  const Frame& what_if(int step, const WhatIf& changes) override {
    asked = changes;
    twin_ = std::make_unique<ArenaSource>(options_of_twin);
    answer_ = twin_->reset(0);
    for (int i = 0; i < step; ++i) answer_ = twin_->advance();
    for (const StateEdit& edit : changes.state) {
      if (edit.id == 4) throw Error("move of entity 4: found a rock, wanted what can be moved");
      answer_.scene.shapes.erase(
          std::remove_if(answer_.scene.shapes.begin(), answer_.scene.shapes.end(),
                         [&](const SceneShape& shape) { return shape.entity == edit.id; }),
          answer_.scene.shapes.end());
      if (edit.kind == StateEdit::Kind::kMove) {
        answer_.scene.add(Circle{edit.place, 0.4F}, {9, 9, 9}, edit.id);
      }
    }
    for (AgentView& agent : answer_.agents) agent.value = -7;
    return answer_;
  }
  FrameSource* branch() override { return twin_.get(); }

  bool worldly = true;
  ArenaOptions options_of_twin{.steps = 30};
  WhatIf asked;

 private:
  std::unique_ptr<ArenaSource> twin_;
  Frame answer_;
};

struct Changed {
  explicit Changed(int step = 5, int agents = 1)
      : arena(ArenaOptions{.steps = 30, .agents = agents}), session(arena, options) {
    arena.options_of_twin.agents = agents;
    session.perform(Command::kPause);
    for (int i = 0; i < step; ++i) session.perform(Command::kStep);
    session.look_ahead(1);
    draw();
  }

  Drawing draw() { return std::move(session.draw(kWidth, kHeight)[0].drawing); }

  Vec2 pixel_of(EntityId entity) const {
    const Scene& scene = session.frame().scene;
    return WorldTransform(scene.min, scene.max, lay_out(kWidth, kHeight, true).world)(
        find_anchors(scene).at(entity).center);
  }

  void drag(EntityId entity, Vec2 by) {
    const Vec2 from = pixel_of(entity);
    session.press(from);
    session.point(Vec2{from.x + by.x / 2, from.y + by.y / 2});
    session.point(Vec2{from.x + by.x, from.y + by.y});
    session.release();
  }

  ClayArena arena;
  ViewerOptions options;
  Session session;
};

TEST_CASE("an entity that is dragged while time stands is asked for where it is let go") {
  Changed changed;
  const Vec2 before = changed.pixel_of(3);
  changed.drag(3, {40, 20});
  REQUIRE(changed.arena.asked.state.size() == 1);  // One change for the whole way.
  CHECK(changed.arena.asked.state[0].id == 3);
  const Vec2 after = changed.pixel_of(3);
  CHECK(after.x - before.x == Approx(40).margin(1));
  CHECK(after.y - before.y == Approx(20).margin(1));
  const Drawing drawing = changed.draw();
  CHECK(says(drawing, "what if"));
  CHECK(says(drawing, "\u22127.00"));
  CHECK(says(drawing, "was +3.00"));
  CHECK(says(drawing, "(0)"));
}

TEST_CASE("a drag over several pictures is one change, and one that follows another") {
  Changed changed;
  changed.drag(5, {-30, 0});
  changed.draw();
  const Vec2 from = changed.pixel_of(3);
  changed.session.press(from);
  for (int i = 1; i <= 3; ++i) {
    changed.session.point(Vec2{from.x + 10 * static_cast<float>(i), from.y});
    changed.draw();
  }
  changed.session.release();
  REQUIRE(changed.arena.asked.state.size() == 2);
  CHECK(changed.pixel_of(3).x - from.x == Approx(30).margin(1));
}

TEST_CASE("changes add up, and are put back together") {
  Changed changed;
  const float value = changed.session.frame().mind().value;
  changed.drag(3, {40, 20});
  changed.draw();
  changed.drag(5, {-30, 0});
  CHECK(changed.arena.asked.state.size() == 2);
  changed.session.perform(Command::kPutBack);
  CHECK(changed.session.frame().mind().value == value);
  CHECK_FALSE(says(changed.draw(), "what if"));
  changed.session.perform(Command::kPutBack);
  CHECK(changed.session.state().notice == "nothing was changed");
}

TEST_CASE("what is pointed at is removed, or one like it added") {
  Changed changed;
  changed.session.point(changed.pixel_of(3));
  changed.session.perform(Command::kRemove);
  CHECK(changed.arena.asked.state.at(0).kind == StateEdit::Kind::kRemove);
  CHECK(changed.arena.asked.state.at(0).id == 3);
  changed.draw();
  changed.session.point(changed.pixel_of(6));
  changed.session.perform(Command::kAdd);
  CHECK(changed.arena.asked.state.at(1).kind == StateEdit::Kind::kAdd);
  CHECK(changed.arena.asked.state.at(1).type == "food");
  changed.session.point(std::nullopt);
  changed.session.perform(Command::kRemove);
  CHECK(changed.session.state().notice.find("point at an entity") != std::string::npos);
}

TEST_CASE("the wheel over a feature of the card changes it") {
  Changed changed;
  changed.session.point(changed.pixel_of(3));
  changed.draw();
  const Picture picture =
      compose_picture(changed.session.frame(), changed.session.state(), kWidth, kHeight);
  REQUIRE(picture.features.size() == 2);
  CHECK(picture.features[1].value == 0.3F);
  changed.session.zoom(picture.features[1].where.center(), 2);
  REQUIRE(changed.arena.asked.features.size() == 1);
  CHECK(changed.arena.asked.features[0].id == 3);
  CHECK(changed.arena.asked.features[0].feature == 1);
  CHECK(changed.arena.asked.features[0].value == Approx(0.4F));
}

TEST_CASE("a change that is refused says why, and changes nothing") {
  Changed changed;
  changed.drag(4, {40, 20});
  CHECK(changed.session.state().notice.find("found a rock") != std::string::npos);
  CHECK_FALSE(says(changed.draw(), "what if"));
}

TEST_CASE("a drag that is refused leaves the changes before it") {
  Changed changed;
  changed.drag(3, {40, 20});
  changed.draw();
  changed.drag(4, {40, 20});
  CHECK(changed.session.state().notice.find("found a rock") != std::string::npos);
  CHECK(says(changed.draw(), "what if"));
  changed.drag(5, {-30, 0});
  REQUIRE(changed.arena.asked.state.size() == 2);
  CHECK(changed.arena.asked.state[0].id == 3);
  CHECK(changed.arena.asked.state[1].id == 5);
}

TEST_CASE("a change is seen by whoever is viewed, and stays where another is chosen") {
  Changed changed(5, 3);
  changed.drag(3, {40, 20});
  changed.session.perform(Command::kNextAgent);
  CHECK(changed.session.frame().viewed == 1);
  CHECK(changed.session.frame().mind().value == -7);
  changed.session.perform(Command::kPutBack);
  CHECK(changed.session.frame().viewed == 1);
}

TEST_CASE("after a branch the timeline is that of the episode again") {
  Changed changed;
  changed.drag(3, {40, 20});
  changed.session.perform(Command::kStep);
  changed.session.look_ahead(1);
  changed.draw();
  CHECK(changed.session.state().track->values[5] == -7);
  changed.session.perform(Command::kPutBack);
  changed.draw();
  CHECK(changed.session.state().track->values[5] == 3);
}

TEST_CASE("a changed world plays on as a branch, beside ghosts of the episode, until put back") {
  Changed changed;
  changed.drag(3, {40, 20});
  changed.session.perform(Command::kStep);
  CHECK(changed.session.frame().step == 6);
  CHECK(changed.session.frame().seed == 0);
  changed.session.perform(Command::kStepBack);
  CHECK(changed.session.frame().mind().value == -7);
  CHECK(says(changed.draw(), "what if"));
  changed.drag(3, {10, 0});
  CHECK(changed.session.state().notice.find("branch already") != std::string::npos);
  changed.session.perform(Command::kPutBack);
  CHECK(changed.session.frame().mind().value == 3);
  CHECK(changed.session.frame().step == 5);
}

TEST_CASE("where only what is seen was changed, time does not go on") {
  Changed changed;
  changed.arena.worldly = false;
  changed.drag(3, {40, 20});
  changed.session.perform(Command::kStep);
  CHECK(changed.session.frame().step == 5);
  CHECK(changed.session.state().notice.find("only what is seen") != std::string::npos);
}

TEST_CASE("while time runs the world is not changed") {
  Changed changed;
  changed.session.perform(Command::kPause);
  changed.drag(3, {40, 20});
  CHECK(changed.arena.asked.empty());
  changed.session.point(changed.pixel_of(3));
  changed.session.perform(Command::kRemove);
  CHECK(changed.session.state().notice.find("pause first") != std::string::npos);
}

}  // namespace
}  // namespace saccade::render
