/** A finished SVG file in another size, or without its ground. */

export interface Size {
  readonly width: number
  readonly height: number
}

const HEAD = /<svg ([^>]*)width="(\d+)" height="(\d+)"/

/** Size that an SVG file says it has. */
export function sizeOf(svg: string): Size {
  const [, , width, height] = HEAD.exec(svg) ?? []
  return { width: Number(width), height: Number(height) }
}

/** The same file `scale` times as large where it is shown; its inner units stay. */
export function scaledFile(svg: string, scale: number): string {
  const { width, height } = sizeOf(svg)
  const size = `width="${Math.round(width * scale)}" height="${Math.round(height * scale)}"`
  return svg.replace(HEAD, (_, before: string) => `<svg ${before}${size}`)
}

const GROUND = /<rect data-part="ground" [^>]*fill="([^"]*)"\/>\n?/

/** Nothing lies under the picture: what is behind it shows. */
export function withoutGround(svg: string): string {
  return svg.replace(GROUND, '')
}

/** Colour of the ground; undefined where there is none. */
export function groundOf(svg: string): string | undefined {
  return GROUND.exec(svg)?.[1]
}

/** The same picture on a larger sheet, in its middle: what is played needs frames of one size. */
export function roomierFile(svg: string, size: Size): string {
  const own = sizeOf(svg)
  const [wide, tall] = [Math.max(own.width, size.width), Math.max(own.height, size.height)]
  if (own.width === wide && own.height === tall) return svg
  const box = `width="${own.width}" height="${own.height}"`
  const larger = `width="${wide}" height="${tall}"`
  const left = (own.width - wide) / 2
  return svg
    .replace(
      `${box} viewBox="0 0 ${own.width} ${own.height}"`,
      `${larger} viewBox="${left} 0 ${wide} ${tall}"`,
    )
    .replace(`<rect data-part="ground" ${box}`, `<rect data-part="ground" x="${left}" ${larger}`)
}

/** As wide and as high as the largest of several. */
export function largestOf(files: readonly string[]): Size {
  const sizes = files.map(sizeOf)
  return {
    width: Math.max(...sizes.map(({ width }) => width)),
    height: Math.max(...sizes.map(({ height }) => height)),
  }
}
