import { describe, expect, it } from 'vitest'
import {
  AT_START,
  advance,
  follow,
  moving,
  PLAYBACK_KEYS,
  type Playback,
  playOrPause,
  seek,
  shownSteps,
  stepBy,
} from './timeline'

const paused = (position: number): Playback => ({ position, mode: 'pause', speed: 1 })

function run(playback: Playback, steps: number, seconds: number): Playback {
  let now = playback
  for (let i = 0; i < seconds * 60; i++) now = advance(now, steps, 1 / 60)
  return now
}

describe('playback', () => {
  it('shows the first live row at once and lets the others in one after the other', () => {
    const first = advance(AT_START, 9, 1 / 60)
    expect(shownSteps(first, 9)).toBe(1)
    expect(shownSteps(run(first, 9, 0.1), 9)).toBeGreaterThan(2)
    expect(shownSteps(run(first, 9, 0.1), 9)).toBeLessThan(9)
    expect(shownSteps(run(first, 9, 1), 9)).toBe(9)
  })

  it('catches up with a run of many rows within seconds', () => {
    expect(shownSteps(run(AT_START, 500, 2), 500)).toBe(500)
  })

  it('shows live rows at once where no motion is wanted', () => {
    expect(shownSteps(advance(AT_START, 60, 1 / 60, true), 60)).toBe(60)
  })

  it('waits at the end of what has come, and goes on', () => {
    const end = run(AT_START, 3, 2)
    expect(moving(end, 3)).toBe(false)
    expect(end.mode).toBe('follow')
    expect(shownSteps(run(end, 4, 0.2), 4)).toBe(4)
  })

  it('plays at its speed and stops at the end', () => {
    const playing = playOrPause(paused(0), 10)
    expect(shownSteps(run(playing, 10, 2), 10)).toBe(5)
    expect(shownSteps(run({ ...playing, speed: 2 }, 10, 1), 10)).toBe(5)
    expect(run(playing, 10, 5)).toMatchObject({ position: 10, mode: 'pause' })
  })

  it('plays from the start when it stands at the end', () => {
    expect(playOrPause(paused(10), 10)).toMatchObject({ position: 0, mode: 'play' })
    expect(playOrPause(paused(4), 10)).toMatchObject({ position: 4, mode: 'play' })
  })

  it('pauses on a whole step', () => {
    const playing = run(playOrPause(paused(0), 10), 10, 1.1)
    expect(playOrPause(playing, 10)).toMatchObject({ position: 2, mode: 'pause' })
  })

  it('steps and seeks within the run', () => {
    expect(stepBy(paused(4), 10, 1).position).toBe(5)
    expect(stepBy(paused(0), 10, -1).position).toBe(0)
    expect(seek(paused(0), 10, 99).position).toBe(10)
    expect(advance(paused(3), 10, 1)).toEqual(paused(3))
    expect(follow(paused(3)).mode).toBe('follow')
  })

  it('has its keys', () => {
    const after = (key: string) => PLAYBACK_KEYS.get(key)!(paused(4), 10).position
    expect(['ArrowLeft', 'ArrowRight', 'Home', 'End'].map(after)).toEqual([3, 5, 0, 10])
    expect(PLAYBACK_KEYS.get(' ')!(paused(4), 10).mode).toBe('play')
  })
})
