import { describe, expect, it } from 'vitest'
import { FaultError } from '#shared/base/fault'
import type { Message } from '#shared/contract/contract'
import { type ChannelEnd, createLink } from './link'

function twoEnds() {
  const sent: Message[] = []
  const ends: ChannelEnd[] = []
  const pauses: (() => void)[] = []
  let refuse = false
  const link = createLink(
    (end) => {
      if (refuse) return Promise.reject(new Error('nobody there'))
      ends.push(end)
      return Promise.resolve({ send: (message) => sent.push(message), close: () => undefined })
    },
    (_, then) => pauses.push(then),
  )
  return {
    link,
    sent,
    pauses,
    end: () => ends.at(-1)!,
    refuse: (value: boolean) => {
      refuse = value
    },
  }
}

const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0))

describe('the link', () => {
  it('sends what was asked before it was connected, and answers by id', async () => {
    const { link, sent, end } = twoEnds()
    const first = link.ask('templates.list', {})
    const second = link.ask('run.cancel', { run: 'r' })
    await settle()
    expect(sent.map((message) => message.type === 'ask' && message.name)).toEqual([
      'templates.list',
      'run.cancel',
    ])
    end().message({ type: 'answer', id: 2, envelope: { ok: true, value: {} } })
    end().message({
      type: 'answer',
      id: 1,
      envelope: { ok: true, value: [{ id: 'a', title: 'A', summary: '' }] },
    })
    await expect(first).resolves.toEqual([{ id: 'a', title: 'A', summary: '' }])
    await expect(second).resolves.toEqual({})
  })

  it('rejects with the fault that the other end answers', async () => {
    const { link, end } = twoEnds()
    await settle()
    const asked = link.ask('document.template', { id: 'nowhere' })
    end().message({
      type: 'answer',
      id: 1,
      envelope: { ok: false, fault: { code: 'not-found', message: 'There is no such template.' } },
    })
    await expect(asked).rejects.toThrow(
      new FaultError({ code: 'not-found', message: 'There is no such template.' }),
    )
  })

  it('fails what was asked when the connection is lost, and dials again', async () => {
    const { link, end, pauses, refuse } = twoEnds()
    const states: string[] = []
    link.onState((state) => states.push(state))
    await settle()
    const asked = link.ask('templates.list', {})
    refuse(true)
    end().closed()
    await expect(asked).rejects.toMatchObject({ fault: { code: 'disconnected' } })
    await expect(link.ask('templates.list', {})).rejects.toMatchObject({ fault: { code: 'disconnected' } })
    pauses.shift()!()
    await settle()
    refuse(false)
    pauses.shift()!()
    await settle()
    expect(states).toEqual(['connected', 'lost', 'connected'])
  })

  it('knows its host by the host’s first word, and tells events to listeners', async () => {
    const { link, end } = twoEnds()
    await settle()
    end().message({ type: 'hello', host: { host: 'server', dialogs: false } })
    expect(link.host).toEqual({ host: 'server', dialogs: false })
    const heard: string[] = []
    const stop = link.on('host.command', ({ command }) => heard.push(command))
    end().message({ type: 'event', name: 'host.command', event: { command: 'save' } })
    stop()
    end().message({ type: 'event', name: 'host.command', event: { command: 'open' } })
    expect(heard).toEqual(['save'])
  })
})
