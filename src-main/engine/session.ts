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
    throw saidBy(error, 'bad-model', 'onnxruntime refuses this model')
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
        throw saidBy(error, 'runtime', 'onnxruntime could not run the model on this input')
      }
    },
    release: () => runtime.release(),
  }
}

/** What onnxruntime says names files of its own and the places in them; the reason stands behind. */
function saidBy(error: unknown, code: 'bad-model' | 'runtime', what: string): Error {
  const said = error instanceof Error ? error.message : String(error)
  const bytes = Number(/allocate memory for requested buffer of size (\d+)/.exec(said)?.[1])
  if (bytes > 0) {
    const node = /running (\w+) node/.exec(said)?.[1]
    const asker = node === undefined ? 'One tensor' : `The result of one ${node}`
    return fault(
      'too-large',
      `${what}: ${asker} would need ${amount(bytes)} of memory, which cannot be had.`,
      error,
    )
  }
  const [line = ''] = said
    .replace(/^.*?(Status Message: |Error: |failed:\s*)/s, '')
    .replace(/\/\S*onnxruntime\S*\.(cc|h):\d+ /g, '')
    .trim()
    .split('\n')
  const reason = line.length > MOST_REASON ? `${line.slice(0, MOST_REASON)} …` : line
  return fault(code, reason === '' ? `${what}.` : `${what}: ${reason.replace(/[.\s]+$/, '')}.`, error)
}

const MOST_REASON = 300

function amount(bytes: number): string {
  const gigabytes = bytes / 2 ** 30
  return gigabytes >= 1
    ? `${Math.round(gigabytes).toLocaleString('en')} GB`
    : `${Math.round(bytes / 2 ** 20)} MB`
}

function toRuntime(tensor: Tensor): RuntimeTensor {
  const type = tensor.dtype as RuntimeTensor.Type
  return new RuntimeTensor(type, tensor.data as RuntimeTensor.DataType, tensor.dims)
}

function fromRuntime(tensor: RuntimeTensor): Tensor {
  return { dtype: tensor.type as DType, dims: tensor.dims, data: tensor.data as TensorData }
}
