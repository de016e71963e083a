import { describe, expect, test } from 'vitest'
import { parseCommand } from './command'
import { helpText } from './help'

describe('commands', () => {
  test.each([
    [['templates'], { name: 'templates' }],
    [['check', 'a.heed'], { name: 'check', file: 'a.heed' }],
    [
      ['run', 'translation-attention', '--input', 'source=ninety seven', '--json'],
      { name: 'run', file: 'translation-attention', inputs: { source: 'ninety seven' }, json: true },
    ],
    [
      ['run', 'x', '--input=a=b=c', '--input', 'b=', '--force-words', 'quatre vingt', '--record', 'out'],
      { name: 'run', inputs: { a: 'b=c', b: '' }, forceWords: 'quatre vingt', record: 'out', json: false },
    ],
    [
      ['export', 'x', '--to', 'onnx', '--out', 'x.onnx'],
      { name: 'export', file: 'x', to: 'onnx', out: 'x.onnx' },
    ],
    [
      ['inspect', 'm.onnx', '--feeds', 'f.npz', '--weights', 'w.npz'],
      { name: 'inspect', file: 'm.onnx', feeds: 'f.npz', weights: 'w.npz', json: false },
    ],
    [
      ['inspect', 'm.onnx', '--tokenizer', 't.json', '--text', 'a b', '--image', 'p.png', '--json'],
      { name: 'inspect', file: 'm.onnx', tokenizer: 't.json', text: 'a b', image: 'p.png', json: true },
    ],
    [
      ['train', 'x', '--steps', '20', '--seed', '3', '--rate', '1e-3', '--batch=8', '--out', 'y.heed'],
      { name: 'train', file: 'x', steps: 20, seed: 3, rate: 0.001, batch: 8, out: 'y.heed', fresh: false },
    ],
    [['train', 'x', '--task', 'copy', '--fresh', '--json'], { name: 'train', task: 'copy', fresh: true }],
    [['train', 'x', '--data', 'd.tsv'], { name: 'train', data: 'd.tsv', steps: undefined, json: false }],
    [['evaluate', 'x', '--json'], { name: 'evaluate', file: 'x', examples: 2000, json: true }],
    [['evaluate', 'x', '--data', 'd', '--examples', '7'], { name: 'evaluate', data: 'd', examples: 7 }],
    [[], { name: 'help' }],
    [['--help'], { name: 'help' }],
    [['help', 'run'], { name: 'help', about: 'run' }],
    [['run', '--help'], { name: 'help', about: 'run' }],
  ])('%j', (args, command) => {
    expect(parseCommand(args)).toMatchObject(command)
  })
})

describe('mistakes are named', () => {
  test.each([
    [['fly'], 'There is no command “fly”'],
    [['__proto__'], 'There is no command'],
    [['check'], 'check needs a file'],
    [['check', 'a', 'b'], 'one file, but was given 2'],
    [['run', 'x', '--input', 'ninety seven'], '--input must be field="text"'],
    [['run', 'x', '--input', 'a=1', '--input', 'a=2'], 'twice'],
    [['run', 'x', '--inptu', 'a=1'], "Unknown option '--inptu'"],
    [['run', 'x', '--json=yes'], 'json'],
    [['train', 'x', '--task', 'a', '--data', 'b'], 'not both'],
    [['train', 'x', '--steps', '0'], '--steps must be a whole number from 1 to 10000000, but is “0”'],
    [['train', 'x', '--steps', '1e3'], '“1e3”'],
    [['train', 'x', '--seed=-1'], '--seed'],
    [['train', 'x', '--rate', '0'], '--rate must be a number above 0'],
    [['train', 'x', '--rate', 'fast'], '“fast”'],
    [['train', 'x', '--batch', '5000'], '--batch'],
    [['evaluate', 'x', '--examples', ''], '--examples'],
    [['evaluate', 'x', '--steps', '1'], "Unknown option '--steps'"],
    [['export', 'x', '--out', 'y'], '--to onnx'],
    [['export', 'x', '--to', 'bmp', '--out', 'y'], '“bmp”'],
    [['export', 'x', '--to', 'onnx'], '--out PATH'],
  ])('%j', (args, sentence) => {
    expect(() => parseCommand(args)).toThrow(sentence)
  })
})

test('every command has its help', () => {
  for (const name of ['templates', 'check', 'run', 'train', 'evaluate', 'export', 'inspect'] as const)
    expect(helpText(name)).toContain(`heed -- ${name}`)
  expect(helpText()).toContain('Commands')
})

describe('pictures', () => {
  test('take a view, inputs, a scale and a theme', () => {
    const command = parseCommand(
      'export f.heed --to png --out f.png --view memory --site read --input story=a=b --scale 4 --theme dark'.split(
        ' ',
      ),
    )
    expect(command).toMatchObject({
      name: 'export',
      file: 'f.heed',
      to: 'png',
      out: 'f.png',
      view: 'memory',
      site: 'read',
      inputs: { story: 'a=b' },
      scale: 4,
      theme: 'dark',
      transparent: false,
    })
  })

  test('of a model take what inspect takes; heads and rows are counted from 1', () => {
    const command = parseCommand(
      'export m.onnx --to svg --out f.svg --site rollout --head 2 --row 3 --text a --tokenizer t.json --width 900 --background transparent'.split(
        ' ',
      ),
    )
    expect(command).toMatchObject({
      view: undefined,
      site: 'rollout',
      head: 1,
      row: 2,
      text: 'a',
      tokenizer: 't.json',
      width: 900,
      transparent: true,
    })
  })

  test('of a training are files of their own', () => {
    const command = parseCommand('train f --gif a.gif --view grid --curves b.png --theme dark'.split(' '))
    expect(command).toMatchObject({
      gif: 'a.gif',
      curves: 'b.png',
      shown: {
        view: 'grid',
        gif: { to: 'gif', theme: 'dark' },
        curves: { to: 'png', scale: 2, theme: 'dark' },
      },
    })
  })

  test.each([
    ['export f --to bmp --out o', /was given “bmp”/],
    ['export f --to svg --out o --view tree', /--view must be one of canvas, picture/],
    ['export f --to png --out o --scale 0', /--scale must be/],
    ['export f --to onnx --out o --view grid', /--view is for pictures/],
    ['export f --to svg --out o --theme blue', /--theme must be/],
    ['export f --to png --out o --scale 2 --width 300', /give one of them/],
    ['export f --to png --out o --head 0', /--head must be a whole number from 1/],
    ['export f --to gif --out o --background transparent', /is for svg and png/],
    ['export f --to pytorch --out o --text hello', /--text is for pictures/],
    ['train f --site look', /--site is for the picture that --gif/],
    ['train f --curves c.gif', /--curves writes .svg, .png or .csv/],
  ])('%s is refused', (args, sentence) => {
    expect(() => parseCommand(args.split(' '))).toThrow(sentence)
  })
})
