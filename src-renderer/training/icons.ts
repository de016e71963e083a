/** Drawings of the training's own buttons, in a 24 × 24 box. */
export const trainingPaths = {
  train: 'M19.5 12a7.5 7.5 0 1 1-2.4-5.5M19.5 4v4.5H15',
  pause: 'M7 6h3.4v12H7zM13.6 6H17v12h-3.4z',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8v4.4M9 14.8v4.4',
} as const
