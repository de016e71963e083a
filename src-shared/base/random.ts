/**
 * Seeded random numbers, the same on every machine: xoshiro128** (Blackman and Vigna, "Scrambled Linear Pseudorandom Number
 * Generators", arXiv 1805.01407), its state filled from MurmurHash3 of the seed. Not for secrets.
 */
import { assert } from './assert'

export interface Random {
  /** In [0, 1), with 53 random bits. */
  uniform(): number
  /** In 0 … n − 1, each equally likely; n from 1 to 2³². */
  integer(n: number): number
  /** Mean 0, standard deviation 1. */
  normal(): number
  choice<T>(list: readonly T[]): T
  /** A new list in random order. */
  shuffle<T>(list: readonly T[]): T[]
}

/**
 * A stream of random numbers. The same seed gives the same stream; different seeds give independent ones, also when they differ in
 * one letter only, so that `` random(`${seed}/${node}.${param}`) `` serves every weight with its own. A number and its decimal text
 * are the same seed.
 */
export function random(seed: number | string): Random {
  const next = xoshiro128(seedState(String(seed)))

  const uniform = () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53

  const integer = (n: number) => {
    assert(Number.isInteger(n) && n >= 1 && n <= 2 ** 32, `random integer below ${n}`)
    const fair = 2 ** 32 - (2 ** 32 % n)
    let drawn = next()
    while (drawn >= fair) drawn = next()
    return drawn % n
  }

  let spare: number | undefined
  const normal = () => {
    if (spare !== undefined) {
      const kept = spare
      spare = undefined
      return kept
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
    const angle = 2 * Math.PI * uniform()
    spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }

  const choice = <T>(list: readonly T[]): T => {
    assert(list.length > 0, 'random choice from an empty list')
    return list[integer(list.length)] as T
  }

  const shuffle = <T>(list: readonly T[]): T[] => {
    const shuffled = [...list]
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = integer(last + 1)
      const kept = shuffled[last] as T
      shuffled[last] = shuffled[other] as T
      shuffled[other] = kept
    }
    return shuffled
  }

  return { uniform, integer, normal, choice, shuffle }
}

/** A 32-bit hash of a text: MurmurHash3 (x86, 32 bits; Appleby, public domain) over its UTF-16 code units, one a block. */
export function hash(text: string, seed = 0): number {
  let state = seed >>> 0
  for (let at = 0; at < text.length; at++) {
    let block = Math.imul(text.charCodeAt(at), 0xcc9e2d51)
    block = (block << 15) | (block >>> 17)
    state ^= Math.imul(block, 0x1b873593)
    state = (state << 13) | (state >>> 19)
    state = (Math.imul(state, 5) + 0xe6546b64) | 0
  }
  return finalize(state ^ text.length)
}

function finalize(state: number): number {
  let mixed = state ^ (state >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

type State = [number, number, number, number]

/** Four words hashed from the text with four seeds; never all zero, the one state that xoshiro cannot leave. */
function seedState(seed: string): State {
  const state: State = [hash(seed, 1), hash(seed, 2), hash(seed, 3), hash(seed, 4)]
  if (state.every((word) => word === 0)) state[0] = 1
  return state
}

/** The next 32 bits, unsigned, of xoshiro128** 1.1. The state is its own from here on. */
export function xoshiro128(state: State): () => number {
  return () => {
    const product = Math.imul(state[1], 5)
    const out = Math.imul((product << 7) | (product >>> 25), 9) >>> 0
    const shifted = state[1] << 9
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= shifted
    state[3] = (state[3] << 11) | (state[3] >>> 21)
    return out
  }
}
