/** Watching a camera the standard way (WHEP): one POST with our offer, the answer comes back. */
import { ApiError } from '../lib/http'

export interface Viewing { stop: () => void }
const GATHER_MS = 400
const FIRST_FRAME_MS = 8000

export async function watch(cameraId: string, video: HTMLVideoElement, lost: () => void): Promise<Viewing> {
  const connection = new RTCPeerConnection({ iceServers: [] })
  let session = ''
  let over = false
  const stop = (): void => {
    if (over) return
    over = true
    video.srcObject = null
    // said before the connection closes: afterwards the other side knows the session no more
    const told = session ? fetch(session, { method: 'DELETE', headers: { 'X-Tanggap': '1' }, keepalive: true }) : Promise.resolve()
    void told.catch((error: unknown) => console.warn('whep.delete', error)).then(() => connection.close())
  }
  connection.addTransceiver('video', { direction: 'recvonly' })
  connection.ontrack = (event) => { video.srcObject = event.streams[0] ?? new MediaStream([event.track]) }
  connection.onconnectionstatechange = () => {
    if (!over && ['failed', 'disconnected', 'closed'].includes(connection.connectionState)) { stop(); lost() }
  }
  try {
    await connection.setLocalDescription(await connection.createOffer())
    await gathered(connection)
    const path = `/api/cameras/${encodeURIComponent(cameraId)}/whep`
    const response = await fetch(path, {
      method: 'POST', headers: { 'Content-Type': 'application/sdp', 'X-Tanggap': '1' }, body: connection.localDescription?.sdp ?? '', signal: AbortSignal.timeout(6000),
    })
    if (!response.ok) throw new ApiError(response.status, `http_${response.status}`, '')
    session = new URL(response.headers.get('Location') ?? path, location.origin + path).pathname
    await connection.setRemoteDescription({ type: 'answer', sdp: await response.text() })
  } catch (error) {
    stop()
    throw error
  }
  window.setTimeout(() => { if (!over && video.readyState < 2) { stop(); lost() } }, FIRST_FRAME_MS)
  return { stop }
}

function gathered(connection: RTCPeerConnection): Promise<void> {
  if (connection.iceGatheringState === 'complete') return Promise.resolve()
  return new Promise((resolve) => {
    const timer = window.setTimeout(resolve, GATHER_MS)
    connection.addEventListener('icegatheringstatechange', () => {
      if (connection.iceGatheringState !== 'complete') return
      window.clearTimeout(timer)
      resolve()
    })
  })
}
