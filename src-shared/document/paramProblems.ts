/** What is wrong with parameters, in words. */
import type { Problem } from '../base/problem'
import { SPECIAL } from '../base/words'
import type { Param, ParamValue } from '../kinds/kind'
import { kinds, withDefaults } from '../kinds/registry'
import type { DocumentNode, HeedDocument } from './document'
import { titleOf } from './structure'

/** What is wrong with a parameter's value, in words, or undefined. The panel asks the same before it takes a value. */
export function paramProblem(
  param: Param,
  value: ParamValue | undefined,
  vocabularies: Readonly<Record<string, number>>,
): string | undefined {
  const found = `found ${JSON.stringify(value)}.`
  switch (param.type) {
    case 'integer':
    case 'number': {
      const whole = param.type === 'integer'
      const fits = typeof value === 'number' && Number.isFinite(value) && (!whole || Number.isInteger(value))
      if (fits && value >= param.min && value <= param.max) return undefined
      return `expected a ${whole ? 'whole number' : 'number'} from ${param.min} to ${param.max}, ${found}`
    }
    case 'flag':
      return typeof value === 'boolean' ? undefined : `expected yes or no, ${found}`
    case 'choice':
      return param.choices.some((choice) => choice.value === value)
        ? undefined
        : `expected one of ${param.choices.map((choice) => choice.value).join(', ')}, ${found}`
    case 'text':
      return typeof value === 'string' ? undefined : `expected text, ${found}`
    case 'vocabulary': {
      if (typeof value === 'string' && (vocabularies[value] ?? 0) > 0) return undefined
      const names = Object.keys(vocabularies)
      const others = names.length === 0 ? '' : ` (it has ${names.map((name) => `“${name}”`).join(', ')})`
      return `the document has no vocabulary “${value}” yet${others}. Begin it, or choose a task: its words come along.`
    }
  }
}

/** A vocabulary of words has what every text needs: padding, a start, an end, and a word for those it lacks. */
export function vocabularyProblems(document: HeedDocument): Problem[] {
  return Object.values(document.nodes).flatMap((node) => {
    const kind = kinds.get(node.kind)
    if (!kind) return []
    const params = withDefaults(kind, node.params)
    return Object.entries(kind.params).flatMap(([name, param]): Problem[] => {
      if (param.type !== 'vocabulary' || !param.words) return []
      const words = document.vocabularies[String(params[name])]
      if (!words || words.length === 0 || SPECIAL.every((word, i) => words[i] === word)) return []
      const found = words.slice(0, SPECIAL.length).join(' ')
      return [
        {
          node: node.id,
          param: name,
          severity: 'error',
          message: `${titleOf(node)} ▸ ${param.label}: expected “${params[name]}” to begin with ${SPECIAL.join(' ')}, found ${found}.`,
          mend: 'Put these four words first in the vocabulary.',
        },
      ]
    })
  })
}

/** Fields are named once, and with a name that a model's input can have. */
export function fieldProblems(document: HeedDocument): Problem[] {
  const owner = new Map<string, DocumentNode>()
  const problems: Problem[] = []
  for (const node of Object.values(document.nodes)) {
    const kind = kinds.get(node.kind)
    if (!kind || (kind.structural !== 'input' && kind.loop !== 'until')) continue
    const field = String(withDefaults(kind, node.params).field ?? '')
    const first = owner.get(field)
    const named = /^[A-Za-z][A-Za-z0-9_-]{0,39}$/.test(field)
    if (!named || first)
      problems.push({
        node: node.id,
        param: 'field',
        severity: 'error',
        message: named
          ? `${titleOf(node)} ▸ Field: “${field}” is the field of ${titleOf(first!)} already.`
          : `${titleOf(node)} ▸ Field: expected a name of letters, digits, - and _ that begins with a letter, found “${field}”.`,
        mend: 'Give the field a name of its own.',
      })
    else owner.set(field, node)
  }
  return problems
}
