import { tokenize } from '#shared/base/words'
import type { Attribution, FieldAttribution } from '#shared/contract/states'
import { formOf } from '../../commands/run'
import { useDocument, useRun } from '../../stores/hooks'
import { useTheme } from '../hooks'
import { strongest } from './AttributionDock'
import { Bars } from './Bars'
import { PixelParts } from './PixelParts'
import { SeriesParts } from './SeriesParts'
import { WordParts } from './WordParts'

/** Numbers up to this many have a bar each, with its name; more are steps of a series. */
const NAMED = 24

export function Fields({ attribution }: { readonly attribution: Attribution }) {
  const document = useDocument((state) => state.document)
  const inputs = useRun((state) => state.inputs)
  const theme = useTheme()
  const most = strongest(attribution)
  const form = formOf(document)
  return attribution.fields.map((field) => {
    const own = form.find((each) => each.field === field.field)
    const text = inputs?.[field.field] ?? ''
    const shared = { field, most, theme }
    return (
      <section className="attribution-field" key={field.field} aria-label={field.title}>
        <h3>{field.title}</h3>
        {field.grid ? (
          <PixelParts {...shared} text={text} channels={Number(own?.params.channels ?? 1)} />
        ) : !field.given ? (
          <WordParts {...shared} lines={linesOf(own?.spec.form, text, field)} />
        ) : field.labels.length <= NAMED ? (
          <Bars {...shared} />
        ) : (
          <SeriesParts {...shared} />
        )}
      </section>
    )
  })
}

/** Numbers of words in each line, where words stand in lines. */
function linesOf(form: string | undefined, text: string, { labels }: FieldAttribution): readonly number[] {
  if (form !== 'lines') return [labels.length]
  const lines = text
    .split(/\r?\n/)
    .map((line) => tokenize(line).length)
    .filter((count) => count > 0)
  return lines.reduce((sum, count) => sum + count, 0) === labels.length ? lines : [labels.length]
}
