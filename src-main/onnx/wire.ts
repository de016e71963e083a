/**
 * A walk over the bytes of a message before anything is built from them: every length lies inside its parent, every field has the
 * wire type that its message says, nesting and counts are bounded. Payloads are stepped over, so it costs little on large weights.
 */
import { fault } from '#shared/base/fault'
import { fieldType, type MessageName, messages } from './schema'

/** A graph in an attribute of a node of a graph is three messages deep; a few more lie around and below. */
const MAX_GRAPHS = 64
export const MAX_DEPTH = MAX_GRAPHS * 3 + 16
/** Each message and each listed number becomes an object in memory, so a small file must not hold endless empty ones. */
const MAX_MESSAGES = 4_000_000
const MAX_ITEMS = 16_000_000
/** Longest name, operator or path. Texts (documentation, metadata) may be longer. */
const MAX_NAME = 65_536
const TEXTS = new Set(['docString', 'value'])

const VARINT = 0
const FIXED64 = 1
const LENGTH = 2
const FIXED32 = 5

interface FieldRule {
  readonly name: string
  readonly item: string
  readonly repeated: boolean
  readonly message: MessageName | undefined
  readonly wire: number
}

const WIRES: Readonly<Record<string, number>> = { int32: VARINT, int64: VARINT, float: FIXED32 }

const rules = new Map<MessageName, Map<number, FieldRule>>(
  (Object.keys(messages) as MessageName[]).map((name) => [
    name,
    new Map(
      Object.entries(messages[name]).map(([field, [number, type]]: [string, readonly [number, string]]) => {
        const { item, repeated, message } = fieldType(type)
        const wire = WIRES[item] ?? LENGTH
        return [
          number,
          { name: field, item, repeated, message: message ? (item as MessageName) : undefined, wire },
        ]
      }),
    ),
  ]),
)

interface Walk {
  readonly bytes: Uint8Array
  position: number
  messages: number
  items: number
}

/** @throws FaultError `bad-model` with the place and what is wrong there. */
export function checkWire(name: MessageName, bytes: Uint8Array): void {
  walkMessage({ bytes, position: 0, messages: 0, items: 0 }, name, bytes.length, 1)
}

function walkMessage(walk: Walk, name: MessageName, end: number, depth: number): void {
  if (depth > MAX_DEPTH) throw bad(walk, `it is nested more than ${MAX_GRAPHS} graphs deep`)
  if (++walk.messages > MAX_MESSAGES) throw bad(walk, `it holds more than ${MAX_MESSAGES} parts`)
  const fields = rules.get(name)
  while (walk.position < end) {
    const tag = varint(walk, end)
    const number = Math.floor(tag / 8)
    const wire = tag % 8
    if (number < 1 || number > 0x1fffffff) throw bad(walk, `a ${name} has a field with the number ${number}`)
    const rule = fields?.get(number)
    if (rule === undefined) stepOver(walk, name, wire, end)
    else walkField(walk, name, rule, wire, end, depth)
  }
}

function walkField(
  walk: Walk,
  name: MessageName,
  rule: FieldRule,
  wire: number,
  end: number,
  depth: number,
): void {
  const packed = rule.repeated && wire === LENGTH && rule.wire !== LENGTH
  if (wire !== rule.wire && !packed) throw bad(walk, `${name}.${rule.name} is written as something else`)
  if (wire !== LENGTH) {
    stepOver(walk, name, wire, end)
    return
  }
  const length = sized(walk, `${name}.${rule.name}`, end)
  const stop = walk.position + length
  if (rule.message !== undefined) walkMessage(walk, rule.message, stop, depth + 1)
  else if (packed) walkPacked(walk, name, rule, stop)
  else {
    if (rule.repeated && ++walk.items > MAX_ITEMS) throw bad(walk, `it lists more than ${MAX_ITEMS} texts`)
    if (rule.item === 'string' && length > MAX_NAME && !TEXTS.has(rule.name))
      throw bad(walk, `${name}.${rule.name} is a name of ${length} bytes, and ${MAX_NAME} is the most`)
    walk.position = stop
  }
}

function walkPacked(walk: Walk, name: MessageName, rule: FieldRule, stop: number): void {
  if (rule.wire === FIXED32) {
    if ((stop - walk.position) % 4 !== 0) throw bad(walk, `${name}.${rule.name} ends inside a number`)
    walk.items += (stop - walk.position) / 4
    walk.position = stop
  }
  while (walk.position < stop) {
    varint(walk, stop)
    walk.items++
  }
  if (walk.items > MAX_ITEMS) throw bad(walk, `it lists more than ${MAX_ITEMS} numbers`)
}

function stepOver(walk: Walk, name: MessageName, wire: number, end: number): void {
  if (++walk.items > MAX_ITEMS) throw bad(walk, `it lists more than ${MAX_ITEMS} numbers`)
  if (wire === VARINT) varint(walk, end)
  else if (wire === FIXED64) walk.position += 8
  else if (wire === FIXED32) walk.position += 4
  else if (wire === LENGTH) {
    const length = sized(walk, name, end)
    walk.position += length
  } else throw bad(walk, `a ${name} has a field of wire type ${wire}, which ONNX does not use`)
  if (walk.position > end) throw bad(walk, `a ${name} ends inside a number`)
}

function sized(walk: Walk, what: string, end: number): number {
  const length = varint(walk, end)
  const left = end - walk.position
  if (length > left) throw bad(walk, `${what} says that it has ${length} bytes where ${left} are left`)
  return length
}

/** An unsigned varint; exact below 2^53, which every length and tag must be. */
function varint(walk: Walk, end: number): number {
  let value = 0
  let scale = 1
  for (let count = 0; count < 10; count++) {
    if (walk.position >= end) throw bad(walk, 'it ends inside a number')
    const byte = walk.bytes[walk.position++]!
    value += (byte & 0x7f) * scale
    if (byte < 0x80) return value
    scale *= 128
  }
  throw bad(walk, 'a number takes more than ten bytes')
}

function bad(walk: Walk, what: string): Error {
  return fault('bad-model', `This is not a readable ONNX model: ${what} (at byte ${walk.position}).`)
}
