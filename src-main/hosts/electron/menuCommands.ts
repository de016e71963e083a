/** The menu as data. */

export type MenuItem =
  | { readonly separator: true }
  | {
      readonly role:
        | 'quit'
        | 'cut'
        | 'copy'
        | 'paste'
        | 'togglefullscreen'
        | 'toggleDevTools'
        | 'minimize'
        | 'close'
    }
  | { readonly label: string; readonly command: string; readonly keys?: string }

export const menuCommands: readonly { readonly label: string; readonly items: readonly MenuItem[] }[] = [
  {
    label: 'File',
    items: [
      { label: 'New', command: 'file.new', keys: 'CmdOrCtrl+N' },
      { label: 'Open…', command: 'file.open', keys: 'CmdOrCtrl+O' },
      { label: 'Templates', command: 'file.gallery' },
      { separator: true },
      { label: 'Save', command: 'file.save', keys: 'CmdOrCtrl+S' },
      { label: 'Save as…', command: 'file.saveAs', keys: 'CmdOrCtrl+Shift+S' },
      { label: 'Export as ONNX…', command: 'file.export', keys: 'CmdOrCtrl+E' },
      { label: 'Export as PyTorch code…', command: 'file.export-pytorch' },
      { separator: true },
      { label: 'Save the canvas as SVG…', command: 'picture.canvas-svg' },
      { label: 'Save the canvas as PNG…', command: 'picture.canvas-png' },
      { label: 'Save what is shown as SVG…', command: 'picture.view-svg' },
      { label: 'Save what is shown as PNG…', command: 'picture.view-png' },
      { label: 'Save what is shown as GIF…', command: 'picture.view-gif' },
      { label: 'Save its numbers as CSV…', command: 'picture.numbers-csv' },
      { label: 'Save its numbers as NPY…', command: 'picture.numbers-npy' },
      { label: 'Save its numbers as JSON…', command: 'picture.numbers-json' },
      { separator: true },
      { role: 'close' },
      { role: 'quit' },
    ],
  },
  {
    label: 'Edit',
    items: [
      { label: 'Undo', command: 'edit.undo', keys: 'CmdOrCtrl+Z' },
      { label: 'Redo', command: 'edit.redo', keys: 'CmdOrCtrl+Shift+Z' },
      { separator: true },
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
    ],
  },
  {
    label: 'Run',
    items: [
      { label: 'Run', command: 'run.start', keys: 'CmdOrCtrl+Enter' },
      { label: 'Stop', command: 'run.stop', keys: 'CmdOrCtrl+Alt+Enter' },
      { separator: true },
      { label: 'Train', command: 'train.start', keys: 'CmdOrCtrl+Shift+Enter' },
      { label: 'Stop training', command: 'train.stop', keys: 'CmdOrCtrl+Alt+Shift+Enter' },
      { label: 'Training settings…', command: 'train.settings' },
    ],
  },
  {
    label: 'View',
    items: [
      { label: 'Commands…', command: 'view.palette', keys: 'CmdOrCtrl+K' },
      { separator: true },
      { role: 'togglefullscreen' },
      { role: 'toggleDevTools' },
      { role: 'minimize' },
    ],
  },
]
