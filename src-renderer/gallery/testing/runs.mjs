/**
 * Runs the templates and writes what the gallery's pictures are drawn from: `node src-renderer/gallery/testing/runs.mjs`, after
 * `npm run templates`. Weights are rounded to two digits.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { strFromU8, unzipSync } from 'fflate'

const gallery = join(import.meta.dirname, '..')
const root = join(gallery, '..', '..')

function run(id, inputs = {}) {
  const given = Object.entries(inputs).flatMap(([field, text]) => ['--input', `${field}=${text}`])
  const cli = join(root, 'out', 'main', 'cli.js')
  return JSON.parse(
    execFileSync(process.execPath, [cli, 'run', id, '--json', ...given], { encoding: 'utf8' }),
  )
}

function documentOf(id) {
  const file = unzipSync(readFileSync(join(root, 'resources', 'templates', `${id}.heed`)))
  return JSON.parse(strFromU8(file['document.json']))
}

const rounded = (value) => Math.round(value * 100) / 100
const numbers = (text) => text.trim().split(/\s+/).map(Number)

/** A site's rows without `<end>`, as [head][row][column]. */
function site(of, name) {
  const { rows, columns, weights } = of.attention.find((one) => one.site === name)
  const kept = rows.filter((row) => row !== '<end>')
  return { rows: kept, columns, heads: weights.map((head) => kept.map((_, row) => head[row].map(rounded))) }
}

const English = { source: 'three hundred and ninety seven' }
const paper = run('memory-network-paper')
const flower = run('feed-forward').outputs.species
const waves = run('recurrent').outputs.next
const caption = documentOf('caption')

const runs = {
  'translation-attention': site(run('translation-attention', English), 'attention'),
  'translation-plain': { read: English.source, said: run('translation-plain', English).outputs.decide.text },
  'attention-states': {
    ...site(run('attention-states'), 'attention'),
    rows: [run('attention-states').outputs.class.text],
  },
  transformer: site(run('transformer', { source: 'ninety seven' }), 'read'),
  'memory-network': {
    ...site(run('memory-network'), 'read'),
    question: documentOf('memory-network').example.question,
    answer: run('memory-network').outputs.answer.text,
  },
  'memory-network-paper': {
    columns: site(paper, 'hop-1').columns,
    heads: [['hop-1', 'hop-2', 'hop-3'].map((hop) => site(paper, hop).heads[0][0])],
    question: documentOf('memory-network-paper').example.question,
    answer: paper.outputs.answer.text,
  },
  'memory-write': {
    write: site(run('memory-write', { source: 'c a f e' }), 'write'),
    read: site(run('memory-write', { source: 'c a f e' }), 'read'),
  },
  caption: { picture: numbers(caption.example.picture).map(rounded), ...site(run('caption'), 'attention') },
  recurrent: {
    series: numbers(documentOf('recurrent').example.series).map(rounded),
    next: waves.values.map(rounded),
  },
  'feed-forward': {
    flower: numbers(documentOf('feed-forward').example.flower),
    labels: flower.labels,
    values: flower.values.map(rounded),
  },
}

writeFileSync(join(gallery, 'pictures', 'runs.json'), `${JSON.stringify(runs)}\n`)
console.log(`${JSON.stringify(runs).length} bytes`)
