/** Four pages behind the hash; the hash needs nothing from the server. */
export type Page = 'desk' | 'board' | 'supervisor' | 'messages'
const PAGES: Page[] = ['desk', 'board', 'supervisor', 'messages']

function read(): Page {
  const name = location.hash.replace(/^#\/?/, '').split('/')[0] as Page
  return PAGES.includes(name) ? name : 'desk'
}

class Route {
  page = $state<Page>(typeof location === 'undefined' ? 'desk' : read())

  start(): () => void {
    const follow = (): void => { this.page = read() }
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }

  go(page: Page): void {
    location.hash = `#/${page}`
    this.page = page
  }
}

export const route = new Route()
