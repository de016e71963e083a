/** SVG → pixels without a browser, by resvg as WebAssembly: one file for every system, and no access to the disk of its own. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { fault } from '#shared/base/fault'
import type { GifFrame } from '#shared/pictures/gif'
import { fontsOf } from './fonts'

let ready: Promise<void> | undefined

async function prepare(): Promise<void> {
  const { resolve } = createRequire(import.meta.url)
  await initWasm(await readFile(resolve('@resvg/resvg-wasm/index_bg.wasm')))
}

/** Pixels on a side beyond which no picture is drawn. */
const MOST_SIDE = 16_384

/** @param scale pixels for one unit of the picture */
export async function pngOf(svg: string, scale: number): Promise<Uint8Array> {
  return rendered(svg, scale, (image) => image.asPng())
}

export async function pixelsOf(svg: string, scale: number): Promise<GifFrame> {
  return rendered(svg, scale, ({ width, height, pixels }) => ({
    width,
    height,
    rgba: Uint8Array.from(pixels),
  }))
}

type Image = ReturnType<InstanceType<typeof Resvg>['render']>

async function rendered<T>(svg: string, scale: number, use: (image: Image) => T): Promise<T> {
  ready ??= prepare()
  await ready
  const { files } = await fontsOf(svg)
  const resvg = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: { fontBuffers: [...files], defaultFontFamily: 'Inter', sansSerifFamily: 'Inter' },
  })
  try {
    const [width, height] = [resvg.width * scale, resvg.height * scale]
    if (width > MOST_SIDE || height > MOST_SIDE)
      throw fault(
        'too-large',
        `The picture would be ${Math.round(width)} × ${Math.round(height)} pixels, and ${MOST_SIDE.toLocaleString('en')} on a side is the most. Give a smaller --scale, or write it as SVG.`,
      )
    const image = resvg.render()
    try {
      return use(image)
    } finally {
      image.free()
    }
  } finally {
    resvg.free()
  }
}
