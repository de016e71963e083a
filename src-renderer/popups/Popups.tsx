/** What lies over the page: the command palette, the searches, wiring by list, the shortcuts. */
import { isFrameKind, titleOf } from '#shared/document/structure'
import type { Kind } from '#shared/kinds/kind'
import { kinds } from '#shared/kinds/registry'
import { frameAt } from '../canvas/frameAt'
import { putAround } from '../commands/arranging'
import { bindingStore, keysOf } from '../commands/bindings'
import { commands, perform, titleOfCommand } from '../commands/commands'
import { addKind } from '../commands/editing'
import { shownKeys } from '../commands/keys'
import { FindInModel } from '../model/graph/FindInModel'
import { page } from '../page'
import { byGroup } from '../palette/search'
import { useDocument, useSession } from '../stores/hooks'
import { type Popup as PopupState, select } from '../stores/session'
import { groupColor, groups } from '../theme/groups'
import { Choice, type Option } from './Choice'
import { fittingKinds } from './fitting'
import { closePopup, focusLater, Popup } from './Popup'
import './popups.css'
import { Shortcuts } from './Shortcuts'
import { WireDialog } from './WireDialog'

export function Popups() {
  const popup = useSession((state) => state.popup)
  const screen = useSession((state) => state.screen)
  if (popup === undefined) return null
  switch (popup.type) {
    case 'commands':
      return <Commands />
    case 'shortcuts':
      return <Shortcuts />
    case 'find':
      return screen === 'model' ? <FindInModel /> : <Find />
    case 'add':
      return <Add popup={popup} />
    case 'around':
      return <Around />
    case 'wire':
      return <WireDialog key={popup.node} node={popup.node} />
  }
}

function Commands() {
  const options = commands
    .filter(({ id, when }) => id !== 'view.palette' && when?.(page) !== false)
    .map((command): Option => {
      const keys = keysOf(command, bindingStore.getState())[0]
      return {
        id: command.id,
        title: titleOfCommand(page, command),
        group: command.group,
        aside: keys === undefined ? undefined : shownKeys(keys),
      }
    })
  return (
    <Popup label="All commands">
      <Choice
        label="All commands"
        placeholder="Type a command"
        none="Nothing that can be done now is called so. Some commands need a selection; “?” lists them all."
        options={options}
        onChoose={(id) => {
          closePopup()
          perform(page, id)
        }}
      />
    </Popup>
  )
}

function Add({ popup }: { readonly popup: Extract<PopupState, { type: 'add' }> }) {
  const document = useDocument((state) => state.document)
  const { at, from } = popup
  // A wire that is let go outside of the frame that it begins in draws the frame after it.
  const own = from === undefined ? undefined : document.nodes[from.node]?.parent
  const frame = at === undefined ? undefined : (frameAt(document, at) ?? own)
  const fitting = from === undefined ? [...kinds.values()] : fittingKinds(document, from, frame)
  const options = inGroups(fitting).map(
    (kind): Option => ({
      id: kind.id,
      title: kind.title,
      group: groups[kind.group].title,
      icon: kind.icon,
      color: groupColor(kind.group),
      words: kind.doc.sentence,
    }),
  )
  return (
    <Popup label="Add a node">
      <Choice
        label="Add a node"
        placeholder={from === undefined ? 'Search a node to add' : 'Search a node that fits this wire'}
        none="No node is called so."
        options={options}
        onChoose={(id) => {
          closePopup()
          focusLater(addKind(page, id, { at, from, frame }))
        }}
      />
    </Popup>
  )
}

function Around() {
  const count = useSession((state) => state.selectedNodes.size)
  const options = [...kinds.values()].filter(isFrameKind).map(
    (kind): Option => ({
      id: kind.id,
      title: kind.title,
      icon: kind.icon,
      color: groupColor(kind.group),
      words: kind.doc.sentence,
      about: kind.doc.sentence,
    }),
  )
  return (
    <Popup label="Put into a loop or group">
      <Choice
        label="Put into a loop or group"
        placeholder={count === 1 ? 'What goes around it?' : `What goes around the ${count} nodes?`}
        none="No loop or group is called so."
        options={options}
        onChoose={(id) => {
          closePopup()
          putAround(page, id)
        }}
      />
    </Popup>
  )
}

function inGroups(list: readonly Kind[]): Kind[] {
  return byGroup(list).flatMap(([, kindsOfGroup]) => kindsOfGroup)
}

function Find() {
  const document = useDocument((state) => state.document)
  const options = Object.values(document.nodes).map((node): Option => {
    const kind = kinds.get(node.kind)
    return {
      id: node.id,
      title: titleOf(node),
      aside: kind?.title === titleOf(node) ? node.id : (kind?.title ?? node.kind),
      words: node.id,
      ...(kind === undefined ? {} : { icon: kind.icon, color: groupColor(kind.group) }),
    }
  })
  return (
    <Popup label="Find a node">
      <Choice
        label="Find a node"
        placeholder="Find a node of this document"
        none="No node is called so."
        options={options}
        onChoose={(id) => {
          closePopup()
          select(page.session, [id])
          page.view.fit([id])
          focusLater(id)
        }}
      />
    </Popup>
  )
}
