/** Files that are given to an opened model: what says more of it, arrays, pictures, its other half, a model to compare with. */
import { toFault } from '#shared/base/fault'
import { BESIDE, type Beside, type Picture } from '#shared/contract/model'
import { openAside } from '../commands/opening'
import type { GivenFile, OpenableFile, Page } from '../commands/page'
import { announce, notify, notifyFault } from '../stores/session'
import { matchTensors } from './modelInputs'
import { shownSites } from './modelRun'
import { beginComparison, setTyped, takeForm } from './modelStore'
import { type Side, sidesOf } from './side'

export const BESIDE_FILES = '.json'
export const TENSOR_FILES = '.npz,.npy'
export const PICTURE_FILES = 'image/png,image/jpeg,image/webp'

const PICTURES = /\.(png|jpe?g|webp|gif|bmp)$/i
const HALVES = /(encoder|decoder)/i

/** Whether a file that is dropped is meant for the model that is open, and not to be opened itself. */
export function isForModel(page: Page, name: string): boolean {
  if (page.session.getState().screen !== 'model') return false
  return /\.(npy|npz|json)$/i.test(name) || PICTURES.test(name) || isOtherHalf(page, name)
}

/** Gives a file to the side that can take it. */
export async function giveModelFile(page: Page, file: GivenFile, side = sidesOf(page).first): Promise<void> {
  const { name } = file
  if (/\.np[yz]$/i.test(name)) await giveTensors(page, side, file)
  else if (/\.json$/i.test(name)) await giveBeside(page, side, file)
  else if (PICTURES.test(name)) await givePicture(page, side, file)
}

export async function giveBeside(page: Page, side: Side, { bytes, name }: GivenFile): Promise<void> {
  const { model } = side.store.getState()
  if (model === undefined) return
  const known = BESIDE.find((each) => name.toLowerCase().endsWith(each))
  if (known === undefined) {
    notify(page.session, 'hint', `${name} is not read: expected one of ${BESIDE.join(', ')}.`)
    return
  }
  await changeForm(page, side, `Reading ${name}`, () =>
    page.link.ask('model.giveFile', { model: model.model, name: known satisfies Beside, bytes }),
  )
}

/** Takes arrays from a `.npz` or `.npy` file: by their names, or a single one for the only input of numbers. */
export async function giveTensors(page: Page, side: Side, { bytes, name }: GivenFile): Promise<void> {
  const { model, form } = side.store.getState()
  if (model === undefined) return
  try {
    const { tensors } = await page.link.ask('tensors.decode', { bytes, name })
    const given = matchTensors(model, form?.fields ?? [], tensors)
    const names = Object.keys(given)
    if (names.length === 0) {
      const quoted = (all: readonly string[]) => all.map((each) => `“${each}”`).join(', ')
      const wanted = quoted(model.inputs.map((input) => input.name))
      const found = quoted(Object.keys(tensors))
      notify(page.session, 'hint', `${name} has no array for an input: expected ${wanted}, found ${found}.`)
      return
    }
    setTyped(side, (typed) => ({ ...typed, tensors: { ...typed.tensors, ...given } }))
    side.store.setState(({ tensorFiles }) => ({
      tensorFiles: { ...tensorFiles, ...Object.fromEntries(names.map((each) => [each, name])) },
    }))
    announce(page.session, `Taken from ${name}: ${names.join(', ')}`)
  } catch (error) {
    notifyFault(page.session, toFault(error))
  }
}

/** A tensor is filled by the form again, and not from a file. */
export function dropTensor(side: Side, input: string): void {
  setTyped(side, (typed) => {
    const { [input]: _, ...tensors } = typed.tensors ?? {}
    return { ...typed, tensors }
  })
  side.store.setState(({ tensorFiles }) => {
    const { [input]: _, ...files } = tensorFiles
    return { tensorFiles: files }
  })
}

export async function givePicture(page: Page, side: Side, file: GivenFile, field?: string): Promise<void> {
  const wanted = side.store
    .getState()
    .form?.fields.find((each) => each.type === 'picture' && (field === undefined || each.id === field))
  if (wanted === undefined) {
    notify(page.session, 'hint', `${file.name} is a picture, and this model takes none.`)
    return
  }
  const picture = await readPicture(file)
  if (picture === undefined) {
    notify(page.session, 'hint', `${file.name} is no picture that can be read here: PNG, JPEG and WebP can.`)
    return
  }
  setTyped(side, (typed) => ({ ...typed, pictures: { ...typed.pictures, [wanted.id]: picture } }))
  announce(page.session, `The picture ${file.name} is taken`)
}

/** Whether a file is a model, which is not held as bytes. */
export function isHalf(name: string): boolean {
  return /\.onnx$/i.test(name)
}

/** The other half of an encoder–decoder pair, with its external data. */
export async function givePair(page: Page, side: Side, files: readonly OpenableFile[]): Promise<void> {
  const { model } = side.store.getState()
  if (model === undefined || files.length === 0) return
  const other = await openAside(page, files)
  if (other === undefined) return
  await changeForm(page, side, `Reading ${other.name}`, () =>
    page.link.ask('model.pair', { model: model.model, other: other.model }),
  )
  side.runs.setState({ sites: shownSites(side) })
}

/** Another model, looked at beside this one. */
export async function compareWith(page: Page, files: readonly OpenableFile[]): Promise<void> {
  if (files.length === 0) return
  const other = await openAside(page, files)
  if (other !== undefined) beginComparison(page, other)
}

async function changeForm(
  page: Page,
  side: Side,
  saying: string,
  act: () => Promise<NonNullable<ReturnType<Side['store']['getState']>['form']>>,
): Promise<void> {
  page.session.setState({ busy: saying })
  try {
    takeForm(side, { form: await act() })
    announce(page.session, `${saying}: done`)
  } catch (error) {
    notifyFault(page.session, toFault(error))
  } finally {
    page.session.setState({ busy: undefined })
  }
}

function isOtherHalf(page: Page, name: string): boolean {
  const { model, form } = sidesOf(page).first.store.getState()
  const [own, other] = [model?.name, name].map((each) => HALVES.exec(each ?? '')?.[0].toLowerCase())
  return form?.pair === undefined && own !== undefined && other !== undefined && own !== other
}

/** Sides beyond this are made smaller: models look at less. */
const LARGEST_SIDE = 1600

async function readPicture({ bytes }: GivenFile): Promise<Picture | undefined> {
  try {
    const bitmap = await createImageBitmap(new Blob([bytes.slice()]))
    const by = Math.min(1, LARGEST_SIDE / Math.max(bitmap.width, bitmap.height))
    const [width, height] = [Math.round(bitmap.width * by), Math.round(bitmap.height * by)]
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    const context = canvas.getContext('2d')
    if (context === null) return undefined
    context.imageSmoothingQuality = 'high'
    context.drawImage(bitmap, 0, 0, width, height)
    bitmap.close()
    const { data } = context.getImageData(0, 0, width, height)
    return { width, height, rgba: new Uint8Array(data.buffer) }
  } catch {
    return undefined
  }
}
