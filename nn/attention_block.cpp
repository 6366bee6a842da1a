#include "nn/attention_block.h"

#include "nn/row_ops.h"
#include "nn/set_kernels.h"

namespace saccade::nn {

template <class T>
void AttentionBlock<T>::initialise(T* parameters, Random& random) const {
  layers_.initialise(parameters, random);
  attention_->initialise(parameters, random);
}

template <class T>
void AttentionBlock<T>::forward(const T* parameters, const Pairing<T>& pairing, const T* x,
                                const T* memory, AttentionBlockPass<T>& pass) const {
  const int queries = pairing.query_count();
  const int keys = pairing.key_count();
  T* query_in = pass.query_in.resize(queries, width_);
  layers_.norm.forward(parameters, x, queries, pass.norm, query_in);
  const T* key_in = query_in;
  if (memory != nullptr) {
    T* normed = pass.key_in.resize(keys, width_);
    layers_.norm.forward(parameters, memory, keys, pass.memory_norm, normed);
    key_in = normed;
  }
  layers_.query.forward(parameters, query_in, queries, pass.query.resize(queries, width_));
  layers_.key.forward(parameters, key_in, keys, pass.key.resize(keys, width_));
  layers_.value.forward(parameters, key_in, keys, pass.value.resize(keys, width_));
  attention_->forward(parameters, pairing, projections(pass), pass.scratch,
                      pass.mixed.resize(queries, width_));

  T* attended = pass.attended.resize(queries, width_);
  layers_.output.forward(parameters, pass.mixed.data(), queries, attended);
  add_scaled(T{1}, x, queries * width_, attended);

  T* mlp_in = pass.mlp_in.resize(queries, width_);
  T* out = pass.out.resize(queries, width_);
  layers_.mlp_norm.forward(parameters, attended, queries, pass.mlp_norm, mlp_in);
  layers_.mlp.forward(parameters, mlp_in, queries, pass.mlp, out);
  add_scaled(T{1}, attended, queries * width_, out);
}

template <class T>
void AttentionBlock<T>::backward(const T* parameters, const Pairing<T>& pairing,
                                 AttentionBlockPass<T>& pass, const T* d_out, const T* d_normalised,
                                 T* d_x, T* d_memory, T* gradient) const {
  const int queries = pairing.query_count();
  const int keys = pairing.key_count();
  T* d_attended = pass.d_attended.resize(queries, width_);
  // out = attended + mlp(norm(attended))
  layers_.mlp.backward(parameters, pass.mlp_in.data(), pass.mlp, d_out, queries, d_attended,
                       gradient);
  layers_.mlp_norm.backward(parameters, pass.mlp_norm, d_attended, queries, d_attended, gradient);
  add_scaled(T{1}, d_out, queries * width_, d_attended);

  // attended = x + output(mixed)
  T* d_mixed = pass.d_mixed.resize(queries, width_);
  layers_.output.backward(parameters, pass.mixed.data(), d_attended, queries, d_mixed, gradient);
  const ProjectionGradients<T> d{pass.d_query.resize(queries, width_),
                                 pass.d_key.resize(keys, width_),
                                 pass.d_value.resize(keys, width_)};
  attention_->backward(parameters, pairing, projections(pass), pass.scratch, pass.mixed.data(),
                       d_mixed, d, gradient);

  // query = query_in W_q, key = key_in W_k, value = key_in W_v
  const T* query_in = pass.query_in.data();
  const T* key_in = d_memory != nullptr ? pass.key_in.data() : query_in;
  T* d_query_in = pass.d_query_in.resize(queries, width_);
  T* d_key_in = pass.d_key_in.resize(keys, width_);
  T* part = pass.part.resize(keys, width_);
  layers_.query.backward(parameters, query_in, d.query, queries, d_query_in, gradient);
  layers_.key.backward(parameters, key_in, d.key, keys, d_key_in, gradient);
  layers_.value.backward(parameters, key_in, d.value, keys, part, gradient);
  add_scaled(T{1}, part, keys * width_, d_key_in);
  if (d_memory != nullptr) {
    layers_.norm.backward(parameters, pass.memory_norm, d_key_in, keys, d_memory, gradient,
                          d_normalised);
  } else {
    add_scaled(T{1}, d_key_in, keys * width_, d_query_in);
  }
  layers_.norm.backward(parameters, pass.norm, d_query_in, queries, d_x, gradient);
  add_scaled(T{1}, d_attended, queries * width_, d_x);
}

template <class T>
void AttentionBlock<T>::weights(const T* parameters, const Pairing<T>& pairing,
                                AttentionBlockPass<T>& pass, int sample, T* weights) const {
  attention_->weights(parameters, pairing, projections(pass), pass.scratch, sample, weights);
}

template class AttentionBlock<float>;
template class AttentionBlock<double>;

}  // namespace saccade::nn
