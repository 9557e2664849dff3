export { mix, scores, softmax } from './attention'
export { add, copy, exchange, gelu, multiply, relu, silu } from './elementwise'
export { linear } from './linear'
export { layerNorm, rmsNorm } from './normalize'

/** The first byte that is not the kernels' own. */
export const begin: usize = __heap_base
