/** A small picture of what a template shows: its own words and weights, as a run of the trained template gave them. */
import type { ComponentType } from 'react'
import { PaperStory, Story, Written } from './memories'
import { Caption, Flower, Series } from './others'
import { HIGH, Line, WIDE } from './parts'
import { Crammed, States, Transformer, Translation } from './words'

export function Picture({ id }: { readonly id: string }) {
  const Drawing = drawings[id] ?? Plain
  return (
    <svg className="gallery-picture" viewBox={`0 0 ${WIDE} ${HIGH}`} aria-hidden="true">
      <Drawing />
    </svg>
  )
}

const drawings: Readonly<Record<string, ComponentType>> = {
  'feed-forward': Flower,
  recurrent: Series,
  'attention-states': States,
  'translation-plain': Crammed,
  'translation-attention': Translation,
  transformer: Transformer,
  'memory-network': Story,
  'memory-network-paper': PaperStory,
  'memory-write': Written,
  caption: Caption,
}

/** Of a template that this page does not know. */
function Plain() {
  const xs = [60, 100, 140, 180]
  return xs.flatMap((from, i) =>
    xs.map((to, j) => (
      <Line
        key={`${from} ${to}`}
        from={[from, 22]}
        to={[to, HIGH - 22]}
        weight={i === j ? 0.7 : Math.abs(i - j) === 1 ? 0.2 : 0}
        color="var(--group-attention)"
      />
    )),
  )
}
