/** Runs in the page before its own code: notes when the first slice of a run comes in, and when the first line of it has been painted. */

export interface Watch {
  /** Starts over; the promise is kept when a line has been painted. */
  begin(): Promise<Watched>
}

/** Milliseconds since `begin`. */
export interface Watched {
  readonly received: number
  /** The first task behind the frame that has the line: the browser has painted it by then. */
  readonly painted: number
}

declare global {
  interface Window {
    heedBench: Watch
  }
}

/** Self-contained: its text is sent to the page. */
export function watchPage(): void {
  let begun = 0
  let received: number | undefined
  let done: ((watched: Watched) => void) | undefined

  window.WebSocket = class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols)
      this.addEventListener('message', ({ data }) => {
        if (done === undefined || received !== undefined || !(data instanceof ArrayBuffer)) return
        const start = String.fromCharCode(...new Uint8Array(data, 0, Math.min(400, data.byteLength)))
        if (start.includes('run.slice')) received = performance.now()
      })
    }
  }
  const frame = window.requestAnimationFrame.bind(window)
  let inFrame = false
  window.requestAnimationFrame = (callback) =>
    frame((now) => {
      inFrame = true
      callback(now)
      inFrame = false
    })
  /** A message is heard when the frame that is being made has been painted. */
  const behindFrame = (task: () => void) => {
    const { port1, port2 } = new MessageChannel()
    port2.onmessage = task
    port1.postMessage(undefined)
  }
  // Lines are curves, and nothing else on a canvas is: a curve behind the first slice is a line of this run.
  const drawn = () => {
    if (done === undefined || received === undefined) return
    const [tell, at] = [done, received]
    done = undefined
    const painted = () => tell({ received: at - begun, painted: performance.now() - begun })
    if (inFrame) behindFrame(painted)
    else frame(() => behindFrame(painted))
  }
  const context = CanvasRenderingContext2D.prototype
  const curve = context.bezierCurveTo
  context.bezierCurveTo = function (...to) {
    drawn()
    curve.apply(this, to)
  }
  const gl = WebGL2RenderingContext.prototype
  const draw = gl.drawArraysInstanced
  gl.drawArraysInstanced = function (...of) {
    if (of[3] > 0) drawn()
    draw.apply(this, of)
  }
  window.heedBench = {
    begin() {
      begun = performance.now()
      received = undefined
      return new Promise((resolve) => {
        done = resolve
      })
    },
  }
}
