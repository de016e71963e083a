/** Models made elsewhere. */
import { fault } from '#shared/base/fault'
import type { EngineAnswer, EngineAsk } from './protocol'
import type { Emit, RunControl } from './run'

export class Models {
  async open(ask: EngineAsk<'model.open'>): Promise<EngineAnswer<'model.open'>> {
    throw fault('unsupported', `Models made elsewhere cannot be opened yet: ${ask.name}.`)
  }

  async run(
    ask: EngineAsk<'model.run'>,
    _control: RunControl,
    _emit: Emit,
  ): Promise<EngineAnswer<'model.run'>> {
    throw fault('not-found', `The model ${ask.model} is not open.`)
  }
}
