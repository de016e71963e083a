/** The parts of gifenc 1.0.3 that Heed uses; it brings no types of its own. */
declare module 'gifenc' {
  export type Palette = number[][]
  export interface Encoder {
    writeFrame(
      indices: Uint8Array,
      width: number,
      height: number,
      options?: { palette?: Palette; delay?: number; repeat?: number },
    ): void
    finish(): void
    bytes(): Uint8Array
  }
  export function GIFEncoder(): Encoder
  export function quantize(
    rgba: Uint8Array | Uint8ClampedArray,
    colors: number,
    options?: { format?: 'rgb565' | 'rgb444' },
  ): Palette
  export function applyPalette(
    rgba: Uint8Array | Uint8ClampedArray,
    palette: Palette,
    format?: 'rgb565' | 'rgb444',
  ): Uint8Array
  const library: (() => Encoder) | object
  export default library
}
