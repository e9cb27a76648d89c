/** A file as the body of a request: a province's boundaries take longer than the usual answer. */
import { ApiError } from '../lib/http'

const TIMEOUT_MS = 60_000

export async function upload<T>(path: string, file: File): Promise<T> {
  let response: Response
  try {
    response = await fetch(path, {
      method: 'POST', body: file, credentials: 'same-origin', signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { Accept: 'application/json', 'X-Tanggap': '1', 'Content-Type': 'application/octet-stream' },
    })
  } catch (error) {
    throw new ApiError(0, 'unreachable', error instanceof Error ? error.message : '')
  }
  const body = (await response.json()) as T & { error_id?: string; sentence?: string; sentence_en?: string; fields?: Record<string, unknown> }
  if (!response.ok) throw new ApiError(response.status, body.error_id ?? `http_${response.status}`, body.sentence ?? '', body.fields ?? {}, body.sentence_en ?? body.sentence)
  return body
}
