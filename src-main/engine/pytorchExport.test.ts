/**
 * Every template and every kind as PyTorch code. Golden text always; with `HEED_TORCH_PYTHON` the modules also run, beside what the
 * exported ONNX model gives.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { need } from '#shared/base/assert'
import type { Tensor } from '#shared/ir/graph'
import { caseLoops, documentOf, kindCases, PASSES } from '../compile/fixtures/kindCases'
import { pytorchModule } from '../export/pytorch/pytorch'
import { encodeNpz } from '../files/npz'
import { encodeSafetensors } from '../files/safetensors'
import { templates } from '../templates/template'
import { exportFiles, recordRun } from './export'

const CHECK = fileURLToPath(new URL('../../bench/reference/pytorch_export.py', import.meta.url))
const python = process.env.HEED_TORCH_PYTHON
const folder = mkdtempSync(join(tmpdir(), 'heed-pytorch-'))
afterAll(() => rmSync(folder, { recursive: true }))

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** What the Python side takes: a folder with the module, its weights, and a run. */
function writeCase(
  name: string,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
  inputs: Readonly<Record<string, Tensor>>,
  outputs: Readonly<Record<string, Tensor>>,
): void {
  const place = join(folder, name)
  mkdirSync(place)
  for (const file of files) writeFileSync(join(place, file.name), file.bytes)
  writeFileSync(join(place, 'inputs.npz'), encodeNpz(inputs))
  writeFileSync(join(place, 'outputs.npz'), encodeNpz(outputs))
}

/** Runs every module in the folder; the words that it prints name each that is off. */
function runAll(): string {
  return execFileSync(need(python, 'a Python'), [CHECK, folder], { encoding: 'utf8' }).trim()
}

describe('templates', () => {
  it.each([...templates])('%s reads as it did', async (id, { build }) => {
    const [code] = exportFiles(build(), {}, 'pytorch')
    await expect(text(need(code, 'the code').bytes)).toMatchFileSnapshot(
      `../export/pytorch/fixtures/${id}.txt`,
    )
  })

  it.skipIf(!python)('give in PyTorch what the exported model gives', { timeout: 120_000 }, async () => {
    for (const [id, { build }] of templates) {
      const document = build()
      const { inputs, outputs } = await recordRun(document, {}, document.example)
      writeCase(`template-${id}`, exportFiles(document, {}, 'pytorch'), inputs, outputs)
    }
    expect(runAll()).toBe(`${templates.size} modules agree`)
    rmSync(folder, { recursive: true })
    mkdirSync(folder)
  })
})

const cases = kindCases().map((one, at) => [`${at} ${one.kind}: ${one.name}`, one] as const)

describe('kinds', () => {
  it.each(cases)('%s has PyTorch', (_, one) => {
    const document = documentOf(one)
    const { lowered, outputs } = caseLoops(one, document, Object.keys(one.items[0]!.outputs))
    const { source, state } = pytorchModule(document, lowered, outputs, 'module')
    expect(source).toContain('(nn.Module):')
    const held = Object.values(one.weights).flat(9).length
    const carried = Object.values(state).reduce((sum, { data }) => sum + data.length, 0)
    expect(carried).toBeGreaterThanOrEqual(held)
  })

  it.skipIf(!python)('give in PyTorch what the exported model gives', { timeout: 240_000 }, async () => {
    for (const [at, [, one]] of cases.entries()) {
      const document = documentOf(one)
      const ports = Object.keys(one.items[0]!.outputs)
      const { lowered, outputs, feeds } = caseLoops(one, document, ports)
      const { source, state } = pytorchModule(document, lowered, outputs, 'module')
      const [found] = await need(PASSES.looped, 'the exported pass')(one, document, ports, [one.items])
      const expected = [...need(found, 'a result')].map(([port, { dims, data }]): [string, Tensor] => [
        port,
        { dtype: 'float64', dims, data: Float64Array.from(data) },
      ])
      writeCase(
        `kind-${at}`,
        [
          { name: 'module.py', bytes: new TextEncoder().encode(source) },
          { name: 'module.safetensors', bytes: encodeSafetensors(state) },
        ],
        feeds,
        Object.fromEntries(expected),
      )
    }
    expect(runAll()).toBe(`${cases.length} modules agree`)
  })
})
