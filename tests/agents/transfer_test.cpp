#include "agents/transfer.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "agents/small_learner.h"
#include "support/workshop.h"

namespace saccade {
namespace {

using testing::factory_of;
using testing::Seek;

using Names = std::vector<std::string>;

PolicySet policies(std::uint64_t seed, const PolicyConfig& config = testing::small_policy()) {
  return {Seek().spec().kinds, config, seed};
}

/// Of a policy whose statistics are not those of the beginning.
TensorMap source() {
  Learner learner(factory_of<Seek>(), testing::small_config(), 4000, 5, 1);
  learner.update();
  return learner.policies().tensors();
}

/// Of two kinds of agents: porters and a picker.
TensorMap workshop_source() {
  Learner learner(testing::workshop(), testing::small_config(), 4000, 5, 1);
  learner.update();
  return learner.policies().tensors();
}

PolicySet workshop_policies(const std::string& second_kind) {
  std::vector<AgentKind> kinds = testing::Workshop().spec().kinds;
  kinds[1].name = second_kind;
  return {kinds, testing::small_policy(), 1};
}

bool contains(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

TEST_CASE("policies of the same shape take every parameter and statistic") {
  const TensorMap from = source();
  PolicySet to = policies(1);
  const Transfer transfer = transfer_policies(from, to);
  const TensorMap now = to.tensors();
  CHECK(transfer.taken.size() == now.size());
  CHECK(transfer.is_complete());
  CHECK(contains(transfer.taken, "observation.target.mean"));
  for (const auto& [name, tensor] : now) CHECK(tensor.bytes == from.at(name).bytes);
}

TEST_CASE("a tensor of another shape keeps what was drawn, and the transfer says why") {
  TensorMap from = source();
  from["policy.head.move.weight"].shape = {16, 5};
  PolicySet to = policies(1);
  const TensorMap before = to.tensors();
  const Transfer transfer = transfer_policies(from, to);
  REQUIRE(transfer.misfits.size() == 1);
  CHECK(transfer.misfits[0].name == "policy.head.move.weight");
  CHECK(transfer.misfits[0].why == "shape [16, 5], wanted [16, 4]");
  const TensorMap now = to.tensors();
  for (const auto& [name, tensor] : now) {
    INFO(name);
    const bool fits = name != "policy.head.move.weight";
    CHECK(tensor.bytes == (fits ? from : before).at(name).bytes);
  }
}

TEST_CASE("what is missing begins anew, what is unknown is left") {
  TensorMap from = source();
  from.erase("policy.head.move.bias");
  from["policy.entity.wolf.embed.bias"] = make_tensor(std::vector<float>{1});
  PolicySet to = policies(1);
  const Transfer transfer = transfer_policies(from, to);
  CHECK(transfer.missing == Names{"policy.head.move.bias"});
  CHECK(transfer.unused == Names{"policy.entity.wolf.embed.bias"});
  CHECK_FALSE(transfer.is_complete());
}

TEST_CASE("statistics of a type of token are taken whole or not at all") {
  TensorMap from = source();
  from["observation.target.variance"] = make_tensor(std::vector<double>{1, 1, 1});
  PolicySet to = policies(1);
  const TensorMap before = to.tensors();
  const Transfer transfer = transfer_policies(from, to);
  REQUIRE(transfer.misfits.size() == 3);
  CHECK(transfer.misfits[0].name == "observation.target.count");
  CHECK(transfer.misfits[0].why == "to go with 'observation.target.variance', which does not fit");
  for (const char* part : {"mean", "variance", "count"}) {
    const std::string name = std::string("observation.target.") + part;
    CHECK(to.tensors().at(name).bytes == before.at(name).bytes);
  }
  CHECK(contains(transfer.taken, "observation.decoy.mean"));
}

TEST_CASE("what fits nowhere, or holds no numbers of a policy, is refused with nothing changed") {
  PolicySet to = policies(1);
  const TensorMap before = to.tensors();
  TensorMap alien;
  alien["policy.elsewhere.weight"] = make_tensor(std::vector<float>{1});
  alien["value.head.bias"] = source().at("value.head.bias");
  CHECK_THROWS_WITH(
      transfer_policies(alien, to),
      Catch::Contains("no weight fits") &&
          Catch::Contains("no tensor *.weight has the name of one of the new policy's"));
  TensorMap sick = source();
  const Tensor& bias = sick.at("policy.head.move.bias");
  const std::vector<float> nan(bias.bytes.size() / 4, std::numeric_limits<float>::quiet_NaN());
  sick["policy.head.move.bias"] = make_tensor(std::span<const float>(nan), bias.shape);
  CHECK_THROWS_WITH(transfer_policies(sick, to), Catch::Contains("policy.head.move.bias"));
  testing::check_equal(to.tensors(), before);
}

TEST_CASE("each kind of agents begins with the weights of the kind of its name") {
  const TensorMap from = workshop_source();
  PolicySet same = workshop_policies("picker");
  CHECK(transfer_policies(from, same).is_complete());
  testing::check_equal(same.tensors(), from);

  PolicySet renamed = workshop_policies("chooser");
  const TensorMap before = renamed.tensors();
  const Transfer transfer = transfer_policies(from, renamed);
  CHECK(transfer.misfits.empty());
  for (const std::string& name : transfer.taken) CHECK(name.starts_with("porter."));
  for (const std::string& name : transfer.missing) CHECK(name.starts_with("chooser."));
  for (const std::string& name : transfer.unused) CHECK(name.starts_with("picker."));
  for (const auto& [name, tensor] : renamed.tensors()) {
    INFO(name);
    CHECK(tensor.bytes == (name.starts_with("porter.") ? from : before).at(name).bytes);
  }
}

TEST_CASE("tensors of policies are told from the others whatever types and kinds are called") {
  TensorMap all;
  const Names of_policies = {"policy.head.move.bias", "observation.learner.mean",
                             "value.entity.run.embed.bias"};
  for (const std::string kind : {"", "learner.", "run."}) {
    for (const std::string& name : of_policies) all[kind + name];
    all[kind + "learner.adam.steps"];
  }
  all["run.best"];
  const auto names_of = [&all](const Names& kinds) {
    Names names;
    for (const auto& [name, tensor] : policy_tensors(all, kinds)) names.push_back(name);
    return names;
  };
  CHECK(names_of({""}) ==
        Names{"observation.learner.mean", "policy.head.move.bias", "value.entity.run.embed.bias"});
  CHECK(names_of({"learner", "run"}) ==
        Names{"learner.observation.learner.mean", "learner.policy.head.move.bias",
              "learner.value.entity.run.embed.bias", "run.observation.learner.mean",
              "run.policy.head.move.bias", "run.value.entity.run.embed.bias"});
}

TEST_CASE("a learner that begins with other weights acts and learns from them") {
  LearnerConfig config = testing::small_config();
  config.optimiser.learning_rate = 3e-3F;
  Learner teacher(factory_of<Seek>(), config, 60000, 3, 1);
  while (teacher.steps() < 60000) teacher.update();
  Learner pupil(factory_of<Seek>(), config, 60000, 4, 1);
  const double before = testing::mean_return<Seek>(&pupil.policies(), false);
  pupil.begin_with(teacher.policies().tensors());
  const double after = testing::mean_return<Seek>(&pupil.policies(), false);
  CHECK(after == testing::mean_return<Seek>(&teacher.policies(), false));
  CHECK(after > before + 0.2);
  CHECK(std::isfinite(pupil.update()["policy_loss"]));
}

}  // namespace
}  // namespace saccade
