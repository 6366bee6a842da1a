// The benchmarks as commands: what they report.
#include "nn/attention/attention_kinds.h"
#include "support/saccade_program.h"

using nlohmann::json;
using saccade::testing::json_of;
using saccade::testing::refusal;

namespace {

// Only the small ones: measuring all takes minutes where a sanitizer watches.
json small_kernels(const std::string& filter) {
  json report = json_of({"bench", "kernels", "--json", "--milliseconds", "1", "--filter", filter});
  CHECK(report["peak_gflops"].get<double>() > 0);
  for (const auto& kernel : report["kernels"]) CHECK(kernel["gflops"].get<double>() > 0);
  for (const auto& ceiling : report["ceilings"]) CHECK(ceiling["gflops"].get<double>() > 0);
  return report;
}

}  // namespace

TEST_CASE("The training benchmark reports its speed and its work") {
  const json report =
      json_of({"bench", "train", "--json", "--entities", "4", "--width", "16", "--envs", "4",
               "--horizon", "16", "--iterations", "1", "--threads", "1"});
  for (const char* key : {"env_steps_per_second", "rollout_seconds", "update_seconds",
                          "flop_per_env_step", "gflops", "peak_gflops"}) {
    INFO(key);
    CHECK(report[key].get<double>() > 0);
  }
  CHECK(report["threads"] == 1);
  CHECK(report["entities"] == 4);
  CHECK(report["width"] == 16);
  refusal({"bench", "train", "--width", "10", "--heads", "4"});
  CHECK_THAT(refusal({"bench", "train", "--set", "rollout.gamma=0.5"}),
             Catch::Matchers::Contains("found rollout.gamma=0.5, wanted a key of the policy"));
  refusal({"bench", "train", "--entities", "1"});
}

TEST_CASE("The training benchmark takes another policy, whose arithmetic it does not count") {
  const json report = json_of({"bench", "train", "--json", "--entities", "4", "--width", "16",
                               "--envs", "4", "--horizon", "16", "--iterations", "1", "--threads",
                               "1", "--set", "policy.attention.kind=linear"});
  CHECK(report["env_steps_per_second"].get<double>() > 0);
  CHECK_FALSE(report.contains("flop_per_env_step"));
}

TEST_CASE("The attention benchmark measures every kind, or the one that is asked for") {
  const json report =
      json_of({"bench", "attention", "--json", "--most", "8", "--milliseconds", "1"});
  const auto& kinds = saccade::nn::attention_kinds();
  CHECK(report.size() == kinds.size());
  for (const auto& kind : kinds) {
    INFO(kind.name);
    CHECK(report[kind.name].size() == 1);
    CHECK(report[kind.name]["8"].get<double>() > 0);
  }
  CHECK(json_of({"bench", "attention", "--kind", "top_k", "--json", "--most", "8", "--milliseconds",
                 "1"})
            .size() == 1);
  refusal({"bench", "attention", "--kind", "topk"});
  refusal({"bench", "attention", "--heads", "3"});
}

TEST_CASE("The environments' benchmark measures each one") {
  const json report = json_of({"bench", "envs", "--json", "--milliseconds", "1"});
  const json list = json_of({"envs", "--json"});
  CHECK(report.size() == list.size());
  for (const auto& item : report) CHECK(item["steps_per_second"].get<double>() > 0);
  CHECK(json_of({"bench", "envs", "cartpole", "--json", "--milliseconds", "1"}).size() == 1);
}

TEST_CASE("The kernels' benchmark measures products, layers, sets and encoders") {
  const json layers = small_kernels(" 32x64");
  CHECK(layers["kernels"].size() == 6);
  CHECK(layers["kernels"].contains("layer norm 32x64 backward"));
  CHECK(small_kernels("sets of 256")["kernels"].size() == 6);
  const json products = small_kernels(" 16x16x16");
  CHECK(products["kernels"].empty());
  CHECK(products["ceilings"].contains("product 16x16x16, ours"));
  CHECK(small_kernels("x 4 entities, width 64, 1 block ")["kernels"].size() == 2);
}
