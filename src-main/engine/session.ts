/** The one file that imports onnxruntime. Models are given as buffers that Heed built or checked, never as a user's path. */
import { InferenceSession, Tensor as RuntimeTensor } from 'onnxruntime-node'
import { fault } from '#shared/base/fault'
import type { DType, Tensor, TensorData } from '#shared/ir/graph'

export interface Session {
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** Runs the model for these outputs; blocks its thread while it runs. */
  run(feeds: Readonly<Record<string, Tensor>>, fetch: readonly string[]): Promise<Record<string, Tensor>>
  release(): Promise<void>
}

export interface SessionChoices {
  /** `basic` keeps float64 exact: fused operators of higher levels are float32 only. */
  readonly level?: 'disabled' | 'basic' | 'extended' | 'all'
  /** Folder that external data may be read from. */
  readonly folder?: string | undefined
  readonly threads?: number
}

export async function createSession(bytes: Uint8Array, choices: SessionChoices = {}): Promise<Session> {
  const session: Record<string, unknown> = { intra_op: { allow_spinning: '0' } }
  if (choices.folder !== undefined) session.model_external_initializers_file_folder_path = choices.folder
  let runtime: InferenceSession
  try {
    runtime = await InferenceSession.create(bytes, {
      graphOptimizationLevel: choices.level ?? 'all',
      logSeverityLevel: 4,
      ...(choices.threads === undefined ? {} : { intraOpNumThreads: choices.threads }),
      extra: { session },
    })
  } catch (error) {
    throw fault('bad-model', 'onnxruntime refuses this model.', error)
  }
  return {
    inputs: runtime.inputNames,
    outputs: runtime.outputNames,
    async run(feeds, fetch) {
      const given: Record<string, RuntimeTensor> = {}
      for (const [name, tensor] of Object.entries(feeds)) given[name] = toRuntime(tensor)
      try {
        const found = await runtime.run(given, [...fetch])
        return Object.fromEntries(fetch.map((name) => [name, fromRuntime(found[name]!)]))
      } catch (error) {
        throw fault('runtime', 'onnxruntime could not run the model on this input.', error)
      }
    },
    release: () => runtime.release(),
  }
}

function toRuntime(tensor: Tensor): RuntimeTensor {
  const type = tensor.dtype as RuntimeTensor.Type
  return new RuntimeTensor(type, tensor.data as RuntimeTensor.DataType, tensor.dims)
}

function fromRuntime(tensor: RuntimeTensor): Tensor {
  return { dtype: tensor.type as DType, dims: tensor.dims, data: tensor.data as TensorData }
}
