/** The tensor that is looked at, and the matrix of it that is shown. */
import { createStore } from 'zustand/vanilla'
import { toFault } from '#shared/base/fault'
import type { ModelInputs, TensorView } from '#shared/contract/model'
import type { Page } from '../../commands/page'
import { notifyFault } from '../../stores/session'
import { inputsOf } from '../modelInputs'
import { bePatient } from '../patience'
import { sidesOf } from '../side'

export interface TensorState {
  readonly tensor?: string | undefined
  readonly view?: TensorView | undefined
  readonly waiting: boolean
  readonly fault?: string | undefined
  /** Name of the run that is waited for, by which it is stopped. */
  readonly run?: string | undefined
}

const CLOSED: TensorState = { waiting: false }
export const tensorStore = createStore<TensorState>(() => CLOSED)

export function closeTensor(): void {
  tensorStore.setState(CLOSED, true)
}

/** Looks at a tensor: a weight as it lies in the file, any other as the form's inputs make it. */
export async function lookAtTensor(page: Page, tensor: string, at?: readonly number[]): Promise<void> {
  const asked = ask(page)
  if (asked === undefined) return
  const run = `tensor-${Date.now().toString(36)}-${Math.floor(Math.random() * 2 ** 32).toString(36)}`
  cancelTensor(page)
  const { tensor: before, view } = tensorStore.getState()
  page.session.setState({ dockTab: 'tensor' })
  // What was shown of the same tensor stays until the next matrix is there.
  tensorStore.setState({
    tensor,
    view: before === tensor ? view : undefined,
    waiting: true,
    fault: undefined,
    run,
  })
  const loop = sidesOf(page).first.store.getState().model?.mayNotEnd
  const patience = bePatient(page, loop, () => cancelTensor(page))
  try {
    const answer = await page.link.ask('model.tensor', { run, tensor, ...asked, ...(at && { at }) })
    if (tensorStore.getState().run === run)
      tensorStore.setState({ view: answer, waiting: false, run: undefined })
  } catch (error) {
    if (tensorStore.getState().run !== run) return
    const { code, message } = toFault(error)
    tensorStore.setState({
      waiting: false,
      run: undefined,
      fault: code === 'cancelled' ? 'It was stopped before the tensor was there.' : message,
    })
  } finally {
    patience.end()
  }
}

export function cancelTensor(page: Page): void {
  const { run } = tensorStore.getState()
  if (run !== undefined) page.link.ask('run.cancel', { run }).catch(() => undefined)
}

export async function saveTensor(page: Page, tensor: string): Promise<void> {
  const asked = ask(page)
  if (asked === undefined) return
  page.session.setState({ busy: `Saving ${tensor}` })
  try {
    const { bytes, name } = await page.link.ask('model.tensorFile', { tensor, ...asked })
    page.desk.download(bytes, name)
  } catch (error) {
    notifyFault(page.session, toFault(error))
  } finally {
    page.session.setState({ busy: undefined })
  }
}

/** With the inputs of the run that is shown; before a run with those of the form. */
function ask(page: Page): { readonly model: string; readonly inputs: ModelInputs } | undefined {
  const { model, form, typed, ran } = sidesOf(page).first.store.getState()
  if (model === undefined) return undefined
  return { model: model.model, inputs: ran ?? (form === undefined ? {} : inputsOf(form, typed)) }
}
