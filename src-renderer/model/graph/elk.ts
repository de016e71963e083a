/** ELK in a worker of its own: it may take long, and is then ended. */
import ELK, { type ElkNode } from 'elkjs/lib/elk-api'
import workerUrl from 'elkjs/lib/elk-worker.min.js?url'

export interface Layouter {
  /** Rejects when it was ended meanwhile. */
  layout(graph: ElkNode): Promise<ElkNode>
  /** Ends what is being laid out; the next layout starts a worker anew. */
  end(): void
}

export function createLayouter(): Layouter {
  let elk: ReturnType<typeof start> | undefined
  let refuse: ((reason: Error) => void) | undefined
  function start() {
    return new ELK({ workerFactory: () => new Worker(workerUrl) })
  }
  return {
    layout(graph) {
      elk ??= start()
      return Promise.race([
        elk.layout(graph),
        new Promise<never>((_, reject) => {
          refuse = reject
        }),
      ])
    },
    end() {
      elk?.terminateWorker()
      elk = undefined
      refuse?.(new Error('the layout was ended'))
      refuse = undefined
    },
  }
}
