/** Names of the inputs and outputs of training graphs that are not the task's. */
export const WEIGHTS = 'heed.weights'
export const RATE = 'heed.rate'
export const STEP = 'heed.step'
export const CLIP = 'heed.clip'
export const LOSS = 'heed.loss'
export const NORM = 'heed.norm'
export const GRADIENT = 'heed.gradient'
export const stateName = (i: number): string => `heed.state.${i}`
/** The gradient of a part of the batch, where they are put together. */
export const gradientName = (i: number): string => `${GRADIENT}.${i}`
/** Before the name of a field's lengths: those of all of the batch's examples, where a graph has only some of them. */
export const WHOLE = 'heed.whole.'
