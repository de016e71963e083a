/**
 * Finds attention in a model that Heed did not build. The facts behind the patterns were measured on what exporters write; each
 * refusal says why.
 */
import type { Model } from '#main/onnx/decode'
import type { Graph, Node } from '#shared/ir/graph'
import { fusedSite, isFused } from './fused'
import { type Links, linksOf } from './links'
import type { DetectedSite, Detection, Refusal } from './site'
import { type FoundSite, softmaxSite } from './softmax'

export function detect(model: Model): Detection {
  const sites: DetectedSite[] = []
  const refused: Refusal[] = []
  const opset = model.opsets[''] ?? 1

  function add(node: Node, found: FoundSite | string, around: string): void {
    const name = node.source ?? node.outputs.find((output) => output !== undefined)?.name ?? node.op
    if (typeof found === 'string')
      refused.push({ name, reason: `${found[0]?.toUpperCase()}${found.slice(1)}.` })
    else sites.push({ id: idOf(sites.length), name, ...(around === '' ? found : hidden(found, around)) })
  }

  function look(graph: Graph, links: Links, around: string): void {
    graph.nodes.forEach((node, index) => {
      if (node.domain === '' && node.op === 'Softmax') add(node, softmaxSite(links, node, opset), around)
      else if (isFused(node)) add(node, fusedSite(links, node, index, `heed.${idOf(sites.length)}`), around)
      for (const attribute of Object.values(node.attributes))
        if (attribute.type === 'graph')
          look(attribute.value, linksOf(attribute.value, model.external, links), around || node.op)
    })
  }

  look(model.graph, linksOf(model.graph, model.external), '')
  for (const name of model.functions)
    refused.push({
      name,
      reason: 'The model defines this function by itself; attention inside of it is not looked for.',
    })
  return { sites, refused }
}

function idOf(count: number): string {
  return `attention.${count}`
}

/** Values of a body cannot be made outputs of the model. */
function hidden({ fetch: _, ...found }: FoundSite, around: string): FoundSite {
  if (!found.shown) return found
  const article = around === 'If' ? 'an' : 'a'
  return {
    ...found,
    shown: false,
    reason: `It lies inside the body of ${article} ${around}, from where Heed cannot fetch it yet.`,
  }
}
