/** Tests on many unseen examples, and how good each was by the length of what was asked (the figure of 1409.0473). */
import { useMemo } from 'react'
import { percent, small } from '#shared/pictures/training/amounts'
import type { Line } from '#shared/pictures/training/curveLines'
import { page } from '../page'
import { useDocument, useThemeName } from '../stores/hooks'
import { css, headColor } from '../theme/scale'
import { Chart } from './Chart'
import { DATA_FILES, dataIn } from './data'
import { TEST_EXAMPLES, testDocument } from './evaluate'
import { useTraining } from './hooks'
import type { Test } from './store'
import { whyNotTrained } from './training'
import { grouped, lookWords } from './words'

export function Tests() {
  const tests = useTraining((state) => state.tests)
  const testing = useTraining((state) => state.testing)
  const reason = useDocument(() => whyNotTrained(page))
  const theme = useThemeName()
  return (
    <div className="tests">
      <div className="tests-head">
        <button
          type="button"
          className="button"
          data-testid="test-document"
          disabled={testing || reason !== undefined}
          title={reason}
          onClick={() => void testDocument(page)}
        >
          {testing ? 'Testing …' : `Test on ${grouped(TEST_EXAMPLES)} unseen examples`}
        </button>{' '}
        <button
          type="button"
          className="button"
          data-testid="test-file"
          disabled={testing || reason !== undefined}
          title={reason ?? 'Judge it by a file of your own'}
          onClick={() => void testOnFile()}
        >
          Test on a file …
        </button>
      </div>
      <ul data-testid="tests">
        {tests.toReversed().map((test) => (
          <li key={test.number}>
            <span className="training-hue" style={{ background: css(headColor(test.number - 1, theme)) }} />
            <span className="tests-title">
              {test.title}{' '}
              {test.training === undefined ? null : <span className="soft">training {test.training}</span>}
            </span>
            <b>{metrics(test)}</b>
          </li>
        ))}
      </ul>
      <ByLength tests={tests} />
    </div>
  )
}

async function testOnFile(): Promise<void> {
  const file = await page.desk.chooseFile(DATA_FILES)
  if (file) await testDocument(page, dataIn(file))
}

function ByLength({ tests }: { readonly tests: readonly Test[] }) {
  const shown = useMemo(() => tests.filter(({ evaluation }) => evaluation.byLength.length > 1), [tests])
  if (shown.length === 0) return null
  const lines = shown.map<Line>(({ number, evaluation }) => ({
    label: `${number}`,
    hue: number - 1,
    style: 'tests',
    curve: () => ({
      steps: evaluation.byLength.map(({ length }) => length),
      values: evaluation.byLength.map(({ accuracy }) => accuracy),
    }),
  }))
  const longest = Math.max(
    ...shown.flatMap(({ evaluation }) => evaluation.byLength.map(({ length }) => length)),
  )
  return (
    <div className="tests-chart">
      <Chart
        title="Right by number of words asked"
        name={shown.map(({ number }) => number).join(' ')}
        lines={lines}
        share
        span={longest + 1}
        mark={undefined}
        format={(share) => percent(share).replace('.0 %', ' %')}
        description={shown.map((test) => `${test.title}: ${byLengthInWords(test)}`).join('; ')}
        subscribe={() => () => undefined}
        onPick={() => undefined}
      />
    </div>
  )
}

function metrics({ evaluation }: Test): string {
  return Object.entries(evaluation.metrics)
    .map(([name, value]) => {
      if (name === 'accuracy') return `${percent(value)} right`
      return name === 'error' ? `error ${small(value)}` : lookWords(name, value)
    })
    .join(' · ')
}

function byLengthInWords({ evaluation }: Test): string {
  return evaluation.byLength
    .map(({ length, accuracy }) => `${percent(accuracy)} at ${length} words`)
    .join(', ')
}
