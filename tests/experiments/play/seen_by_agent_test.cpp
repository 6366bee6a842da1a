#ifdef SACCADE_WITH_RENDER
#include "experiments/play/seen_by_agent.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>

#include "envs/builtin.h"
#include "experiments/play/episode_source.h"

using namespace saccade;

namespace {

ObservationSpace with_two_images() {
  ObservationSpace space;
  space.types = {{"self", {"x"}, 1}, {"food", {"x"}, -1}};
  space.rays = {{.name = "lidar", .count = 3, .hits = {"wall"}}};
  space.images = {{.name = "near", .height = 4, .width = 6, .channels = {"a", "b"}},
                  {.name = "far", .height = 8, .width = 8, .channels = {"c"}, .pixel_size = 3}};
  return space;
}

}  // namespace

TEST_CASE("An image is described as its sensor is, and knows the type of its patches") {
  const ObservationSpace space = with_two_images();
  const auto images = images_of(space, 2);
  const auto kinds = token_kinds(space, 2);
  REQUIRE(images.size() == 2);
  CHECK(images[0].channels == std::vector<std::string>{"a", "b"});
  CHECK(images[0].height == 4);
  CHECK(images[0].width == 6);
  CHECK(images[0].patch == 2);
  CHECK(images[1].pixel_size == 3);
  for (const render::SeenImage& image : images) {
    REQUIRE(image.type >= 0);
    CHECK(kinds.at(static_cast<std::size_t>(image.type)).name == image.name);
    CHECK(image.pixels.empty());
  }
}

TEST_CASE("An image that is not there at a step has no pixels") {
  const ObservationSpace space = with_two_images();
  auto images = images_of(space, 2);
  Observation seen(space, ActionSpace{});
  seen.add(0, 0, {1.0F});
  seen.set_image(0, {3, 4}, std::vector<float>(48, 0.5F));
  fill_images(seen, images);
  CHECK(images[0].pixels == std::vector<float>(48, 0.5F));
  CHECK(images[0].origin.y == 4);
  CHECK(images[1].pixels.empty());
  fill_images(Observation(space, ActionSpace{}), images);
  CHECK(images[0].pixels.empty());
}

TEST_CASE("The viewer gets the picture that an agent of forage sees, around itself") {
  Registry registry;
  add_builtin_environments(registry);
  const EnvironmentEntry& entry = registry.find("forage");
  Options options(entry.options);
  options.set("image", true);
  auto environment = make_environment(entry, options);
  auto player = std::make_unique<RandomPlayer>(environment->spec());
  EpisodeSource source(std::move(environment), std::move(player));
  const render::Frame& frame = source.reset(2);
  REQUIRE(frame.mind().images.size() == 1);
  const std::vector<float> first = frame.mind().images[0].pixels;
  CHECK(first.size() == 24 * 24 * 5);
  CHECK(std::any_of(first.begin(), first.end(), [](float number) { return number > 0.5F; }));
  for (int i = 0; i < 20; ++i) source.advance();
  CHECK(frame.mind().images[0].pixels != first);
}
#endif
