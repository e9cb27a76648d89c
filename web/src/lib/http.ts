/** One door to the API: cookie session, the CSRF header, a timeout on everything, errors as named facts. */

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly errorId: string,
    readonly sentence: string,
    readonly fields: Record<string, unknown> = {},
    readonly sentenceEn: string = sentence,
  ) {
    super(sentence)
  }

  /** Nothing answered at all: no network, the process is down, or it took too long. */
  get unreachable(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504
  }
}

const TIMEOUT_MS = 8000

async function failure(response: Response): Promise<ApiError> {
  let body: Record<string, unknown> = {}
  try {
    body = (await response.json()) as Record<string, unknown>
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  const id = typeof body.error_id === 'string' ? body.error_id : `http_${response.status}`
  const sentence = typeof body.sentence === 'string' ? body.sentence : ''
  const english = typeof body.sentence_en === 'string' ? body.sentence_en : sentence
  return new ApiError(response.status, id, sentence, (body.fields as Record<string, unknown>) ?? {}, english)
}

export async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (method !== 'GET') headers['X-Tanggap'] = '1'
  if (body !== undefined) headers['Content-Type'] = 'application/json'
  let response: Response
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
  } catch (error) {
    throw new ApiError(0, 'unreachable', error instanceof Error ? error.message : '')
  }
  if (!response.ok) throw await failure(response)
  if (response.status === 204) return undefined as T
  const text = await response.text()
  return (text ? JSON.parse(text) : undefined) as T
}

export const get = <T>(path: string): Promise<T> => request<T>('GET', path)
export const post = <T>(path: string, body: unknown = {}): Promise<T> => request<T>('POST', path, body)
export const put = <T>(path: string, body: unknown = {}): Promise<T> => request<T>('PUT', path, body)
export const patch = <T>(path: string, body: unknown = {}): Promise<T> => request<T>('PATCH', path, body)
export const del = <T>(path: string): Promise<T> => request<T>('DELETE', path)

/** Lists come bare or in an envelope; both are read. */
export function listOf<T>(answer: unknown, ...keys: string[]): T[] {
  if (Array.isArray(answer)) return answer as T[]
  if (answer && typeof answer === 'object') {
    for (const key of [...keys, 'items', 'results']) {
      const value = (answer as Record<string, unknown>)[key]
      if (Array.isArray(value)) return value as T[]
    }
  }
  return []
}

export function query(parameters: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== '') search.set(key, String(value))
  }
  const text = search.toString()
  return text ? `?${text}` : ''
}
