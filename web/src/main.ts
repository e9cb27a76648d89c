import { mount } from 'svelte'
import './app.css'

const target = document.getElementById('app')
if (!target) throw new Error('no #app')

// A responder opens a link from an SMS, on a phone, with little signal: their page is a small part of its own.
if (location.pathname.startsWith('/r/')) {
  const { default: Responder } = await import('./responder/Responder.svelte')
  mount(Responder, { target, props: { token: decodeURIComponent(location.pathname.slice(3).replace(/\/+$/, '')) } })
} else {
  const [{ default: App }, { exposeProbe }] = await Promise.all([import('./App.svelte'), import('./phone/phone.svelte')])
  exposeProbe()
  mount(App, { target })
}
