/** The trainings of this session, newest first: looked at one by one, laid over each other, or given to the document. */
import { page } from '../page'
import { useDocument, useThemeName } from '../stores/hooks'
import { css, headColor } from '../theme/scale'
import { useTraining } from './hooks'
import { selectTraining } from './snapshots'
import { documentKey, isGoing, type Training, updateTraining } from './store'
import { giveWeights } from './training'
import { bestOf, describeSettings, grouped, scoreOf } from './words'

const WHILE =
  'Trainings are listed here, with their curves and snapshots, until Heed is closed or the page is loaded anew. Saving keeps the weights.'

export function TrainingList() {
  const trainings = useTraining((state) => state.trainings)
  if (trainings.length === 0) return <p className="soft training-empty">{WHILE}</p>
  return (
    <>
      <ul className="trainings" data-testid="trainings">
        {trainings.toReversed().map((training) => (
          <Item key={training.id} training={training} />
        ))}
      </ul>
      <p className="soft training-empty">{WHILE}</p>
    </>
  )
}

function Item({ training }: { readonly training: Training }) {
  const { id, number, title, settings, compared, document, after } = training
  const theme = useThemeName()
  const looked = useTraining((state) => state.selected === id)
  const weights = useDocument((state) => state.weights)
  const here = useDocument((state) => documentKey(state) === document)
  return (
    <li className="training-item" data-looked={looked}>
      <button
        type="button"
        className="training-choose"
        aria-pressed={looked}
        title="Look at this training"
        onClick={() => selectTraining(page, id)}
      >
        <span className="training-hue" style={{ background: css(headColor(number - 1, theme)) }} />
        <span>
          <b>
            {number} {title}
          </b>
          <span className="training-found">{outcome(training)}</span>
          <span className="soft">{describeSettings(settings)}</span>
        </span>
      </button>
      <span className="training-acts">
        <label>
          <input
            type="checkbox"
            checked={compared || looked}
            disabled={looked}
            onChange={({ target }) =>
              updateTraining(page.training.store, id, () => ({ compared: target.checked }))
            }
          />
          compare
        </label>
        {here && after !== undefined && after !== weights ? (
          <button type="button" className="link" onClick={() => giveWeights(page, training, after, 'after')}>
            use weights
          </button>
        ) : null}
        {here && after !== undefined && after === weights ? <span className="soft">in use</span> : null}
      </span>
    </li>
  )
}

function outcome(training: Training): string {
  const { id, result, progress } = training
  if (result !== undefined)
    return `${scoreOf(bestOf(page.training.recording(id), result))} at step ${grouped(result.best)}`
  if (isGoing(training)) return `at step ${grouped(progress?.step ?? 0)}`
  return training.fault?.code === 'cancelled' ? 'stopped' : 'failed'
}
