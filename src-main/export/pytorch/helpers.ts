/** Python functions that stand above the class where a network needs them. */
import type { HelperName } from './context'

export const HELPERS: Readonly<Record<HelperName, string>> = {
  expand: `def expand(x, shape):
    """Repeats axes of size 1 until x has this shape; an axis that is longer already stays."""
    return x.expand(torch.broadcast_shapes(x.shape, shape))`,
  stack_growing: `def stack_growing(steps, axis):
    """Stacks what grew with the steps along this axis, zeros where it was shorter."""
    longest = max(one.shape[axis] for one in steps)
    padding = [0, 0] * (-1 - axis)
    filled = [F.pad(one, (*padding, 0, longest - one.shape[axis])) for one in steps]
    return torch.stack(filled, dim=1)`,
  run_recurrent: `def run_recurrent(layer, x, lengths=None, initial=None):
    """x [time, batch, features] -> states [time, directions, batch, units], last states [directions, batch, units].

    Behind an item's length its states are zero.
    """
    if lengths is None:
        states, last = layer(x, initial)
        last = last if isinstance(last, tuple) else (last,)
    else:
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths.clamp(min=1).cpu(), enforce_sorted=False)
        packed, last = layer(packed, initial)
        states, _ = nn.utils.rnn.pad_packed_sequence(packed, total_length=x.shape[0])
        last = last if isinstance(last, tuple) else (last,)
        empty = (lengths < 1)[None, :, None]
        states = states.masked_fill(empty, 0.0)
        last = tuple(one.masked_fill(empty, 0.0) for one in last)
    directions = 2 if layer.bidirectional else 1
    return states.unflatten(-1, (directions, layer.hidden_size)).transpose(1, 2), *last`,
  recur: `def recur(cell, x, W, R, B, direction, lengths=None, initial=None):
    """Runs a cell over x [time, batch, features]; weights [directions, gates * units, ...].

    Gives states [time, directions, batch, units], then the last states [directions, batch, units].
    """
    time, batch, _ = x.shape
    units = R.shape[-1]
    every, lasts = [], []
    for d in range(W.shape[0]):
        state = tuple(x.new_zeros(batch, units) if one is None else one[d] for one in initial)
        states = [None] * time
        backward = direction == "reverse" or d == 1
        for t in reversed(range(time)) if backward else range(time):
            new = cell(x[t] @ W[d].T, state, R[d], B[d].chunk(2))
            going = torch.ones(batch, 1, dtype=torch.bool, device=x.device) if lengths is None else (t < lengths)[:, None]
            state = tuple(torch.where(going, n, s) for n, s in zip(new, state))
            states[t] = torch.where(going, state[0], 0.0)
        every.append(torch.stack(states))
        lasts.append(state)
    return torch.stack(every, dim=1), *(torch.stack(one) for one in zip(*lasts))`,
  rnn_cell: `def rnn_cell(x, state, R, b):
    (h,) = state
    return (torch.tanh(x + b[0] + h @ R.T + b[1]),)`,
  gru_cell: `def gru_cell(x, state, R, b):
    """The reset gate is applied to the product R h + b."""
    (h,) = state
    xz, xr, xh = (x + b[0]).chunk(3, -1)
    hz, hr, hh = (h @ R.T + b[1]).chunk(3, -1)
    z, r = torch.sigmoid(xz + hz), torch.sigmoid(xr + hr)
    return ((1 - z) * torch.tanh(xh + r * hh) + z * h,)`,
  gru_cell_reset_first: `def gru_cell_reset_first(x, state, R, b):
    """The reset gate is applied to h, before the product (Cho et al. 1406.1078)."""
    (h,) = state
    Rz, Rr, Rh = R.chunk(3)
    xz, xr, xh = (x + b[0] + b[1]).chunk(3, -1)
    z, r = torch.sigmoid(xz + h @ Rz.T), torch.sigmoid(xr + h @ Rr.T)
    return ((1 - z) * torch.tanh(xh + (r * h) @ Rh.T) + z * h,)`,
  lstm_cell: `def lstm_cell(x, state, R, b):
    h, c = state
    i, o, f, g = (x + b[0] + h @ R.T + b[1]).chunk(4, -1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c`,
}
