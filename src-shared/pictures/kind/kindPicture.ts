/**
 * What a kind does, as a small picture: what goes in at the left and comes out at the right, each drawn by its letters, and between them where
 * it looks, what it is made of, or its icon. All of it is read from the kind: a kind that is added has its picture.
 */
import type { Kind, Params, Port } from '../../kinds/kind'
import { inputPorts, outputPorts } from '../../kinds/registry'
import { type Glyph, glyphOf } from './glyph'
import { type Middle, middleOf } from './middle'

export interface PicturePort {
  readonly name: string
  readonly glyph: Glyph
  readonly optional: boolean
  readonly many: boolean
  /** The top of its name; its glyph stands below. */
  readonly y: number
  /** Where its wire begins or ends. */
  readonly middle: number
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface KindPicture {
  readonly width: number
  readonly height: number
  readonly inputs: readonly PicturePort[]
  readonly outputs: readonly PicturePort[]
  readonly box: Box
  readonly middle: Middle
  /** The same in words. */
  readonly words: string
}

export const WIDTH = 252
const SIDE = 76
const GAP = 10
const NAME = 12
const ROW_GAP = 7
const LINE = 13
/** Least heights of the box in the middle. */
const LEAST = { attention: 74, inside: 74, loop: 40, icon: 44 } as const

export function kindPicture(kind: Kind, params: Params): KindPicture {
  const { attention, decision } = kind
  const weights = [attention?.output, decision?.choice === undefined ? undefined : decision.output]
  const middle = middleOf(kind, params)
  const [ins, outs] = [portsIn(inputPorts(kind, params), []), portsIn(outputPorts(kind, params), weights)]
  const lines = middle.type === 'loop' ? LINE * (middle.gives.length + middle.takes.length) : 0
  const height = Math.max(LEAST[middle.type], lines + 24, ins.height, outs.height)
  const inputs = lowered(ins.ports, (height - ins.height) / 2)
  const outputs = lowered(outs.ports, (height - outs.height) / 2)
  const tall = Math.min(height, Math.max(LEAST[middle.type], lines + 24))
  const left = inputs.length === 0 && middle.type === 'loop' ? 1 : SIDE + GAP
  const box = {
    x: left,
    y: (height - tall) / 2 + 1,
    width: WIDTH - SIDE - GAP - left,
    height: tall - 2,
  }
  return { width: WIDTH, height, inputs, outputs, box, middle, words: wordsOf(kind, inputs, outputs) }
}

function portsIn(ports: Readonly<Record<string, Port>>, weights: readonly (string | undefined)[]) {
  let y = 0
  const found = Object.entries(ports)
    .filter(([, { inside }]) => !inside)
    .map(([name, port]): PicturePort => {
      const glyph = glyphOf(port, weights.includes(name))
      const top = y
      y += NAME + glyph.height + ROW_GAP
      return {
        name: port.label ?? name,
        glyph,
        optional: port.optional === true,
        many: port.many === true,
        y: top,
        middle: top + NAME + glyph.height / 2,
      }
    })
  return { ports: found, height: Math.max(0, y - ROW_GAP) }
}

function lowered(ports: readonly PicturePort[], by: number): PicturePort[] {
  return ports.map((port) => ({ ...port, y: port.y + by, middle: port.middle + by }))
}

function wordsOf(kind: Kind, inputs: readonly PicturePort[], outputs: readonly PicturePort[]): string {
  const list = (ports: readonly PicturePort[]) =>
    ports.map(({ name, glyph }) => `${name}${glyph.letters === '' ? '' : ` ${glyph.letters}`}`).join(', ')
  const to = outputs.length === 0 ? '' : ` gives ${list(outputs)}`
  return `${kind.title}${inputs.length === 0 ? '' : ` of ${list(inputs)}`}${to}`
}
