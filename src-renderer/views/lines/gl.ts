/**
 * All lines of a picture in one draw call: each line is an instance, and the vertex shader bends a strip along its curve. Growing
 * and scrolling change uniforms only.
 */

import { anchorsOf } from '#shared/pictures/layout/linesLayout'
import type { DrawnLines } from './draw'
import type { LinesRenderer } from './renderer'

/** Bytes of one instance: four ends, thickness, birth, and colour with opacity in four bytes. */
const STRIDE = 28

const VERTEX = `#version 300 es
layout(location = 0) in vec4 ends;
layout(location = 1) in vec2 widthBirth;
layout(location = 2) in vec4 color;
uniform vec2 view;
uniform vec2 scroll;
uniform vec4 timing; // now, milliseconds of growth, pixels of the device for one of the page, segments
uniform bool across;
out vec4 ink;
out float offset;
out float reach;
void main() {
  float grown = clamp((timing.x - widthBirth.y + 16.0) / timing.y, 0.0, 1.0);
  grown = 1.0 - (1.0 - grown) * (1.0 - grown);
  float u = float(gl_VertexID >> 1) / timing.w * grown;
  float side = (gl_VertexID & 1) == 0 ? -1.0 : 1.0;
  vec2 from = ends.zw;
  vec2 way = ends.xy - ends.zw;
  vec2 part = vec2(u * (1.5 + u * (u - 1.5)), u * u * (3.0 - 2.0 * u));
  vec2 slope = way * vec2(1.5 + 3.0 * u * (u - 1.0), 6.0 * u * (1.0 - u));
  vec2 normal = normalize(vec2(-slope.y, slope.x));
  float wide = widthBirth.x * timing.z;
  reach = max(wide, 1.0) * 0.5;
  offset = side * (reach + 1.0);
  vec2 point = from + way * part + normal * offset / timing.z;
  point = (across ? point.yx : point) - scroll;
  gl_Position = vec4(point.x / view.x * 2.0 - 1.0, 1.0 - point.y / view.y * 2.0, 0.0, 1.0);
  float alpha = grown <= 0.0 ? 0.0 : color.a * min(wide, 1.0);
  ink = vec4(color.rgb * alpha, alpha);
}`

const FRAGMENT = `#version 300 es
precision mediump float;
in vec4 ink;
in float offset;
in float reach;
out vec4 result;
void main() {
  result = ink * clamp(reach + 0.5 - abs(offset), 0.0, 1.0);
}`

/**
 * Whether WebGL2 is computed by a graphics processor. Without one it takes six to ten times as long as a 2D canvas does (measured by
 * `testing/measure.mjs`).
 */
export function hasFastGl(canvas: HTMLCanvasElement): boolean {
  const gl = canvas.getContext('webgl2', { failIfMajorPerformanceCaveat: true })
  const fast = gl !== null && !inSoftware(gl)
  gl?.getExtension('WEBGL_lose_context')?.loseContext()
  return fast
}

/** Undefined where the canvas gives no WebGL2. */
export function glLines(canvas: HTMLCanvasElement): LinesRenderer | undefined {
  const gl = canvas.getContext('webgl2', { antialias: false, premultipliedAlpha: true, depth: false })
  if (gl === null) return undefined
  const program = link(gl)
  if (program === undefined) return undefined
  const at = (name: string) => gl.getUniformLocation(program, name)
  const uniforms = { view: at('view'), scroll: at('scroll'), timing: at('timing'), across: at('across') }
  // One program for the life of the context. (By another name, as linters take `use…` for a hook.)
  const activate = gl.useProgram.bind(gl)
  activate(program)
  const array = gl.createVertexArray()
  const buffer = gl.createBuffer()
  gl.bindVertexArray(array)
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer)
  const attribute = (location: number, size: number, type: number, offset: number) => {
    gl.enableVertexAttribArray(location)
    gl.vertexAttribPointer(location, size, type, type === gl.UNSIGNED_BYTE, STRIDE, offset)
    gl.vertexAttribDivisor(location, 1)
  }
  attribute(0, 4, gl.FLOAT, 0)
  attribute(1, 2, gl.FLOAT, 16)
  attribute(2, 4, gl.UNSIGNED_BYTE, 24)
  gl.enable(gl.BLEND)
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA)
  let count = 0
  let across = false
  let newest = 0
  return {
    way: 'webgl2',
    load(drawn, birth) {
      count = drawn.lines.count
      across = drawn.layout.orientation === 'across'
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer)
      newest = drawn.layout.rows.reduce((latest, _, row) => Math.max(latest, birth(row)), -Infinity)
      gl.bufferData(gl.ARRAY_BUFFER, instances(drawn, birth), gl.DYNAMIC_DRAW)
    },
    draw(view) {
      gl.viewport(0, 0, canvas.width, canvas.height)
      gl.clearColor(0, 0, 0, 0)
      gl.clear(gl.COLOR_BUFFER_BIT)
      if (count === 0) return false
      // The more lines, the shorter and the less looked at is each bend.
      const segments = count > 4000 ? 12 : 28
      gl.bindVertexArray(array)
      gl.uniform2f(uniforms.view, view.width, view.height)
      gl.uniform2f(uniforms.scroll, view.scrollX, view.scrollY)
      gl.uniform4f(uniforms.timing, view.now, Math.max(view.growth, 1e-3), view.ratio, segments)
      gl.uniform1i(uniforms.across, across ? 1 : 0)
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 2 * (segments + 1), count)
      return view.now < newest + view.growth
    },
    dispose() {
      gl.deleteBuffer(buffer)
      gl.deleteVertexArray(array)
      gl.deleteProgram(program)
    },
  }
}

/** Browsers do not always own up to it by the context's attribute, so the renderer's name is read as well. */
function inSoftware(gl: WebGL2RenderingContext): boolean {
  const names = gl.getExtension('WEBGL_debug_renderer_info')
  const name = String(gl.getParameter(names === null ? gl.RENDERER : names.UNMASKED_RENDERER_WEBGL))
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(name)
}

function instances(
  { layout, lines, layers, paint }: DrawnLines,
  birth: (row: number) => number,
): ArrayBuffer {
  const { along0, across0, fan0, along1, across1, fan1 } = anchorsOf(layout, layers)
  const bytes = new ArrayBuffer(lines.count * STRIDE)
  const floats = new Float32Array(bytes)
  const colors = new Uint8Array(bytes)
  for (let i = 0; i < lines.count; i++) {
    const [row, column, layer, weight] = [lines.row[i]!, lines.column[i]!, lines.layer[i]!, lines.weight[i]!]
    const place = layer - (layers - 1) / 2
    const float = (i * STRIDE) / 4
    floats[float] = along0[column]!
    floats[float + 1] = across0[column]! + place * fan0[column]!
    floats[float + 2] = along1[row]!
    floats[float + 3] = across1[row]! + place * fan1[row]!
    floats[float + 4] = paint.thickness(weight)
    floats[float + 5] = birth(row)
    const [red, green, blue] = paint.rgb(layer, weight)
    const byte = i * STRIDE + 24
    colors[byte] = red
    colors[byte + 1] = green
    colors[byte + 2] = blue
    colors[byte + 3] = Math.ceil(255 * paint.alpha(weight))
  }
  return bytes
}

function link(gl: WebGL2RenderingContext): WebGLProgram | undefined {
  const program = gl.createProgram()
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(type)
    if (shader === null) return undefined
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
    gl.deleteShader(shader)
  }
  gl.linkProgram(program)
  return gl.getProgramParameter(program, gl.LINK_STATUS) === true ? program : undefined
}
