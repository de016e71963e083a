/** A bug in one part of the page: says so, keeps the document, and can be tried again. */
import { Component, type ErrorInfo, type ReactNode } from 'react'
import { save } from '../commands/files'
import { page } from '../page'

interface BoundaryProps {
  /** The part of the page, for the sentence: "the canvas". */
  readonly part: string
  readonly children: ReactNode
}

interface BoundaryState {
  readonly message?: string | undefined
}

export class ErrorBoundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = {}

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { message: error instanceof Error ? error.message : String(error) }
  }

  override componentDidCatch(error: Error, { componentStack }: ErrorInfo): void {
    console.error('A part of the page failed', this.props.part, error, componentStack)
  }

  override render() {
    const { message } = this.state
    if (message === undefined) return this.props.children
    return (
      <div className="broken" role="alert">
        <h2>Something went wrong inside Heed</h2>
        <p>
          Showing {this.props.part} failed: {message}. Your document is still here, with everything that can
          be undone.
        </p>
        <div className="panel-buttons">
          <button type="button" className="button" onClick={() => this.setState({ message: undefined })}>
            Show it again
          </button>
          <button type="button" className="button" onClick={() => void save(page)}>
            Save the document
          </button>
        </div>
      </div>
    )
  }
}
