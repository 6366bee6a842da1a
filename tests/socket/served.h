// Environments of Saccade served as another program would serve its own: by the C++ client of
// examples/socket_env, on threads of the test.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmath>
#include <exception>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "../../examples/socket_env/cpp/saccade_client.h"
#include "envs/core/environment.h"
#include "envs/core/registry.h"
#include "envs/spaces/space_description.h"

namespace saccade::testing {

/// The description that a client sends of an environment.
inline std::string description_of(const EnvironmentSpec& spec, bool draws) {
  using Json = nlohmann::ordered_json;
  const auto bound = [](float value) { return std::isfinite(value) ? Json(value) : Json(); };
  Json json = {{"id", spec.id},
               {"kinds", Json::array()},
               {"steps_per_second", spec.steps_per_second},
               {"reward", {bound(spec.reward_low), bound(spec.reward_high)}},
               {"outcomes", spec.outcomes},
               {"counts", spec.counts},
               {"has_curriculum", spec.has_curriculum},
               {"draws", draws}};
  if (spec.max_steps != kNoLimit) json["max_steps"] = spec.max_steps;
  for (const AgentKind& kind : spec.kinds) {
    json["kinds"].push_back({{"name", kind.name},
                             {"agents", kind.agents},
                             {"observation", Json::parse(describe_space(kind.observation))},
                             {"action", Json::parse(describe_space(kind.action))}});
  }
  return json.dump();
}

inline void write_points(const std::vector<Vec2>& points, std::vector<float>& numbers) {
  for (const Vec2 point : points) {
    numbers.push_back(point.x);
    numbers.push_back(point.y);
  }
}

inline saccade_client::Color client_color(Color color) {
  return {color.r, color.g, color.b, color.a};
}

inline void fill_form(const Circle& circle, saccade_client::Shape& shape) {
  shape.kind = saccade_client::Shape::kCircle;
  shape.numbers = {circle.center.x, circle.center.y, circle.radius};
}
inline void fill_form(const Polygon& polygon, saccade_client::Shape& shape) {
  shape.kind = saccade_client::Shape::kPolygon;
  write_points(polygon.points, shape.numbers);
}
inline void fill_form(const Line& line, saccade_client::Shape& shape) {
  shape.kind = saccade_client::Shape::kLine;
  shape.numbers = {line.from.x, line.from.y, line.to.x, line.to.y, line.width};
}
inline void fill_form(const Text& text, saccade_client::Shape& shape) {
  shape.kind = saccade_client::Shape::kText;
  shape.numbers = {text.center.x, text.center.y, text.height};
  shape.text = text.text;
}

inline saccade_client::Scene client_scene(const Scene& scene) {
  saccade_client::Scene result;
  result.min_x = scene.min.x;
  result.min_y = scene.min.y;
  result.max_x = scene.max.x;
  result.max_y = scene.max.y;
  result.background = client_color(scene.background);
  for (const SceneShape& shape : scene.shapes) {
    saccade_client::Shape& added = result.shapes.emplace_back();
    added.fill = client_color(shape.fill);
    added.outline = client_color(shape.outline);
    added.outline_width = shape.outline_width;
    added.entity = shape.entity;
    added.anchor = shape.anchor;
    std::visit([&added](const auto& form) { fill_form(form, added); }, shape.shape);
  }
  return result;
}

/// What an agent sees, as a client has it.
inline void fill_agent(const AgentKind& kind, const Observation& seen,
                       saccade_client::Agent& agent) {
  for (const Observation::Rows& rows : seen.rows()) {
    saccade_client::Entities& entities = agent.entities.emplace_back();
    entities.ids = rows.ids;
    entities.features = rows.features;
    write_points(rows.positions, entities.positions);
    write_points(rows.velocities, entities.velocities);
  }
  for (const Observation::Rays& rays : seen.rays()) {
    agent.rays.push_back(
        {rays.present, rays.origin.x, rays.origin.y, rays.heading, rays.distances, rays.hits});
  }
  for (const Observation::Image& image : seen.images()) {
    agent.images.push_back({image.present, image.origin.x, image.origin.y, image.pixels});
  }
  for (std::size_t h = 0; h < kind.action.heads.size(); ++h) {
    const bool has_mask = is_masked(kind.action.heads[h]) || !seen.masks()[h].empty();
    agent.heads.push_back({seen.has_head(h), has_mask, seen.masks()[h]});
  }
}

/// An environment of Saccade as a client's.
class HostedEnvironment final : public saccade_client::Environment {
 public:
  explicit HostedEnvironment(std::unique_ptr<saccade::Environment> environment)
      : environment_(std::move(environment)) {}

  void reset(std::uint64_t seed, double progress, saccade_client::State& state) override {
    if (environment_->spec().has_curriculum) environment_->set_progress(progress);
    environment_->reset(seed);
    state = {};
    look({}, std::vector<float>(static_cast<std::size_t>(environment_->spec().agent_count())),
         state);
  }

  void step(const std::vector<float>& actions, saccade_client::State& state) override {
    std::vector<float> rewards(static_cast<std::size_t>(environment_->spec().agent_count()));
    const StepResult result = environment_->step(actions, rewards);
    look(result, rewards, state);
  }

  void draw(saccade_client::Scene& scene) override {
    Scene drawn;
    environment_->draw(drawn);
    scene = client_scene(drawn);
  }

 private:
  void look(const StepResult& result, const std::vector<float>& rewards,
            saccade_client::State& state) const {
    const EnvironmentSpec& spec = environment_->spec();
    state.terminated = result.terminated;
    state.truncated = result.truncated;
    state.outcome = result.outcome;
    state.counts.assign(spec.counts.size(), 0);
    environment_->counts(state.counts);
    state.agents.clear();
    for (int agent = 0; agent < spec.agent_count(); ++agent) {
      saccade_client::Agent& sent = state.agents.emplace_back();
      sent.present = environment_->is_present(agent);
      sent.reward = rewards[static_cast<std::size_t>(agent)];
      if (!sent.present) continue;
      const AgentKind& kind = spec.kind_of(agent);
      Observation seen(kind.observation, kind.action);
      environment_->observe(agent, seen);
      fill_agent(kind, seen, sent);
    }
  }

  std::unique_ptr<saccade::Environment> environment_;
};

/// A port at which nobody listens at the moment.
inline std::uint16_t free_port() {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* const place = reinterpret_cast<sockaddr*>(&address);
  ::bind(descriptor, place, size);
  ::getsockname(descriptor, place, &size);
  ::close(descriptor);
  return ntohs(address.sin_port);
}

/// A client program: threads that serve until Saccade closes the connections.
class Host {
 public:
  struct Setting {
    std::uint16_t port = 0;
    std::string name = "arena";
    int threads = 1;
    bool draws = true;
    double patience = 10;
  };

  Host(const EnvironmentFactory& factory, const Setting& setting)
      : errors_(static_cast<std::size_t>(setting.threads)) {
    const std::string description = description_of(factory()->spec(), setting.draws);
    for (std::string& error : errors_) {
      threads_.emplace_back([=, &error] {
        try {
          saccade_client::serve(description,
                                [&] { return std::make_unique<HostedEnvironment>(factory()); },
                                {"127.0.0.1", setting.port, setting.name, setting.patience});
        } catch (const std::exception& failure) {
          error = failure.what();
        }
      });
    }
  }
  ~Host() { wait(); }
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  /// Waits for the end; returns what the first thread failed with, or "".
  std::string wait() {
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    return errors_.front();
  }

 private:
  std::vector<std::string> errors_;  // [threads]
  std::vector<std::thread> threads_;
};

}  // namespace saccade::testing
