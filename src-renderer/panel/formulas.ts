/** The formulas of an equation, where `\quad` sets them apart outside of all braces and environments; commas between them are left out. */
export function formulas(tex: string): string[] {
  const found = ['']
  let depth = 0
  for (const [part] of tex.matchAll(/\\begin\{[a-z*]+\}|\\end\{[a-z*]+\}|\\[a-zA-Z]+|\\.|[^\\]/gs)) {
    if (part === '{' || part.startsWith('\\begin') || part === '\\left') depth += 1
    if (part === '}' || part.startsWith('\\end{') || part === '\\right') depth -= 1
    if (depth === 0 && (part === '\\quad' || part === '\\qquad')) found.push('')
    else found[found.length - 1] += part
  }
  return found.map((formula) => formula.trim().replace(/,$/, '')).filter(Boolean)
}
