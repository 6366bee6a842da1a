// wrap.curriculum: the ranges of wrap.randomise widen in the course of the training, so that easy
// episodes come first.  What it does is done there.
//
// (Curriculum learning: Bengio et al. 2009.  Ranges of randomised constants that grow from a
// single value: Akkaya et al. 2019, "Solving Rubik's cube with a robot hand".)
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "envs/episode/spec_check.h"
#include "envs/wrappers/wrappers.h"

namespace saccade {

WrapperEntry curriculum_wrapper() {
  return {.option = {.name = "curriculum",
                     .default_value = 0.0,
                     .help = "Share of the training in which the ranges of wrap.randomise widen, "
                             "from what env.OPTION is to all of them; 0: they are wide from the "
                             "beginning.",
                     .min = 0,
                     .max = 1},
          .wrap = [](std::unique_ptr<Environment> environment, const OptionValue& value,
                     const EnvironmentOrigin& origin) {
            detail::want(!origin.wrap.get<std::vector<std::string>>("randomise").empty(),
                         "wrap.curriculum", detail::number_text(std::get<double>(value)),
                         "0, or ranges in wrap.randomise that can widen");
            return environment;
          }};
}

}  // namespace saccade
