import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseNote, parseSpans } from './markdown'

describe('notes', () => {
  it('have headings, paragraphs and lists', () => {
    expect(parseNote('# Look at\n\nThe **last** word.\nStill here.\n\n- one\n- `two`\n  and more\n')).toEqual(
      [
        { type: 'heading', spans: [{ text: 'Look at' }] },
        {
          type: 'paragraph',
          spans: [{ text: 'The ' }, { text: 'last', look: 'strong' }, { text: ' word. Still here.' }],
        },
        {
          type: 'list',
          ordered: false,
          items: [[{ text: 'one' }], [{ text: 'two', look: 'code' }, { text: ' and more' }]],
        },
      ],
    )
  })

  it('have tables, with numbers at the right', () => {
    expect(parseNote('| words | right |\n| --- | --: |\n| 2 | **9 %** |\n| 3 |')).toEqual([
      {
        type: 'table',
        head: [[{ text: 'words' }], [{ text: 'right' }]],
        rows: [
          [[{ text: '2' }], [{ text: '9 %', look: 'strong' }]],
          [[{ text: '3' }], []],
        ],
        right: [false, true],
      },
    ])
    expect(parseNote('a | b\nand more')).toMatchObject([{ type: 'paragraph' }])
  })

  it('keep markup of other languages as text', () => {
    expect(parseSpans('<img src=x onerror=alert(1)>')).toEqual([{ text: '<img src=x onerror=alert(1)>' }])
  })

  it('lose no letter of any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const letters = (of: string) => of.replace(/[\s*_`]/g, '')
        expect(
          letters(
            parseSpans(text)
              .map((span) => span.text)
              .join(''),
          ),
        ).toBe(letters(text))
      }),
    )
  })
})
