#include "nn/blocks/attention_block.h"

#include "nn/kernels/row_ops.h"
#include "nn/kernels/set_kernels.h"

namespace saccade::nn {

template <class T>
void AttentionBlock<T>::initialise(T* parameters, Random& random) const {
  layers_.initialise(parameters, random);
  attention_->initialise(parameters, random);
}

template <class T>
void AttentionBlock<T>::forward(const T* parameters, const AttentionBatch<T>& batch, const T* x,
                                const T* context, AttentionBlockPass<T>& pass) const {
  const int queries = batch.query_count();
  const int keys = batch.key_count();
  for (Buffer<T>* of_queries :
       {&pass.query_in, &pass.query, &pass.mixed, &pass.attended, &pass.mlp_in, &pass.out}) {
    of_queries->resize(queries, width_);
  }
  for (Buffer<T>* of_keys : {&pass.key, &pass.value}) of_keys->resize(keys, width_);
  for_row_blocks(queries,
                 [&](Rows rows) { project_x(parameters, x, context == nullptr, rows, pass); });
  if (context != nullptr) {
    pass.key_in.resize(keys, width_);
    for_row_blocks(keys, [&](Rows rows) { project_context(parameters, context, rows, pass); });
  }
  attention_->forward(attention_input(parameters, batch, pass), pass.mixed.data());
  for_row_blocks(queries, [&](Rows rows) { output_and_mlp(parameters, x, rows, pass); });
}

// query_in = norm(x), query = query_in W_q + b_q; keys and values from the same rows if they have
// no context.
template <class T>
void AttentionBlock<T>::project_x(const T* parameters, const T* x, bool with_keys, Rows rows,
                                  AttentionBlockPass<T>& pass) const {
  const std::ptrdiff_t first = rows.offset(width_);
  T* query_in = pass.query_in.data() + first;
  layers_.norm.forward(parameters, x + first, rows, pass.norm, query_in);
  layers_.query.forward(parameters, query_in, rows.count, pass.query.data() + first);
  if (with_keys) project_keys(parameters, query_in, rows, pass);
}

// key_in = norm(context)
template <class T>
void AttentionBlock<T>::project_context(const T* parameters, const T* context, Rows rows,
                                        AttentionBlockPass<T>& pass) const {
  const std::ptrdiff_t first = rows.offset(width_);
  T* key_in = pass.key_in.data() + first;
  layers_.norm.forward(parameters, context + first, rows, pass.context_norm, key_in);
  project_keys(parameters, key_in, rows, pass);
}

// key = key_in W_k, value = key_in W_v + b_v
template <class T>
void AttentionBlock<T>::project_keys(const T* parameters, const T* key_in, Rows rows,
                                     AttentionBlockPass<T>& pass) const {
  const std::ptrdiff_t first = rows.offset(width_);
  layers_.key.forward(parameters, key_in, rows.count, pass.key.data() + first);
  layers_.value.forward(parameters, key_in, rows.count, pass.value.data() + first);
}

// attended = x + output(mixed), out = attended + mlp(mlp_in), mlp_in = mlp_norm(attended)
template <class T>
void AttentionBlock<T>::output_and_mlp(const T* parameters, const T* x, Rows rows,
                                       AttentionBlockPass<T>& pass) const {
  const std::ptrdiff_t first = rows.offset(width_);
  T* attended = pass.attended.data() + first;
  T* mlp_in = pass.mlp_in.data() + first;
  layers_.output.forward(parameters, pass.mixed.data() + first, rows.count, attended,
                         {.residual = x + first, .residual_stride = width_});
  layers_.mlp_norm.forward(parameters, attended, rows, pass.mlp_norm, mlp_in);
  layers_.mlp.forward(parameters, mlp_in, rows, pass.mlp, pass.out.data() + first,
                      {.residual = attended, .residual_stride = width_});
}

template <class T>
void AttentionBlock<T>::backward(const T* parameters, const AttentionBatch<T>& batch,
                                 AttentionBlockPass<T>& pass, const BlockGradients<T>& d,
                                 T* gradient) const {
  const int queries = batch.query_count();
  const int keys = batch.key_count();
  for (Buffer<T>* of_queries : {&pass.d_attended, &pass.d_mixed, &pass.d_query}) {
    of_queries->resize(queries, width_);
  }
  for (Buffer<T>* of_keys : {&pass.d_key, &pass.d_value}) of_keys->resize(keys, width_);
  for_row_blocks(queries, [&](Rows rows) {
    output_and_mlp_backward(parameters, d.d_out, rows, pass, gradient);
  });
  // mixed = attention(query, key, value)
  attention_->backward(attention_input(parameters, batch, pass), pass.mixed.data(),
                       pass.d_mixed.data(),
                       {pass.d_query.data(), pass.d_key.data(), pass.d_value.data()}, gradient);
  for_row_blocks(queries,
                 [&](Rows rows) { project_x_backward(parameters, d, rows, pass, gradient); });
  if (d.d_context == nullptr) return;
  for_row_blocks(keys,
                 [&](Rows rows) { project_context_backward(parameters, d, rows, pass, gradient); });
}

// attended = x + output(mixed), out = attended + mlp(mlp_in), mlp_in = mlp_norm(attended)
//
// Fills the rows of pass.d_attended and pass.d_mixed.
template <class T>
void AttentionBlock<T>::output_and_mlp_backward(const T* parameters, const T* d_out, Rows rows,
                                                AttentionBlockPass<T>& pass, T* gradient) const {
  const std::ptrdiff_t first = rows.offset(width_);
  T* d_attended = pass.d_attended.data() + first;  // [rows x D]
  T* d_mlp_in = d_attended;                        // In place.
  layers_.mlp.backward(parameters, pass.mlp_in.data() + first, pass.mlp, d_out + first, rows,
                       d_mlp_in, gradient);
  layers_.mlp_norm.backward(parameters, pass.mlp_norm, d_mlp_in, rows, d_attended, gradient);
  add_scaled(T{1}, d_out + first, rows.count * width_, d_attended);
  layers_.output.backward(parameters, pass.mixed.data() + first, d_attended, rows.count,
                          pass.d_mixed.data() + first, gradient);
}

// query_in = norm(x), query = query_in W_q + b_q, and attended = x + ...: overwrites the rows of
// d_x.
template <class T>
void AttentionBlock<T>::project_x_backward(const T* parameters, const BlockGradients<T>& d,
                                           Rows rows, const AttentionBlockPass<T>& pass,
                                           T* gradient) const {
  const std::ptrdiff_t first = rows.offset(width_);
  const T* query_in = pass.query_in.data() + first;
  T* d_x = d.d_x + first;  // [rows x D]
  T* d_query_in = d_x;     // In place.
  layers_.query.backward(parameters, query_in, pass.d_query.data() + first, rows.count, d_query_in,
                         gradient);
  if (d.d_context == nullptr) {
    project_keys_backward(parameters, query_in, rows, pass, true, d_query_in, gradient);
  }
  layers_.norm.backward(parameters, pass.norm, d_query_in, rows, d_x, gradient);
  add_scaled(T{1}, pass.d_attended.data() + first, rows.count * width_, d_x);
}

// key_in = norm(context): overwrites the rows of d_context.
template <class T>
void AttentionBlock<T>::project_context_backward(const T* parameters, const BlockGradients<T>& d,
                                                 Rows rows, const AttentionBlockPass<T>& pass,
                                                 T* gradient) const {
  const std::ptrdiff_t first = rows.offset(width_);
  T* d_context = d.d_context + first;  // [rows x D]
  T* d_key_in = d_context;             // In place.
  project_keys_backward(parameters, pass.key_in.data() + first, rows, pass, false, d_key_in,
                        gradient);
  layers_.norm.backward(parameters, pass.context_norm, d_key_in, rows, d_context, gradient,
                        d.d_normalised == nullptr ? nullptr : d.d_normalised + first);
}

// key = key_in W_k, value = key_in W_v + b_v: overwrites d_key_in, or adds to it.
template <class T>
void AttentionBlock<T>::project_keys_backward(const T* parameters, const T* key_in, Rows rows,
                                              const AttentionBlockPass<T>& pass, bool adds,
                                              T* d_key_in, T* gradient) const {
  const std::ptrdiff_t first = rows.offset(width_);
  const Epilogue<T> add{.residual = d_key_in, .residual_stride = width_};
  layers_.key.backward(parameters, key_in, pass.d_key.data() + first, rows.count, d_key_in,
                       gradient, adds ? add : Epilogue<T>{});
  layers_.value.backward(parameters, key_in, pass.d_value.data() + first, rows.count, d_key_in,
                         gradient, add);
}

template <class T>
void AttentionBlock<T>::weights(const T* parameters, const AttentionBatch<T>& batch,
                                AttentionBlockPass<T>& pass, int sample, T* weights) const {
  attention_->weights(attention_input(parameters, batch, pass), sample, weights);
}

template class AttentionBlock<float>;
template class AttentionBlock<double>;

}  // namespace saccade::nn
