/** `npm run -s heed -- COMMAND`: what the page does, without a page. */
import { toFault } from '#shared/base/fault'
import { forkEngine } from '../engineChild'
import { placesFrom, userCache } from '../places'
import { Studio } from '../studio'
import { type Command, isCommandName, parseCommand } from './command'
import { check, exportTo, templates } from './documents'
import { evaluate } from './evaluate'
import { exportPicture } from './exportPicture'
import { helpText } from './help'
import { inspect } from './inspect'
import { run } from './run'
import { terminal } from './terminal'
import { train } from './train'

const places = placesFrom(import.meta.dirname)

/** A reader that has seen enough (`| head`) is no fault. */
process.stdout.on('error', () => process.exit(0))

async function main(): Promise<void> {
  const command = parseCommand(process.argv.slice(2))
  if (command.name === 'help')
    return terminal.result(helpText(isCommandName(command.about) ? command.about : undefined))
  const studio = new Studio({
    spawn: () => forkEngine(places.engine),
    templates: places.templates,
    // Checkpoints of a training lie there.
    ...(command.name === 'train' && { cache: userCache(process.platform, process.env) }),
  })
  try {
    await perform(studio, command)
  } finally {
    studio.close()
  }
}

function perform(studio: Studio, command: Exclude<Command, { name: 'help' }>): Promise<void> {
  switch (command.name) {
    case 'templates':
      return templates(studio, terminal)
    case 'check':
      return check(studio, command, terminal)
    case 'run':
      return run(studio, command, terminal)
    case 'train':
      return train(studio, command, terminal)
    case 'evaluate':
      return evaluate(studio, command, terminal)
    case 'export':
      return 'scale' in command
        ? exportPicture(studio, command, terminal)
        : exportTo(studio, command, terminal)
    case 'inspect':
      return inspect(studio, command, terminal)
  }
}

main().catch((error: unknown) => {
  terminal.progress(toFault(error).message)
  process.exitCode = 1
})
