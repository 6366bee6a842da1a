// An ONNX model as ONNX itself reads it.
#pragma once

#include <onnx/checker.h>
#include <onnx/onnx_pb.h>
#include <onnx/shape_inference/implementation.h>

#include <map>
#include <string>

namespace saccade::testing {

/// What goes in or comes out, by its name: "float[count_food 3]".
using PortTexts = std::map<std::string, std::string>;

struct ParsedModel {
  ::onnx::ModelProto proto;
  PortTexts inputs{}, outputs{};
  std::map<std::string, std::string> texts{};
};

inline std::string text_of(const ::onnx::ValueInfoProto& info) {
  const ::onnx::TypeProto::Tensor& tensor = info.type().tensor_type();
  std::string text;
  for (const auto& dimension : tensor.shape().dim()) {
    if (!text.empty()) text += ' ';
    text +=
        dimension.has_dim_param() ? dimension.dim_param() : std::to_string(dimension.dim_value());
  }
  const std::map<int, std::string> names = {{::onnx::TensorProto::FLOAT, "float"},
                                            {::onnx::TensorProto::INT64, "int64"},
                                            {::onnx::TensorProto::BOOL, "bool"}};
  return names.at(tensor.elem_type()) + "[" + text + "]";
}

/// Throws unless ONNX finds no fault: neither in what operators take nor, as far as they can be
/// inferred, in types and shapes.
inline ParsedModel parse_model(const std::string& bytes) {
  ParsedModel model;
  if (!model.proto.ParseFromString(bytes)) throw std::runtime_error("no ONNX model");
  ::onnx::checker::check_model(model.proto);
  ::onnx::ModelProto inferred = model.proto;
  ::onnx::shape_inference::InferShapes(inferred, ::onnx::OpSchemaRegistry::Instance(),
                                       {true, 1, true});
  for (const auto& input : model.proto.graph().input()) model.inputs[input.name()] = text_of(input);
  for (const auto& output : model.proto.graph().output())
    model.outputs[output.name()] = text_of(output);
  for (const auto& entry : model.proto.metadata_props()) model.texts[entry.key()] = entry.value();
  return model;
}

}  // namespace saccade::testing
