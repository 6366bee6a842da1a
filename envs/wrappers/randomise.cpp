// wrap.randomise: an environment whose constants are others in every episode, so that a policy
// works in all of them, and in a real world whose constants nobody knows.
//
// With wrap.curriculum the ranges widen in the course of the training.
//
// (Domain randomisation of dynamics: Peng et al. 2018, "Sim-to-real transfer of robotic control
// with dynamics randomization".)
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "envs/core/random.h"
#include "envs/episode/spec_check.h"
#include "envs/episode/spec_difference.h"
#include "envs/wrappers/number_text.h"
#include "envs/wrappers/wrapper.h"
#include "envs/wrappers/wrappers.h"

namespace saccade {
namespace {

using Names = std::vector<std::string>;

constexpr const char* kKey = "wrap.randomise";
constexpr std::uint64_t kStream = 0x72616e646f6d;  // Apart from all other streams of a seed.

/// One option, and between which numbers it is drawn.
struct Range {
  std::string text;  ///< As it was set.
  std::string option;
  std::size_t index = 0;  ///< Of the option.
  bool is_whole = false;  ///< Then both are drawn, too.
  double middle = 0;      ///< What the option is without being drawn.
  double low = 0;
  double high = 0;

  OptionValue value(double number) const {
    return is_whole ? OptionValue(static_cast<int>(number)) : OptionValue(number);
  }
  /// Depends on the seed, the option and `width` alone, not on what else is drawn.  `width` [0, 1]:
  /// how much of the range is open, around its middle.
  OptionValue draw(std::uint64_t seed, double width) const {
    const double from = width < 1 ? middle + width * (low - middle) : low;
    const double to = width < 1 ? middle + width * (high - middle) : high;
    Rng rng(derive_seed({seed, kStream, index}));
    if (!is_whole) return from < to ? rng.uniform(from, to) : middle;
    return value(static_cast<double>(rng.integers(static_cast<std::int64_t>(std::ceil(from)),
                                                  static_cast<std::int64_t>(std::floor(to)) + 1)));
  }
};

[[noreturn]] void refuse(const std::string& text, const std::string& wanted) {
  throw Error(std::string(kKey) + ": found \"" + text + "\", wanted " + wanted);
}

/// What stands on both sides of the two dots.
std::pair<double, double> parse_ends(const std::string& text, const std::string& ends) {
  const std::size_t dots = ends.find("..");
  if (dots != std::string::npos) {
    const auto low = parse_number(ends.substr(0, dots));
    const auto high = parse_number(ends.substr(dots + 2));
    if (low && high && *low < *high) return {*low, *high};
  }
  refuse(text, "OPTION=LOW..HIGH or, of what env.OPTION is, OPTION*LOW..HIGH; LOW below HIGH");
}

double number_of(const OptionValue& value) {
  const int* whole = std::get_if<int>(&value);
  return whole ? *whole : std::get<double>(value);
}

/// Finds the option, whose value is a number.
void find_option(Range& range, const Options& options) {
  Names numeric;
  for (std::size_t i = 0; i < options.specs().size(); ++i) {
    const OptionSpec& spec = options.specs()[i];
    const bool is_whole = std::holds_alternative<int>(spec.default_value);
    if (!is_whole && !std::holds_alternative<double>(spec.default_value)) continue;
    numeric.push_back(spec.name);
    if (spec.name != range.option) continue;
    range.index = i;
    range.is_whole = is_whole;
    range.middle = number_of(options.values()[i]);
    return;
  }
  throw Error(std::string(kKey) + ": found \"" + range.text +
              "\", which names no option of the environment that is a number" +
              detail::suggestion(range.option, numeric));
}

Range parse_range(const std::string& text, const Options& options) {
  Range range{.text = text, .option = text.substr(0, text.find_first_of("=*"))};
  const bool has_ends = range.option.size() < text.size();
  std::tie(range.low, range.high) =
      parse_ends(text, has_ends ? text.substr(range.option.size() + 1) : "");
  find_option(range, options);
  if (text[range.option.size()] == '*') {
    if (range.middle == 0) refuse(text, "OPTION=LOW..HIGH: env." + range.option + " is 0");
    range.low *= range.middle;
    range.high *= range.middle;
    if (range.middle < 0) std::swap(range.low, range.high);
  }
  if (range.is_whole) {
    range.low = std::ceil(range.low);
    range.high = std::floor(range.high);
    if (range.low >= range.high) refuse(text, "a range that has two whole numbers at least");
  }
  const OptionSpec& spec = options.specs()[range.index];
  if (range.low < spec.min || range.high > spec.max) {
    refuse(text, "numbers that env." + range.option + " accepts: " + accepted_values(spec));
  }
  return range;
}

std::vector<Range> parse_ranges(const Names& texts, const Options& options) {
  std::vector<Range> ranges;
  for (const std::string& text : texts) {
    Range range = parse_range(text, options);
    for (const Range& other : ranges) {
      detail::want(other.option != range.option, kKey, "option " + range.option + " twice",
                   "each option once");
    }
    ranges.push_back(std::move(range));
  }
  return ranges;
}

/// A curriculum begins with what the options are, and widens from there to the ranges.
void check_middles(const std::vector<Range>& ranges) {
  for (const Range& range : ranges) {
    if (range.low <= range.middle && range.middle <= range.high) continue;
    refuse(range.text, "with wrap.curriculum a range that holds env." + range.option + " = " +
                           detail::option_text(range.value(range.middle)) + ", where it begins");
  }
}

/// The limits of a description are those of all episodes; the rest must be the same in each.
void widen(EnvironmentSpec& spec, const EnvironmentSpec& other) {
  spec.max_steps = std::max(spec.max_steps, other.max_steps);
  spec.reward_low = std::min(spec.reward_low, other.reward_low);
  spec.reward_high = std::max(spec.reward_high, other.reward_high);
  spec.has_curriculum = spec.has_curriculum || other.has_curriculum;
}

/// In what a description does not keep to what was promised; "" if it does.
std::string breach(const EnvironmentSpec& found, const EnvironmentSpec& promised) {
  EnvironmentSpec wide = found;
  widen(wide, promised);
  return wide == promised ? "" : spec_difference(wide, promised);
}

/// Makes the environment anew for each episode, with options that are drawn.
class Randomise final : public Wrapper {
 public:
  Randomise(std::unique_ptr<Environment> environment, const Names& texts,
            const EnvironmentOrigin& origin)
      : Wrapper(std::move(environment)),
        entry_(origin.entry),
        options_(origin.options),
        ranges_(parse_ranges(texts, origin.options)),
        curriculum_(origin.wrap.get<double>("curriculum")) {
    for (std::size_t i = 0; i < ranges_.size(); ++i) {
      for (std::size_t j = 0; j <= i; ++j) try_ends(i, j);
    }
    if (curriculum_ == 0) return;
    check_middles(ranges_);
    wrapped_spec().has_curriculum = true;
  }

  void set_progress(double done) override { progress_ = done; }

  void reset(std::uint64_t seed) override {
    const double width = progress_ < curriculum_ ? progress_ / curriculum_ : 1;
    for (const Range& range : ranges_) options_.set(range.option, range.draw(seed, width));
    std::unique_ptr<Environment> drawn = make_environment(entry_, options_);
    const std::string difference = breach(spec_of(*drawn), wrapped_spec());
    if (!difference.empty()) {
      detail::refuse(std::string(kKey) + ": description of the environment that was drawn: " +
                     difference + " at the ends of the ranges");
    }
    replace_inner(std::move(drawn));
    Wrapper::set_progress(progress_);
    Wrapper::reset(seed);
  }

 private:
  /// Options may depend on each other: tries the ends of two ranges, or of one, with each other.
  void try_ends(std::size_t i, std::size_t j) {
    for (const double first : {ranges_[i].low, ranges_[i].high}) {
      for (const double second : {ranges_[j].low, ranges_[j].high}) {
        if (i == j && first != second) continue;
        for (const Range& range : ranges_) options_.set(range.option, range.value(range.low));
        options_.set(ranges_[j].option, ranges_[j].value(second));
        options_.set(ranges_[i].option, ranges_[i].value(first));
        try_options(ranges_[i].text);
      }
    }
  }

  void try_options(const std::string& text) {
    const std::string found = std::string(kKey) + ": found \"" + text + "\": ";
    EnvironmentSpec spec;
    try {
      spec = spec_of(*make_environment(entry_, options_));
    } catch (const Error& error) {
      throw Error(found + error.what(), error.kind());
    }
    widen(wrapped_spec(), spec);
    const std::string difference = breach(spec, wrapped_spec());
    if (difference.empty()) return;
    throw Error(found +
                "wanted options that change nothing of what the environment says of itself "
                "but limits: " +
                difference + " before");
  }

  EnvironmentEntry entry_;
  Options options_;  // Of the running episode.
  std::vector<Range> ranges_;
  double curriculum_;    // Share of the training in which the ranges widen.
  double progress_ = 1;  // Of the training.
};

}  // namespace

WrapperEntry randomise_wrapper() {
  return {.option = {.name = "randomise",
                     .default_value = Names{},
                     .help = "Options of the environment that are drawn anew in each episode, each "
                             "as OPTION=LOW..HIGH or, of what env.OPTION is, OPTION*LOW..HIGH: "
                             "[\"gravity*0.8..1.2\"]."},
          .wrap = [](std::unique_ptr<Environment> environment, const OptionValue& value,
                     const EnvironmentOrigin& origin) -> std::unique_ptr<Environment> {
            return std::make_unique<Randomise>(std::move(environment), std::get<Names>(value),
                                               origin);
          }};
}

}  // namespace saccade
