/** What `--help` says. */
import type { CommandName } from './command'

const CALL = 'npm run -s heed --'

const summary = `Heed builds and runs networks with recurrence, attention and memory, and shows where they look.

Usage: ${CALL} COMMAND [OPTIONS]
       ${CALL} FILE      open a .heed document or any .onnx model in the app

Commands
  templates             list the networks that Heed comes with
  check FILE            say what is wrong with a network
  run FILE              run a network and show its attention
  train FILE            let a network learn
  evaluate FILE         say how good a network is on examples that it never learned from
  export FILE           write a network as an ONNX model or as PyTorch code; draw it, or any .onnx model, and what it
                        looks at, as SVG, PNG or GIF
  inspect MODEL.onnx    find the attention in a model made elsewhere

FILE is the path of a .heed file, the id of a template, or an ONNX model that Heed exported.
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
  --record DIR           also write every input and output of the exported model as DIR/NAME.npy; with --force-words
                         the words are inputs too

Example
  ${CALL} run translation-attention --input source="ninety seven"
`,
  train: `Usage: ${CALL} train FILE [OPTIONS]

Lets a network learn from its task, beginning with the weights in the file. Ctrl+C stops and keeps the best weights
so far; a training that was killed goes on from its last checkpoint when the same command is given again.

Options
  --task ID              learn from this generator in place of the file's task
  --data PATH            learn from a file or a folder: sentence pairs (.tsv), a table (.csv), stories (.txt),
                         series (.npy, .npz), a folder of pictures with captions
  --fresh                begin with new weights, drawn from the seed, in place of those in the file
  --steps N              steps at the most
  --seed S               of the examples; the same seed gives the same training
  --rate R               highest learning rate
  --batch N              examples in a step
  --threads N            share each batch between so many threads, 1 if not given; another number rounds otherwise
  --restarts N           trainings from other first weights; the one with the lowest training error is kept
  --start linear         leave the softmaxes of attention out until the validation loss stops falling, or: softmax
  --empties SHARE        put up to this share of empty sentences into stories while it learns
  --out FILE.heed        write the network with its best weights
  --gif FILE.gif         show how its attention formed: the file's example, a frame for each snapshot; with --view,
                         --site, --head, --scale, --width and --theme as export has them
  --curves FILE          draw loss and score over the steps: .svg, .png, or their numbers as .csv
  --json                 print { steps, best, reason, seconds, validation, restarts, losses: [[step, loss]] }

Example
  ${CALL} train translation-attention --fresh --steps 2000 --out translation.heed --gif learning.gif
`,
  evaluate: `Usage: ${CALL} evaluate FILE [OPTIONS]

Says how good a network is on examples that it never learned from: its own answers, compared with the right ones.

Options
  --data PATH            judge by a file or a folder in place of the file's task; of data that the network has
                         learned from, only the part that was held out
  --examples N           examples at the most (default: 2000)
  --json                 print { metrics: { accuracy | error }, byLength: [{ length, examples, accuracy }], examples };
                         metrics also has alignment or support, where the task knows what attention is to look at:
                         the share of words, or examples, whose greatest weight lies there
`,
  export: `Usage: ${CALL} export FILE --to onnx|pytorch|svg|png|gif --out PATH [OPTIONS]
       ${CALL} export MODEL.onnx --to svg|png|gif --out PATH [OPTIONS]

Writes a network for use elsewhere, or pictures of it, or of any .onnx model, for papers and talks.

  --to onnx              one self-contained ONNX model for any runtime, generation included; PATH is the file
  --to pytorch           a PyTorch module that can be read, and its weights as safetensors; PATH is a folder
  --to svg|png           a picture, with text as text or in pixels
  --to gif               a run played step by step; of a training: train --gif

What is drawn
  --view VIEW            of attention: lines, grid, picture, memory
                         of a network: canvas (default; of a GIF its attention or its states), states, inputs
                         of a model: heads (default; all layers and heads), graph, tensor
  --site SITE            which attention, by its id, node or title (default: the first one that has the view); of
                         states the layer; of a model also rollout, mean or maximum of all layers
  --head N               one head alone, from 1
  --row N                of inputs: which word or row of the answer, from 1
  --level SCOPE          which level of a model's graph (default: the whole model)
  --tensor NAME          which tensor of a model

What is run
  --input FIELD="TEXT"   of a network: the text of one field; may be given for each (default: the example in the file)
  --text, --image, --feeds, --tokenizer, --patience
                         of a model: as inspect has them

How it looks
  --scale N              pixels for one unit of the picture, 3.5 too (default: png 2, others 1)
  --width PIXELS         pixels from left to right, in place of a scale
  --theme dark           for a dark ground
  --background transparent
                         nothing under the picture (svg, png)

Examples
  ${CALL} export translation-attention --to svg --view lines --input source="ninety seven" --out lines.svg
  ${CALL} export bert.onnx --to png --site "layer 3" --head 2 --text "a cat sat" --scale 3.5 --out head.png
`,
  inspect: `Usage: ${CALL} inspect MODEL.onnx [OPTIONS]

Finds the attention in an ONNX model, and shows its weights for an input.

Options
  --text "TEXT"          a text, for a model that takes words
  --tokenizer FILE       its tokenizer.json (default: the one beside the model, or a sample one)
  --image FILE           a PNG or JPEG picture, for a model that takes one
  --feeds FILE           the inputs as tensors: an .npz file, or an .npy file for a model with one input
  --json                 print { sites: [{ id, name, operator, kind, causal, heads, shape, shown, reason }], refused }
  --weights OUT.npz      write the weights of every site that can be shown: [batch, heads, query, key] by id;
                         inputs that nobody gave are filled by rule, which is said
  --patience SECONDS     how long a model may run that holds a Loop of which the file does not tell when it
                         ends (default: 3)
`,
}

export function helpText(about?: CommandName): string {
  return about ? commands[about] : summary
}
