// Policies, and what they decide.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <utility>

#include "agents/policy/tokens.h"
#include "python/src/bindings.h"
#include "python/src/episodes/environment_maker.h"
#include "python/src/policies/loaded_policy.h"
#include "python/src/policies/observation_reading.h"

namespace saccade::python {

namespace py = pybind11;

namespace {

template <class Number>
py::array_t<Number> array_of(const std::vector<Number>& numbers,
                             std::vector<py::ssize_t> shape = {}) {
  if (shape.empty()) shape = {static_cast<py::ssize_t>(numbers.size())};
  return py::array_t<Number>(std::move(shape), numbers.data());
}

py::dict dict_of(const HeadDecision& head) {
  py::dict dict;
  dict["name"] = head.name;
  dict["labels"] = head.labels;
  dict["probabilities"] = array_of(head.probabilities);
  dict["candidates"] = array_of(head.candidates);
  dict["mean"] = array_of(head.mean);
  dict["std"] = array_of(head.std);
  return dict;
}

py::dict dict_of(const AttentionWeights& attention, const std::vector<TokenSpec>& types) {
  const auto tokens = static_cast<py::ssize_t>(attention.ids.size());
  py::list names;
  for (const int type : attention.types) names.append(types[static_cast<std::size_t>(type)].name);
  py::dict dict;
  dict["layers"] = attention.layers;
  dict["ids"] = array_of(attention.ids);
  dict["types"] = names;
  dict["weights"] = array_of(attention.weights, {attention.blocks, attention.heads, tokens});
  dict["rollout"] = array_of(attention.rollout);
  return dict;
}

/// (action as places, value, heads, attention or None)
py::tuple decide(LoadedPolicy& policy, const RowLayout& layout, const py::list& types,
                 const py::list& sensors, const py::list& masks, bool sample) {
  const Observation seen = read_observation(policy.kind(), layout, types, sensors, masks);
  const Decision decision = policy.decide(seen, sample);
  std::vector<float> places(decision.action.size());
  write_places(policy.kind(), layout, seen, decision.action, places);
  py::list heads;
  for (const HeadDecision& head : decision.heads) heads.append(dict_of(head));
  py::object attention = py::none();
  if (decision.attention.blocks > 0) {
    attention = dict_of(decision.attention, policy.token_types());
  }
  return py::make_tuple(array_of(places), decision.value, heads, attention);
}

py::array_t<float> act(LoadedPolicy& policy, const RowLayout& layout, const py::list& types,
                       const py::list& sensors, const py::list& masks, bool sample) {
  const Observation seen = read_observation(policy.kind(), layout, types, sensors, masks);
  const std::vector<float> action = policy.act(seen, sample);
  std::vector<float> places(action.size());
  write_places(policy.kind(), layout, seen, action, places);
  return array_of(places);
}

/// The options that differ from their defaults.
OptionMap changed(const Options& options) {
  OptionMap map;
  for (std::size_t i = 0; i < options.specs().size(); ++i) {
    const OptionSpec& spec = options.specs()[i];
    if (options.values()[i] != spec.default_value) map[spec.name] = options.values()[i];
  }
  return map;
}

std::string spec_of_run(const LoadedRun& run) {
  EnvironmentSpec spec;
  spec.id = run.config.env_id;
  spec.kinds = run.policies.kinds();
  return spec_json(spec);
}

}  // namespace

void bind_policies(py::module_& module) {
  py::class_<LoadedPolicy>(module, "Policy")
      .def(py::init<const std::string&, const std::string&, RegisteredEnvironments&>(),
           py::arg("run"), py::arg("kind"), py::arg("environments"))
      .def("reset", &LoadedPolicy::reset, py::arg("seed"))
      .def("act", &act, py::arg("layout"), py::arg("types"), py::arg("sensors"), py::arg("masks"),
           py::arg("sample"))
      .def("decide", &decide, py::arg("layout"), py::arg("types"), py::arg("sensors"),
           py::arg("masks"), py::arg("sample"))
      .def_property_readonly("kind", [](const LoadedPolicy& p) { return p.kind().name; })
      .def_property_readonly("needs_places", &LoadedPolicy::needs_places)
      .def_property_readonly("env_id", [](const LoadedPolicy& p) { return p.run().config.env_id; })
      .def_property_readonly(
          "options", [](const LoadedPolicy& p) { return changed(p.run().config.env_options); })
      .def_property_readonly("wrap",
                             [](const LoadedPolicy& p) { return changed(p.run().config.wrap); })
      .def_property_readonly("step", [](const LoadedPolicy& p) { return p.run().step; })
      .def_property_readonly("checkpoint",
                             [](const LoadedPolicy& p) { return p.run().checkpoint.string(); })
      .def("spec", [](const LoadedPolicy& p) { return spec_of_run(p.run()); });
}

}  // namespace saccade::python
