import { useMemo } from 'react'
import type { Pixels } from '../../stores/run'

/** Pixels as something that a canvas draws at any size. */
export function useImage(pixels: Pixels | undefined): HTMLCanvasElement | undefined {
  return useMemo(() => {
    if (pixels === undefined) return undefined
    const canvas = document.createElement('canvas')
    canvas.width = pixels.width
    canvas.height = pixels.height
    canvas.getContext('2d')?.putImageData(new ImageData(pixels.rgba, pixels.width, pixels.height), 0, 0)
    return canvas
  }, [pixels])
}
