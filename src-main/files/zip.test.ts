import fc from 'fast-check'
import { strToU8, type Zippable, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { FaultError } from '#shared/base/fault'
import { readZip } from './zip'

const LIMITS = { total: 1_000_000, entries: 10 }

function messageOf(bytes: Uint8Array, limits = LIMITS): string {
  try {
    readZip(bytes, limits)
    return 'read'
  } catch (error) {
    if (error instanceof FaultError) return `${error.fault.code}: ${error.fault.message}`
    throw error
  }
}

describe('an archive', () => {
  it('gives its files, packed or not', () => {
    const long = strToU8('many words '.repeat(1000))
    const files: Zippable = { 'a.txt': long, 'b/é.txt': [long, { level: 0 }], empty: new Uint8Array() }
    const read = readZip(zipSync(files), LIMITS)
    expect([...read]).toEqual([
      ['a.txt', long],
      ['b/é.txt', long],
      ['empty', new Uint8Array()],
    ])
  })

  it('shares memory with what is stored', () => {
    const zip = zipSync({ a: [new Uint8Array(100).fill(1), { level: 0 }] })
    expect(readZip(zip, LIMITS).get('a')?.buffer).toBe(zip.buffer)
  })

  it('may have a comment', () => {
    const zip = zipSync({ a: strToU8('a') }, { comment: 'PK\x05\x06 said the archive' })
    expect(messageOf(zip)).toBe('read')
  })
})

describe('an archive that is refused', () => {
  const zip = zipSync({ a: strToU8('word '.repeat(100)) }, { mtime: 315619200000 })

  it('takes too much when unpacked, without unpacking it', () => {
    const bomb = zipSync({ zeros: new Uint8Array(5_000_000) })
    expect(bomb.length).toBeLessThan(100_000)
    expect(messageOf(bomb)).toBe(
      'too-large: Unpacked, this file would take 5000000 bytes; 1000000 are the most that Heed opens.',
    )
  })

  it('takes more than it says', () => {
    const lying = zipSync({ zeros: new Uint8Array(5_000_000) })
    const view = new DataView(lying.buffer)
    const directory = view.getUint32(lying.length - 6, true)
    view.setUint32(directory + 24, 1000, true)
    expect(messageOf(lying)).toContain('bad-file: This file cannot be read: "zeros" cannot be unpacked')
  })

  it('holds too many files', () => {
    expect(messageOf(zip, { total: 1, entries: 0 })).toContain('too-large: This file holds 1 entries')
  })

  it('is damaged', () => {
    const damaged = zipSync({ a: [strToU8('stored'), { level: 0 }] })
    damaged[33]! ^= 1
    expect(messageOf(damaged)).toContain('"a" is damaged (its checksum does not fit)')
  })

  it('is not one', () => {
    expect(messageOf(new Uint8Array())).toContain('bad-file: This file cannot be read: it is no zip archive')
    expect(messageOf(strToU8('PK\x03\x04 nearly'))).toContain('it is no zip archive')
  })

  it('ends early, at any byte', () => {
    for (let length = 0; length < zip.length; length++)
      expect(messageOf(zip.subarray(0, length))).not.toBe('read')
  })

  it('or its bytes are anything else: only faults are thrown', () => {
    const edit = fc.tuple(fc.nat(zip.length - 1), fc.nat(255))
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), (edits) => {
        const mutated = zip.slice()
        for (const [at, byte] of edits) mutated[at] = byte
        return messageOf(mutated).length > 0
      }),
      { numRuns: 1000 },
    )
  })
})
