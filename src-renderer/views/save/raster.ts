/** SVG → pixels, by the browser. A picture inside of an image has no fonts but those that it brings, so Inter goes with it. */
import inter400 from '@fontsource/inter/files/inter-latin-400-normal.woff2?url'
import inter600 from '@fontsource/inter/files/inter-latin-600-normal.woff2?url'
import extended400 from '@fontsource/inter/files/inter-latin-ext-400-normal.woff2?url'
import mono from '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2?url'
import { fault } from '#shared/base/fault'
import type { GifFrame } from '#shared/pictures/gif'
import { groundOf } from '#shared/pictures/svg/fileLook'
import { base64 } from '#shared/pictures/svg/svg'

const FACES = [
  ['Inter', '100 500', inter400, ''],
  ['Inter', '501 900', inter600, ''],
  [
    'Inter',
    '100 500',
    extended400,
    'unicode-range:U+0100-02BA,U+1E00-1E9F,U+1EF2-1EFF,U+2C60-2C7F,U+A720-A7FF;',
  ],
  ['JetBrains Mono', '100 800', mono, ''],
] as const

let style: Promise<string> | undefined

/** A style element that holds the fonts. */
export function fontStyle(): Promise<string> {
  style ??= Promise.all(
    FACES.map(async ([family, weight, url, range]) => {
      const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer())
      return `@font-face{font-family:'${family}';font-weight:${weight};${range}src:url(data:font/woff2;base64,${base64(bytes)}) format('woff2')}`
    }),
  ).then((faces) => `<style>${faces.join('')}</style>\n`)
  return style
}

/** Draws an SVG file at `scale`. */
export async function canvasOf(svg: string, scale: number): Promise<HTMLCanvasElement> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(image.width * scale)
    canvas.height = Math.round(image.height * scale)
    const context = canvas.getContext('2d')
    if (context === null || canvas.width === 0)
      throw fault('too-large', 'The picture is too large to be drawn in pixels. Save it as SVG instead.')
    const ground = groundOf(svg)
    if (ground !== undefined) {
      context.fillStyle = ground
      context.fillRect(0, 0, canvas.width, canvas.height)
    }
    context.drawImage(image, 0, 0, image.width * scale, image.height * scale)
    return canvas
  } finally {
    URL.revokeObjectURL(url)
  }
}

export async function pngOf(svg: string, scale: number): Promise<Uint8Array> {
  const canvas = await canvasOf(svg, scale)
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'))
  if (blob === null)
    throw fault(
      'too-large',
      'The picture is too large to be drawn in pixels. Choose a smaller size, or save it as SVG.',
    )
  return new Uint8Array(await blob.arrayBuffer())
}

export async function frameOf(svg: string, scale: number): Promise<GifFrame> {
  const canvas = await canvasOf(svg, scale)
  const { width, height } = canvas
  return { width, height, rgba: canvas.getContext('2d')!.getImageData(0, 0, width, height).data }
}
