// saccade export --header, as a person calls it.
#include <filesystem>
#include <string>
#include <vector>

#include "support/saccade_program.h"

using namespace saccade;
using Catch::Matchers::Contains;
using saccade::testing::ProgramResult;
using saccade::testing::read_text;
using saccade::testing::saccade_in;
using saccade::testing::TemporaryFolder;

namespace {

/// A run of a few steps, and what `export` makes of it.
class Exports {
 public:
  explicit Exports(const std::string& environment, const std::string& setting = "seed=1") {
    const ProgramResult result = saccade_in(
        folder_.path(), {"train", environment, "--out", "run", "--quiet", "--steps", "64", "--set",
                         "rollout.envs=4", "--set", "rollout.horizon=8", "--set", "ppo.epochs=1",
                         "--set", "policy.width=16", "--set", setting});
    INFO(result.err);
    REQUIRE(result.status == 0);
  }

  ProgramResult call(std::vector<std::string> options) const {
    options.insert(options.begin(), {"export", "run"});
    return saccade_in(folder_.path(), options);
  }
  std::string header(std::vector<std::string> options = {}) const {
    options.insert(options.end(), {"--header", "policy.h", "--force"});
    const ProgramResult result = call(options);
    INFO(result.err);
    REQUIRE(result.status == 0);
    return read_text(folder_.path() / "policy.h");
  }
  std::string refusal(const std::vector<std::string>& options) const {
    const ProgramResult result = call(options);
    CHECK(result.status == 2);
    return result.err;
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("A header holds what its policy needs, and no more") {
  const Exports exports("forage");
  const std::string text = exports.header();
  CHECK_THAT(text,
             Contains("// A policy for forage, trained with Saccade for 64 steps; weights ") &&
                 Contains("namespace forage {") && Contains("struct Food {") &&
                 Contains("enum class Push {") && Contains("read_out(") &&
                 Contains("float value = 0;"));
  CHECK_THAT(text, !Contains("additive") && !Contains("GruState") && !Contains("sine_cosine") &&
                       !Contains("<cmath>") && !Contains("//@"));
}

TEST_CASE("A header without the value leaves out its encoder") {
  const Exports exports("forage", "policy.separate_value=true");
  const std::string whole = exports.header(), part = exports.header({"--no-value"});
  CHECK_THAT(whole, Contains("encode_value"));
  CHECK_THAT(part, !Contains("encode_value") && !Contains("float value = 0;"));
  CHECK(10 * part.size() < 7 * whole.size());
}

TEST_CASE("The namespace of a header is that of the environment and kind, or as asked for") {
  const Exports exports("hide-and-seek");
  CHECK_THAT(exports.header({"--kind", "seeker"}), Contains("namespace hide_and_seek_seeker {"));
  CHECK_THAT(exports.header({"--kind", "seeker", "--namespace", "mine"}),
             Contains("\nnamespace mine {"));
  CHECK_THAT(exports.refusal({"--header", "other.h"}), Contains("wanted one of hider, seeker"));
  CHECK_THAT(exports.refusal({"--header", "other.h", "--kind", "hider", "--namespace", "a b"}),
             Contains("found 'a b'") && Contains("such as 'a_b'"));
}

TEST_CASE("What only a header heeds is refused without one") {
  const Exports exports("cartpole");
  CHECK_THAT(exports.refusal({"--card", "card.md", "--no-value"}), Contains("--no-value"));
  CHECK_THAT(exports.refusal({"--card", "card.md", "--namespace", "x"}), Contains("--namespace"));
}
