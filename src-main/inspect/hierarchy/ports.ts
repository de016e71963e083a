/** What operators call their inputs and outputs, from ONNX's operator pages (https://onnx.ai/onnx/operators/). */
import type { Node } from '#shared/ir/graph'

interface Ports {
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
}

const INPUTS: Readonly<Record<string, string>> = {
  Attention: 'Q K V attn_mask past_key past_value',
  BatchNormalization: 'X scale B input_mean input_var',
  Clip: 'input min max',
  Conv: 'X W B',
  ConvTranspose: 'X W B',
  DequantizeLinear: 'x x_scale x_zero_point',
  Dropout: 'data ratio training_mode',
  DynamicQuantizeLinear: 'x',
  Expand: 'input shape',
  GRU: 'X W R B sequence_lens initial_h',
  Gather: 'data indices',
  GatherElements: 'data indices',
  GatherND: 'data indices',
  Gemm: 'A B C',
  If: 'cond',
  InstanceNormalization: 'input scale B',
  LSTM: 'X W R B sequence_lens initial_h initial_c P',
  LayerNormalization: 'X Scale B',
  Loop: 'M cond',
  MatMul: 'A B',
  MatMulInteger: 'A B a_zero_point b_zero_point',
  OneHot: 'indices depth values',
  Pad: 'data pads constant_value axes',
  QuantizeLinear: 'x y_scale y_zero_point',
  RMSNormalization: 'X scale',
  RNN: 'X W R B sequence_lens initial_h',
  Range: 'start limit delta',
  ReduceMax: 'data axes',
  ReduceMean: 'data axes',
  ReduceSum: 'data axes',
  Reshape: 'data shape',
  Resize: 'X roi scales sizes',
  RotaryEmbedding: 'X cos_cache sin_cache position_ids',
  ScatterElements: 'data indices updates',
  ScatterND: 'data indices updates',
  Slice: 'data starts ends axes steps',
  Split: 'input split',
  Squeeze: 'data axes',
  Tile: 'input repeats',
  TopK: 'X K',
  Trilu: 'input k',
  Unsqueeze: 'data axes',
  Where: 'condition X Y',
  'com.microsoft.Attention': 'input weights bias mask_index past attention_bias past_sequence_length',
  'com.microsoft.GroupQueryAttention':
    'query key value past_key past_value seqlens_k total_sequence_length cos_cache sin_cache position_ids attention_bias head_sink',
  'com.microsoft.MultiHeadAttention':
    'query key value bias key_padding_mask attention_bias past_key past_value past_sequence_length cache_indirection',
  'com.microsoft.SkipLayerNormalization': 'input skip gamma beta bias',
}

const OUTPUTS: Readonly<Record<string, string>> = {
  Attention: 'Y present_key present_value qk_matmul_output',
  DynamicQuantizeLinear: 'y y_scale y_zero_point',
  GRU: 'Y Y_h',
  LSTM: 'Y Y_h Y_c',
  LayerNormalization: 'Y Mean InvStdDev',
  RNN: 'Y Y_h',
  TopK: 'Values Indices',
  'com.microsoft.Attention': 'output present',
  'com.microsoft.MultiHeadAttention': 'output present_key present_value qk',
  'com.microsoft.GroupQueryAttention': 'output present_key present_value output_qk',
}

/** Names as far as they are known; the rest are counted. */
export function portsOf({ domain, op }: Pick<Node, 'domain' | 'op'>): Ports {
  const key = domain === '' ? op : `${domain}.${op}`
  return { inputs: names(INPUTS, key), outputs: names(OUTPUTS, key) }
}

function names(table: Readonly<Record<string, string>>, key: string): readonly string[] {
  return Object.hasOwn(table, key) ? table[key]!.split(' ') : []
}
