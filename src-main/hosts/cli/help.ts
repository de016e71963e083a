/** What `--help` says. */
import type { CommandName } from './command'

const CALL = 'npm run -s heed --'

const summary = `Heed builds and runs networks with recurrence, attention and memory, and shows where they look.

Usage: ${CALL} COMMAND [OPTIONS]

Commands
  templates             list the networks that Heed comes with
  check FILE            say what is wrong with a network
  run FILE              run a network and show its attention
  export FILE           write a network as an ONNX model
  inspect MODEL.onnx    find the attention in a model made elsewhere

FILE is the path of a .heed file or the id of a template.
Results go to stdout, progress to stderr; a failure is one sentence and exit code 1.
More about a command: ${CALL} COMMAND --help
`

const commands: Readonly<Record<CommandName, string>> = {
  templates: `Usage: ${CALL} templates

Lists the networks that Heed comes with: one id a line, then its title.
`,
  check: `Usage: ${CALL} check FILE

Says what is wrong with a network, a problem a line, and how to mend it. Exit code 1 when it cannot run.
`,
  run: `Usage: ${CALL} run FILE [OPTIONS]

Runs a network and shows what it says and where it looks.

Options
  --input FIELD="TEXT"   the text of one field; may be given for each field (default: the example in the file)
  --force-words "TEXT"   words that a decoder is made to say instead of its own
  --json                 print { outputs, attention: [{ site, node, heads, rows, columns, weights }] };
                         weights are [head][row][column]
  --record DIR           also write every input and output of the exported model as DIR/NAME.npy

Example
  ${CALL} run translation-attention --input source="ninety seven"
`,
  export: `Usage: ${CALL} export FILE --to onnx --out PATH

Writes a network as one self-contained ONNX model for any runtime.
`,
  inspect: `Usage: ${CALL} inspect MODEL.onnx [OPTIONS]

Finds the attention in an ONNX model, and shows its weights for an input.

Options
  --feeds FILE           the inputs: an .npz file, or an .npy file named as the one input
  --json                 print { sites: [{ id, name, operator, kind, causal, heads, shape, shown, reason }], refused }
  --weights OUT.npz      write the weights of every site that can be shown: [batch, heads, query, key] by id;
                         needs --feeds where the model has inputs
`,
}

export function helpText(about?: CommandName): string {
  return about ? commands[about] : summary
}
