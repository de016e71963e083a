/** float16 as bit patterns: to them, rounded to the nearest, ties to even; and from them. */
const FLOAT = new Float32Array(1)
const BITS = new Uint32Array(FLOAT.buffer)

export function toHalf(value: number): number {
  FLOAT[0] = value
  const bits = BITS[0]!
  const sign = (bits >>> 16) & 0x8000
  const magnitude = Math.abs(value)
  if (Number.isNaN(value)) return sign | 0x7e00
  if (magnitude >= 65520) return sign | 0x7c00
  if (magnitude < 2 ** -14) return sign | even(magnitude * 2 ** 24)
  const exponent = ((bits >>> 23) & 0xff) - 127
  return sign | (((exponent + 15) << 10) + (even(magnitude * 2 ** (10 - exponent)) - 1024))
}

function even(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor
}

export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
