// saccade export --onnx, as a person calls it.
#include "support/saccade_program.h"
#ifdef SACCADE_WITH_ONNX
#include "parsed_model.h"
#endif

using Catch::Matchers::Contains;
using saccade::testing::ProgramResult;
using saccade::testing::saccade_in;

namespace {

/// A run of an environment with two kinds of agents.
class ShortRun {
 public:
  ShortRun() {
    const ProgramResult trained =
        call({"train", "hide-and-seek", "--out", "run", "--quiet", "--steps", "64", "--set",
              "rollout.envs=4", "--set", "rollout.horizon=8", "--set", "ppo.epochs=1", "--set",
              "policy.width=16", "--set", "eval.episodes=2"});
    INFO(trained.err);
    REQUIRE(trained.status == 0);
  }
  ProgramResult call(const std::vector<std::string>& arguments) const {
    return saccade_in(folder_.path(), arguments);
  }
  std::string refusal(const std::vector<std::string>& arguments) const {
    const ProgramResult result = call(arguments);
    CHECK(result.status == 2);
    return result.err;
  }
  std::string text(const std::string& file) const {
    return saccade::testing::read_text(folder_.path() / file);
  }
  bool exists(const std::string& file) const {
    return std::filesystem::exists(folder_.path() / file);
  }

 private:
  saccade::testing::TemporaryFolder folder_;
};

}  // namespace

#ifdef SACCADE_WITH_ONNX
TEST_CASE("saccade export writes a model of one kind of agents", "[onnx]") {
  const ShortRun run;
  const ProgramResult result =
      run.call({"export", "run", "--onnx", "hider.onnx", "--kind", "hider"});
  INFO(result.err);
  CHECK_THAT(result.out, Contains("wrote hider.onnx"));
  const auto model = saccade::testing::parse_model(run.text("hider.onnx"));
  CHECK(model.texts.at("kind") == "hider");
  CHECK(model.texts.at("env") == "hide-and-seek");
  CHECK(model.texts.at("step") == "64");
  CHECK(model.texts.at("digest").size() == 16);
  CHECK_THAT(model.texts.at("config"), Contains("width = 16"));
  CHECK(model.inputs.at("self").substr(0, 8) == "float[1 ");

  CHECK_THAT(run.refusal({"export", "run", "--onnx", "any.onnx"}), Contains("found no agent kind"));
  CHECK_THAT(run.refusal({"export", "run", "--onnx", "hider.onnx", "--kind", "hider"}),
             Contains("--force"));
  CHECK_THAT(run.refusal({"export", "run", "--card", "card.md", "--batch"}),
             Contains("--onnx FILE"));
  CHECK_FALSE(run.exists("any.onnx"));
  CHECK_FALSE(run.exists("card.md"));

  CHECK(run.call({"export", "run", "--onnx", "batch.onnx", "--kind", "hider", "--batch"}).status ==
        0);
  const auto batch = saccade::testing::parse_model(run.text("batch.onnx"));
  CHECK(batch.inputs.at("self").substr(0, 14) == "float[batch 1 ");
}
#else
TEST_CASE("Without ONNX the program says how to get it", "[onnx]") {
  const ShortRun run;
  CHECK_THAT(run.refusal({"export", "run", "--onnx", "hider.onnx", "--kind", "hider"}),
             Contains("SACCADE_ONNX=ON"));
  CHECK_FALSE(run.exists("hider.onnx"));
}
#endif
