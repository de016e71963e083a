/** `bench [NAME …] [--python PATH]`: measures and prints one table; `bench babi DIR`: the table of a paper. */
import { cpus } from 'node:os'
import { toFault } from '#shared/base/fault'
import { type Bench, type Choices, type Row, tableOf } from './row'
import { attention } from './rows/attention'
import { babi } from './rows/babi'
import { canvas } from './rows/canvas'
import { compile } from './rows/compile'
import { edit } from './rows/edit'
import { forced } from './rows/forced'
import { open } from './rows/open'
import { start } from './rows/start'
import { train } from './rows/train'

const benches: readonly Bench[] = [compile, attention, forced, train, edit, canvas, start, open]

/** Gives the exit code: 1 when something could not be measured. A goal that is missed is said in the table, and no failure. */
export async function main(
  args: readonly string[],
  given: Pick<Choices, 'root' | 'findChromium'>,
): Promise<number> {
  if (args[0] === 'babi') {
    try {
      await babi(args.slice(1), given.root)
      return 0
    } catch (error) {
      console.error(toFault(error).message)
      return 1
    }
  }
  const at = args.indexOf('--python')
  const python = at < 0 ? undefined : args[at + 1]
  const names = args.filter((_, i) => at < 0 || (i !== at && i !== at + 1))
  const known = benches.map(({ name }) => name)
  const wrong = names.find((name) => !known.includes(name))
  if (wrong !== undefined || (at >= 0 && python === undefined)) {
    console.error(
      wrong === undefined
        ? '--python: expected the path of a Python that has PyTorch, found none.'
        : `There is no benchmark “${wrong}”: expected one of ${known.join(', ')}, or babi with a folder.`,
    )
    return 1
  }
  const rows: Row[] = []
  let failed = false
  for (const bench of benches) {
    if (names.length > 0 && !names.includes(bench.name)) continue
    console.error(`${bench.name} …`)
    try {
      rows.push(...(await bench.run({ ...given, python })))
    } catch (error) {
      failed = true
      console.error(`${bench.name} could not be measured. ${toFault(error).message}`)
    }
  }
  if (rows.length === 0) return 1
  const processors = cpus()
  console.log(
    `Node ${process.version}, ${processors.length} × ${processors[0]?.model ?? 'unknown processor'}\n`,
  )
  console.log(tableOf(rows))
  return failed ? 1 : 0
}
