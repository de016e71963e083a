/** A document as a PyTorch module that a person can read and train on, and its weights. */
import type { Lowered } from '#main/compile/lowered'
import type { NamedOutput } from '#main/compile/outputs'
import type { HeedDocument } from '#shared/document/document'
import { titleOf } from '#shared/document/structure'
import type { Tensor, Value } from '#shared/ir/graph'
import { kindOf } from '#shared/kinds/registry'
import { HELPERS } from './helpers'
import { className, quoted } from './python'
import { type Written, writeForward } from './writer'

export interface PytorchModule {
  /** The Python file. */
  readonly source: string
  /** Its state dictionary, in PyTorch's own layouts. */
  readonly state: Readonly<Record<string, Tensor>>
}

/** Words that a module carries with it at the most; larger vocabularies stay in the document. */
const MOST_WORDS = 20_000

/**
 * @param lowered with structured loops (`compileLoops`), its weights among the constants
 * @param file the module's name without its ending, for the example of its use
 */
export function pytorchModule(
  document: HeedDocument,
  lowered: Lowered,
  outputs: readonly NamedOutput[],
  file: string,
): PytorchModule {
  const weights = new Map<Value, Tensor>()
  for (const { value } of lowered.parameters.values()) {
    const tensor = lowered.graph.constants.get(value)
    if (tensor) weights.set(value, tensor)
  }
  const called = new Map<Value, string>()
  for (const [port, value] of lowered.values) called.set(value, port)
  for (const decision of lowered.decisions) {
    called.set(decision.value, `${decision.id}.${decision.choice ? 'probabilities' : 'numbers'}`)
    if (decision.choice) called.set(decision.choice, `${decision.id}.choice`)
    called.set(decision.collected, `${decision.id}.all`)
  }
  for (const site of lowered.sites) {
    called.set(site.value, `${site.id}.weights`)
    called.set(site.collected, `${site.id}.weights.all`)
  }
  const written = writeForward({
    graph: lowered.graph,
    weights,
    outputs,
    called,
    title: (source) => {
      const node = document.nodes[source]
      if (!node) return source
      const [title, kind] = [titleOf(node), kindOf(node.kind).title]
      return title === kind ? title : `${title} (${kind})`
    },
  })
  return { source: sourceOf(document, written, outputs, file), state: written.state }
}

function sourceOf(
  document: HeedDocument,
  { inputs, init, forward, helpers }: Written,
  outputs: readonly NamedOutput[],
  file: string,
): string {
  const name = className(document.title)
  const call = inputs.map((input) => input.name).join(', ')
  const list = (values: readonly { readonly name: string; readonly value: Value }[]) =>
    values.map(
      ({ name: each, value }) => `        ${each}: ${value.dtype} [${(value.shape ?? []).join(', ')}]`,
    )
  const words = Object.values(document.vocabularies).reduce((sum, one) => sum + one.length, 0)
  const vocabularies =
    words === 0 || words > MOST_WORDS
      ? []
      : ['VOCABULARIES = {', ...Object.entries(document.vocabularies).map(vocabularyLine), '}', '', '']
  const needsMath = forward.some((line) => line.includes('math.'))
  const functional = forward.some((line) => /\bF\./.test(line)) || helpers.has('stack_growing')
  return [
    `"""${document.title.replace(/["\\]/g, "'")}: made with Heed.`,
    '',
    '    import torch',
    '    from safetensors.torch import load_file',
    `    from ${file} import ${name}`,
    '',
    `    model = ${name}()`,
    `    model.load_state_dict(load_file("${file}.safetensors"))`,
    `    model.eval()`,
    `    outputs = model(${call})`,
    '"""',
    ...(needsMath ? ['import math', ''] : []),
    'import torch',
    ...(functional ? ['import torch.nn.functional as F'] : []),
    'from torch import nn',
    '',
    ...(vocabularies.length > 0 ? vocabularies : ['']),
    ...Object.entries(HELPERS).flatMap(([helper, text]) =>
      helpers.has(helper as keyof typeof HELPERS) ? [text, '', ''] : [],
    ),
    `class ${name}(nn.Module):`,
    '    def __init__(self):',
    '        super().__init__()',
    ...init.map((line) => `        ${line}`),
    '',
    `    def forward(self, ${call}):`,
    '        """Takes',
    '',
    ...list(inputs),
    '',
    '        and gives',
    '',
    ...list(outputs),
    '        """',
    ...forward.map((line) => (line === '' ? '' : `        ${line}`)),
    '',
  ].join('\n')
}

function vocabularyLine([name, words]: [string, readonly string[]]): string {
  return `    ${quoted(name)}: [${words.map(quoted).join(', ')}],`
}
