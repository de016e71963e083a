/** Running the document, or a model made elsewhere, and listening to what the engine says of it. */
import { toFault } from '#shared/base/fault'
import type { Answer } from '#shared/contract/contract'
import type { HeedDocument } from '#shared/document/document'
import { titleOf } from '#shared/document/structure'
import type { InputSpec, ParamValue } from '#shared/kinds/kind'
import { kinds, withDefaults } from '#shared/kinds/registry'
import { inferenceOf } from '../stores/inference'
import { IDLE, withSites } from '../stores/run'
import { announce, dismissAll, notify, notifyFault } from '../stores/session'
import type { Page } from './page'

/** One field of the input form. */
export interface FormField {
  readonly field: string
  readonly node: string
  readonly title: string
  readonly spec: InputSpec
  readonly params: Readonly<Record<string, ParamValue>>
  /** Name of the vocabulary that its text is read by. */
  readonly vocabulary?: string | undefined
}

/** The input form of a document: one field for each input node. */
export function formOf(document: HeedDocument): FormField[] {
  return Object.values(document.nodes).flatMap((node) => {
    const kind = kinds.get(node.kind)
    if (kind?.input === undefined) return []
    const params = withDefaults(kind, node.params)
    const vocabulary = Object.entries(kind.params).find(([, param]) => param.type === 'vocabulary')?.[0]
    return [
      {
        field: String(params.field ?? node.id),
        node: node.id,
        title: titleOf(node),
        spec: kind.input,
        params,
        vocabulary: vocabulary === undefined ? undefined : String(params[vocabulary]),
      },
    ]
  })
}

/** Whether the document says words one after another, which can be chosen for it. */
export function saysWords(document: HeedDocument): boolean {
  return Object.values(document.nodes).some((node) => kinds.get(node.kind)?.loop === 'until')
}

/** What a field holds: what was typed, or the document's example. */
export function inputText(page: Pick<Page, 'documents' | 'session'>, field: string): string {
  return page.session.getState().inputs[field] ?? page.documents.getState().document.example[field] ?? ''
}

/** The form as a document's example; fields that hold nothing are left out. */
export function typedExample(page: Pick<Page, 'documents' | 'session'>): Record<string, string> {
  const { document } = page.documents.getState()
  const typed = formOf(document).map(({ field }) => [field, inputText(page, field)] as const)
  return Object.fromEntries(typed.filter(([, text]) => text !== ''))
}

/** What is wrong with a field's text, and which of its words no vocabulary holds. */
export function readField(
  document: HeedDocument,
  { spec, params, vocabulary }: FormField,
  text: string,
): { readonly problem?: string; readonly unknown: readonly string[] } {
  const words = vocabulary === undefined ? undefined : document.vocabularies[vocabulary]
  const parsed = spec.parse(text, params, words)
  return parsed.ok ? { unknown: parsed.value.unknown } : { problem: parsed.error, unknown: [] }
}

export async function startRun(page: Page): Promise<void> {
  const { document, weights } = page.documents.getState()
  if (page.session.getState().screen !== 'editor') return
  if (Object.keys(document.nodes).length === 0) {
    notify(page.session, 'hint', 'There is nothing to run yet: add an input and a decision, and wire them.')
    return
  }
  const { errors } = inferenceOf(document)
  if (errors > 0) {
    page.session.setState({ dockTab: 'problems' })
    announce(page.session, errors === 1 ? 'Not run: 1 problem.' : `Not run: ${errors} problems.`)
    return
  }
  // A run is seen where it looks, not among the curves of a training or problems that are no more.
  if (['training', 'problems'].includes(page.session.getState().dockTab))
    page.session.setState({ dockTab: 'attention' })
  const inputs = Object.fromEntries(formOf(document).map(({ field }) => [field, inputText(page, field)]))
  const words = saysWords(document) ? page.session.getState().forceWords.trim() : ''
  const forced = words === '' ? {} : { forceWords: words }
  await follow(
    page,
    (run) => page.link.ask('run.start', { run, document, weights, inputs, ...forced, states: true }),
    inputs,
  )
}

export function stopRun(page: Page): void {
  const { run, state } = page.runs.getState()
  if (state !== 'running' || run === undefined) return
  page.link.ask('run.cancel', { run }).catch((error: unknown) => notifyFault(page.session, toFault(error)))
}

async function follow(
  page: Page,
  start: (run: string) => Promise<Answer<'run.start'>>,
  inputs?: Readonly<Record<string, string>>,
): Promise<void> {
  stopRun(page)
  dismissAll(page.session)
  const run = `run-${Date.now().toString(36)}-${Math.floor(Math.random() * 2 ** 32).toString(36)}`
  const { selectedSite } = page.runs.getState()
  page.slices.clear()
  page.states.clear()
  page.runs.setState({ ...IDLE, selectedSite, state: 'running', run, started: Date.now(), inputs }, true)
  const current = () => page.runs.getState().run === run
  try {
    const { outputs, sites, milliseconds, unknown } = await start(run)
    if (!current()) return
    page.runs.setState((state) => ({
      ...withSites(state, sites),
      state: 'done',
      outputs,
      milliseconds,
      unknown,
      progress: undefined,
    }))
    if (sites.length === 0 && page.session.getState().dockTab === 'attention') {
      const held = page.states.infos().some(({ what }) => what === 'states')
      page.session.setState({ dockTab: held ? 'states' : 'output' })
    }
    announce(page.session, `Run done. ${outputs.map(({ name, text }) => `${name}: ${text}`).join('; ')}`)
  } catch (error) {
    if (!current()) return
    const fault = toFault(error)
    const cancelled = fault.code === 'cancelled'
    page.runs.setState({ state: cancelled ? 'idle' : 'failed', fault, progress: undefined })
    if (cancelled) announce(page.session, 'Run stopped')
    else notifyFault(page.session, fault)
  }
}

/** Takes up what the engine reports; gives the function that stops listening. */
export function listen(page: Page): () => void {
  let drawn = 0
  let credited = false
  // One credit for all that came since the last frame: the engine never runs further ahead than the page paints.
  function taken(run: string) {
    drawn += 1
    if (credited) return
    credited = true
    page.desk.nextFrame(() => credit(run))
  }
  function credit(run: string) {
    credited = false
    const slices = drawn
    drawn = 0
    page.link.ask('run.credit', { run, slices }).catch(() => undefined)
  }
  const stops = [
    page.link.on('run.sites', ({ run, sites }) => {
      if (page.runs.getState().run === run) page.runs.setState((state) => withSites(state, sites))
    }),
    page.link.on('run.slice', ({ run, slice }) => {
      if (page.runs.getState().run !== run) return
      page.slices.push(slice)
      taken(run)
    }),
    page.link.on('run.states', ({ run, states }) => {
      if (page.runs.getState().run === run) page.states.begin(states)
    }),
    page.link.on('run.state', ({ run, frames, cut }) => {
      if (page.runs.getState().run !== run) return
      page.states.push(frames, cut)
      taken(run)
    }),
    page.link.on('run.progress', ({ run, done, total, what }) => {
      if (page.runs.getState().run === run) page.runs.setState({ progress: { done, total, what } })
    }),
    page.link.on('engine.restarted', ({ fault }) => notifyFault(page.session, fault)),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
