/** The one clock of the screen: server time, a tick each second. Ages everywhere are drawn from it. */

class Clock {
  now = $state(Date.now())
  #offset = 0

  start(): () => void {
    let timer = 0
    const tick = (): void => {
      const now = Date.now() + this.#offset // not read back from the state: whoever starts the clock must not depend on it
      this.now = now
      timer = window.setTimeout(tick, 1000 - (now % 1000) + 5)
    }
    tick()
    return () => window.clearTimeout(timer)
  }

  /** The server says its time in every ping; the smallest delay is nearest to the truth. */
  heard(at: string): void {
    const server = Date.parse(at)
    if (Number.isNaN(server)) return
    const offset = server - Date.now()
    if (Math.abs(offset - this.#offset) > 500) this.#offset = offset
  }
}

export const clock = new Clock()
