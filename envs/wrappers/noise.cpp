// wrap.noise and wrap.feature_noise: what agents see is wrong by a normal number, as readings of
// real sensors are.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "envs/core/random.h"
#include "envs/episode/spec_check.h"
#include "envs/wrappers/feature_names.h"
#include "envs/wrappers/number_text.h"
#include "envs/wrappers/wrapper.h"
#include "envs/wrappers/wrappers.h"

namespace saccade {
namespace {

using Names = std::vector<std::string>;

// Apart from all other streams of a seed.
constexpr std::uint64_t kNoiseStream = 0x6e6f697365, kFeatureStream = 0x666561747572656e;
constexpr double kMost = 1e6;
constexpr std::uint64_t kEntities = 0, kRays = 1, kImages = 2;  // Parts of both.

/// Standard deviations for one kind of agents; 0: none.
struct Deviations {
  std::vector<std::vector<double>> features;  // [types][features]
  std::vector<double> rays;                   // [modalities] as shares of the range
  std::vector<double> images;                 // [modalities]

  /// Calls `visit(name, deviation)` for all that the policy sees: "food.distance", "lidar".
  template <class Visit>
  static Deviations make(const AgentKind& kind, const Visit& visit) {
    Deviations all;
    for (const EntityType& type : kind.observation.types) {
      std::vector<double>& row = all.features.emplace_back(type.features.size());
      if (type.critic_only) continue;
      for (std::size_t f = 0; f < row.size(); ++f) {
        row[f] = visit(type.name + '.' + type.features[f]);
      }
    }
    for (const RayModality& rays : kind.observation.rays) all.rays.push_back(visit(rays.name));
    for (const ImageModality& image : kind.observation.images) {
      all.images.push_back(visit(image.name));
    }
    return all;
  }
};

/// The error of a reading is a number of episode, step, agent and thing alone: looking twice, or
/// not at all, changes nothing.
class Noise final : public Wrapper {
 public:
  /// `deviations` [kinds].
  Noise(std::unique_ptr<Environment> environment, std::vector<Deviations> deviations,
        std::uint64_t stream)
      : Wrapper(std::move(environment)), deviations_(std::move(deviations)), stream_(stream) {}

  void reset(std::uint64_t seed) override {
    seed_ = seed;
    step_ = 0;
    Wrapper::reset(seed);
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    ++step_;
    return inner().step(actions, rewards);
  }

  void observe(int agent, Observation& observation) const override {
    const Observation& seen = look(agent);
    const Deviations& deviations = deviations_[inner_spec().kind_index(agent)];
    for (std::size_t type = 0; type < seen.rows().size(); ++type) {
      const Observation::Rows& rows = seen.rows()[type];
      for (std::size_t row = 0; row < rows.ids.size(); ++row) {
        const std::span<const float> features = features_of(rows, row);
        row_.assign(features.begin(), features.end());
        blur(row_, deviations.features[type], rng(agent, kEntities, rows.ids[row]));
        observation.add(static_cast<int>(type), rows.ids[row], row_, rows.positions[row],
                        rows.velocities[row]);
      }
    }
    copy_sensors_and_heads(seen, observation);
    blur_rays(agent, deviations.rays, seen, observation);
    blur_images(agent, deviations.images, seen, observation);
  }

 private:
  Rng rng(int agent, std::uint64_t what, int number) const {
    return Rng(derive_seed({seed_, stream_, step_, static_cast<std::uint64_t>(agent), what,
                            static_cast<std::uint64_t>(number)}));
  }

  static float blurred(float number, double deviation, Rng& rng) {
    return number + static_cast<float>(deviation * rng.normal());
  }

  /// Draws for every feature, so that the noise of one does not depend on which others have some.
  static void blur(std::span<float> row, std::span<const double> deviations, Rng rng) {
    if (std::all_of(deviations.begin(), deviations.end(), [](double d) { return d == 0; })) return;
    for (std::size_t f = 0; f < row.size(); ++f) row[f] = blurred(row[f], deviations[f], rng);
  }

  /// What is out of range stays so, and what is met stays within.
  void blur_rays(int agent, std::span<const double> deviations, const Observation& seen,
                 Observation& observation) const {
    const ObservationSpace& space = inner_spec().kind_of(agent).observation;
    for (std::size_t m = 0; m < seen.rays().size(); ++m) {
      const Observation::Rays& rays = seen.rays()[m];
      if (!rays.present || deviations[m] == 0) continue;
      const float range = space.rays[m].range;
      Rng draws = rng(agent, kRays, static_cast<int>(m));
      row_ = rays.distances;
      for (std::size_t i = 0; i < std::min(row_.size(), rays.hits.size()); ++i) {
        const float found = blurred(row_[i], deviations[m] * static_cast<double>(range), draws);
        if (rays.hits[i] < 0 || row_[i] > range) continue;  // A fault stays one.
        row_[i] = std::clamp(found, 0.0F, range);
      }
      observation.set_rays(static_cast<int>(m), rays.origin, rays.heading, row_, rays.hits);
    }
  }

  void blur_images(int agent, std::span<const double> deviations, const Observation& seen,
                   Observation& observation) const {
    for (std::size_t m = 0; m < seen.images().size(); ++m) {
      const Observation::Image& image = seen.images()[m];
      if (!image.present || deviations[m] == 0) continue;
      Rng draws = rng(agent, kImages, static_cast<int>(m));
      row_ = image.pixels;
      for (float& pixel : row_) pixel = blurred(pixel, deviations[m], draws);
      observation.set_image(static_cast<int>(m), image.origin, row_);
    }
  }

  std::vector<Deviations> deviations_;  // [kinds]
  std::uint64_t stream_;
  std::uint64_t seed_ = 0;
  std::uint64_t step_ = 0;
  mutable std::vector<float> row_;  // Scratch.
};

std::unique_ptr<Environment> wrap_noise(std::unique_ptr<Environment> environment,
                                        const OptionValue& value,
                                        const EnvironmentOrigin& /*origin*/) {
  const double deviation = std::get<double>(value);
  const EnvironmentSpec spec = spec_of(*environment);
  std::vector<Deviations> deviations;
  bool has_effect = false;
  for (const AgentKind& kind : spec.kinds) {
    deviations.push_back(Deviations::make(kind, [&](const std::string& /*name*/) {
      has_effect = true;
      return deviation;
    }));
  }
  detail::want(has_effect, "wrap.noise", detail::number_text(deviation),
               "0: a policy sees no numbers in environment " + spec.id);
  return std::make_unique<Noise>(std::move(environment), std::move(deviations), kNoiseStream);
}

struct NamedDeviation {
  std::string name;
  double deviation = 0;
};

/// A name may have an equals sign, too.
NamedDeviation parse_deviation(const std::string& text) {
  const std::size_t equals = text.rfind('=');
  const auto number =
      equals == std::string::npos ? std::nullopt : parse_number(text.substr(equals + 1));
  detail::want(number && *number > 0 && *number <= kMost, "wrap.feature_noise", '"' + text + '"',
               "TYPE.FEATURE=DEVIATION or SENSOR=DEVIATION, with a number above 0, at most 1e6");
  return {text.substr(0, equals), *number};
}

std::vector<NamedDeviation> parse_deviations(const Names& texts, const EnvironmentSpec& spec) {
  std::vector<Names> own(spec.kinds.size());
  for (std::size_t k = 0; k < own.size(); ++k) {
    Deviations::make(spec.kinds[k], [&](const std::string& name) {
      own[k].push_back(name);
      return 0;
    });
  }
  std::vector<NamedDeviation> all;
  for (const std::string& text : texts) {
    all.push_back(parse_deviation(text));
    const std::string& name = all.back().name;
    check_feature_name("wrap.feature_noise", text, "TYPE.FEATURE=DEVIATION or SENSOR=DEVIATION",
                       name, spec, own);
    const auto same = [&name](const NamedDeviation& other) { return other.name == name; };
    detail::want(std::count_if(all.begin(), all.end(), same) == 1, "wrap.feature_noise",
                 name + " twice", "each name once");
  }
  return all;
}

/// That of the kind by name goes before that of every kind.
double deviation_of(const std::vector<NamedDeviation>& named, const AgentKind& kind,
                    const std::string& feature) {
  for (const std::string& name : {kind.prefix() + feature, feature}) {
    for (const NamedDeviation& one : named) {
      if (one.name == name) return one.deviation;
    }
  }
  return 0;
}

std::unique_ptr<Environment> wrap_feature_noise(std::unique_ptr<Environment> environment,
                                                const OptionValue& value,
                                                const EnvironmentOrigin& /*origin*/) {
  const EnvironmentSpec spec = spec_of(*environment);
  const std::vector<NamedDeviation> named = parse_deviations(std::get<Names>(value), spec);
  std::vector<Deviations> deviations;
  for (const AgentKind& kind : spec.kinds) {
    deviations.push_back(Deviations::make(
        kind, [&](const std::string& feature) { return deviation_of(named, kind, feature); }));
  }
  return std::make_unique<Noise>(std::move(environment), std::move(deviations), kFeatureStream);
}

}  // namespace

WrapperEntry noise_wrapper() {
  return {.option = {.name = "noise",
                     .default_value = 0.0,
                     .help = "Standard deviation of what is added to every number that a policy "
                             "sees: features, pixels, and distances of rays as shares of their "
                             "range.",
                     .min = 0,
                     .max = kMost},
          .wrap = wrap_noise};
}

WrapperEntry feature_noise_wrapper() {
  return {.option = {.name = "feature_noise",
                     .default_value = Names{},
                     .help = "The same for single features or sensors, each as "
                             "TYPE.FEATURE=DEVIATION or SENSOR=DEVIATION: "
                             "[\"food.distance=0.05\"]."},
          .wrap = wrap_feature_noise};
}

}  // namespace saccade
