/** Loss and score over the steps: of the training that is looked at, and of those laid under it. */
import { useMemo, useState } from 'react'
import { small } from '#shared/pictures/training/amounts'
import { chartsOf, type Drawn, scoreKind } from '#shared/pictures/training/curveLines'
import { page } from '../page'
import { SaveMenu } from '../views/save/SaveMenu'
import { saveableCurves } from '../views/save/saveableCurves'
import { Chart } from './Chart'
import { useTraining } from './hooks'
import { chooseSnapshot } from './snapshots'
import { spanOf } from './span'
import { scoreOf } from './words'

export function Curves() {
  const trainings = useTraining((state) => state.trainings)
  const selected = useTraining((state) => state.selected)
  const mark = useTraining((state) => state.shown)
  const [logarithmic, setLogarithmic] = useState(false)
  // The score's kind is known with the first test.
  const some = useTraining(({ snapshots }) => snapshots > 0)
  const ids = trainings.filter(({ id, compared }) => compared || id === selected).map(({ id }) => id)
  const names = ids.join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: `names` says which trainings are drawn; progress alone changes no line
  const drawn = useMemo<Drawn[]>(
    () =>
      trainings
        .filter(({ id }) => ids.includes(id))
        .map(({ id, number }) => ({ number, recording: page.training.recording(id), front: id === selected }))
        // The one that is looked at is drawn last, over the others.
        .sort((a, b) => Number(a.front) - Number(b.front)),
    [names, selected],
  )
  const span = Math.max(
    1,
    ...trainings
      .filter(({ id }) => ids.includes(id))
      .map(({ result, progress, settings }) => result?.step ?? spanOf(progress?.step ?? 0, settings)),
  )
  const kind = scoreKind(drawn)
  const [loss, score] = chartsOf(drawn)
  const front = drawn.find((each) => each.front)
  const last = front?.recording.snapshots.at(-1)
  const shared = {
    name: `${names} ${selected} ${some ? kind : ''}`,
    span,
    mark,
    subscribe: (listener: () => void) => {
      const stops = drawn.map(({ recording }) => recording.subscribe(listener))
      return () => {
        for (const stop of stops) stop()
      }
    },
    onPick: (step: number) => chooseSnapshot(page, step),
  }
  return (
    <div className="curves">
      <Chart {...shared} {...loss} logarithmic={logarithmic} description={lossInWords(front)}>
        <label className="chart-option">
          <input
            type="checkbox"
            checked={logarithmic}
            onChange={({ target }) => setLogarithmic(target.checked)}
          />
          log
        </label>
        <SaveMenu
          saveable={(theme) => saveableCurves([loss, score], { span, logarithmic, theme })}
          className="button"
        />
      </Chart>
      <Chart
        {...shared}
        {...score}
        description={`Tests on unseen examples over the steps${last ? `, last ${scoreOf(last.validation)}` : ''}`}
      />
    </div>
  )
}

function lossInWords(front: Drawn | undefined): string {
  const { steps, values } = front?.recording.smooth ?? { steps: [], values: [] }
  if (steps.length === 0) return 'Loss over the steps: none yet'
  return `Loss over the steps: from ${small(values[0]!)} to ${small(values.at(-1)!)} at step ${steps.at(-1)}`
}
