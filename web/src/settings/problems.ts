/** What the API refused, put beside the field it is about. Pure. */
import { ApiError } from '../lib/http'
import { pick } from '../texts'

export type Problems = Record<string, string>

const RULES: [RegExp, (m: RegExpExecArray) => [string, string]][] = [
  [/greater than or equal to (-?[\d.]+)/, (m) => [`Paling sedikit ${m[1]}.`, `At least ${m[1]}.`]],
  [/greater than (-?[\d.]+)/, (m) => [`Harus lebih dari ${m[1]}.`, `Must be more than ${m[1]}.`]],
  [/less than or equal to (-?[\d.]+)/, (m) => [`Paling banyak ${m[1]}.`, `At most ${m[1]}.`]],
  [/less than (-?[\d.]+)/, (m) => [`Harus kurang dari ${m[1]}.`, `Must be less than ${m[1]}.`]],
  [/at least (\d+) character/, (m) => (m[1] === '1' ? ['Wajib diisi.', 'Must be filled in.'] : [`Paling sedikit ${m[1]} huruf.`, `At least ${m[1]} characters.`])],
  [/at most (\d+) character/, (m) => [`Paling banyak ${m[1]} huruf.`, `At most ${m[1]} characters.`]],
  [/at most (\d+) item/, (m) => [`Paling banyak ${m[1]} baris.`, `At most ${m[1]} rows.`]],
  [/valid integer|valid number/, () => ['Isi dengan angka.', 'Must be a number.']],
  [/field required/i, () => ['Wajib diisi.', 'Must be filled in.']],
  [/match pattern/, () => ['Bentuknya tidak cocok. Periksa lagi.', 'The form does not fit. Check it.']],
]

/** The API's own sentences are kept; what its checker says in English only is said in ours. */
export function inOurWords(raw: string): string {
  const said = raw.replace(/^Value error, /, '')
  for (const [rule, words] of RULES) {
    const match = rule.exec(said)
    if (match) return pick(...words(match))
  }
  return said
}

/** `{"body.ring_seconds": "..."}`, `{"field": "host"}`, `{"name": "host"}` or `{"host": "..."}`; {} when it names no field. */
export function problemsOf(error: unknown, known: readonly string[]): Problems {
  if (!(error instanceof ApiError)) return {}
  const found: Problems = {}
  for (const told of [error.fields.field, error.fields.name]) {
    if (typeof told === 'string' && known.includes(told.split('.')[0] ?? '')) return { [told]: pick(error.sentence, error.sentenceEn) }
  }
  for (const [path, message] of Object.entries(error.fields)) {
    const name = plain(path, known)
    if (known.includes(name.split('.')[0] ?? '')) {
      found[name] = path.startsWith('body.') ? inOurWords(String(message)) : pick(error.sentence, error.sentenceEn)
    }
  }
  return found
}

/** `body.outside.0.number` -> `outside.0.number`; the name of a union's arm in between is dropped. */
function plain(path: string, known: readonly string[]): string {
  const parts = path.split('.')
  const at = parts.findIndex((part) => known.includes(part))
  return at < 0 ? path : parts.slice(at).join('.')
}

/** Problems below a field: of `outside` are `outside` itself and `outside.0.number`. */
export function below(problems: Problems, name: string): string[] {
  return Object.keys(problems).filter((key) => key === name || key.startsWith(`${name}.`))
}
