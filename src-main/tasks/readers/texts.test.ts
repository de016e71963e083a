import { describe, expect, test } from 'vitest'
import { FaultError } from '#shared/base/fault'
import { readBabi } from './babi'
import { refusalSummary } from './data'
import { readParallel } from './parallel'
import { readTable } from './table'

describe('parallel text', () => {
  test('pairs in their canonical form; what is no pair is refused with its line', () => {
    const data = readParallel(
      '\uFEFFGood  morning !\tGuten Morgen!\tby someone\n\nno tab here\n\tonly right\nYes.\t \r\nyes.\tja.\n',
      'pairs.tsv',
    )
    expect(data.examples.map(({ fields }) => fields)).toEqual([
      { source: 'good morning!', target: 'guten morgen!' },
      { source: 'yes.', target: 'ja.' },
    ])
    expect(data.lines).toEqual([1, 6])
    expect(data.refused.map(({ line }) => line)).toEqual([3, 4, 5])
    expect(data.refused[0]!.reason).toMatch(/no tab in “no tab here”/)
    expect(data.refused[1]!.reason).toMatch(/none before the tab/)
    expect(data.refused[2]!.reason).toMatch(/none behind the tab/)
    expect(data.vocabularies.source!.slice(4)).toEqual(['good', 'morning', '!', 'yes', '.'])
    expect(refusalSummary(data)).toMatch(/^3 of 5 were refused. line 3: .* line 4: /)
  })

  test('a sentence of too many words is refused; a file without a pair is a fault', () => {
    const long = `${'a '.repeat(4097)}\tb`
    expect(readParallel(`a\tb\n${long}`, 'long').refused).toMatchObject([{ line: 2 }])
    expect(() => readParallel('', 'empty.tsv')).toThrow(/empty.tsv: expected pairs .* It is empty/)
    expect(() => readParallel('a b c', 'wrong.tsv')).toThrow(/Line 1: expected two sentences/)
    expect(() => readParallel('', 'empty.tsv')).toThrow(FaultError)
    expect(refusalSummary(readParallel('a\tb', 'fine'))).toBeUndefined()
  })
})

const story = `1 Ida went to the barn.
2 Otto went to the mill.
3 Where is Ida? \tbarn\t1
4 Ida took the rake.
5 Where is the rake?\tBarn\t4 1
1 Otto slept.
2 Who slept?\totto\t1
`

describe('bAbI files', () => {
  test('sentences so far, questions, answers, and supporting sentences by their places', () => {
    const data = readBabi(story, 'qa.txt')
    expect(data.refused).toEqual([])
    expect(data.lines).toEqual([3, 5, 7])
    expect(data.examples).toEqual([
      {
        fields: {
          story: 'ida went to the barn.\notto went to the mill.',
          question: 'where is ida?',
          answer: 'barn',
        },
        support: { story: [0] },
      },
      {
        fields: {
          story: 'ida went to the barn.\notto went to the mill.\nida took the rake.',
          question: 'where is the rake?',
          answer: 'barn',
        },
        support: { story: [0, 2] },
      },
      {
        fields: { story: 'otto slept.', question: 'who slept?', answer: 'otto' },
        support: { story: [0] },
      },
    ])
    expect(data.vocabularies.answers).toEqual(['barn', 'otto'])
    expect(data.vocabularies.words).toContain('rake')
  })

  test('only the newest sentences, and no stops, where that is asked for', () => {
    const [first, second] = readBabi(story, 'qa.txt', { newest: 2, stops: false }).examples
    expect(first!.fields.question).toBe('where is ida')
    expect(second!.fields.story).toBe('otto went to the mill\nida took the rake')
    expect(second!.support).toEqual({ story: [1] })
  })

  test.each([
    [
      'what is no numbered line',
      'Ida went.\n1 a.\n2 b?\tc\t1',
      1,
      /begins with the number 1.*found “Ida went.”/,
    ],
    ['a gap', '1 a.\n3 b.\n4 c?\td\t1', 2, /the number 2, or with 1 .* found the number 3/],
    ['no answer', '1 a.\n2 b?\t \t1\n3 b?\tc\t1', 2, /an answer behind the tab/],
    ['no question', '1 a.\n2 \tc\t1\n3 b?\tc\t1', 2, /a question before the tab/],
    ['no sentence', '1 a.\n2 \n3 b?\tc\t1', 2, /expected a sentence/],
    ['a question of nothing', '1 b?\tc\t\n1 a.\n2 b?\tc\t1', 1, /sentences before the question/],
    ['support from elsewhere', '1 a.\n2 b?\tc\t9\n3 b?\tc\t1', 2, /numbers of sentences .* found “9”/],
  ])('%s is refused with its line', (_, text, line, reason) => {
    const { refused, examples } = readBabi(text, 'qa.txt')
    expect(refused.map((one) => one.line)).toEqual([line])
    expect(refused[0]!.reason).toMatch(reason)
    expect(examples).toHaveLength(1)
  })

  test('a file of something else is a fault', () => {
    expect(() => readBabi('hello', 'x.txt')).toThrow(/x.txt: expected stories .* Line 1: expected a line/)
  })
})

describe('tables', () => {
  test('numbers of all other columns tell the last one; lines are counted in the file, quotes and all', () => {
    const text =
      'size,"the note",weight,kind\n1.5,"two\nlines",2,pine\n,x,2,fir\n3,"a, b",4,fir\n5,c,wrong,fir\n6,d,7\n7,e,8,\n\n1e1,f,0,pine\n'
    const data = readTable(text, 'trees.csv')
    expect(data.examples.map(({ fields }) => fields)).toEqual([
      { row: '1.5 2', class: 'pine' },
      { row: '3 4', class: 'fir' },
      { row: '10 0', class: 'pine' },
    ])
    expect(data.lines).toEqual([2, 5, 10])
    expect(data.refused).toEqual([
      { line: 4, reason: 'size: expected a number, found “”.' },
      { line: 6, reason: 'weight: expected a number, found “wrong”.' },
      { line: 7, reason: 'expected 4 columns, found 3.' },
      { line: 8, reason: 'kind: expected a class, found “”.' },
    ])
    expect(data.fields.row).toMatchObject({ sort: 'table', columns: ['size', 'weight'] })
    expect(data.vocabularies).toEqual({ classes: ['fir', 'pine'] })
    expect(data.notes).toEqual(['Columns that are not read: “the note”.'])
  })

  test('a target of decimals is told as a number, one of few whole numbers as a class', () => {
    expect(readTable('a,b\n1,0.5\n2,3\n', 't').fields.number).toMatchObject({ sort: 'number', count: 1 })
    expect(readTable('a,b\n1,0\n2,1\n', 't').vocabularies).toEqual({ classes: ['0', '1'] })
    const many = Array.from({ length: 30 }, (_, i) => `${i},${i}`).join('\n')
    expect(readTable(`a,b\n${many}`, 't').fields).toHaveProperty('number')
  })

  test('columns by name and in order; semicolons and Windows line ends', () => {
    const data = readTable('a;b;c\r\n1;2;x\r\n3;4;y\r\n', 't', { target: 'a', features: ['b'] })
    expect(data.examples.map(({ fields }) => fields)).toEqual([
      { row: '2', class: '1' },
      { row: '4', class: '3' },
    ])
    expect(data.lines).toEqual([2, 3])
  })

  test.each([
    ['a column that is not there', 'a,b\n1,2\n', { target: 'z' }, /t.csv: expected a column “z”, found a, b/],
    ['a feature that is not there', 'a,b\n1,2\n', { features: ['q'] }, /expected a column “q”/],
    ['an empty file', '', {}, /It is empty/],
    ['only names', 'a,b\n', {}, /none|It is empty/],
    ['no names', '1,2\n3,4\n', {}, /the names of the columns on the first line, found “1”/],
    ['one name twice', 'a,a\n3,4\n', {}, /different names .* “a” twice/],
    ['only text', 'a,b\nx,y\n', {}, /at least one column of numbers beside “b”/],
  ])('%s is a clear fault', (_, text, options, message) => {
    expect(() => readTable(text, 't.csv', options)).toThrow(FaultError)
    expect(() => readTable(text, 't.csv', options)).toThrow(message)
  })
})
