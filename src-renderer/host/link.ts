/**
 * The page's end of the conversation. Requests are promises that reject with a FaultError; events go to listeners. A link outlives its
 * channel: when the channel is lost, what was asked fails as `disconnected`, and the link dials again until it is closed.
 */
import { FaultError, fault } from '#shared/base/fault'
import type {
  Answer,
  Ask,
  EventName,
  Events,
  HostInfo,
  Message,
  RequestName,
} from '#shared/contract/contract'

/** What carries messages: a MessagePort, a WebSocket, or a test's pair of functions. */
export interface Channel {
  send(message: Message): void
  close(): void
}

export interface ChannelEnd {
  message(message: Message): void
  closed(): void
}

/** Opens a channel, or rejects when nobody answers. */
export type Dial = (end: ChannelEnd) => Promise<Channel>

export type LinkState = 'connecting' | 'connected' | 'lost'

export interface Link {
  ask<N extends RequestName>(name: N, ask: Ask<N>): Promise<Answer<N>>
  on<N extends EventName>(name: N, listener: (event: Events[N]) => void): () => void
  onState(listener: (state: LinkState) => void): () => void
  readonly state: LinkState
  readonly host: HostInfo
  close(): void
}

interface Pending {
  resolve(value: unknown): void
  reject(error: FaultError): void
}

const UNKNOWN_HOST: HostInfo = { host: 'none', dialogs: false }
const FIRST_PAUSE = 300
const LONGEST_PAUSE = 5000

export function createLink(dial: Dial, wait = (ms: number, then: () => void) => setTimeout(then, ms)): Link {
  const pending = new Map<number, Pending>()
  const listeners = new Map<EventName, Set<(event: never) => void>>()
  const watchers = new Set<(state: LinkState) => void>()
  const queue: Message[] = []
  let channel: Channel | undefined
  let state: LinkState = 'connecting'
  let host = UNKNOWN_HOST
  let lastId = 0
  let pause = FIRST_PAUSE
  let closed = false

  function become(next: LinkState) {
    if (state === next) return
    state = next
    for (const watcher of [...watchers]) watcher(next)
  }

  function receive(message: Message) {
    if (message.type === 'hello') host = message.host
    else if (message.type === 'answer') {
      const waiting = pending.get(message.id)
      pending.delete(message.id)
      const { envelope } = message
      if (envelope.ok) waiting?.resolve(envelope.value)
      else waiting?.reject(new FaultError(envelope.fault))
    } else if (message.type === 'event') {
      for (const listener of [...(listeners.get(message.name) ?? [])]) listener(message.event as never)
    }
  }

  function lose() {
    if (closed) return
    channel = undefined
    queue.length = 0
    become('lost')
    for (const [id, { reject }] of [...pending]) {
      pending.delete(id)
      reject(disconnected())
    }
    wait(pause, connect)
    pause = Math.min(pause * 2, LONGEST_PAUSE)
  }

  function connect() {
    if (closed) return
    dial({ message: receive, closed: lose }).then((opened) => {
      if (closed) return opened.close()
      channel = opened
      pause = FIRST_PAUSE
      for (const message of queue.splice(0)) opened.send(message)
      become('connected')
    }, lose)
  }

  connect()
  return {
    ask(name, ask) {
      if (closed || state === 'lost') return Promise.reject(disconnected())
      lastId += 1
      const id = lastId
      const message: Message = { type: 'ask', id, name, ask }
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve: resolve as (value: unknown) => void, reject })
        try {
          if (channel === undefined) queue.push(message)
          else channel.send(message)
        } catch (error) {
          pending.delete(id)
          reject(error)
        }
      })
    },
    on(name, listener) {
      const own = listeners.get(name) ?? new Set()
      listeners.set(name, own)
      own.add(listener as (event: never) => void)
      return () => own.delete(listener as (event: never) => void)
    },
    onState(listener) {
      watchers.add(listener)
      return () => watchers.delete(listener)
    },
    get state() {
      return state
    },
    get host() {
      return host
    },
    close() {
      closed = true
      channel?.close()
      for (const { reject } of pending.values()) reject(disconnected())
      pending.clear()
    },
  }
}

function disconnected(): FaultError {
  return fault(
    'disconnected',
    'Heed’s engine is not connected at the moment. Your document is kept here; try again when the connection is back.',
  )
}
