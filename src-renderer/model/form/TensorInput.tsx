/** An input that is neither text nor picture: from a file, or filled by a rule. */
import { useStore } from 'zustand'
import type { FillRule, ModelField } from '#shared/contract/model'
import { shapeText } from '#shared/pictures/level/words'
import { page } from '../../page'
import { dropTensor, giveTensors, TENSOR_FILES } from '../modelFiles'
import { setTyped } from '../modelStore'
import type { Side } from '../side'

interface TensorInputProps {
  readonly side: Side
  readonly field: Extract<ModelField, { type: 'tensor' }>
}

const RULES: Readonly<Record<FillRule, string>> = {
  zeros: 'zeros',
  ones: 'ones',
  range: '0, 1, 2, …',
  random: 'random numbers',
}
const FILE = 'file'

export function TensorInput({ side, field }: TensorInputProps) {
  const rule = useStore(side.store, (state) => state.typed.rules?.[field.id] ?? field.rule)
  const input = field.inputs[0] ?? field.id
  const given = useStore(side.store, (state) => state.typed.tensors?.[input])
  const file = useStore(side.store, (state) => state.tensorFiles[input])
  const id = `tensor-${side.name}-${field.id}`
  const choose = async () => {
    const chosen = await page.desk.chooseFile(TENSOR_FILES)
    if (chosen !== undefined) await giveTensors(page, side, chosen)
  }
  return (
    <div className="input-field">
      <label htmlFor={id}>
        {field.title}{' '}
        <span className="mono soft">
          {field.dtype} {given === undefined ? shapeText(field.shape) : shapeText(given.dims)}
        </span>
      </label>
      <select
        id={id}
        className="field"
        value={given === undefined ? rule : FILE}
        onChange={({ target }) => {
          if (target.value === FILE) {
            void choose()
            return
          }
          if (given !== undefined) dropTensor(side, input)
          setTyped(side, (typed) => ({
            ...typed,
            rules: { ...typed.rules, [field.id]: target.value as FillRule },
          }))
        }}
      >
        {Object.entries(RULES).map(([each, title]) => (
          <option key={each} value={each}>
            {title}
          </option>
        ))}
        <option value={FILE}>{given === undefined ? 'from a file …' : (file ?? 'from a file')}</option>
      </select>
    </div>
  )
}
