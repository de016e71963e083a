/** Hidden states of the latest run. Memories that are written have a view of their own. */
import { useState } from 'react'
import { useRun } from '../../stores/hooks'
import { EmptyStates } from './EmptyStates'
import { StatesPanel } from './StatesPanel'
import './states.css'
import { useStateInfos } from './use-states'

export function StatesDock() {
  const infos = useStateInfos()
  const state = useRun((run) => run.state)
  const [chosen, setChosen] = useState<string>()
  const hidden = infos.filter(({ what }) => what === 'states')
  const info = hidden.find(({ id }) => id === chosen) ?? hidden[0]
  if (info === undefined) return <EmptyStates state={state} memory={infos.length > 0} />
  return <StatesPanel key={info.id} infos={hidden} info={info} onState={setChosen} />
}
