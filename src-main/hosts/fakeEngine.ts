/** An engine for tests: says what the test tells it to, hangs, and dies on command. */
import type { FromEngine, ToEngine } from '#main/engine/protocol'
import type { EngineChild } from './engineChild'

export interface FakeEngine extends EngineChild {
  readonly heard: ToEngine[]
  killed: boolean
  say(message: FromEngine): void
  answer(name: string, value: unknown): void
  die(how: string): void
}

/** @param onAsk what the engine does with each ask; nothing when absent */
export function fakeEngine(onAsk?: (message: ToEngine, engine: FakeEngine) => void): FakeEngine {
  let hear: (message: FromEngine) => void = () => undefined
  let exit: (how: string) => void = () => undefined
  const engine: FakeEngine = {
    heard: [],
    killed: false,
    send: (message) => {
      engine.heard.push(message)
      onAsk?.(message, engine)
    },
    onMessage: (listener) => {
      hear = listener
    },
    onExit: (listener) => {
      exit = listener
    },
    kill: () => {
      engine.killed = true
      exit('was ended by SIGKILL')
    },
    say: (message) => hear(message),
    answer: (name, value) => {
      const asked = engine.heard.findLast((message) => message.name === name)
      if (!asked) throw new Error(`nobody asked for ${name}`)
      hear({ type: 'answer', id: asked.id, envelope: { ok: true, value } })
    },
    die: (how) => exit(how),
  }
  return engine
}
