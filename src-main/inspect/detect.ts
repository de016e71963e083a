/**
 * Finds attention in a model that Heed did not build. The facts behind the patterns were measured on what exporters write; each
 * refusal says why.
 */
import type { Model } from '#main/onnx/decode'
import type { Graph, Node } from '#shared/ir/graph'
import { bodiesOf, inOrder } from './bodies'
import { fusedSite, isFused } from './fused'
import { nameStyleOf, scopePathOf } from './hierarchy/scopePath'
import { type Links, linksOf } from './links'
import type { BodyStep, DetectedSite, Detection, Refusal } from './site'
import { type FoundSite, normaliserAt, softmaxSite } from './softmax'

const SOFTMAXES = new Set(['Softmax', 'QLinearSoftmax'])
/** Bodies and calls that lie in one another, and graphs that are looked at: functions that call functions multiply. */
const MAX_DEPTH = 64
const MAX_GRAPHS = 4_000

export function detect(model: Model): Detection {
  const sites: DetectedSite[] = []
  const refused: Refusal[] = []
  const opset = model.opsets[''] ?? 1
  const functions = model.functions.length === 0 ? new Map<string, Graph>() : model.functionGraphs()
  const style = nameStyleOf(model.graph.nodes, model.nameScopes)
  const named = style === 'metadata' || style === 'dots'
  const called = new Set<string>()
  let graphs = 0

  function add(
    node: Node,
    index: number,
    found: FoundSite | string,
    path: readonly BodyStep[],
    scope: string,
  ): void {
    const name = `${scope}${node.source ?? node.outputs.find((output) => output !== undefined)?.name ?? node.op}`
    if (typeof found === 'string') refused.push({ name, reason: sentence(found) })
    else {
      const seen = path.length === 0 ? found : inside(found, path, opset)
      const scopes = named ? scopePathOf(node, style, model.nameScopes) : undefined
      sites.push({ id: idOf(sites.length), name, scopes, ...seen, place: { path, node: index } })
    }
  }

  function look(graph: Graph, links: Links, path: readonly BodyStep[], scope: string): void {
    graphs++
    for (const index of inOrder(graph)) {
      const node = graph.nodes[index]!
      const normaliser = normaliserAt(links, node)
      if (normaliser !== undefined) {
        const found = softmaxSite(links, normaliser)
        // Quotients of exponentials are no Softmax that anyone would ask about.
        if (typeof found !== 'string' || SOFTMAXES.has(node.op)) add(node, index, found, path, scope)
      } else if (isFused(node))
        add(node, index, fusedSite(links, node, index, `heed.${idOf(sites.length)}`), path, scope)
      if (path.length >= MAX_DEPTH || graphs >= MAX_GRAPHS) continue
      for (const [attribute, body] of bodiesOf(node))
        enter(
          body,
          { node: index, op: node.op, attribute, ...(grows(node, body) ? { uneven: true } : {}) },
          scope,
        )
      const key = `${node.domain}::${node.op}`
      const body = functions.get(key)
      if (body === undefined || path.some((step) => step.function === key)) continue
      called.add(key)
      enter(body, { node: index, op: node.op, attribute: '', function: key }, `${scope}${callName(node)}/`)
    }

    function enter(body: Graph, step: BodyStep, within: string): void {
      const node = graph.nodes[step.node]!
      look(body, linksOf(body, opset, model.external, { links, node, step }), [...path, step], within)
    }
  }

  look(model.graph, linksOf(model.graph, opset, model.external), [], '')
  for (const name of model.functions)
    if (!called.has(name) && holdsSoftmax(functions.get(name)))
      refused.push({ name, reason: 'The model defines this function, but never calls it.' })
  return { sites, refused }
}

function idOf(count: number): string {
  return `attention.${count}`
}

function sentence(reason: string): string {
  return `${reason[0]?.toUpperCase()}${reason.slice(1)}.`
}

function callName(node: Node): string {
  return node.source ?? node.op
}

function holdsSoftmax(graph: Graph | undefined): boolean {
  return graph?.nodes.some((node) => node.op === 'Softmax' || isFused(node)) ?? false
}

/** Whether a Loop carries what each step adds to, as caches of keys are: what it carries on is what it carried, and more. */
function grows(node: Node, body: Graph): boolean {
  if (node.op !== 'Loop') return false
  const makers = new Map(body.nodes.map((each) => [each.outputs[0], each]))
  return body.inputs.some((carried, at) => {
    let maker = at < 2 ? undefined : makers.get(body.outputs[at - 1])
    for (let steps = 0; maker?.op === 'Identity' && steps < 8; steps++) maker = makers.get(maker.inputs[0])
    return maker?.op === 'Concat' && maker.inputs.includes(carried)
  })
}

/** What is threaded out of bodies: If gives it from one branch, Loop and Scan once for each step. */
const THREADED = new Set(['If', 'Loop', 'Scan'])
/** From here on, what brings weights of different sizes together takes its sizes as inputs. */
const UNEVEN_FROM = 13

/** A site that lies in bodies, as the main graph sees it. */
function inside(found: FoundSite, path: readonly BodyStep[], opset: number): FoundSite {
  const { fetch, override } = found
  if (fetch === undefined) return found
  const hidden = (reason: string): FoundSite => ({
    ...found,
    ...{ shown: false, fetch: undefined, override: undefined },
    reason,
  })
  const closed = path.find((step) => step.function === undefined && !THREADED.has(step.op))
  if (closed !== undefined)
    return hidden(`It lies inside a body of ${closed.op}, which gives nothing but its own results.`)
  const steps = evened(path)
  if (steps === undefined)
    return hidden('It lies in a branch inside a Scan, which can only collect what every step has.')
  if (steps.some(({ uneven }) => uneven) && (fetch.rank === undefined || opset < UNEVEN_FROM))
    return hidden(
      'It lies in a Loop whose steps look at different numbers of keys, and the file does not tell enough to bring them together.',
    )
  const loops = steps.filter(isLoop).length
  const [batch = '?', heads = '?', query = '?', key = '?'] = found.shape
  return {
    ...found,
    shape: [batch, heads, loops > 0 ? '?' : query, key],
    fetch: { ...fetch, path: steps, layout: { ...fetch.layout, steps: loops } },
    override: override && { ...override, path: steps },
  }
}

function isLoop(step: BodyStep): boolean {
  return step.function === undefined && (step.op === 'Loop' || step.op === 'Scan')
}

/** Loops around a branch, or around an uneven loop, are uneven, too. Undefined where one of them is a Scan, which cannot be. */
function evened(path: readonly BodyStep[]): readonly BodyStep[] | undefined {
  let uneven = false
  const steps: BodyStep[] = []
  for (const step of [...path].reverse()) {
    uneven ||= step.uneven === true || (step.function === undefined && step.op === 'If')
    if (uneven && isLoop(step) && step.op === 'Scan') return undefined
    steps.unshift(uneven && isLoop(step) ? { ...step, uneven: true } : step)
  }
  return steps
}
