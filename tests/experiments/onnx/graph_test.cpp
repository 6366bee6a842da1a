#ifdef SACCADE_WITH_ONNX
#include "experiments/onnx/graph.h"

#include <catch2/catch.hpp>

#include "experiments/onnx/operations.h"
#include "parsed_model.h"

using namespace saccade::onnx;

TEST_CASE("Equal constants and equal nodes of a graph are one", "[onnx]") {
  Graph graph;
  const Value x = graph.input("x", Type::kFloat, {"n", 2});
  CHECK((x + 1.0).name == (x + 1.0).name);
  CHECK((x + 1.0).name != (x + 2.0).name);
  CHECK((x + 1.0).name != (x - 1.0).name);
  CHECK(graph.scalar(1, Type::kFloat).name != graph.scalar(1, Type::kInt64).name);
  CHECK(sum(x, 0).name != sum(x, 0, true).name);
}

TEST_CASE("A graph's nodes are found in its file as they were made", "[onnx]") {
  Graph graph;
  const Value x = graph.input("x", Type::kFloat, {"n", 2});
  graph.output("x", x * 3.0, {"n", 2});
  graph.describe("about", "three times");
  const auto model = saccade::testing::parse_model(graph.file("tripled", "1.2"));
  CHECK(model.inputs.at("x") == "float[n 2]");
  CHECK(model.outputs.at("x_2") == "float[n 2]");
  CHECK(model.proto.graph().name() == "tripled");
  CHECK(model.proto.producer_version() == "1.2");
  CHECK(model.proto.graph().node(0).op_type() == "Mul");
  CHECK(model.texts.at("about") == "three times");
}

TEST_CASE("What no output depends on is left out of the file", "[onnx]") {
  Graph graph;
  const Value x = graph.input("x", Type::kFloat, {2});
  apply("Exp", x * 3.0);
  graph.output("y", x + 4.0, {2});
  const auto model = saccade::testing::parse_model(graph.file("small", "1"));
  CHECK(model.proto.graph().node_size() == 2);  // Add, and Identity for its name.
  CHECK(model.proto.graph().initializer_size() == 1);
}

TEST_CASE("A shape that does not fit is noticed", "[onnx]") {
  Graph graph;
  const Value x = graph.input("x", Type::kFloat, {3, 2});
  graph.output("y", matmul(x, x), {3, 2});
  CHECK_THROWS(saccade::testing::parse_model(graph.file("wrong", "1")));
}
#endif
