import { expect, test } from 'vitest'
import { random } from '#shared/base/random'
import { PEOPLE, PLACES, sentencesOf, tellStory } from './world'

/** Reads a story by its words alone and says where everyone and everything is, or fails where the story breaks a law of the world. */
function follow(sentences: readonly string[]) {
  const person = new Map<string, string>()
  const holder = new Map<string, string>()
  const lying = new Map<string, string>()
  for (const sentence of sentences) {
    const [who, ...rest] = sentence.replace('.', '').split(' ')
    const what = rest.at(-1)!
    const verb = rest.slice(0, -2).join(' ')
    if (PLACES.includes(what)) {
      expect(['went to', 'walked to', 'moved to']).toContain(verb)
      expect(person.get(who!), sentence).not.toBe(what)
      person.set(who!, what)
    } else if (['took', 'picked up', 'grabbed'].includes(verb)) {
      expect(holder.has(what), sentence).toBe(false)
      expect(person.has(who!), sentence).toBe(true)
      if (lying.has(what)) expect(lying.get(what), sentence).toBe(person.get(who!))
      lying.delete(what)
      holder.set(what, who!)
    } else {
      expect(['put down', 'dropped', 'left']).toContain(verb)
      expect(holder.get(what), sentence).toBe(who)
      holder.delete(what)
      lying.set(what, person.get(who!)!)
    }
  }
  const objects = new Map(lying)
  for (const [object, who] of holder) objects.set(object, person.get(who)!)
  return { person, objects }
}

test('stories obey the world, and what they know at the end is what a reader knows', () => {
  const stream = random('world')
  let dropped = 0
  for (let i = 0; i < 500; i++) {
    const story = tellStory(stream, 1 + (i % 30))
    expect(story.sentences).toHaveLength(1 + (i % 30))
    const read = follow(story.sentences)
    expect(new Map([...story.people].map(([who, walk]) => [who, walk.place]))).toEqual(read.person)
    expect([...story.objects.keys()].sort()).toEqual([...read.objects.keys()].sort())
    for (const handling of story.objects.values()) if (!handling.carried) dropped++
  }
  expect(dropped).toBeGreaterThan(100)
})

test('every sentence told is one of the listed ones, and nearly all are told', () => {
  const listed = new Set(sentencesOf())
  const stream = random('sentences')
  const told = new Set(Array.from({ length: 500 }, () => tellStory(stream, 30).sentences).flat())
  for (const sentence of told) expect(listed).toContain(sentence)
  expect(told.size).toBe(listed.size)
  expect(listed.size).toBe(PEOPLE.length * (3 * PLACES.length + 6 * 4))
})
