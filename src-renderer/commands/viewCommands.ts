/** What changes nothing but what is seen. */
import { type Command, editing, selected } from './command'

export const viewCommands: readonly Command[] = [
  {
    id: 'view.fit',
    title: 'Show everything',
    group: 'View',
    keys: ['Shift+.', 'Shift+>'],
    when: editing,
    run: (page) => page.view.fit(),
  },
  {
    id: 'view.fitSelection',
    title: 'Show the selection',
    group: 'View',
    keys: ['.'],
    when: selected,
    run: (page) => page.view.fit(page.session.getState().selectedNodes),
  },
  {
    id: 'view.actualSize',
    title: 'Zoom to 100 %',
    group: 'View',
    keys: ['$mod+0'],
    when: editing,
    run: (page) => page.view.zoom(0),
  },
  {
    id: 'view.zoomIn',
    title: 'Zoom in',
    group: 'View',
    when: editing,
    run: (page) => page.view.zoom(1),
  },
  {
    id: 'view.zoomOut',
    title: 'Zoom out',
    group: 'View',
    when: editing,
    run: (page) => page.view.zoom(-1),
  },
  {
    id: 'view.shapes',
    title: (page) =>
      page.session.getState().showShapes ? 'Hide shapes on wires' : 'Show shapes on all wires',
    group: 'View',
    when: editing,
    run: (page) => page.session.setState(({ showShapes }) => ({ showShapes: !showShapes })),
  },
  {
    id: 'view.dock',
    title: (page) => (page.session.getState().dockMaximised ? 'Restore the dock' : 'Maximise the dock'),
    group: 'View',
    keys: ['$mod+m'],
    when: (page) => page.session.getState().screen !== 'gallery',
    run: (page) => page.session.setState(({ dockMaximised }) => ({ dockMaximised: !dockMaximised })),
  },
  {
    id: 'view.find',
    title: 'Find a node…',
    group: 'View',
    keys: ['$mod+f'],
    when: (page) => page.session.getState().screen !== 'gallery',
    run: (page) => page.session.setState({ popup: { type: 'find' } }),
  },
]
