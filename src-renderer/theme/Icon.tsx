/** A line drawing in a 24 × 24 box: kinds bring their own path, the page's own are named here. */
export const paths = {
  undo: 'M9 7 4 12l5 5M4 12h10a6 6 0 0 1 6 6',
  redo: 'm15 7 5 5-5 5M20 12H10a6 6 0 0 0-6 6',
  run: 'M8 5.5v13l10.5-6.5z',
  stop: 'M7 7h10v10H7z',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5 20 20',
  sun: 'M12 8a4 4 0 1 0 .01 0M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z',
  left: 'M4 5h16v14H4zM9.5 5v14',
  right: 'M4 5h16v14H4zM14.5 5v14',
  bottom: 'M4 5h16v14H4zM4 14h16',
  maximise: 'M5 10V5h5M19 14v5h-5',
  restore: 'M10 5v5H5M14 19v-5h5',
  close: 'M6 6l12 12M18 6 6 18',
  save: 'M5 4h11l3 3v13H5zM8 4v5h7V4M8 20v-6h8v6',
  export: 'M12 15V4M8 8l4-4 4 4M5 14v6h14v-6',
  gallery: 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z',
  file: 'M6 3h8l5 5v13H6zM14 3v5h5',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  tidy: 'M4 4h6v5H4zM14 15h6v5h-6zM14 4h6v5h-6zM10 6.5h4M17 9v6',
  help: 'M9 9a3 3 0 1 1 4.2 2.8c-.8.4-1.2 1-1.2 1.9v.6M12 17.6v.4',
  fit: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
  wire: 'M4 18c8 0 8-12 16-12M2.5 18h3M18.5 6h3',
  inside: 'M4 4h16v16H4zM8 8h3v3H8zM13 13h3v3h-3zM11 9.5h3.5V13',
  remove: 'M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5',
} as const

export function Icon({ path, size = 16 }: { readonly path: string; readonly size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  )
}
