// Stands outside the console: hears what the browser receives, whatever the page says of it.
// Every audio track that arrives on a peer connection is read at 8 kHz and kept; window.tanggapEar.take() hands it over.
(() => {
  const RATE = 8000;
  const MOST_S = 300;
  const kept = [];
  let samples = 0;
  let context = null;

  const listen = (track) => {
    context ??= new AudioContext({ sampleRate: RATE });
    void context.resume();
    const source = context.createMediaStreamSource(new MediaStream([track]));
    const tap = context.createScriptProcessor(2048, 1, 1);
    tap.onaudioprocess = (event) => {
      const heard = event.inputBuffer.getChannelData(0);
      const words = new Int16Array(heard.length);
      for (let n = 0; n < heard.length; n += 1) words[n] = Math.max(-1, Math.min(1, heard[n])) * 32767;
      kept.push(words);
      samples += words.length;
      while (samples > MOST_S * RATE) samples -= kept.shift().length;
    };
    source.connect(tap);
    tap.connect(context.destination);
    track.addEventListener('ended', () => { source.disconnect(); tap.disconnect(); });
  };

  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(...told) {
      super(...told);
      this.addEventListener('track', (event) => { if (event.track.kind === 'audio') listen(event.track); });
    }
  };

  window.tanggapEar = {
    // Base64 of the little-endian int16 samples heard since the last time.
    take() {
      const parts = kept.splice(0);
      samples = 0;
      let text = '';
      for (const words of parts) {
        const bytes = new Uint8Array(words.buffer);
        for (let n = 0; n < bytes.length; n += 4096) text += String.fromCharCode(...bytes.subarray(n, n + 4096));
      }
      return btoa(text);
    },
  };
})();
