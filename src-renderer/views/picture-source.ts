/** What a run read, for showing it beside where the network looked: pictures, and texts. */
import { useMemo } from 'react'
import { type FormField, formOf } from '../commands/run'
import { pictureSize, pixelsOfText } from '../dock/pixels'
import { useDocument, useRun, useSession } from '../stores/hooks'
import type { Pixels } from '../stores/run'

/** The form's field of that name; none while a model made elsewhere is shown. */
function useFormField(name: string | undefined): FormField | undefined {
  const own = useSession(({ screen }) => screen !== 'model')
  const document = useDocument((state) => state.document)
  return useMemo(
    () => (own && name !== undefined ? formOf(document).find(({ field }) => field === name) : undefined),
    [own, document, name],
  )
}

/** What the run read in a field; while the run does not say so, what the form holds, or the document's example. */
export function useReadText(field: string | undefined): string | undefined {
  const read = useRun(({ inputs }) => (field === undefined ? undefined : inputs?.[field]))
  const typed = useSession(({ inputs }) => (field === undefined ? undefined : inputs[field]))
  const example = useDocument(({ document }) => (field === undefined ? undefined : document.example[field]))
  return read ?? typed ?? example
}

/** The picture that a field held when the network looked at it; undefined where there is none. */
export function usePixels(name: string | undefined): Pixels | undefined {
  const given = useRun(({ pictures }) => (name === undefined ? undefined : pictures?.[name]))
  const field = useFormField(name)
  const text = useReadText(name)
  return useMemo(() => {
    if (given !== undefined) return given
    if (field?.spec.form !== 'picture' || text === undefined) return undefined
    const size = pictureSize(field.params)
    return { width: size.width, height: size.height, rgba: pixelsOfText(text, size) }
  }, [given, field, text])
}

/** What was asked beside a stored text: the first other field of the form that holds words. */
export function useQuestion(stored: string | undefined): string | undefined {
  const own = useSession(({ screen }) => screen !== 'model')
  const asked = useDocument(({ document }) =>
    own
      ? formOf(document).find(({ field, spec }) => field !== stored && spec.form !== 'picture')?.field
      : undefined,
  )
  const text = useReadText(asked)
  return asked === undefined ? undefined : text
}
