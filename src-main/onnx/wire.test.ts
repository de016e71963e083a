import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { describe, expect, it } from 'vitest'
import { FaultError } from '#shared/base/fault'
import { readModel } from './bytes'
import { messages } from './schema'
import { checkWire } from './wire'

const { node } = messages.GraphProto
const { attribute } = messages.NodeProto
const { g } = messages.AttributeProto

function field(number: number, bytes: Uint8Array): Uint8Array {
  return new BinaryWriter().tag(number, WireType.LengthDelimited).bytes(bytes).finish()
}

/** A model whose graphs lie `depth` deep in one another. */
function nested(depth: number): Uint8Array {
  let graph: Uint8Array = new Uint8Array()
  for (let i = 1; i < depth; i++) graph = field(node[0], field(attribute[0], field(g[0], graph)))
  return field(messages.ModelProto.graph[0], graph)
}

function message(bytes: Uint8Array): string {
  try {
    readModel(bytes)
  } catch (error) {
    if (error instanceof FaultError) return error.fault.message
    throw error
  }
  return 'read'
}

describe('bytes of a model', () => {
  it('may nest as deep as models do, and no deeper', () => {
    expect(message(nested(64))).toBe('read')
    expect(message(nested(10_000))).toContain('nested more than 64 graphs deep')
  })

  it('may not say that they are longer than they are', () => {
    const huge = new BinaryWriter()
      .tag(7, WireType.LengthDelimited)
      .uint32(2 ** 31)
      .finish()
    expect(message(huge)).toContain('ModelProto.graph says that it has 2147483648 bytes where 0 are left')
    expect(message(new Uint8Array([0x3a, ...Array(9).fill(0xff), 0x01]))).toContain('says that it has')
    expect(message(new Uint8Array([0x3a, ...Array(12).fill(0xff)]))).toContain('more than ten bytes')
  })

  it('may not have a part that reaches beyond the part around it', () => {
    const graph = new BinaryWriter()
      .tag(7, WireType.LengthDelimited)
      .uint32(2)
      .tag(1, WireType.LengthDelimited)
    expect(message(graph.uint32(4).raw(new Uint8Array(4)).finish())).toContain('GraphProto.node says')
  })

  it('may not hold endless empty parts', () => {
    const graph = new Uint8Array(2 * 4_000_001)
    for (let i = 0; i < graph.length; i += 2) graph[i] = (node[0] << 3) | WireType.LengthDelimited
    expect(message(field(messages.ModelProto.graph[0], graph))).toContain('more than 4000000 parts')
  })

  it('may not write a field as something else', () => {
    expect(message(new Uint8Array([0x38, 1]))).toContain('ModelProto.graph is written as something else')
    expect(message(new Uint8Array([0x0b, 0x0c]))).toContain('written as something else')
    expect(message(new Uint8Array([0xfb, 0x06]))).toContain('wire type 3')
    expect(message(new Uint8Array([0x00, 0x00]))).toContain('field with the number 0')
  })

  it('may not hold a name of a megabyte, but a text of one', () => {
    const long = new Uint8Array(1_000_000).fill(97)
    expect(message(field(2, long))).toContain('ModelProto.producerName is a name of 1000000 bytes')
    expect(message(field(6, long))).toBe('read')
  })

  it('may list numbers packed or one by one', () => {
    expect(() => checkWire('TensorProto', new Uint8Array([0x0a, 2, 1, 2, 0x08, 3]))).not.toThrow()
    expect(() => checkWire('TensorProto', new Uint8Array([0x0a, 2, 1, 0x80]))).toThrow('ends inside a number')
    expect(() => checkWire('AttributeProto', new Uint8Array([0x3a, 3, 0, 0, 0]))).toThrow(
      'ends inside a number',
    )
  })
})
