#include <catch2/catch.hpp>

#include <algorithm>

#include "render/arena_source.h"
#include "render/overlay/world.h"
#include "render/says.h"
#include "render/window/camera_moves.h"
#include "render/window/session.h"

namespace saccade::render {
namespace {

constexpr unsigned kWidth = 1280, kHeight = 720;

// A session that shows step `step`, paused, and has drawn itself.
struct Watched {
  explicit Watched(const ArenaOptions& arena_options, int step = 0)
      : arena(arena_options), session(arena, options) {
    session.perform(Command::kPause);
    for (int i = 0; i < step; ++i) session.perform(Command::kStep);
    session.look_ahead(1);
    draw();
  }

  Drawing draw() { return std::move(session.draw(kWidth, kHeight)[0].drawing); }

  Vec2 pixel_of(EntityId entity) const {
    const Layout layout = lay_out(kWidth, kHeight, true);
    const Scene& scene = session.frame().scene;
    return WorldTransform(scene.min, scene.max,
                          layout.world)(find_anchors(scene).at(entity).center);
  }

  void click(Vec2 place) {
    session.press(place);
    session.release();
  }

  ArenaSource arena;
  ViewerOptions options;
  Session session;
};

TEST_CASE("a session plays ahead, so that the timeline knows the episode") {
  Watched watched({.steps = 30}, 4);
  CHECK(watched.session.frame().step == 4);
  CHECK(says(watched.draw(), "step 4 of 30"));
  watched.session.perform(Command::kEnd);
  CHECK(watched.session.frame().done);
  watched.session.perform(Command::kStart);
  CHECK(watched.session.frame().step == 0);
}

TEST_CASE("dragging along the timeline goes through the steps") {
  Watched watched({.steps = 30});
  const Layout layout = lay_out(kWidth, kHeight, true);
  const float y = layout.timeline.bottom() - 2 * layout.unit;
  watched.session.press({layout.world.center().x, y});
  CHECK(watched.session.frame().step == 15);
  watched.session.point(Vec2{layout.world.x + layout.world.width * 0.2F, y});
  CHECK(watched.session.frame().step == 6);
  watched.session.release();
  watched.session.point(Vec2{layout.world.right(), y});
  CHECK(watched.session.frame().step == 6);
}

TEST_CASE("buttons are pressed by the mouse") {
  Watched watched({.steps = 30});
  const Layout layout = lay_out(kWidth, kHeight, true);
  const float y = layout.timeline.y + layout.unit;
  watched.click({layout.world.x + 7 * layout.unit, y});
  CHECK(watched.session.frame().step == 1);
  watched.click({layout.world.x + 5 * layout.unit, y});
  CHECK_FALSE(watched.session.state().paused);
}

TEST_CASE("who is pointed at has a card with its features, also as the network sees them") {
  Watched watched({.steps = 30});
  CHECK_FALSE(says(watched.draw(), "network sees"));
  watched.session.point(watched.pixel_of(3));
  const Drawing drawing = watched.draw();
  CHECK(says(drawing, "food 3"));
  CHECK(says(drawing, "network sees"));
  CHECK(says(drawing, "smell"));
  CHECK(says(drawing, "+0.30"));
  CHECK(says(drawing, "head 4"));
}

TEST_CASE("a click pins an entity, another one lets it go") {
  Watched watched({.steps = 30});
  watched.click(watched.pixel_of(5));
  CHECK(watched.session.state().pinned == 5);
  watched.session.point(std::nullopt);
  CHECK(says(watched.draw(), "network sees"));
  watched.click(watched.pixel_of(5));
  CHECK(watched.session.state().pinned == kNoEntity);
  watched.click(watched.pixel_of(5));
  watched.session.perform(Command::kUnpin);
  CHECK(watched.session.state().pinned == kNoEntity);
}

TEST_CASE("who is pinned is the one whose attention is shown, where the layer has it") {
  Watched watched({.blocks = 2, .steps = 30}, 9);
  watched.click(watched.pixel_of(3));
  CHECK(says(watched.draw(), "in block 2 only the agent asks"));
  CHECK_FALSE(says(watched.draw(), "Attention of"));
  watched.session.perform(Command::kBlock);
  const Drawing pinned = watched.draw();
  CHECK(says(pinned, "Attention of food 3"));
  CHECK(says(pinned, "block 1, heads"));
  CHECK_FALSE(says(pinned, "only the agent asks"));
  watched.session.perform(Command::kUnpin);
  CHECK_FALSE(says(watched.draw(), "Attention of"));
}

TEST_CASE("who is pinned has a trail of the steps that lie behind it") {
  Watched watched({.entities = 1, .steps = 90}, 60);
  const auto steps = [&](EntityId entity) {
    watched.session.perform(Command::kUnpin);
    watched.draw();
    watched.click(watched.pixel_of(entity));
    watched.draw();
    return watched.session.state().trail;
  };
  const std::vector<Vec2> trail = steps(1);
  REQUIRE(trail.size() == 40);
  const Vec2 now = find_anchors(watched.session.frame().scene).at(1).center;
  CHECK(trail.back().x == now.x);
  CHECK(trail.front().x != now.x);
  watched.session.perform(Command::kStart);
  CHECK(steps(1).size() == 1);
  watched.session.perform(Command::kUnpin);
  watched.draw();
  CHECK(watched.session.state().trail.empty());
}

TEST_CASE("a click on an agent views it") {
  Watched watched({.steps = 30, .agents = 3});
  watched.session.perform(Command::kNextAgent);
  CHECK(watched.session.frame().viewed == 1);
  watched.draw();
  watched.click(watched.pixel_of(0));  // All of them look like agent 0.
  CHECK(watched.session.frame().viewed == 0);
  watched.session.perform(Command::kStep);
  CHECK(watched.session.frame().viewed == 0);
}

TEST_CASE("what has no effect says why") {
  Watched watched({.steps = 30, .attends = false});
  const auto notice = [&](Command command) {
    watched.session.perform(command);
    return watched.session.state().notice;
  };
  CHECK(notice(Command::kHeads).find("does not attend") != std::string::npos);
  CHECK(notice(Command::kNextAgent).find("one agent only") != std::string::npos);
  CHECK(notice(Command::kUnpin).find("nothing is pinned") != std::string::npos);
}

TEST_CASE("what loops begins again with the same seed") {
  ArenaSource arena({.steps = 5, .steps_per_second = 10});
  const ViewerOptions options{.seed = 11};
  Session session(arena, options);
  session.perform(Command::kLoop);
  for (int i = 0; i < 16; ++i) session.pass(0.1);
  CHECK_FALSE(session.frame().done);
  CHECK(session.frame().seed == 11);
}

TEST_CASE("the wheel zooms around the mouse, and dragging moves the world") {
  const WorldTransform whole({0, 0}, {10, 10}, {0, 0, 100, 100});
  const Camera camera = zoomed({}, whole, {20, 30}, 3);
  CHECK(camera.zoom == Approx(1.728));
  const WorldTransform closer = whole.looking_at(camera.center, camera.zoom);
  CHECK(closer({2, 7}).x == Approx(20));
  CHECK(closer({2, 7}).y == Approx(30));
  CHECK(closer.world_at({20, 30}).x == Approx(2));
  const Camera moved = dragged(camera, closer, {10, 0});
  const WorldTransform after = whole.looking_at(moved.center, moved.zoom);
  CHECK(after({2, 7}).x == Approx(30));
  CHECK(zoomed(camera, closer, {20, 30}, -9).zoom == 1);
  CHECK(dragged({}, whole, {10, 0}).zoom == 1);
}

TEST_CASE("following keeps the agent in the middle") {
  Watched watched({.steps = 30}, 9);
  watched.session.perform(Command::kFollow);
  CHECK(watched.session.state().camera.follow);
  CHECK(watched.session.state().camera.zoom == 2);
  watched.session.perform(Command::kWholeWorld);
  CHECK(watched.session.state().camera.zoom == 1);
}

}  // namespace
}  // namespace saccade::render
