// Several episodes in one window.
#include <catch2/catch.hpp>

#include <set>

#include "render/arena_source.h"
#include "render/overlay/world.h"
#include "render/says.h"
#include "render/timeline/side_by_side.h"
#include "render/window/session.h"

namespace saccade::render {
namespace {

constexpr unsigned kWidth = 1280, kHeight = 720;

// Two episodes, of which the second is longer.
struct Pair {
  explicit Pair(int first = 10, int second = 30)
      : a({.steps = first}),
        b({.steps = second}),
        session(std::vector<FrameSource*>{&a, &b}, options) {
    session.look_ahead(1);
    drawings = session.draw(kWidth, kHeight);
  }

  bool says(std::size_t drawing, const std::string& text) {
    drawings = session.draw(kWidth, kHeight);
    return render::says(drawings.at(drawing).drawing, text);
  }

  ArenaSource a, b;
  ViewerOptions options;
  Session session;
  std::vector<PlacedDrawing> drawings;
};

TEST_CASE("panes divide a window without gaps, one below the other where it is high") {
  for (const Rect window : {Rect{0, 0, 1280, 653}, Rect{0, 0, 333, 1001}}) {
    for (std::size_t count = 1; count <= 4; ++count) {
      float area = 0;
      const std::vector<Rect> panes = divide(window, count);
      REQUIRE(panes.size() == count);
      for (const Rect& pane : panes) {
        area += pane.width * pane.height;
        CHECK(pane.x == std::round(pane.x));
        CHECK(pane.right() <= window.right());
        CHECK(pane.bottom() <= window.bottom());
      }
      CHECK(area == window.width * window.height);
    }
  }
  CHECK(divide({0, 0, 400, 900}, 2)[1].y == 450);
  CHECK(divide({0, 0, 900, 400}, 4)[3].x == 450);
}

TEST_CASE("episodes side by side have one time and one timeline") {
  Pair pair;
  REQUIRE(pair.drawings.size() == 3);  // Two panes, and what lies over both.
  CHECK(pair.drawings[0].place.right() == pair.drawings[1].place.x);
  CHECK(pair.says(0, "A"));
  CHECK(pair.says(1, "B"));
  CHECK(pair.says(2, "step 0 of 30"));
  CHECK(pair.session.state().track->others.size() == 1);
  pair.session.perform(Command::kPause);
  for (int i = 0; i < 12; ++i) pair.session.perform(Command::kStep);
  CHECK(pair.says(2, "step 12 of 30"));
  CHECK(pair.session.frame().step == 10);  // The first one is over, and stays.
  pair.session.perform(Command::kStepBack);
  pair.session.perform(Command::kStepBack);
  pair.session.perform(Command::kStepBack);
  CHECK(pair.says(2, "step 9 of 30"));
  CHECK(pair.session.frame().step == 9);
  pair.session.perform(Command::kEnd);
  CHECK(pair.says(2, "step 30 of 30"));
  pair.session.perform(Command::kStart);
  CHECK(pair.says(2, "step 0 of 30"));
}

TEST_CASE("a click in the common timeline takes all there") {
  Pair pair;
  const Layout layout = lay_out_timeline(kWidth, kHeight);
  pair.session.press({layout.world.center().x, layout.timeline.bottom() - 2 * layout.unit});
  pair.session.release();
  pair.session.draw(kWidth, kHeight);
  CHECK(pair.session.state().track->position == 15);
  CHECK(pair.session.frame().step == 10);
}

TEST_CASE("the next episodes begin when all are over, with the same seed") {
  Pair pair(2, 4);
  const auto pass = [&pair](int tenths) {
    for (int i = 0; i < tenths; ++i) pair.session.pass(0.1);
  };
  pass(3);
  CHECK(pair.session.frame().done);
  CHECK(pair.session.frame().seed == 0);
  pass(12);
  CHECK(pair.session.frame().seed == 1);
  CHECK_FALSE(pair.session.frame().done);
}

TEST_CASE("what is pointed at lights up in its own pane, what is pinned in all") {
  Pair pair;
  pair.session.perform(Command::kPause);
  const Rect place = pair.drawings[1].place;
  const Scene& scene = pair.session.frame().scene;
  const Layout layout =
      lay_out(static_cast<unsigned>(place.width), static_cast<unsigned>(place.height));
  const WorldTransform transform(scene.min, scene.max, layout.world);
  const Vec2 inside = transform(find_anchors(scene).at(5).center);
  const Vec2 window{inside.x + place.x, inside.y + place.y};
  pair.session.point(window);
  CHECK_FALSE(pair.says(0, "network sees"));
  CHECK(pair.says(1, "network sees"));
  pair.session.press(window);
  pair.session.release();
  CHECK(pair.session.state().pinned == 5);
  pair.session.point(Vec2{1, 1});
  CHECK(pair.says(0, "network sees"));
}

Frame frame_with(const HeadDecision& head) {
  Frame frame;
  frame.mind().actions = {head};
  return frame;
}

TEST_CASE("agents act alike that choose the same, of entities the same entity") {
  const Frame left = frame_with({.name = "", .probabilities = {0.4F, 0.6F}, .chosen = 1});
  CHECK(acts_alike(left, frame_with({.name = "", .probabilities = {0.1F, 0.9F}, .chosen = 1})));
  CHECK_FALSE(
      acts_alike(left, frame_with({.name = "", .probabilities = {0.9F, 0.1F}, .chosen = 0})));
  const Frame picks = frame_with({.name = "", .chosen = 0, .candidates = {7, 8}});
  CHECK(acts_alike(picks, frame_with({.name = "", .chosen = 1, .candidates = {6, 7}})));
  CHECK_FALSE(acts_alike(picks, frame_with({.name = "", .chosen = 0, .candidates = {6, 7}})));
  const Frame steers = frame_with({.name = "", .value = {0.5F, 1}});
  CHECK(acts_alike(steers, frame_with({.name = "", .value = {0.5F, 1}})));
  CHECK_FALSE(acts_alike(steers, frame_with({.name = "", .value = {0.4F, 1}})));
  Frame over = left;
  over.done = true;
  CHECK(acts_alike(over, frame_with({.name = "", .probabilities = {0.9F, 0.1F}, .chosen = 0})));
}

// Plays like the arena, but does something else from step 3 on.
class Contrary : public ArenaSource {
 public:
  using ArenaSource::ArenaSource;
  const Frame& advance() override {
    own_ = ArenaSource::advance();
    if (own_.step >= 3) own_.mind().actions[0].chosen = 4;
    return own_;
  }

 private:
  Frame own_;
};

TEST_CASE("differing actions are flagged, in the pane and on the timeline") {
  ArenaSource a({.steps = 8});
  Contrary b({.steps = 8});
  const ViewerOptions options;
  Session session(std::vector<FrameSource*>{&a, &b}, options);
  session.look_ahead(1);
  session.perform(Command::kPause);
  for (int i = 0; i < 2; ++i) session.perform(Command::kStep);
  CHECK_FALSE(says(session.draw(kWidth, kHeight)[1].drawing, "acts otherwise"));
  session.perform(Command::kStep);
  const auto drawings = session.draw(kWidth, kHeight);
  CHECK(says(drawings[1].drawing, "acts otherwise"));
  CHECK_FALSE(says(drawings[0].drawing, "acts otherwise"));
  // Step 4 is the fourth of five choices, which both take.
  CHECK(session.state().track->differs == std::vector<std::uint8_t>{0, 0, 0, 1, 0, 1, 1, 1, 0});
}

TEST_CASE("a common timeline has what the first pane has, and of others what lies in its time") {
  Track a{
      .first = 5, .position = 6, .rewards = {0, 1, 0}, .values = {0, 0, 0}, .events = {-1, 0, -1}};
  const Track b{.first = 3,
                .position = 7,
                .has_value = true,
                .rewards = {0, 0, 0, 0, 0, 0},
                .values = {3, 4, 5, 6, 7, 8},
                .events = {-1, -1, -1, -1, -1, -1}};
  const std::vector<const Track*> tracks{&a, &b};
  const Track all = put_together(tracks, {0, 1});
  CHECK(all.first == 5);
  CHECK(all.last() == 8);
  CHECK(all.position == 7);
  CHECK(all.values.empty());  // Nobody estimates it there.
  REQUIRE(all.others.size() == 1);
  CHECK(all.others[0].first == 5);
  CHECK(all.others[0].values == std::vector<float>{5, 6, 7, 8});
  CHECK(all.differs == std::vector<std::uint8_t>{0, 1, 0, 0});
  a.has_value = true;
  CHECK(put_together(tracks, {}).values.size() == 3);
}

// An episode that has no other.
class Once : public ArenaSource {
 public:
  using ArenaSource::ArenaSource;
  std::uint64_t next_episode(std::uint64_t seed) override {
    ++asked;
    return seed;
  }
  int asked = 0;
};

TEST_CASE("where an episode has no other, the same one is seen again") {
  ArenaSource a({.steps = 3});
  Once b({.steps = 3});
  const ViewerOptions options{.seed = 6};
  Session session(std::vector<FrameSource*>{&a, &b}, options);
  session.perform(Command::kNextSeed);
  CHECK(session.frame().seed == 6);
  CHECK(b.asked == 1);
}

}  // namespace
}  // namespace saccade::render
