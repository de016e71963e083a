/** The command line as a user calls it. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { heedScript } from './harness/places'

let folder: string

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heed-cli-'))
})

test.afterAll(() => rmSync(folder, { recursive: true }))

function heed(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [heedScript, ...args], {
    encoding: 'utf8',
    cwd: folder,
  })
  return { status, stdout, stderr }
}

test('lists the templates, one id a line', () => {
  const { status, stdout } = heed('templates')
  expect(status).toBe(0)
  expect(stdout).toMatch(/^translation-attention +\S/m)
})

test('runs what was typed and prints it as JSON', () => {
  const { status, stdout } = heed('run', 'translation-attention', '--input', 'source=ninety seven', '--json')
  expect(status).toBe(0)
  const { outputs, attention } = JSON.parse(stdout)
  expect(Object.keys(outputs).length).toBeGreaterThan(0)
  const [site] = attention
  expect(site.columns.slice(0, 2)).toEqual(['ninety', 'seven'])
  expect(site.weights).toHaveLength(site.heads)
  for (const row of site.weights[0]) {
    expect(row).toHaveLength(site.columns.length)
    expect(row.reduce((sum: number, weight: number) => sum + weight, 0)).toBeCloseTo(1, 4)
  }
})

test('runs for people, too, and says what it was made to say', () => {
  const { status, stdout } = heed('run', 'translation-attention', '--force-words', 'quatre-vingt-dix-sept')
  expect(status).toBe(0)
  expect(stdout).toContain('quatre')
  expect(stdout).toContain('columns: 1 ')
})

test('records what the exported model takes and gives', () => {
  const record = join(folder, 'record')
  expect(heed('run', 'translation-attention', '--record', record).status).toBe(0)
  expect(readdirSync(record)).toContain('source.npy')
  expect(readFileSync(join(record, 'source.npy')).subarray(1, 6).toString()).toBe('NUMPY')
})

test('checks and exports', () => {
  expect(heed('check', 'translation-attention')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('no problems'),
  })
  const out = join(folder, 'out.onnx')
  expect(heed('export', 'translation-attention', '--to', 'onnx', '--out', out).status).toBe(0)
  expect(statSync(out).size).toBeGreaterThan(1000)

  // What was exported is the network that it was made of, for every command.
  const [before, after] = [join(folder, 'before.svg'), join(folder, 'after.svg')]
  expect(heed('export', 'translation-attention', '--to', 'svg', '--out', before).status).toBe(0)
  expect(heed('export', out, '--to', 'svg', '--out', after).status).toBe(0)
  expect(readFileSync(after, 'utf8')).toBe(readFileSync(before, 'utf8'))
  expect(heed('run', out, '--input', 'source=ninety seven').stdout).toContain('columns: 1 ninety, 2 seven')

  const code = join(folder, 'a', 'new', 'folder')
  expect(heed('export', out, '--to', 'pytorch', '--out', code).status).toBe(0)
  expect(readdirSync(code).map((name) => name.split('.').pop())).toEqual(['py', 'safetensors'])
})

test('explains itself', () => {
  const { status, stdout } = heed('run', '--help')
  expect(status).toBe(0)
  expect(stdout).toContain('--force-words')
})

test.describe('failures are one sentence on stderr and exit code 1', () => {
  const cases: [string, string[]][] = [
    ['a command that there is not', ['fly']],
    ['a template that there is not', ['run', 'nowhere']],
    ['a file that there is not', ['check', './nowhere.heed']],
    ['a file that is none', ['check', './broken.heed']],
    ['a field that there is not', ['run', 'translation-attention', '--input', 'nothing=1']],
    ['forced words that are unknown', ['run', 'translation-attention', '--force-words', 'zzz']],
    [
      'a folder that cannot be written',
      ['export', 'translation-attention', '--to', 'onnx', '--out', './no/such/x.onnx'],
    ],
    ['a model that is none', ['inspect', './broken.heed']],
  ]
  for (const [name, args] of cases)
    test(name, () => {
      writeFileSync(join(folder, 'broken.heed'), 'PK not a zip')
      const { status, stdout, stderr } = heed(...args)
      expect(status).toBe(1)
      expect(stdout).toBe('')
      expect(stderr.trim().split('\n')).toHaveLength(1)
      expect(stderr).not.toMatch(/\bat .*:\d+|Error:|inside Heed/)
    })
})

test('pictures of a run are written, and what cannot be drawn is said', () => {
  const out = join(folder, 'lines.svg')
  const drawn = heed(
    'export',
    'translation-attention',
    '--to',
    'svg',
    '--view',
    'lines',
    '--input',
    'source=ninety seven',
    '--out',
    out,
  )
  expect(drawn.status).toBe(0)
  const svg = readFileSync(out, 'utf8')
  for (const word of ['ninety', 'seven', 'quatre', 'vingt']) expect(svg).toContain(`>${word}<`)

  const gif = join(folder, 'run.gif')
  expect(heed('export', 'memory-network', '--to', 'gif', '--view', 'memory', '--out', gif).status).toBe(0)
  expect(readFileSync(gif).toString('latin1', 0, 6)).toBe('GIF89a')

  const png = join(folder, 'canvas.png')
  expect(heed('export', 'caption', '--to', 'png', '--scale', '1', '--out', png).status).toBe(0)
  expect(readFileSync(png).readUInt32BE(16)).toBeGreaterThan(400)

  const refused = heed('export', 'translation-attention', '--to', 'png', '--view', 'picture', '--out', png)
  expect(refused.status).toBe(1)
  expect(refused.stderr).toContain('is not drawn as picture')
})

test('pictures of a model made elsewhere, and of a training', () => {
  const fixtures = join(import.meta.dirname, '../src-main/inputs/fixtures')
  const model = join(fixtures, 'bert/model.onnx')
  const draw = (to: string, ...more: string[]) => {
    const out = join(folder, `model.${to}`)
    expect(heed('export', model, '--to', to, '--out', out, '--text', 'a cat', ...more)).toMatchObject({
      status: 0,
    })
    return readFileSync(out)
  }
  expect(draw('svg').toString()).toContain('>rollout<')
  expect(draw('svg', '--view', 'graph').toString()).toContain('>attention_mask<')
  expect(draw('svg', '--site', 'layer 2', '--head', '1').toString()).toContain('>head 1<')
  expect(draw('png', '--view', 'grid', '--width', '333').readUInt32BE(16)).toBe(333)
  expect(draw('gif', '--view', 'lines').toString('latin1', 0, 6)).toBe('GIF89a')

  const [gif, curves] = [join(folder, 'learning.gif'), join(folder, 'curves.csv')]
  const steps = ['--fresh', '--steps', '3', '--gif', gif, '--curves', curves]
  expect(heed('train', 'attention-states', ...steps).status).toBe(0)
  expect(readFileSync(gif).toString('latin1', 0, 6)).toBe('GIF89a')
  expect(readFileSync(curves, 'utf8')).toMatch(/^step,loss each batch/)
})
