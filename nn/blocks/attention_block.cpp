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
void AttentionBlock<T>::forward(const T* parameters, const Pairing<T>& pairing, const T* x,
                                const T* memory, AttentionBlockPass<T>& pass) const {
  const int queries = pairing.query_count();
  const int keys = pairing.key_count();
  for (Buffer<T>* of_queries :
       {&pass.query_in, &pass.query, &pass.mixed, &pass.attended, &pass.mlp_in, &pass.out}) {
    of_queries->resize(queries, width_);
  }
  for (Buffer<T>* of_keys : {&pass.key, &pass.value}) of_keys->resize(keys, width_);
  for_row_blocks(queries, [&](Rows rows) {
    const std::ptrdiff_t first = rows.offset(width_);
    T* query_in = pass.query_in.data() + first;
    layers_.norm.forward(parameters, x + first, rows, pass.norm, query_in);
    layers_.query.forward(parameters, query_in, rows.count, pass.query.data() + first);
    if (memory == nullptr) project_keys(parameters, query_in, rows, pass);
  });
  if (memory != nullptr) {
    pass.key_in.resize(keys, width_);
    for_row_blocks(keys, [&](Rows rows) {
      const std::ptrdiff_t first = rows.offset(width_);
      T* key_in = pass.key_in.data() + first;
      layers_.norm.forward(parameters, memory + first, rows, pass.memory_norm, key_in);
      project_keys(parameters, key_in, rows, pass);
    });
  }
  attention_->forward(parameters, pairing, projections(pass), pass.scratch, pass.mixed.data());
  for_row_blocks(queries, [&](Rows rows) { finish(parameters, x, rows, pass); });
}

template <class T>
void AttentionBlock<T>::project_keys(const T* parameters, const T* key_in, Rows rows,
                                     AttentionBlockPass<T>& pass) const {
  const std::ptrdiff_t first = rows.offset(width_);
  layers_.key.forward(parameters, key_in, rows.count, pass.key.data() + first);
  layers_.value.forward(parameters, key_in, rows.count, pass.value.data() + first);
}

// attended = x + output(mixed), out = attended + mlp(norm(attended))
template <class T>
void AttentionBlock<T>::finish(const T* parameters, const T* x, Rows rows,
                               AttentionBlockPass<T>& pass) const {
  const std::ptrdiff_t first = rows.offset(width_);
  T* attended = pass.attended.data() + first;
  T* mlp_in = pass.mlp_in.data() + first;
  layers_.output.forward(parameters, pass.mixed.data() + first, rows.count, attended,
                         {.addend = x + first, .addend_stride = width_});
  layers_.mlp_norm.forward(parameters, attended, rows, pass.mlp_norm, mlp_in);
  layers_.mlp.forward(parameters, mlp_in, rows, pass.mlp, pass.out.data() + first,
                      {.addend = attended, .addend_stride = width_});
}

template <class T>
void AttentionBlock<T>::backward(const T* parameters, const Pairing<T>& pairing,
                                 AttentionBlockPass<T>& pass, const T* d_out, const T* d_normalised,
                                 T* d_x, T* d_memory, T* gradient) const {
  const int queries = pairing.query_count();
  const int keys = pairing.key_count();
  for (Buffer<T>* of_queries : {&pass.d_attended, &pass.d_mixed, &pass.d_query}) {
    of_queries->resize(queries, width_);
  }
  for (Buffer<T>* of_keys : {&pass.d_key, &pass.d_value}) of_keys->resize(keys, width_);
  for_row_blocks(queries,
                 [&](Rows rows) { finish_backward(parameters, pass, d_out, rows, gradient); });
  const ProjectionGradients<T> d{pass.d_query.data(), pass.d_key.data(), pass.d_value.data()};
  attention_->backward(parameters, pairing, projections(pass), pass.scratch, pass.mixed.data(),
                       pass.d_mixed.data(), d, gradient);
  for_row_blocks(queries, [&](Rows rows) {
    const std::ptrdiff_t first = rows.offset(width_);
    T* d_rows = d_x + first;
    const T* query_in = pass.query_in.data() + first;
    layers_.query.backward(parameters, query_in, d.query + first, rows.count, d_rows, gradient);
    if (d_memory == nullptr) {
      project_keys_backward(parameters, query_in, pass, rows,
                            {.addend = d_rows, .addend_stride = width_}, d_rows, gradient);
    }
    layers_.norm.backward(parameters, pass.norm, d_rows, rows, d_rows, gradient);
    add_scaled(T{1}, pass.d_attended.data() + first, rows.count * width_, d_rows);
  });
  if (d_memory == nullptr) return;
  for_row_blocks(keys, [&](Rows rows) {
    const std::ptrdiff_t first = rows.offset(width_);
    T* d_rows = d_memory + first;
    project_keys_backward(parameters, pass.key_in.data() + first, pass, rows, {}, d_rows, gradient);
    layers_.norm.backward(parameters, pass.memory_norm, d_rows, rows, d_rows, gradient,
                          d_normalised == nullptr ? nullptr : d_normalised + first);
  });
}

template <class T>
void AttentionBlock<T>::finish_backward(const T* parameters, AttentionBlockPass<T>& pass,
                                        const T* d_out, Rows rows, T* gradient) const {
  const std::ptrdiff_t first = rows.offset(width_);
  T* d_attended = pass.d_attended.data() + first;
  layers_.mlp.backward(parameters, pass.mlp_in.data() + first, pass.mlp, d_out + first, rows,
                       d_attended, gradient);
  layers_.mlp_norm.backward(parameters, pass.mlp_norm, d_attended, rows, d_attended, gradient);
  add_scaled(T{1}, d_out + first, rows.count * width_, d_attended);
  layers_.output.backward(parameters, pass.mixed.data() + first, d_attended, rows.count,
                          pass.d_mixed.data() + first, gradient);
}

// d_key_in = finish(what flows back through keys and values)
template <class T>
void AttentionBlock<T>::project_keys_backward(const T* parameters, const T* key_in,
                                              const AttentionBlockPass<T>& pass, Rows rows,
                                              const Finish<T>& finish, T* d_key_in,
                                              T* gradient) const {
  const std::ptrdiff_t first = rows.offset(width_);
  layers_.key.backward(parameters, key_in, pass.d_key.data() + first, rows.count, d_key_in,
                       gradient, finish);
  layers_.value.backward(parameters, key_in, pass.d_value.data() + first, rows.count, d_key_in,
                         gradient, {.addend = d_key_in, .addend_stride = width_});
}

template <class T>
void AttentionBlock<T>::weights(const T* parameters, const Pairing<T>& pairing,
                                AttentionBlockPass<T>& pass, int sample, T* weights) const {
  attention_->weights(parameters, pairing, projections(pass), pass.scratch, sample, weights);
}

template class AttentionBlock<float>;
template class AttentionBlock<double>;

}  // namespace saccade::nn
