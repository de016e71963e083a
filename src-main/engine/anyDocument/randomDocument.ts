/** Documents that nobody would draw: nodes of all kinds at random, wired wherever a wire may be. */
import { random } from '#shared/base/random'
import { type HeedDocument, type PortRef, paramValue, type Wire } from '#shared/document/document'
import { infer } from '#shared/document/infer'
import { refusal } from '#shared/document/refusal'
import { parentOf, portsOf, scopesFrom, TOP } from '#shared/document/structure'
import type { Kind, Param, Params, ParamValue } from '#shared/kinds/kind'
import { kindOf, kinds } from '#shared/kinds/registry'
import { sketch } from '../../templates/sketch'

const SPECIALS = ['<pad>', '<start>', '<end>', '<unknown>']
const VOCABULARIES: Readonly<Record<string, string[]>> = {
  source: [...SPECIALS, 'a', 'b', 'c'],
  target: [...SPECIALS, 'x', 'y'],
  classes: ['red', 'green', 'blue'],
}
const DEEPEST = 2

/** A wire that `refusal` allowed although inference finds it wrong. */
export interface WrongWire {
  readonly from: string
  readonly to: string
  readonly message: string
}

export interface RandomDocument {
  readonly document: HeedDocument
  readonly wrong: readonly WrongWire[]
}

/** The document of a seed; `size` is roughly its number of nodes. */
export function randomDocument(seed: number, size: number): RandomDocument {
  const { uniform, integer } = random(`document ${seed}`)
  const pick = <T>(list: readonly T[]): T | undefined => list[integer(Math.max(1, list.length))]
  const chance = (share: number) => uniform() < share
  const s = sketch(`Random ${seed}`, { seed, vocabularies: VOCABULARIES })
  const { document } = s
  const wrong: WrongWire[] = []
  const width = pick([2, 4])!
  let count = 0
  let wires = 0

  function paramFor(name: string, param: Param): ParamValue {
    switch (param.type) {
      case 'integer': {
        const most = Math.min(param.max, 4)
        if (name === 'size' && chance(0.8)) return width
        return Math.min(most, param.min + integer(most - param.min + 1))
      }
      case 'number':
        return param.default
      case 'flag':
        return chance(0.5)
      case 'choice':
        return pick(param.choices)!.value
      case 'vocabulary':
        return param.default === 'classes' ? 'classes' : pick(['source', 'target'])!
      case 'text':
        return name === 'field' ? `field${count}` : param.default
    }
  }

  function outputsIn(level: string): PortRef[] {
    const seen = scopesFrom(document, level)
    return Object.values(document.nodes).flatMap((node) =>
      Object.entries(portsOf(node).outputs)
        .filter(([, port]) => seen.includes(port.inside ? node.id : parentOf(document, node.id)))
        .map(([port]) => ({ node: node.id, port })),
    )
  }

  function connect(from: PortRef, to: PortRef): void {
    const before = new Set(infer(document).problems.map(({ message }) => message))
    const wire: Wire = { id: `w${++wires}`, from, to, order: wires }
    document.wires[wire.id] = wire
    const found = infer(document).problems.find(
      ({ wire: id, node, port, severity, message }) =>
        severity === 'error' &&
        !before.has(message) &&
        (id === wire.id || (node === to.node && port === to.port)),
    )
    if (found)
      wrong.push({
        from: `${from.node}.${from.port}`,
        to: `${to.node}.${to.port}`,
        message: found.message,
      })
  }

  /** Wires something that may be wired into the port; whether there is any. */
  function feed(to: PortRef, level: string): boolean {
    const known = infer(document)
    const allowed = outputsIn(level).filter((from) => refusal(document, from, to, known) === undefined)
    // What is new is taken more often, so that chains grow long.
    const from = chance(0.5) ? pick(allowed.slice(-4)) : pick(allowed)
    if (from) connect(from, to)
    return from !== undefined
  }

  function feedAll(id: string, level: string, skip: readonly string[] = []): boolean {
    for (const [port, { optional, many, inside }] of Object.entries(portsOf(document.nodes[id]!).inputs)) {
      if (inside || skip.includes(port)) continue
      if (optional && chance(0.5)) continue
      const to = { node: id, port }
      if (!feed(to, level) && !optional) return false
      if (many && chance(0.6)) feed(to, level)
    }
    return true
  }

  function remove(id: string): void {
    delete document.nodes[id]
    for (const wire of Object.values(document.wires))
      if (wire.from.node === id || wire.to.node === id) delete document.wires[wire.id]
    for (const node of Object.values(document.nodes)) if (node.parent === id) remove(node.id)
  }

  function paramsFor(kind: Kind): Params {
    count++
    return Object.fromEntries(
      Object.entries(kind.params).map(([name, param]) => [name, paramValue.parse(paramFor(name, param))]),
    )
  }

  function addNode(kind: Kind, level: string, depth: number): void {
    const params = paramsFor(kind)
    const id = `${kind.id}-${count}`
    const inside = level === TOP ? {} : { parent: level }
    s.add(id, kind.id, [0, 0], params, inside)
    if (kind.structural === 'loop') {
      const nested = kind.loop === 'until' && level !== TOP
      if (nested || depth >= DEEPEST || !feedAll(id, level)) {
        remove(id)
        return
      }
      fill(id, depth + 1, 2 + integer(5))
      if (kind.loop === 'until') {
        const say = `say-${++count}`
        s.add(say, 'decide-words', [0, 0], { vocabulary: params.vocabulary! }, { parent: id })
        const [from, to] = [
          { node: say, port: 'word' },
          { node: id, port: 'word' },
        ]
        if (!feedAll(say, id) || refusal(document, from, to) !== undefined) {
          remove(id)
          return
        }
        connect(from, to)
      }
      for (const [port, { optional }] of Object.entries(portsOf(document.nodes[id]!).inputs))
        if (port.startsWith('result') && optional && chance(0.9)) feed({ node: id, port }, id)
      return
    }
    if (!feedAll(id, level, ['next'])) remove(id)
  }

  function fill(level: string, depth: number, nodes: number): void {
    const usual = [...kinds.values()].filter((kind) => {
      if (kind.structural === 'group') return false
      return level === TOP
        ? kind.structural !== 'previous' && kind.structural !== 'history'
        : kind.structural !== 'input'
    })
    for (let i = 0; i < nodes; i++) {
      const bare = level === TOP && i < 2
      const loops = usual.filter((kind) => kind.structural === 'loop')
      const choices = bare
        ? usual.filter((kind) => kind.structural === 'input')
        : level === TOP && i === 2
          ? [kindOf('embedding')]
          : chance(level === TOP ? 0.25 : 0.12)
            ? loops
            : level !== TOP && chance(0.3)
              ? [kindOf('previous'), kindOf('history')]
              : usual.filter((kind) => kind.structural !== 'loop')
      addNode(pick(choices)!, level, depth)
    }
    for (const node of Object.values(document.nodes))
      if (node.kind === 'previous' && parentOf(document, node.id) === level)
        feed({ node: node.id, port: 'next' }, level)
  }

  fill(TOP, 0, size)
  if (chance(0.9)) {
    addNode(kindOf(pick(['decide-number', 'decide-words', 'decide-class'])!), TOP, 0)
    addNode(kindOf('decide-number'), TOP, 0)
  }
  // What is wrong goes, until nothing is: the compiler sees as many documents as inference does.
  for (;;) {
    const bad = infer(document).problems.find(({ severity }) => severity === 'error')
    if (!bad) break
    const id = bad.node ?? (bad.wire && document.wires[bad.wire]?.to.node)
    if (id === undefined || !document.nodes[id]) break
    remove(id)
  }
  return { document, wrong }
}
