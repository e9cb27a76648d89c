/** The pages behind the hash; the hash needs nothing from the server. */
export type Page = 'desk' | 'board' | 'supervisor' | 'messages' | 'settings' | 'disaster' | 'search'
const PAGES: Page[] = ['desk', 'board', 'supervisor', 'messages', 'settings', 'disaster', 'search']

function read(): Page {
  const name = location.hash.replace(/^#\/?/, '').split('/')[0] as Page
  return PAGES.includes(name) ? name : 'desk'
}

/** What follows the page: `#/settings/trunks` is the section `trunks`. */
function readSection(): string {
  return location.hash.replace(/^#\/?/, '').split('/')[1] ?? ''
}

class Route {
  page = $state<Page>(typeof location === 'undefined' ? 'desk' : read())
  section = $state(typeof location === 'undefined' ? '' : readSection())

  start(): () => void {
    const follow = (): void => { this.page = read(); this.section = readSection() }
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }

  go(page: Page, section = ''): void {
    location.hash = section ? `#/${page}/${section}` : `#/${page}`
    this.page = page
    this.section = section
  }
}

export const route = new Route()
